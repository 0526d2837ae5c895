import type { NextAuthConfig } from 'next-auth'

// Runs at the edge (middleware) and in Node: no adapter, no providers, no validated environment.

const overHttps = () => process.env.APP_URL?.startsWith('https://') ?? true

/**
 * What both halves of Auth.js agree on. A session is a JWT that holds the user's id and nothing else; rights come
 * from the database on each request (lib/auth/scope.ts).
 */
export const authConfig = (): NextAuthConfig => ({
  secret: process.env.AUTH_SECRET,
  // The address is APP_URL (set as AUTH_URL below), never the Host header.
  trustHost: true,
  session: { strategy: 'jwt', maxAge: 14 * 24 * 3600, updateAge: 24 * 3600 },
  useSecureCookies: overHttps(),
  pages: { signIn: '/signin', error: '/signin', verifyRequest: '/signin' },
  providers: [],
  callbacks: {
    jwt: ({ token, user }) => ({ sub: user?.id ?? token.sub }),
    session: ({ session, token }) => ({ expires: session.expires, user: { id: token.sub } }),
  },
})
