/**
 * The one error class. `code` decides everything: the HTTP status at the border and what a background job does.
 * Only `userMessage` ever reaches a browser.
 */
export type ErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'reauth_required'
  | 'consent_required'
  | 'too_often'
  | 'throttled'
  | 'unavailable'
  | 'cursor_expired'
  | 'internal'

/** What a job does with it: `never` fails at once, `pause` stops the connection and asks the person, `later` retries. */
export type JobBehaviour = 'never' | 'pause' | 'later' | 'resync'

const BEHAVIOUR: Record<ErrorCode, { status: number; job: JobBehaviour; say: string }> = {
  invalid_input: { status: 400, job: 'never', say: 'That could not be understood. Nothing was changed.' },
  unauthenticated: { status: 401, job: 'never', say: 'Sign in to go on.' },
  forbidden: { status: 403, job: 'never', say: 'You may not do that. Ask an administrator of your workspace.' },
  not_found: { status: 404, job: 'never', say: 'This no longer exists.' },
  conflict: { status: 409, job: 'never', say: 'Somebody changed this at the same moment. Load it again.' },
  reauth_required: { status: 409, job: 'pause', say: 'Microsoft asks you to sign in again. Reconnect in Settings.' },
  consent_required: { status: 409, job: 'pause', say: 'Microsoft has not granted this yet. Turn it on in Settings.' },
  too_often: { status: 429, job: 'never', say: 'That was a lot at once. Wait a minute, then try again.' },
  throttled: { status: 503, job: 'later', say: 'Microsoft slows us down for a moment. Nothing is lost.' },
  unavailable: { status: 503, job: 'later', say: 'Microsoft does not answer. Tandem tries again by itself.' },
  cursor_expired: { status: 503, job: 'resync', say: 'Tandem compares everything with Outlook once more.' },
  internal: { status: 500, job: 'later', say: 'Something went wrong in Tandem. Nothing was lost.' },
}

export interface ErrorDetails {
  /** For people; a sensible one per code is taken when absent. */
  userMessage?: string
  /** Seconds to wait before the next try, as the other side asked. */
  retryAfter?: number
  /** Microsoft's request id, to copy into a support case. */
  requestId?: string
  /** Machine-readable cause from the other side, e.g. Graph's error code or AADSTS number. */
  reason?: string
  cause?: unknown
}

export class AppError extends Error {
  readonly userMessage: string
  readonly retryAfter: number | undefined
  readonly requestId: string | undefined
  readonly reason: string | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'AppError'
    this.userMessage = details.userMessage ?? BEHAVIOUR[code].say
    this.retryAfter = details.retryAfter
    this.requestId = details.requestId
    this.reason = details.reason
  }

  /** HTTP status for the border. */
  get status(): number {
    return BEHAVIOUR[this.code].status
  }

  /** What a background job does with this error. */
  get job(): JobBehaviour {
    return BEHAVIOUR[this.code].job
  }
}

/** Any thrown value as an AppError; unknown ones become `internal` and keep their cause. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', 'unexpected error', { cause: error })
}

/** The JSON body and status of a failed request. Carries userMessage, code and the request id, nothing else. */
export function errorResponse(error: unknown): Response {
  const { code, userMessage, requestId, status, retryAfter } = toAppError(error)
  return Response.json(
    { error: { code, message: userMessage, ...(requestId ? { requestId } : {}) } },
    {
      status,
      headers: {
        'cache-control': 'private, no-store',
        ...(retryAfter ? { 'retry-after': String(Math.ceil(retryAfter)) } : {}),
      },
    },
  )
}
