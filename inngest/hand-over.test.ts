import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { inngest } from './client'
import { mailChanged } from './events'
import { handOver } from './hand-over'

const CONNECTION = '0f8fad5b-d9cb-469f-a165-70867728950e'
const EVENTS = [
  mailChanged.create({
    connectionId: CONNECTION,
    hints: [{ id: 'a', changeType: 'created' }],
    subscriptionIds: [],
    at: 1,
  }),
  mailChanged.create({ connectionId: CONNECTION, hints: [], subscriptionIds: ['s'], at: 2, burst: true }),
].map(({ name, data }) => ({ name, data }))
const PATIENT = 10_000

interface Heard {
  method: string | undefined
  path: string | undefined
  headers: IncomingHttpHeaders
  body: string
}
let server: Server
let heard: Heard[]
/** How the engine answers, one entry a request; the last one for all that follow. */
let answers: ((response: ServerResponse) => void)[]

const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
const written = () => printed.mock.calls.flat().join('\n')
const lines = () => printed.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)

const say =
  (status: number, body: string) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }
const accept = say(200, '{"ids":["1","2"],"status":200}')
const breakOff = (response: ServerResponse): void => {
  response.socket?.destroy()
}

beforeEach(async () => {
  printed.mockClear()
  vi.stubEnv('LOG_LEVEL', '')
  heard = []
  answers = [accept]
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ method: request.method, path: request.url, headers: request.headers, body })
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      answer?.(response)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  inngest.setEnvVars({ INNGEST_DEV: url, INNGEST_EVENT_KEY: undefined, INNGEST_BASE_URL: undefined })
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
  vi.unstubAllEnvs()
})

it('says what the client itself says', async () => {
  const told = async (send: () => Promise<unknown>) => {
    heard = []
    await send()
    const [{ headers, body, ...rest } = {} as Heard] = heard
    const { 'x-inngest-event-id-seed': seed, 'cache-control': _c, pragma: _p, ...others } = headers
    const events = (JSON.parse(body) as { ts: number }[]).map(({ ts, ...event }) => ({ ...event, ts: typeof ts }))
    return { ...rest, others, seed: /^\d{13},[\w+/]{14}==$/.test(String(seed)), events }
  }
  for (const key of [undefined, 'a-key']) {
    inngest.setEnvVars({ INNGEST_EVENT_KEY: key })
    const ours = await told(() => handOver(EVENTS, PATIENT))
    expect(ours).toEqual(await told(() => inngest.send(EVENTS)))
    expect(ours.seed).toBe(true)
  }
})

it('asks again with the same seed, so that what arrived twice counts once', async () => {
  answers = [say(500, '{"error":"busy","status":500}'), breakOff, accept]
  expect(await handOver(EVENTS, PATIENT)).toBe(true)
  expect(heard).toHaveLength(3)
  expect(new Set(heard.map(({ headers }) => headers['x-inngest-event-id-seed'])).size).toBe(1)
  expect(new Set(heard.map(({ body }) => body)).size).toBe(1)
  expect(written()).toBe('')
})

it.each<[string, (response: ServerResponse) => void, Record<string, unknown>]>([
  ['the answer is an error', say(503, '{"ids":[],"status":200}'), { reason: 'refused', status: 503, said: 200 }],
  ['only the body tells of one', say(200, '{"ids":[],"status":401}'), { reason: 'refused', status: 200, said: 401 }],
  ['the body names one', say(200, '{"ids":[],"status":200,"error":"a@b.test"}'), { reason: 'refused', status: 200 }],
  ['the body is no JSON', say(200, 'accepted'), { reason: 'unreadable', status: 200 }],
  ['the body is null', say(200, 'null'), { reason: 'refused', status: 200 }],
  ['the connection breaks', breakOff, { reason: 'unreachable' }],
  ['nothing is answered', () => undefined, { reason: 'no-answer', attempts: 1 }],
])('what was not accepted is not called so, and one line says why: %s', async (_, answer, why) => {
  answers = [answer]
  // Long enough for the first answer on a busy machine, and too short for all attempts.
  expect(await handOver(EVENTS, 1_000)).toBe(false)
  expect(lines()).toEqual([expect.objectContaining({ level: 40, ...why, events: 2, late: true })])
  expect(written()).not.toMatch(new RegExp(`${CONNECTION}|a-key|@|hints`))
})

it('a network that is not there is named by its code', async () => {
  server.close()
  expect(await handOver(EVENTS, PATIENT)).toBe(false)
  expect(lines()).toEqual([
    expect.objectContaining({ reason: 'unreachable', code: 'ECONNREFUSED', attempts: 5, late: false }),
  ])
})

it('is silent where the log is', async () => {
  vi.stubEnv('LOG_LEVEL', 'error')
  answers = [say(503, '{}')]
  expect(await handOver(EVENTS, 1)).toBe(false)
  expect(written()).toBe('')
})

it('does not go to Inngest Cloud without a key', async () => {
  inngest.setEnvVars({
    INNGEST_DEV: '0',
    INNGEST_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
  expect(await handOver(EVENTS, PATIENT)).toBe(false)
  expect(heard).toEqual([])
  expect(lines()).toEqual([expect.objectContaining({ reason: 'no-event-key', attempts: 0 })])
  inngest.setEnvVars({ INNGEST_EVENT_KEY: 'a-key' })
  expect(await handOver(EVENTS, PATIENT)).toBe(true)
  expect(heard.map(({ path }) => path)).toEqual(['/e/a-key'])
})
