import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Refused, readRegistration } from './registration'
import { startApp } from './test-support/app'
import { ended, runsOf, temporaryDir, testEngine, until } from './test-support/engine'

const URL_HERE = 'http://127.0.0.1:3000/api/inngest'

function registration(more: Record<string, unknown>, url = URL_HERE) {
  const step = { id: 'step', name: 'step', runtime: { type: 'http', url: `${url}?fnId=app-f&stepId=step` } }
  return { url, appName: 'app', functions: [{ id: 'app-f', triggers: [{ event: 'go' }], steps: { step }, ...more }] }
}

const refused: [string, Record<string, unknown>][] = [
  ['debounce', { debounce: { period: '1s' } }],
  ['throttle', { throttle: { limit: 1, period: '1s' } }],
  ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }],
  ['singleton', { singleton: { mode: 'skip' } }],
  ['priority', { priority: { run: '1' } }],
  ['timeouts', { timeouts: { start: '1m' } }],
  ['somethingNew', { somethingNew: true }],
  ['jitter', { triggers: [{ cron: '* * * * *', jitter: '1m' }] }],
  ['cron', { triggers: [{ cron: 'not a cron line' }] }],
  ['expression', { triggers: [{ event: 'go', expression: 'event.data.(' }] }],
  ['idempotency', { batchEvents: { maxSize: 2, timeout: '1s' }, idempotency: 'event.data.k' }],
]

test.each(refused)('%s is refused with the function’s name', (word, more) => {
  const read = () => readRegistration(registration(more))
  expect(read).toThrow(Refused)
  expect(read).toThrow(/app-f/)
  expect(read).toThrow(new RegExp(word))
})

test.each(['https://127.0.0.1/api/inngest', 'http://crm.example.com/api/inngest', 'http://10.0.0.1/', 'file:///x'])(
  'an app at %s is refused: only this machine is called',
  (url) => {
    expect(() => readRegistration(registration({}, url))).toThrow(Refused)
  },
)

test('what is left out gets Inngest’s defaults', () => {
  const [fn] = readRegistration(registration({ concurrency: 3 })).functions
  expect(fn).toMatchObject({ maxAttempts: 5, concurrency: [{ limit: 3, scope: 'fn' }], cancel: [] })
})

let engine: Awaited<ReturnType<typeof testEngine>>
const dir = temporaryDir()
const log: string[] = []

beforeEach(async () => {
  log.length = 0
  engine = await testEngine({ dir, log: (line) => log.push(line) })
})

afterEach(() => engine.end())

test('the SDK’s caller and the engine’s log hear of a refusal', async () => {
  const start = startApp(engine.url, (c) => [
    c.createFunction({ id: 'often', debounce: { period: '1s' }, triggers: [{ event: 'go' }] }, async () => undefined),
  ])
  await expect(start).rejects.toThrow(/app-often.*debounce/)
  expect(log.join('\n')).toMatch(/REFUSED.*app-often.*debounce/)
})

test('a function that is taken out of the app is started no more', async () => {
  let ran = 0
  const build = (id: string) => (c: Parameters<Parameters<typeof startApp>[1]>[0]) => [
    c.createFunction({ id, triggers: [{ event: 'go' }] }, async () => {
      ran++
    }),
  ]
  const old = await startApp(engine.url, build('old'))
  const next = await startApp(engine.url, build('new'))
  await next.client.send({ name: 'go' })
  await ended(engine.url, 'new')
  expect(ran).toBe(1)
  expect(await runsOf(engine.url, 'old')).toEqual([])
  await old.stop()
  await next.stop()
})

test('the engine asks the apps it was told of to register, however late they start', async () => {
  const free = await startApp(engine.url, () => [], { register: false })
  const port = Number(new URL(free.url).port)
  await free.stop()
  const own = await testEngine({ apps: [free.url] })
  await new Promise((resolve) => setTimeout(resolve, 300))
  let ran = 0
  const app = await startApp(
    own.url,
    (c) => [
      c.createFunction({ id: 'late', triggers: [{ event: 'go' }] }, async () => {
        ran++
      }),
    ],
    { port, register: false },
  )
  await until(
    'it is registered',
    async () => ((await (await fetch(`${own.url}/dev`)).json()) as { functions: unknown[] }).functions.length,
    (count) => count === 1,
  )
  await app.client.send({ name: 'go' })
  await ended(own.url, 'late')
  expect(ran).toBe(1)
  await app.stop()
  await own.end()
})

test('the status page shows functions and failures, with hostile text escaped', async () => {
  const app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'shown', retries: 0, triggers: [{ event: 'go' }] }, async () => {
      throw new Error('<script>alert(1)</script>')
    }),
  ])
  await app.client.send({ name: 'go' })
  await ended(engine.url, 'shown')
  const page = await (await fetch(engine.url)).text()
  expect(page).toContain('app-shown')
  expect(page).toContain('&lt;script&gt;alert(1)')
  expect(page).not.toContain('<script>')
  await app.stop()
})

test('after compaction nothing is left of the payloads of ended runs, and what is unfinished stays', async () => {
  const app = await startApp(engine.url, (c) => [
    c.createFunction({ id: 'ends', triggers: [{ event: 'end' }] }, async ({ step }) => {
      await step.run('work', () => 'RESULT-OF-STEP')
    }),
    c.createFunction({ id: 'stays', triggers: [{ event: 'stay' }] }, async ({ step }) => {
      await step.sleep('long', '1d')
    }),
  ])
  await app.client.send([
    { name: 'end', data: { text: 'GONE-PAYLOAD' } },
    { name: 'stay', data: { text: 'KEPT-PAYLOAD' } },
  ])
  await ended(engine.url, 'ends')
  await until(
    'it sleeps',
    () => runsOf(engine.url, 'stays'),
    ([run]) => run?.status === 'sleeping',
  )
  const answer = await fetch(`${engine.url}/_control/compact`, { method: 'POST' })
  const { file } = (await answer.json()) as { file: string }
  const kept = readFileSync(file, 'utf8')
  expect(kept).not.toContain('GONE-PAYLOAD')
  expect(kept).not.toContain('RESULT-OF-STEP')
  expect(kept).toContain('KEPT-PAYLOAD')
  expect((await runsOf(engine.url, 'ends'))[0]?.steps[0]?.name).toBe('work')
  await app.stop()
})
