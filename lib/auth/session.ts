import { getToken } from 'next-auth/jwt'
import { isWithinLife, overHttps, RENEW_SECONDS } from './auth-config'

// Runs at the edge (middleware) and in Node.

/** What a browser's cookie says of who is there. */
export interface PresentSession {
  userId: string
  /** Number of the session. */
  sid: string
  /** When the cookie was made, epoch seconds. */
  sealedAt: number
}

/**
 * The session of a request's cookie, or null: none, not sealed by us, expired, or older than a session may be. Reads as
 * Auth.js does, but does not seal it anew, which costs more than a page's first byte should. Whether the session was
 * ended meanwhile, only the database knows.
 */
export async function readSession(headers: Headers): Promise<PresentSession | null> {
  const secret = process.env.AUTH_SECRET
  const cookie = headers.get('cookie')
  if (!secret || !cookie) return null
  // The cookie alone: the library would take a token from the Authorization header, too.
  const req = { headers: new Headers({ cookie }) }
  const token = await getToken({ req, secret, secureCookie: overHttps() }).catch(() => null)
  if (!token?.sub || !token.sid || !isWithinLife(token.since)) return null
  return { userId: token.sub, sid: token.sid, sealedAt: token.iat ?? 0 }
}

/** True for a session whose cookie was made within the last day: it needs no renewal. */
export async function hasRecentSession(headers: Headers): Promise<boolean> {
  const session = await readSession(headers)
  return session !== null && Date.now() / 1000 - session.sealedAt < RENEW_SECONDS
}
