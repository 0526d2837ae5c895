import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { encode } from 'next-auth/jwt'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { authConfig } from './auth-config'
import { hasRecentSession, readSession } from './session'

const COOKIE = 'authjs.session-token'
const SECRET = 'a secret of this test only'
const DAY = 24 * 3600_000

beforeAll(() => {
  vi.stubEnv('AUTH_SECRET', SECRET)
  vi.stubEnv('APP_URL', 'http://localhost:3000')
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
afterAll(() => vi.unstubAllEnvs())

const seal = (token: Record<string, unknown>, { secret = SECRET, salt = COOKIE, maxAge = 3600 } = {}) =>
  encode({ token, secret, salt, maxAge })
const session = (since = Date.now()) => seal({ sub: 'a user', sid: 'a session', since })
const withCookie = (value: string, name = COOKIE) => new Headers({ cookie: `${name}=${value}` })

/** What Auth.js says of the same request. */
async function asAuthJs(headers: Headers): Promise<{ userId: string; sid: string } | null> {
  const { handlers } = NextAuth({ ...authConfig(), logger: { error: () => {} } })
  const answer = await handlers.GET(new NextRequest('http://localhost:3000/api/auth/session', { headers }))
  const said = (await answer.json()) as { user?: { id?: string }; sid?: string } | null
  return said?.user?.id && said.sid ? { userId: said.user.id, sid: said.sid } : null
}

/** A cookie too long for one: Auth.js sends it in parts. */
function inParts(value: string): Headers {
  const parts = [value.slice(0, 200), value.slice(200)].map((part, at) => `${COOKIE}.${at}=${part}`)
  return new Headers({ cookie: parts.join('; ') })
}

it('takes what Auth.js takes, and refuses what it refuses', async () => {
  const since = Date.now()
  const whole = { sub: 'a user', sid: 'a session', since }
  const good = [withCookie(await session()), inParts(await session()), withCookie(await session(since - 29 * DAY))]
  for (const headers of good) {
    expect(await readSession(headers)).toMatchObject({ userId: 'a user', sid: 'a session' })
    expect(await asAuthJs(headers)).toEqual({ userId: 'a user', sid: 'a session' })
  }
  const bad = [
    new Headers(),
    withCookie(''),
    withCookie('forged'),
    withCookie(`${(await session()).slice(0, -4)}AAAA`),
    withCookie(await session(), '__Secure-authjs.session-token'),
    withCookie(await seal(whole, { secret: 'another secret' })),
    withCookie(await seal(whole, { salt: 'another cookie' })),
    // Not used for too long, and signed in too long ago.
    withCookie(await seal(whole, { maxAge: -60 })),
    withCookie(await session(since - 31 * DAY)),
    withCookie(await seal({ sub: 'a user', sid: 'a session' })),
    withCookie(await seal({ sub: 'a user', since })),
    withCookie(await seal({ sid: 'a session', since })),
  ]
  for (const headers of bad) {
    expect(await readSession(headers)).toBeNull()
    expect(await asAuthJs(headers)).toBeNull()
  }
})

it('is the cookie’s alone: a header that scripts can set opens nothing', async () => {
  const authorization = `Bearer ${await session()}`
  expect(await readSession(new Headers({ authorization }))).toBeNull()
  expect(await readSession(new Headers({ authorization, cookie: 'other=1' }))).toBeNull()
  expect(await hasRecentSession(new Headers({ authorization, cookie: 'other=1' }))).toBe(false)
})

it('is read without sealing it anew, which every page, action and route would wait for', async () => {
  const headers = withCookie(await session())
  const seals = vi.spyOn(crypto.subtle, 'encrypt')
  expect(await readSession(headers)).not.toBeNull()
  expect(seals).not.toHaveBeenCalled()
  expect(await asAuthJs(headers)).not.toBeNull()
  expect(seals).toHaveBeenCalled()
})

it('is recent for a day from when its cookie was made; then it is due to be made anew', async () => {
  const headers = withCookie(
    await seal({ sub: 'a user', sid: 'a session', since: Date.now() }, { maxAge: 14 * 86_400 }),
  )
  expect(await hasRecentSession(headers)).toBe(true)
  expect(await hasRecentSession(withCookie('forged'))).toBe(false)
  vi.useFakeTimers({ now: Date.now() + 1.1 * DAY, toFake: ['Date'] })
  expect(await hasRecentSession(headers)).toBe(false)
  expect(await readSession(headers)).not.toBeNull()
})
