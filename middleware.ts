import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server'
import NextAuth from 'next-auth'
import { authConfig } from '@/lib/auth/auth-config'
import { contentSecurityPolicy } from '@/lib/auth/content-security-policy'
import { hasRecentSession } from '@/lib/auth/session'
import { ENTRA_DEFAULT, readUploadHosts, uploadSources } from '@/lib/platform/env/microsoft'

/** Pages that need no session. */
const PUBLIC = /^\/(signin|invite|consent|approve|book)(\/|$)/

const { auth } = NextAuth(authConfig())

/**
 * Sends a signed-out person to sign-in, and gives each page its content security policy. Convenience only: every
 * loader, action and route asks for itself who is there.
 */
export default async function middleware(request: NextRequest, event: NextFetchEvent) {
  return (await hasRecentSession(request.headers)) ? answer(request, true) : renewing(request, event)
}

/** Auth.js reads the session and renews its cookie. */
const renewing = auth((request) => answer(request, Boolean(request.auth?.user?.id))) as unknown as (
  request: NextRequest,
  event: NextFetchEvent,
) => Promise<Response>

function answer(request: NextRequest, isSignedIn: boolean): NextResponse {
  const { pathname, search } = request.nextUrl
  if (!isSignedIn && !PUBLIC.test(pathname)) {
    const signIn = new URL('/signin', process.env.APP_URL ?? request.nextUrl.origin)
    signIn.searchParams.set('returnTo', pathname + search)
    return NextResponse.redirect(signIn)
  }
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy({
    nonce,
    formTargets: [process.env.ENTRA_BASE_URL || ENTRA_DEFAULT],
    uploadSources: uploadSources(readUploadHosts(process.env.UPLOAD_HOSTS) ?? []),
    development: process.env.NODE_ENV === 'development',
    https: process.env.APP_URL?.startsWith('https://') ?? true,
  })
  const headers = new Headers(request.headers)
  // Next reads the nonce from the request's policy; our own inline scripts read x-nonce.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set('x-path', pathname)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = {
  // Not for routes that answer data, nor for files. Files by name: a page's address may end like a file's.
  matcher: ['/((?!api/|_next/|icon\\.svg$|favicon\\.ico$).*)'],
}
