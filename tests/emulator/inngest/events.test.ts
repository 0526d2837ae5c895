import type { Inngest } from 'inngest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ManualClock, manualClock } from './clock'
import { startApp, type TestApp } from './test-support/app'
import { ended, quietOf, runsOf, testEngine, until } from './test-support/engine'

const HOUR = 3_600_000

let clock: ManualClock
let engine: Awaited<ReturnType<typeof testEngine>>
let app: TestApp | undefined

beforeEach(async () => {
  clock = manualClock()
  engine = await testEngine({ clock })
})

afterEach(async () => {
  await app?.stop()
  app = undefined
  await engine.end()
})

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${engine.url}/e/key`, { method: 'POST', body: JSON.stringify(body), headers })
}

async function quiet(): Promise<void> {
  await until(
    'it is quiet',
    () => quietOf(engine.url),
    ({ queued, running }) => queued + running === 0,
  )
}

type Options = Partial<Parameters<Inngest['createFunction']>[0]>

async function counter(options: Options): Promise<unknown[]> {
  const seen: unknown[] = []
  app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'counts', triggers: [{ event: 'go' }], ...options }, async ({ event: got, events }) => {
      seen.push(events.length > 1 ? events.map((one: { data: { n?: unknown } }) => one.data.n) : got.data.n)
    }),
  ])
  return seen
}

test('the same event id starts a function once in 24 hours', async () => {
  const seen = await counter({})
  const answer = await (await post([{ name: 'go', id: 'same', data: { n: 1 } }])).json()
  expect(answer).toEqual({ ids: ['same'], status: 200 })
  await post([
    { name: 'go', id: 'same', data: { n: 2 } },
    { name: 'go', id: 'other', data: { n: 3 } },
  ])
  await quiet()
  clock.advance(25 * HOUR)
  await post({ name: 'go', id: 'same', data: { n: 4 } })
  await until(
    'the last ran',
    () => seen.length,
    (count) => count === 3,
  )
  expect(seen.sort()).toEqual([1, 3, 4])
})

test('a request that the SDK repeats after a lost answer is taken once', async () => {
  const seen = await counter({})
  const body = [
    { name: 'go', data: { n: 1 } },
    { name: 'go', data: { n: 2 } },
  ]
  const headers = { 'x-inngest-event-id-seed': `${Date.now()},AbCdEfGhIjKlMn==` }
  const first = await (await post(body, headers)).json()
  const second = await (await post(body, headers)).json()
  expect(second).toEqual(first)
  await post(body, { 'x-inngest-event-id-seed': `${Date.now()},somethingelse==` })
  await until(
    'both requests ran',
    () => seen.length,
    (count) => count >= 4,
  )
  await quiet()
  expect(seen.sort()).toEqual([1, 1, 2, 2])
})

test('malformed, reserved and oversized requests are refused and start nothing', async () => {
  const seen = await counter({})
  expect((await post([{ nme: 'go' }])).status).toBe(400)
  expect((await post([{ name: 'go' }, { name: 'go', data: [1] }])).status).toBe(400)
  expect((await post({ name: 'inngest/function.failed', data: {} })).status).toBe(400)
  expect((await fetch(`${engine.url}/e/key`, { method: 'POST', body: '{"name"' })).status).toBe(400)
  expect(
    (await post({ name: 'go', data: { text: 'x'.repeat(4_000_000) } }).catch(() => ({ status: 413 }))).status,
  ).toBe(413)
  await quiet()
  expect(seen).toEqual([])
})

test('other sites’ pages and other host names are kept out', async () => {
  expect((await post({ name: 'go' }, { origin: 'https://evil.example' })).status).toBe(403)
  const { request } = await import('node:http')
  const status = await new Promise((resolve) => {
    const call = request(`${engine.url}/_control/runs`, { headers: { host: 'evil.example' } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    call.end()
  })
  expect(status).toBe(403)
})

test('conditions and wildcards choose the events', async () => {
  const seen = await counter({ triggers: [{ event: 'go', if: 'event.data.n > 2' }, { event: 'mail/*' }] })
  await post([
    { name: 'go', data: { n: 1 } },
    { name: 'go', data: { n: 3 } },
    { name: 'go', data: {} },
    { name: 'mail/changed', data: { n: 4 } },
    { name: 'mailbox', data: { n: 5 } },
  ])
  await until(
    'they ran',
    () => seen.length,
    (count) => count >= 2,
  )
  await quiet()
  expect(seen.sort()).toEqual([3, 4])
})

test('idempotency runs a function once for a value', async () => {
  const seen = await counter({ idempotency: 'event.data.k' })
  await post([1, 2, 3].map((n) => ({ name: 'go', data: { n, k: n < 3 ? 'a' : 'b' } })))
  await until(
    'they ran',
    () => seen.length,
    (count) => count >= 2,
  )
  await quiet()
  expect(seen.sort()).toEqual([1, 3])
})

test('a full batch runs at once, the rest when the time is up, each key for itself', async () => {
  const seen = await counter({ batchEvents: { maxSize: 3, timeout: '60s', key: 'event.data.k' } })
  await post([1, 2, 3, 4, 5].map((n) => ({ name: 'go', data: { n, k: n === 5 ? 'b' : 'a' } })))
  await until(
    'the full batch ran',
    () => seen.length,
    (count) => count === 1,
  )
  expect(seen).toEqual([[1, 2, 3]])
  expect((await quietOf(engine.url)).batched).toBe(2)
  clock.advance(60_001)
  await until(
    'the rest ran',
    () => seen.length,
    (count) => count === 3,
  )
  expect(seen.slice(1).sort()).toEqual([4, 5])
})

test('an event dated in the future starts its run then', async () => {
  const seen = await counter({})
  await post({ name: 'go', data: { n: 1 }, ts: clock.now() + HOUR })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(seen).toEqual([])
  clock.advance(HOUR)
  await ended(engine.url, 'counts')
  expect(seen).toEqual([1])
})

test('cancelOn stops the runs that match, also while they sleep, and no others', async () => {
  const woke: unknown[] = []
  app = await startApp(engine.url, (c) => [
    c.createFunction(
      { id: 'long', cancelOn: [{ event: 'stop', match: 'data.k' }], triggers: [{ event: 'go' }] },
      async ({ event, step }) => {
        await step.sleep('nap', '1h')
        woke.push(event.data.k)
      },
    ),
  ])
  await post(['a', 'b'].map((k) => ({ name: 'go', data: { k } })))
  await until(
    'both sleep',
    () => quietOf(engine.url),
    ({ sleeping }) => sleeping === 2,
  )
  await post({ name: 'stop', data: { k: 'a' } })
  clock.advance(HOUR)
  await ended(engine.url, 'long')
  const runs = await runsOf(engine.url, 'long')
  expect(runs.map((run) => run.status).sort()).toEqual(['cancelled', 'completed'])
  expect(woke).toEqual(['b'])
})

test('cron runs at its times in its zone, and missed ticks are not made up for', async () => {
  const ticks: unknown[] = []
  app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'daily', triggers: [{ cron: 'TZ=Europe/Paris 30 9 * * *' }] }, async ({ event }) => {
      ticks.push(new Date(event.ts ?? 0).toLocaleTimeString('en-GB', { timeZone: 'Europe/Paris' }).slice(0, 5))
    }),
  ])
  const day = new Date(clock.now())
  const next = [0, 1, 2]
    .flatMap((ahead) =>
      [7, 8].map((h) => Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + ahead, h, 30)),
    )
    .find(
      (at) =>
        at > clock.now() && new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Paris' }).startsWith('09:30'),
    )
  clock.advance((next ?? 0) - clock.now() + 10)
  await until(
    'the first tick',
    () => ticks.length,
    (count) => count === 1,
  )
  clock.advance(5 * 24 * HOUR)
  await until(
    'the next tick',
    () => ticks.length,
    (count) => count === 2,
  )
  await quiet()
  expect(ticks).toHaveLength(2)
  expect(ticks[0]).toBe('09:30')
})
