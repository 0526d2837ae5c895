import { NextRequest } from 'next/server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { POST } from '@/app/api/auth/[...nextauth]/route'
import { GET as answer } from '@/app/api/connect/admin-consent/route'
import { visits } from '@/drizzle/schema/visits'
import { countVisit } from '@/lib/auth/visits'
import { sweepAttempts } from '@/lib/features/connection/attempt/mutations'
import { inSystem } from '@/lib/platform/db/handle'
import { APP_URL, emptyTandem, startWorld, type World } from '../support/tandem-world'

process.env.TRUSTED_PROXIES = '1'
let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world.close()
  Reflect.deleteProperty(process.env, 'TRUSTED_PROXIES')
})
beforeEach(async () => {
  await emptyTandem()
  await inSystem((db) => db.delete(visits))
  at('2026-11-21T09:00:10Z')
})
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

/** The product's clock stands (nearly) still here. */
const at = (instant: string) =>
  Object.assign(globalThis, { tandemClock: { offset: Date.parse(instant) - Date.now(), timer: null } })
const from = (chain: string) => new Headers({ 'x-forwarded-for': chain })
const visit = (chain: string) => countVisit('sign-in mail', from(chain))
const often = async (chain: string, times: number) => {
  for (let time = 0; time < times; time++) await visit(chain)
}

it('a network may ask ten times a minute, whatever it claims to be; others are not kept from it', async () => {
  await often('203.0.113.7', 5)
  await often('198.51.100.1, 203.0.113.7', 5)
  await expect(visit('192.0.2.9, 203.0.113.7')).rejects.toMatchObject({ code: 'too_often', status: 429 })
  await often('203.0.113.8', 1)
  await countVisit('approval', from('203.0.113.7'))
  at('2026-11-21T09:01:00Z')
  await often('203.0.113.7', 10)
})

it('of many at once no more come through than may', async () => {
  const all = await Promise.allSettled(Array.from({ length: 25 }, () => visit('2001:db8::1')))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
})

it('keeps no address, and nothing for longer than some minutes', async () => {
  await often('203.0.113.7', 1)
  const kept = () => inSystem((db) => db.select().from(visits))
  expect(await kept()).toMatchObject([{ times: 1 }])
  expect(JSON.stringify(await kept())).not.toContain('203.0.113')
  at('2026-11-21T09:20:00Z')
  await sweepAttempts()
  expect(await kept()).toEqual([])
})

it('who asks Auth.js itself is told to wait, and no mail leaves', async () => {
  await often('203.0.113.7', 10)
  const path = `${APP_URL}/api/auth/signin/email`
  const refused = await POST(new NextRequest(path, { method: 'POST', headers: from('203.0.113.7') }))
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining('Wait a minute') } })
  expect((await POST(new NextRequest(path, { method: 'POST', headers: from('203.0.113.8') }))).status).not.toBe(429)
})

it('a flood of answers that Microsoft never gave is told to wait', async () => {
  for (let time = 0; time < 60; time++) await countVisit('answer', from('203.0.113.7'))
  const request = new Request(`${APP_URL}/api/connect/admin-consent?state=x`, { headers: from('203.0.113.7') })
  const refused = await answer(request)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).not.toBeNull()
})
