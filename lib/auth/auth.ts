import 'server-only'
import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { eq, gt, sql } from 'drizzle-orm'
import type { NextRequest } from 'next/server'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import type { Adapter } from 'next-auth/adapters'
import { accounts, endedSessions, users, verificationTokens } from '@/drizzle/schema/users'
import { now } from '@/lib/platform/clock'
import { inSystem, rawDatabase } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'
import { canMail } from '@/lib/platform/mail'
import { authConfig, IDLE_SECONDS } from './auth-config'
import { microsoftProvider } from './microsoft-provider'
import { safeReturnPath } from './return-path'
import { LINK_SECONDS, sendSignInMail } from './sign-in-mail'

/** How many sign-in links one address may have open; more are not sent, so that nobody's mailbox can be flooded. */
const OPEN_LINKS = 3
/** How many may be open for all addresses together: whoever asks for strangers' links cannot use Tandem as a mailer. */
const ALL_OPEN_LINKS = 500
/** Where Auth.js leads after it sent a link. */
const LINK_SENT = '/api/auth/verify-request?provider=email&type=email'

async function adapter(): Promise<Adapter> {
  const made = DrizzleAdapter(await rawDatabase(), {
    usersTable: users,
    accountsTable: accounts,
    verificationTokensTable: verificationTokens,
  })
  return {
    ...made,
    // Auth.js would link a second account to whoever's session cookie is left in the browser. Signing in links nothing.
    getUser: async () => null,
    // Microsoft's tokens are for the vault of a connection; a sign-in keeps none (the table refuses them too).
    linkAccount: async ({ userId, type, provider, providerAccountId }) => {
      await made.linkAccount?.({ userId, type, provider, providerAccountId })
    },
  }
}

async function tooManyLinks(address: string): Promise<boolean> {
  const [row] = await inSystem((db) =>
    db
      .select({
        all: sql<number>`count(*)::int`,
        same: sql<number>`(count(*) filter (where ${eq(verificationTokens.identifier, address)}))::int`,
      })
      .from(verificationTokens)
      .where(gt(verificationTokens.expires, now())),
  )
  const { all = 0, same = 0 } = row ?? {}
  if (all >= ALL_OPEN_LINKS) log.warn({ open: all }, 'sign-in links are held back: too many are open')
  return all >= ALL_OPEN_LINKS || same >= OPEN_LINKS
}

async function endSession(sid: string): Promise<void> {
  const expiresAt = new Date(now().getTime() + IDLE_SECONDS * 1000)
  await inSystem((db) => db.insert(endedSessions).values({ id: sid, expiresAt }).onConflictDoNothing())
}

const options = async (): Promise<NextAuthConfig> => {
  // Auth.js builds its addresses (also those in mails) from here instead of from the Host header.
  process.env.AUTH_URL = `${env().APP_URL}/api/auth`
  const shared = authConfig()
  return {
    ...shared,
    adapter: await adapter(),
    providers: [
      microsoftProvider(),
      ...(canMail()
        ? [
            {
              id: 'email',
              type: 'email' as const,
              name: 'E-mail',
              from: env().MAIL_FROM,
              maxAge: LINK_SECONDS,
              sendVerificationRequest: sendSignInMail,
              options: {},
            },
          ]
        : []),
    ],
    callbacks: {
      ...shared.callbacks,
      redirect: ({ url, baseUrl }) => {
        const origin = new URL(baseUrl).origin
        if (url === origin + LINK_SENT) return url
        return origin + safeReturnPath(url.startsWith(`${origin}/`) ? url.slice(origin.length) : url)
      },
      signIn: async ({ user, email }) => {
        if (!email?.verificationRequest || !user.email || !(await tooManyLinks(user.email))) return true
        // The same answer as always: who asks learns nothing about the address.
        return env().APP_URL + LINK_SENT
      },
    },
    events: {
      // The cookie goes by itself; a copy of it must not go on working.
      signOut: async (message) => {
        const sid = 'token' in message ? message.token?.sid : undefined
        if (sid) await endSession(sid)
      },
      // A name that Microsoft knows better by now; for display only.
      signIn: async ({ user, account, profile, isNewUser }) => {
        if (account?.provider !== 'microsoft' || isNewUser || !user.id || !profile?.name) return
        await inSystem((db) =>
          db
            .update(users)
            .set({ name: profile.name, contactEmail: profile.preferred_username ?? undefined })
            .where(eq(users.id, user.id ?? '')),
        )
      },
    },
    logger: {
      error: (err) => log.warn({ err }, 'sign-in failed'),
      warn: () => {},
      debug: () => {},
    },
  }
}

const made = NextAuth(options)
export const { signIn, signOut } = made

/**
 * Auth.js takes a sign-in link from wherever it is opened, so a stranger's page could sign a person in to the
 * stranger's account unseen, and have them connect their mailbox there. Only our own page with the button may.
 */
async function GET(request: NextRequest): Promise<Response> {
  const site = request.headers.get('sec-fetch-site')
  const { pathname, search } = request.nextUrl
  if (site && site !== 'same-origin' && pathname === '/api/auth/callback/email') {
    return Response.redirect(new URL(`/signin/link${search}`, env().APP_URL), 303)
  }
  return made.handlers.GET(request)
}

export const handlers = { GET, POST: made.handlers.POST }
