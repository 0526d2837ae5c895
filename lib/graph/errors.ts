import { AppError } from '@/lib/platform/errors'

/** Codes with which Graph says that a delta token is no longer known; status is 400 or 410, spelling varies. */
const CURSOR_EXPIRED = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired', 'synccursorexpired'])

/** Graph's code for an account without a mailbox, or with one that Graph cannot reach. */
export const NO_MAILBOX = 'MailboxNotEnabledForRESTAPI'

interface GraphErrorBody {
  error?: { code?: unknown; innerError?: { 'request-id'?: unknown; code?: unknown } }
}

/** What is left of a failed answer: status, headers and the parsed body, if it was JSON at all. */
export interface FailedAnswer {
  status: number
  headers: Headers
  body: unknown
}

/**
 * Graph's answer as one of ours, by status and `code`, never by message text (Microsoft Graph: Errors).
 * Unknown ones become `unavailable` (5xx) or `internal` (4xx) and carry the request id.
 */
export function graphError({ status, headers, body }: FailedAnswer): AppError {
  const error = (body as GraphErrorBody | null)?.error
  const reason = typeof error?.code === 'string' ? error.code : ''
  const requestId = headers.get('request-id') ?? String(error?.innerError?.['request-id'] ?? '')
  const details = { reason, requestId: requestId || undefined, retryAfter: retryAfter(headers) }
  const message = `Graph answered ${status} ${reason}`

  if (status === 410 || CURSOR_EXPIRED.has(reason.toLowerCase()))
    return new AppError('cursor_expired', message, details)
  switch (status) {
    case 401:
      return new AppError('reauth_required', message, {
        ...details,
        reason: claimsChallenge(headers) ? 'insufficient_claims' : reason,
      })
    case 403:
      return new AppError(reason === 'insufficient_claims' ? 'reauth_required' : 'forbidden', message, {
        ...details,
        userMessage: 'Microsoft does not allow this. Ask your help desk about the permissions of this account.',
      })
    case 404:
      return reason === NO_MAILBOX
        ? new AppError('forbidden', message, {
            ...details,
            userMessage: 'This account has no mailbox at Microsoft 365. Ask your help desk for a licence with Outlook.',
          })
        : new AppError('not_found', message, details)
    case 409:
    case 412:
      return new AppError('conflict', message, details)
    case 429:
      return new AppError('throttled', message, details)
  }
  if (status >= 500) return new AppError('unavailable', message, details)
  return new AppError('internal', message, {
    ...details,
    userMessage: `Microsoft refused this, and Tandem does not know why. Number for your help desk: ${requestId || 'none'}.`,
  })
}

/** Retry-After in seconds; an HTTP date is understood too. Undefined when absent (OneNote and some 429s). */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (!value) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000)
}

/** True for a continuous access evaluation challenge, which only an interactive sign-in answers. */
const claimsChallenge = (headers: Headers): boolean =>
  /error="insufficient_claims"/i.test(headers.get('www-authenticate') ?? '')
