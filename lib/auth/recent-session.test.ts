import { NextRequest } from 'next/server'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { hasRecentSession } from './recent-session'

const COOKIE = 'authjs.session-token'
const DAY = 24 * 3600_000

beforeAll(() => {
  vi.stubEnv('AUTH_SECRET', 'a secret of this test only')
  vi.stubEnv('APP_URL', 'http://localhost:3000')
})
afterAll(() => vi.unstubAllEnvs())

const session = (since: number, secret = 'a secret of this test only') =>
  encode({ token: { sub: 'a user', sid: 'a session', since }, secret, salt: COOKIE })

const asks = (cookie?: string) =>
  hasRecentSession(
    new NextRequest('http://localhost:3000/inbox', cookie ? { headers: { cookie: `${COOKIE}=${cookie}` } } : {}),
  )

it('is a session of today, sealed by us', async () => {
  expect(await asks(await session(Date.now()))).toBe(true)
})

it('is none without a cookie, with a forged one, or one of a sign-in too long ago', async () => {
  expect(await asks()).toBe(false)
  expect(await asks('forged')).toBe(false)
  expect(await asks(await session(Date.now(), 'another secret'))).toBe(false)
  expect(await asks(await session(Date.now() - 31 * DAY))).toBe(false)
})

it('is not one whose cookie is due to be made anew', async () => {
  const cookie = await session(Date.now())
  vi.useFakeTimers({ now: Date.now() + 1.1 * DAY, toFake: ['Date'] })
  expect(await asks(cookie)).toBe(false)
  vi.useRealTimers()
})
