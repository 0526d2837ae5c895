import type { Inngest } from 'inngest'
import { NonRetriableError } from 'inngest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ManualClock, manualClock } from './clock'
import { startApp, type TestApp } from './test-support/app'
import { ended, runsOf, testEngine, until } from './test-support/engine'

let clock: ManualClock
let engine: Awaited<ReturnType<typeof testEngine>>
let app: TestApp | undefined

beforeEach(async () => {
  clock = manualClock()
  engine = await testEngine({ clock })
})

afterEach(async () => {
  await app?.stop()
  await engine.end()
})

type Build = Parameters<typeof startApp>[1]
async function serve(build: Build): Promise<Inngest> {
  app = await startApp(engine.url, build)
  return app.client
}

test('every step runs once and later steps see its result', async () => {
  const ran: string[] = []
  let result: unknown
  const client = await serve((c) => [
    c.createFunction({ id: 'sequence', triggers: [{ event: 'go' }] }, async ({ event, step }) => {
      const one = await step.run('one', () => {
        ran.push('one')
        return { value: event.data.n as number }
      })
      const two = await step.run('two', () => {
        ran.push('two')
        return one.value + 1
      })
      // The same name again is another step.
      result = await step.run('two', () => {
        ran.push('two again')
        return two + 1
      })
    }),
  ])
  await client.send({ name: 'go', data: { n: 1 } })
  const run = await ended(engine.url, 'sequence')
  expect(run.status).toBe('completed')
  expect(ran).toEqual(['one', 'two', 'two again'])
  expect(result).toBe(3)
  expect(run.steps.map((step) => [step.name, step.status])).toEqual([
    ['one', 'completed'],
    ['two', 'completed'],
    ['two', 'completed'],
  ])
})

test('parallel steps overlap, each runs once, and the function goes on with all results', async () => {
  const ran: string[] = []
  let inside = 0
  let most = 0
  let result: unknown
  const work = async (name: string) => {
    ran.push(name)
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 100))
    inside--
    return name
  }
  const client = await serve((c) => [
    c.createFunction({ id: 'parallel', triggers: [{ event: 'go' }] }, async ({ step }) => {
      result = await Promise.all([
        step.run('a', () => work('a')).then((a: string) => step.run('a2', () => work(`${a}2`))),
        step.run('b', () => work('b')),
        step.run('c', () => work('c')),
      ])
    }),
  ])
  await client.send({ name: 'go' })
  await ended(engine.url, 'parallel')
  expect(ran.sort()).toEqual(['a', 'a2', 'b', 'c'])
  expect(most).toBeGreaterThanOrEqual(2)
  expect(result).toEqual(['a2', 'b', 'c'])
})

test('a race goes on with the first result while the others are pending', async () => {
  let winner: unknown
  const client = await serve((c) => [
    c.createFunction({ id: 'race', triggers: [{ event: 'go' }] }, async ({ step, group }) => {
      winner = await group.parallel({ mode: 'race' }, () =>
        Promise.race([step.run('quick', () => 'quick'), step.sleep('slow', '3d').then(() => 'slow')]),
      )
      await step.run('after', () => winner)
    }),
  ])
  await client.send({ name: 'go' })
  await until(
    'the winner is known',
    () => winner,
    (seen) => seen === 'quick',
  )
  clock.advance(3 * 86_400_000)
  const run = await ended(engine.url, 'race')
  expect(run.status).toBe('completed')
  expect(run.steps.map((step) => step.name).sort()).toEqual(['after', 'quick', 'slow'])
})

test('a sleep of three days ends when the clock says so, not before', async () => {
  let woke = false
  const client = await serve((c) => [
    c.createFunction({ id: 'sleeper', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.sleep('long', '3d')
      woke = true
    }),
  ])
  await client.send({ name: 'go' })
  await until(
    'it sleeps',
    () => runsOf(engine.url, 'sleeper'),
    ([run]) => run?.status === 'sleeping',
  )
  clock.advance(3 * 86_400_000 - 60_000)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(woke).toBe(false)
  clock.advance(60_000)
  await ended(engine.url, 'sleeper')
  expect(woke).toBe(true)
})

test('sleepUntil takes a date', async () => {
  const client = await serve((c) => [
    c.createFunction({ id: 'until', triggers: [{ event: 'go' }] }, ({ step }) =>
      step.sleepUntil('date', new Date(clock.now() + 3_600_000)),
    ),
  ])
  await client.send({ name: 'go' })
  await until(
    'it sleeps',
    () => runsOf(engine.url, 'until'),
    ([run]) => run?.status === 'sleeping',
  )
  clock.advance(3_600_000)
  expect((await ended(engine.url, 'until')).status).toBe('completed')
})

test('waitForEvent takes the event that matches and times out to null', async () => {
  const got: unknown[] = []
  const client = await serve((c) => [
    c.createFunction({ id: 'waiter', triggers: [{ event: 'go' }] }, async ({ step }) => {
      const answer = await step.waitForEvent('first', { event: 'answer', timeout: '1h', match: 'data.k' })
      got.push(answer?.data)
      got.push(
        await step.waitForEvent('second', { event: 'answer', timeout: '1h', if: 'async.data.k == event.data.k + "?"' }),
      )
    }),
  ])
  await client.send({ name: 'go', data: { k: 'yes' } })
  const waiting = () =>
    until(
      'it waits',
      () => runsOf(engine.url, 'waiter'),
      ([run]) => run?.status === 'waiting',
    )
  await waiting()
  await client.send([
    { name: 'answer', data: { k: 'no' } },
    { name: 'other', data: { k: 'yes' } },
    { name: 'answer', data: { k: 'yes', n: 1 } },
    { name: 'answer', data: { k: 'yes', n: 2 } },
  ])
  await until(
    'the first wait ends',
    () => got.length,
    (count) => count > 0,
  )
  await waiting()
  clock.advance(3_600_001)
  await ended(engine.url, 'waiter')
  expect(got.at(-1)).toBeNull()
  expect(got[0]).toEqual({ k: 'yes', n: 1 })
})

test('sendEvent in a step starts other functions', async () => {
  let got: unknown
  const client = await serve((c) => [
    c.createFunction({ id: 'sender', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.sendEvent('tell', { name: 'told', data: { n: 7 } })
    }),
    c.createFunction({ id: 'receiver', triggers: [{ event: 'told' }] }, async ({ event }) => {
      got = event.data
    }),
  ])
  await client.send({ name: 'go' })
  await ended(engine.url, 'receiver')
  expect(got).toEqual({ n: 7 })
})

test('invoke hands back the result, or the error', async () => {
  const seen: unknown[] = []
  const client = await serve((c) => {
    const child = c.createFunction({ id: 'child' }, async ({ event }) => {
      const data = event.data as { fail?: boolean; n?: number }
      if (data.fail) throw new NonRetriableError('child failed')
      return (data.n ?? 0) * 2
    })
    const parent = c.createFunction({ id: 'parent', triggers: [{ event: 'go' }] }, async ({ step }) => {
      seen.push(await step.invoke('good', { function: child, data: { n: 21 } }))
      seen.push(await step.invoke('bad', { function: child, data: { fail: true } }).catch((e: Error) => e.message))
    })
    return [child, parent]
  })
  await client.send({ name: 'go' })
  expect((await ended(engine.url, 'parent')).status).toBe('completed')
  expect(seen).toContain(42)
  expect(seen.at(-1)).toBe('child failed')
})

test('what the engine does not do fails the run by name instead of hanging', async () => {
  const client = await serve((c) => [
    c.createFunction({ id: 'signal', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.waitForSignal('s', { signal: 'x', timeout: '1h' })
    }),
  ])
  await client.send({ name: 'go' })
  const run = await ended(engine.url, 'signal')
  expect(run.status).toBe('failed')
  expect(run.error).toContain('WaitForSignal')
})
