import { describe, expect, it } from 'vitest'
import { classifyEntra } from './entra-errors'

describe('a refusal by Microsoft', () => {
  it.each([
    ['access_denied', 65004, 'declined', 'forbidden'],
    ['access_denied', undefined, 'declined', 'forbidden'],
    ['access_denied', 90094, 'admin_approval', 'consent_required'],
    ['consent_required', 90095, 'admin_approval', 'consent_required'],
    ['access_denied', 50105, 'not_assigned', 'reauth_required'],
    ['access_denied', 53003, 'conditional_access', 'reauth_required'],
    ['invalid_grant', 50076, 'mfa', 'reauth_required'],
    ['invalid_grant', 700082, 'expired', 'reauth_required'],
    ['invalid_grant', 50173, 'revoked', 'reauth_required'],
    ['invalid_grant', 123456, 'revoked', 'reauth_required'],
    ['invalid_grant', 50057, 'disabled', 'reauth_required'],
    ['invalid_grant', 65001, 'consent_missing', 'consent_required'],
    ['invalid_grant', 54005, 'mismatch', 'invalid_input'],
    ['invalid_client', 7000215, 'configuration', 'unavailable'],
    ['temporarily_unavailable', undefined, 'unavailable', 'unavailable'],
    ['something_new', undefined, 'unavailable', 'unavailable'],
  ])('%s with number %s is %s', (error, number, refusal, code) => {
    const found = classifyEntra({ error, ...(number ? { codes: [number] } : {}) })
    expect([found.refusal, found.code]).toEqual([refusal, code])
  })

  it('is decided by the error word where the number would say otherwise', () => {
    expect(classifyEntra({ error: 'temporarily_unavailable', codes: [50173] }).refusal).toBe('unavailable')
    expect(classifyEntra({ error: 'invalid_client', codes: [65004] }).refusal).toBe('configuration')
  })

  it('keeps the numbers by which IT finds the attempt, from the text of a redirect too', () => {
    const description =
      'AADSTS65004: User declined to consent.\r\nTrace ID: 1a2b-3c\r\nCorrelation ID: 9f-00\r\nTimestamp: 2026-11-21'
    expect(classifyEntra({ error: 'access_denied', description })).toMatchObject({
      number: 'AADSTS65004',
      traceId: '1a2b-3c',
      correlationId: '9f-00',
    })
  })

  it('keeps no text that an attacker put into the redirect', () => {
    const found = classifyEntra({ error: '<script>', description: 'Trace ID: <img>', correlationId: 'x'.repeat(99) })
    expect(found).toMatchObject({ number: 'error', traceId: null, correlationId: null })
  })

  it('takes consent withdrawn at a refresh from the suberror', () => {
    expect(classifyEntra({ error: 'invalid_grant', suberror: 'consent_required' }).refusal).toBe('consent_missing')
  })
})
