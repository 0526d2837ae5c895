import { expect, it } from 'vitest'
import { AppError, type ErrorCode, errorResponse, toAppError } from './errors'

const CASES: [ErrorCode, number, string][] = [
  ['invalid_input', 400, 'never'],
  ['unauthenticated', 401, 'never'],
  ['forbidden', 403, 'never'],
  ['not_found', 404, 'never'],
  ['conflict', 409, 'never'],
  ['reauth_required', 409, 'pause'],
  ['consent_required', 409, 'pause'],
  ['throttled', 503, 'later'],
  ['unavailable', 503, 'later'],
  ['cursor_expired', 503, 'resync'],
  ['internal', 500, 'later'],
]

it.each(CASES)('%s is status %i, and a job does: %s', (code, status, job) => {
  const error = new AppError(code, 'inside')
  expect([error.status, error.job]).toEqual([status, job])
  expect(error.userMessage.length).toBeGreaterThan(10)
})

it('shows people its sentence, code and request id, and nothing from inside', async () => {
  const error = new AppError('unavailable', 'secret inside', {
    requestId: 'r-1',
    reason: 'secret reason',
    retryAfter: 1.2,
    cause: new Error('secret cause'),
  })
  const response = errorResponse(error)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('2')
  const text = await response.text()
  expect(text).not.toContain('secret')
  expect(JSON.parse(text)).toEqual({ error: { code: 'unavailable', message: error.userMessage, requestId: 'r-1' } })
})

it.each([new TypeError('secret'), 'secret', null, undefined, { message: 'secret' }])(
  'any other thing that is thrown is internal and tells nothing (%#)',
  async (thrown) => {
    expect(toAppError(thrown).code).toBe('internal')
    expect(await errorResponse(thrown).text()).not.toContain('secret')
  },
)

it('keeps an AppError as it is', () => {
  const error = new AppError('conflict', 'x')
  expect(toAppError(error)).toBe(error)
})
