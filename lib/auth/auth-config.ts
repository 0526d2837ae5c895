import type { NextAuthConfig } from 'next-auth'
import 'next-auth/jwt'

declare module 'next-auth' {
  interface Session {
    /** Number of the session, drawn at sign-in; kept when it has ended. */
    sid?: string | undefined
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sid?: string
    /** When the person signed in, epoch milliseconds. */
    since?: number
  }
}

/** Without use a session ends after this many seconds. */
export const IDLE_SECONDS = 14 * 24 * 3600
/** However much it is used, a session ends this long after the sign-in. */
const LIFE_MS = 30 * 24 * 3600_000
/** A session's cookie is made anew when it is so old. */
export const RENEW_SECONDS = 24 * 3600

// Runs at the edge (middleware) and in Node: no adapter, no providers, no validated environment.

/** Cookies are named and sent as for https. */
export const overHttps = () => process.env.APP_URL?.startsWith('https://') ?? true

/** @param since when the person signed in, epoch milliseconds */
export const isWithinLife = (since = 0): boolean => Date.now() - since < LIFE_MS

/**
 * What both halves of Auth.js agree on. A session is a JWT that holds the user's id, its own number and its age; rights,
 * and whether the session was ended, come from the database on each request (lib/auth/scope.ts).
 */
export const authConfig = (): NextAuthConfig => ({
  secret: process.env.AUTH_SECRET,
  // The address is APP_URL (set as AUTH_URL below), never the Host header.
  trustHost: true,
  session: { strategy: 'jwt', maxAge: IDLE_SECONDS, updateAge: RENEW_SECONDS },
  useSecureCookies: overHttps(),
  pages: { signIn: '/signin', error: '/signin', verifyRequest: '/signin' },
  providers: [],
  callbacks: {
    jwt: ({ token, user }) => {
      if (user) return { sub: user.id, sid: crypto.randomUUID(), since: Date.now() }
      const { sub, sid, since = 0 } = token
      return sid && isWithinLife(since) ? { sub, sid, since } : null
    },
    session: ({ session, token }) => ({ expires: session.expires, user: { id: token.sub }, sid: token.sid }),
  },
})
