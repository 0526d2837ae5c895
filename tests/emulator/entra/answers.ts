// How Entra ID answers a browser: pages, and redirects with parameters.

import type { Context } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ReturnAddress } from './authorize-request'
import { OAuthError } from './oauth-error'
import { errorPage, formPostPage } from './pages'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export async function showPage(c: Context, body: Html, status: 200 | 400 = 200): Promise<Response> {
  c.header('cache-control', 'no-store')
  c.header('x-frame-options', 'DENY')
  return c.html(await body, status)
}

export function showError(c: Context, error: unknown, now: number): Promise<Response> {
  if (!(error instanceof OAuthError)) throw error
  return showPage(c, errorPage(error.description(now)), 400)
}

/** Sends parameters to the redirect URI in the mode that was asked for. */
export function sendBack(c: Context, to: ReturnAddress, fields: Record<string, string>): Promise<Response> | Response {
  const all = to.state === null ? fields : { ...fields, state: to.state }
  if (to.mode === 'form_post') return showPage(c, formPostPage(to.redirectUri, all))
  const target = new URL(to.redirectUri)
  if (to.mode === 'fragment') target.hash = new URLSearchParams(all).toString()
  else for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value)
  c.header('cache-control', 'no-store')
  return c.redirect(target.href, 302)
}

export function sendErrorBack(c: Context, to: ReturnAddress, error: OAuthError, now: number) {
  return sendBack(c, to, {
    error: error.error,
    error_description: error.description(now),
    ...(error.subcode && { error_subcode: error.subcode }),
    ...(error.claims && { claims: error.claims }),
  })
}
