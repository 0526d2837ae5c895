import type { NextRequest } from 'next/server'
import { getToken } from 'next-auth/jwt'
import { isWithinLife, overHttps, RENEW_SECONDS } from './auth-config'

// Runs at the edge.

/**
 * True for a session whose cookie was made within the last day: it needs no renewal, and reading it is all there is to
 * do. Auth.js would seal it anew on every page, which costs more than the page's first byte should.
 */
export async function hasRecentSession(request: NextRequest): Promise<boolean> {
  const secret = process.env.AUTH_SECRET
  if (!secret) return false
  const token = await getToken({ req: request, secret, secureCookie: overHttps() }).catch(() => null)
  if (!token?.sub || !token.sid || !isWithinLife(token.since)) return false
  return Date.now() / 1000 - (token.iat ?? 0) < RENEW_SECONDS
}
