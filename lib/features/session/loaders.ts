import 'server-only'
import type { SigninView } from '@/components/connection/view'
import { safeReturnPath } from '@/lib/auth/return-path'
import { NO_MEMBERSHIP } from '@/lib/auth/scope'
import { canMail } from '@/lib/platform/mail'

const SENTENCE: Record<string, string> = {
  Address: 'That is not an e-mail address.',
  TooOften: 'That was a lot at once. Wait a minute, then try again.',
  Verification: 'This link was used before or is too old. Ask for a new one.',
  AccessDenied: 'You were not signed in: Microsoft or you said no.',
  OAuthCallbackError: 'You were not signed in: Microsoft or you said no.',
  OAuthAccountNotLinked: 'This account belongs to another sign-in.',
  [NO_MEMBERSHIP]: 'Your access to this workspace was switched off. Ask one of its administrators.',
  EmailSignInError: 'The mail could not be sent. Try again in a moment, or sign in with Microsoft.',
}

/** The sign-in page, from its own query. Nothing of the query is shown as it stands. */
export function loadSignin(query: Record<string, string | string[] | undefined>): SigninView {
  const error = typeof query.error === 'string' ? query.error : null
  return {
    email: canMail(),
    returnTo: safeReturnPath(query.returnTo ?? query.callbackUrl),
    error: error && (SENTENCE[error] ?? 'You were not signed in. Try again.'),
    sent: !error && query.type === 'email',
  }
}

/**
 * The page that a sign-in mail leads to: hidden fields of a form that gets /api/auth/callback/email. Null: the link
 * is incomplete.
 */
export function loadSigninLink(
  query: Record<string, string | string[] | undefined>,
): { action: string; fields: Record<string, string> } | null {
  const { token, email, callbackUrl } = query
  if (typeof token !== 'string' || typeof email !== 'string') return null
  return {
    action: '/api/auth/callback/email',
    fields: { token, email, ...(typeof callbackUrl === 'string' ? { callbackUrl } : {}) },
  }
}
