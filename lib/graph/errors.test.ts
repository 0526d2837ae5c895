import { describe, expect, it } from 'vitest'
import { graphError } from './errors'

const answer = (status: number, code?: string, headers: Record<string, string> = {}) =>
  graphError({
    status,
    headers: new Headers(headers),
    body: code === undefined ? null : { error: { code, message: 'words' } },
  })

describe('Graph’s answers', () => {
  it.each<[number, string | undefined, string]>([
    [400, 'BadRequest', 'internal'],
    [400, 'SyncStateNotFound', 'cursor_expired'],
    [400, 'syncstateInvalid', 'cursor_expired'],
    [401, 'InvalidAuthenticationToken', 'reauth_required'],
    [403, 'ErrorAccessDenied', 'forbidden'],
    [403, 'insufficient_claims', 'reauth_required'],
    [404, 'ErrorItemNotFound', 'not_found'],
    [404, 'MailboxNotEnabledForRESTAPI', 'forbidden'],
    [409, 'Conflict', 'conflict'],
    [410, 'resyncRequired', 'cursor_expired'],
    [410, undefined, 'cursor_expired'],
    [412, undefined, 'conflict'],
    [418, undefined, 'internal'],
    [429, undefined, 'throttled'],
    [500, undefined, 'unavailable'],
    [502, undefined, 'unavailable'],
    [503, 'serviceNotAvailable', 'unavailable'],
    [504, 'UnknownError', 'unavailable'],
  ])('%i %s is %s', (status, code, expected) => {
    expect(answer(status, code).code).toBe(expected)
  })

  it('carry the claims challenge, the request id and the wait', () => {
    const challenge = 'Bearer realm="", error="insufficient_claims", claims="e30="'
    expect(answer(401, 'x', { 'www-authenticate': challenge }).reason).toBe('insufficient_claims')
    expect(answer(503, 'x', { 'request-id': 'r-1', 'retry-after': '7' })).toMatchObject({
      requestId: 'r-1',
      retryAfter: 7,
    })
    const inner = { error: { code: 'x', innerError: { 'request-id': 'r-2' } } }
    expect(graphError({ status: 500, headers: new Headers(), body: inner }).requestId).toBe('r-2')
  })

  it.each([null, undefined, 'text', 7, [], { error: 'text' }, { error: { code: 7 } }, { error: null }])(
    'with a body that is %j are told by their status',
    (body) => {
      expect(graphError({ status: 503, headers: new Headers(), body }).code).toBe('unavailable')
    },
  )
})

describe('Retry-After', () => {
  const waitOf = (value?: string) => answer(429, 'x', value === undefined ? {} : { 'retry-after': value }).retryAfter
  it('is seconds or a date, never negative, and may be absent or nonsense', () => {
    expect(waitOf('12')).toBe(12)
    expect(waitOf('-5')).toBe(0)
    expect(waitOf(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50)
    expect(waitOf(new Date(Date.now() - 60_000).toUTCString())).toBe(0)
    expect(waitOf()).toBeUndefined()
    expect(waitOf('soon')).toBeUndefined()
  })
})
