// The engine, or the app, dies without warning; nothing that was accepted or finished is lost.

import { randomInt } from 'node:crypto'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startApp, type TestApp } from './test-support/app'
import { type EngineProcess, freePort, spawnEngine } from './test-support/child'
import { ended, openCalls, quietOf, temporaryDir, until } from './test-support/engine'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

let dir: string
let port: number
let url: string
let engine: EngineProcess
let app: TestApp | undefined

beforeEach(async () => {
  dir = temporaryDir()
  port = await freePort()
  url = `http://127.0.0.1:${port}`
  engine = await spawnEngine(dir, port)
})

afterEach(async () => {
  await app?.stop()
  await engine.kill()
  rmSync(dir, { recursive: true, force: true })
})

async function quiet(): Promise<void> {
  await until(
    'it is quiet',
    () => quietOf(url),
    ({ queued, running, sleeping, batched }) => queued + running + sleeping + batched === 0,
    30_000,
  )
}

test('killed in an open step: finished steps are kept, the open one is repeated, sleeps and waits go on', async () => {
  const ran: string[] = []
  let release = () => undefined as unknown
  const stuck = new Promise((resolve) => {
    release = () => resolve(undefined)
  })
  app = await startApp(url, (c) => [
    c.createFunction({ id: 'steps', triggers: [{ event: 'go' }] }, async ({ step }) => {
      const one = await step.run('one', () => {
        ran.push('one')
        return 'kept'
      })
      await step.run('two', async () => {
        ran.push(`two after ${one}`)
        await stuck
      })
      await step.sleep('nap', '1s')
      const event = await step.waitForEvent('wait', { event: 'answer', timeout: '1m' })
      ran.push(`got ${event?.data.n}`)
    }),
  ])
  await app.client.send({ name: 'go' })
  await until(
    'step two is open',
    () => ran.length,
    (count) => count === 2,
  )
  expect(await openCalls(url)).toHaveLength(1)
  await engine.kill()
  engine = await spawnEngine(dir, port)
  await until(
    'step two is repeated',
    () => ran.length,
    (count) => count === 3,
  )
  release()
  await until(
    'it sleeps',
    () => quietOf(url),
    ({ sleeping }) => sleeping === 1,
  )
  await engine.kill()
  engine = await spawnEngine(dir, port)
  await until(
    'it waits',
    () => quietOf(url),
    ({ waiting }) => waiting === 1,
  )
  await engine.kill()
  engine = await spawnEngine(dir, port)
  await app.client.send({ name: 'answer', data: { n: 5 } })
  expect((await ended(url, 'steps')).status).toBe('completed')
  expect(ran).toEqual(['one', 'two after kept', 'two after kept', 'got 5'])
}, 30_000)

test('killed again and again under load: every confirmed event has its run, to the end', async () => {
  const seed = Number(process.env.KILL_SEED ?? randomInt(1_000_000))
  console.log(`KILL_SEED=${seed}`)
  let random = seed
  const next = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
    return random % below
  }
  const finished = new Map<number, number>()
  app = await startApp(url, (c) => [
    c.createFunction(
      { id: 'load', concurrency: { limit: 3, key: 'event.data.k' }, triggers: [{ event: 'load' }] },
      async ({ event, step }) => {
        const n = event.data.n as number
        const first = await step.run('first', () => pause(n % 7).then(() => n))
        await Promise.all([step.run('left', () => pause(n % 5)), step.run('right', () => pause(n % 3))])
        await step.run('last', () => finished.set(first, (finished.get(first) ?? 0) + 1))
      },
    ),
  ])
  const confirmed: number[] = []
  let number = 0
  let openAtKill = 0
  for (let round = 0; round < 4; round++) {
    const sending = (async () => {
      for (let batch = 0; batch < 10; batch++) {
        const numbers = Array.from({ length: 10 }, () => number++)
        const events = numbers.map((n) => ({ name: 'load', data: { n, k: n % 9 } }))
        const answer = await fetch(`${url}/e/key`, { method: 'POST', body: JSON.stringify(events) }).catch(() => null)
        if (answer?.ok) confirmed.push(...numbers)
      }
    })()
    await pause(20 + next(150))
    openAtKill += (await openCalls(url).catch(() => [])).length
    await engine.kill()
    await sending
    engine = await spawnEngine(dir, port)
  }
  await quiet()
  expect(confirmed.length).toBeGreaterThan(0)
  expect(openAtKill).toBeGreaterThan(0)
  expect(confirmed.filter((n) => !finished.has(n))).toEqual([])
}, 90_000)

test('a line that was cut off by the kill does not keep the engine from starting', async () => {
  let ran = 0
  app = await startApp(url, (c) => [
    c.createFunction({ id: 'again', triggers: [{ event: 'go' }] }, async () => {
      ran++
    }),
  ])
  await app.client.send({ name: 'go' })
  await ended(url, 'again')
  await engine.kill()
  appendFileSync(join(dir, 'engine', 'journal.ndjson'), '[["event",{"id":"half')
  engine = await spawnEngine(dir, port)
  await app.client.send({ name: 'go' })
  await until(
    'the second ran',
    () => ran,
    (count) => count === 2,
  )
}, 30_000)

test('an app that is away costs no attempts: its runs go on as soon as it is back', async () => {
  const attempts: number[] = []
  let begun = 0
  const build = (c: Parameters<Parameters<typeof startApp>[1]>[0]) => [
    c.createFunction({ id: 'away', retries: 0, triggers: [{ event: 'go' }] }, async ({ step, attempt }) => {
      await step.run('work', async () => {
        begun++
        if (begun === 1) await new Promise(() => undefined)
        attempts.push(attempt)
      })
    }),
  ]
  app = await startApp(url, build)
  const appPort = Number(new URL(app.url).port)
  await app.client.send({ name: 'go' })
  await until(
    'the step is open',
    () => begun,
    (count) => count === 1,
  )
  await app.stop()
  await app.client.send([{ name: 'go' }, { name: 'go' }])
  await pause(500)
  app = await startApp(url, build, { port: appPort, register: false })
  await until(
    'all ran',
    () => attempts.length,
    (count) => count === 3,
    10_000,
  )
  expect(attempts).toEqual([0, 0, 0])
  await quiet()
  expect((await ended(url, 'away')).status).toBe('completed')
}, 30_000)

test('a taken port is named, with the variable that changes it', async () => {
  const other = temporaryDir()
  const second = await spawnEngine(other, port)
  expect(await second.exit).toBe(1)
  expect(second.output()).toContain(`Port ${port}`)
  expect(second.output()).toContain('ENGINE_PORT')
  rmSync(other, { recursive: true, force: true })
}, 30_000)
