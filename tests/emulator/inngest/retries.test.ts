import { NonRetriableError, RetryAfterError } from 'inngest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ManualClock, manualClock } from './clock'
import { backOff } from './durations'
import { startApp, type TestApp } from './test-support/app'
import { ended, runsOf, testEngine, until } from './test-support/engine'

interface FailureContext {
  error: Error
  event: { data: { function_id: string; event: { data: unknown } } }
}

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

test('a function that keeps failing is tried retries + 1 times, then onFailure hears of it', async () => {
  const attempts: number[] = []
  let heard: unknown
  app = await startApp(engine.url, (c) => [
    c.createFunction(
      {
        id: 'fails',
        retries: 2,
        triggers: [{ event: 'go' }],
        onFailure: async ({ event, error }: FailureContext) => {
          heard = { error: error.message, fn: event.data.function_id, event: event.data.event.data }
        },
      },
      async ({ attempt }) => {
        attempts.push(attempt)
        throw new Error('always')
      },
    ),
  ])
  await app.client.send({ name: 'go', data: { n: 1 } })
  const run = await ended(engine.url, 'fails')
  expect(run).toMatchObject({ status: 'failed', error: 'Error: always' })
  expect(attempts).toEqual([0, 1, 2])
  await ended(engine.url, 'fails-failure')
  expect(heard).toEqual({ error: 'always', fn: 'app-fails', event: { n: 1 } })
})

test('each step has attempts of its own; finished steps are not repeated', async () => {
  const ran: string[] = []
  app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'flaky', retries: 1, triggers: [{ event: 'go' }] }, async ({ step, attempt }) => {
      for (const name of ['one', 'two', 'three']) {
        await step.run(name, () => {
          ran.push(`${name} ${attempt}`)
          if (attempt === 0) throw new Error('not yet')
        })
      }
    }),
  ])
  await app.client.send({ name: 'go' })
  expect((await ended(engine.url, 'flaky')).status).toBe('completed')
  expect(ran).toEqual(['one 0', 'one 1', 'two 0', 'two 1', 'three 0', 'three 1'])
})

test('parallel steps fail and recover independently', async () => {
  const tries: Record<string, number> = {}
  app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'mixed', retries: 2, triggers: [{ event: 'go' }] }, async ({ step }) => {
      const work = (name: string, good: number) =>
        step.run(name, () => {
          tries[name] = (tries[name] ?? 0) + 1
          if (tries[name] < good) throw new Error(name)
          return name
        })
      const all = await Promise.allSettled([work('a', 1), work('b', 3), work('never', 99)])
      await step.run('keep', () => all.map((one) => one.status))
    }),
  ])
  await app.client.send({ name: 'go' })
  const run = await ended(engine.url, 'mixed')
  expect(run.status).toBe('completed')
  expect(tries).toEqual({ a: 1, b: 3, never: 3 })
  expect(run.steps.find((step) => step.name === 'never')?.status).toBe('failed')
})

test('an error that must not be repeated ends the attempts, and code may catch it', async () => {
  let tries = 0
  let caught: unknown
  app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'caught', triggers: [{ event: 'go' }] }, async ({ step }) => {
      caught = await step
        .run('bad', () => {
          tries++
          throw new NonRetriableError('no')
        })
        .catch((error: Error) => error.message)
      await step.run('after', () => undefined)
    }),
  ])
  await app.client.send({ name: 'go' })
  expect((await ended(engine.url, 'caught')).status).toBe('completed')
  expect([tries, caught]).toEqual([1, 'no'])
})

test.each(['step', 'body'])('RetryAfterError in a %s sets the wait, on the engine’s clock', async (where) => {
  let tries = 0
  const fail = () => {
    if (tries++ === 0) throw new RetryAfterError('later', '2h')
  }
  app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'later', triggers: [{ event: 'go' }] }, async ({ step }) => {
      if (where === 'step') await step.run('s', fail)
      else fail()
    }),
  ])
  await app.client.send({ name: 'go' })
  await until(
    'the first attempt failed',
    () => runsOf(engine.url, 'later'),
    ([run]) => run?.status === 'retrying',
  )
  clock.advance(2 * 3_600_000 - 60_000)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(tries).toBe(1)
  clock.advance(60_000)
  expect((await ended(engine.url, 'later')).status).toBe('completed')
  expect(tries).toBe(2)
})

test('waits between attempts follow Inngest’s table', () => {
  expect([1, 2, 3, 4].map((attempt) => backOff(attempt, 1))).toEqual([15_000, 30_000, 60_000, 120_000])
  expect(backOff(50, 1)).toBe(3_600_000)
  expect(backOff(1, 0.02)).toBe(300)
})
