import { randomUUID } from 'node:crypto'

/** An error of Entra ID: `code` is the number behind AADSTS. Microsoft Entra: authentication error codes. */
export class OAuthError extends Error {
  readonly subcode?: string
  readonly suberror?: string
  readonly claims?: string

  constructor(
    readonly error: string,
    readonly code: number,
    message: string,
    extra: { subcode?: string; suberror?: string; claims?: string } = {},
  ) {
    super(`AADSTS${code}: ${message}`)
    Object.assign(this, extra)
  }

  /** Wrong client credentials answer 401, everything else 400. */
  get status(): 400 | 401 {
    return this.error === 'invalid_client' ? 401 : 400
  }

  /** Body of a failed token request. */
  body(now: number): Record<string, unknown> {
    const trace = randomUUID()
    const correlation = randomUUID()
    const timestamp = new Date(now)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, 'Z')
    return {
      error: this.error,
      error_description: `${this.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [this.code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${this.code}`,
      ...(this.suberror && { suberror: this.suberror }),
      ...(this.claims && { claims: this.claims }),
    }
  }

  /** `error_description` of a redirect. */
  description(now: number): string {
    return String(this.body(now).error_description)
  }
}

export function missingParameter(name: string): OAuthError {
  return new OAuthError('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)
}
