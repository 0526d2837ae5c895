import { AppError, type ErrorCode } from '@/lib/platform/errors'

/** What a refusal by Microsoft's sign-in means for the person. */
export type Refusal =
  | 'declined'
  | 'admin_approval'
  | 'not_assigned'
  | 'conditional_access'
  | 'mfa'
  | 'expired'
  | 'revoked'
  | 'disabled'
  | 'consent_missing'
  | 'mismatch'
  | 'configuration'
  | 'unavailable'

/** An error answer of Entra ID, from a redirect or from the token endpoint. */
export interface EntraAnswer {
  error: string
  description?: string
  codes?: readonly number[]
  suberror?: string
  claims?: string
  correlationId?: string
  traceId?: string
  timestamp?: string
}

/** A refusal, told apart; the numbers let the person's IT find the attempt. */
export interface EntraRefusal {
  refusal: Refusal
  code: ErrorCode
  /** `AADSTS65004`, or the error word when there was no number. */
  number: string
  correlationId: string | null
  traceId: string | null
  /** Claims challenge to hand to the next authorization request. */
  claims: string | null
}

/** Microsoft Entra ID: numbers of the authentication and authorization error list, by what they mean for a person. */
const BY_NUMBER: Record<number, Refusal> = {
  65004: 'declined',
  65001: 'consent_missing',
  90093: 'admin_approval',
  90094: 'admin_approval',
  90095: 'admin_approval',
  90008: 'admin_approval',
  50105: 'not_assigned',
  53000: 'conditional_access',
  53001: 'conditional_access',
  53002: 'conditional_access',
  53003: 'conditional_access',
  53004: 'conditional_access',
  50005: 'conditional_access',
  50072: 'mfa',
  50074: 'mfa',
  50076: 'mfa',
  50078: 'mfa',
  50079: 'mfa',
  50158: 'mfa',
  70008: 'expired',
  700082: 'expired',
  700084: 'expired',
  70043: 'expired',
  50173: 'revoked',
  50132: 'revoked',
  50133: 'revoked',
  50020: 'disabled',
  50034: 'disabled',
  50057: 'disabled',
  54005: 'mismatch',
  501481: 'mismatch',
  50011: 'configuration',
  50194: 'configuration',
  700016: 'configuration',
  90002: 'configuration',
  900144: 'configuration',
  9002313: 'configuration',
  9001023: 'configuration',
  70011: 'configuration',
  28002: 'configuration',
  7000215: 'configuration',
  7000222: 'configuration',
  700027: 'configuration',
  50196: 'unavailable',
}

/** What the error word alone means. Microsoft: react to `error`; numbers may change. */
const BY_ERROR: Record<string, Refusal> = {
  access_denied: 'declined',
  consent_required: 'consent_missing',
  interaction_required: 'mfa',
  login_required: 'expired',
  invalid_grant: 'revoked',
  invalid_client: 'configuration',
  unauthorized_client: 'configuration',
  invalid_request: 'configuration',
  invalid_scope: 'configuration',
  invalid_resource: 'configuration',
  unsupported_response_type: 'configuration',
  permission_denied: 'declined',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
}

/** Which refinements by number (or suberror) make sense under which error word; anything else keeps the word's meaning. */
const REFINED_BY_NUMBER = new Set([
  'access_denied',
  'consent_required',
  'interaction_required',
  'login_required',
  'invalid_grant',
  'permission_denied',
])

const CODE: Record<Refusal, ErrorCode> = {
  declined: 'forbidden',
  admin_approval: 'consent_required',
  not_assigned: 'reauth_required',
  conditional_access: 'reauth_required',
  mfa: 'reauth_required',
  expired: 'reauth_required',
  revoked: 'reauth_required',
  disabled: 'reauth_required',
  consent_missing: 'consent_required',
  mismatch: 'invalid_input',
  configuration: 'unavailable',
  unavailable: 'unavailable',
}

const numberOf = ({ codes, description }: EntraAnswer): number | null => {
  const found = codes?.[0] ?? Number(/AADSTS(\d{5,9})/.exec(description ?? '')?.[1])
  return Number.isInteger(found) ? found : null
}

const clip = (text: string | undefined): string | null => (text && /^[\w-]{1,64}$/.test(text) ? text : null)

/** Tells a refusal apart: `error` decides, the number refines and words it. Unknown errors count as unavailable. */
export function classifyEntra(answer: EntraAnswer): EntraRefusal {
  const number = numberOf(answer)
  const word = BY_ERROR[answer.error] ?? 'unavailable'
  const byNumber = number === null ? undefined : BY_NUMBER[number]
  const bySuberror = answer.suberror === 'consent_required' ? 'consent_missing' : undefined
  const refined = REFINED_BY_NUMBER.has(answer.error) ? (byNumber ?? bySuberror) : undefined
  const refusal = refined ?? word
  const description = answer.description ?? ''
  return {
    refusal,
    code: CODE[refusal],
    number: number === null ? (clip(answer.error) ?? 'error') : `AADSTS${number}`,
    correlationId: clip(answer.correlationId ?? /Correlation ID: ([\w-]+)/i.exec(description)?.[1]),
    traceId: clip(answer.traceId ?? /Trace ID: ([\w-]+)/i.exec(description)?.[1]),
    claims: answer.claims ?? null,
  }
}

/** Thrown when Entra ID refuses: an AppError whose `reason` is the number, with the refusal beside it. */
export class EntraError extends AppError {
  constructor(readonly entra: EntraRefusal) {
    super(entra.code, `Entra ID refused: ${entra.refusal}`, {
      reason: entra.number,
      ...(entra.correlationId ? { requestId: entra.correlationId } : {}),
      ...(entra.refusal === 'configuration'
        ? {
            userMessage:
              'The registration of Tandem at Microsoft does not work just now. Nothing is lost. Tell whoever runs Tandem.',
          }
        : {}),
    })
    this.name = 'AppError'
  }
}
