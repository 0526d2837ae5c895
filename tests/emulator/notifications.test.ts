import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from './server'
import { control, graph, signIn } from './testing/person'

const ALEX = 'alex@contoso.test'
let running: RunningEmulator
let hook: Server
let hookUrl: string
const received: Record<string, unknown>[] = []

beforeAll(async () => {
  running = await startEmulator()
  hook = createServer(async (req, res) => {
    const token = new URL(req.url ?? '/', 'http://hook').searchParams.get('validationToken')
    let text = ''
    for await (const chunk of req) text += chunk
    if (token) res.writeHead(200, { 'content-type': 'text/plain' }).end(token)
    else {
      received.push(...(JSON.parse(text) as { value: Record<string, unknown>[] }).value)
      res.writeHead(202).end()
    }
  })
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
  const address = hook.address()
  hookUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`
})
afterAll(async () => {
  await running.close()
  hook.closeAllConnections()
  hook.close()
})

test('a new mail reaches the subscriber, and handshake and notification are in the recording', async () => {
  const { access_token } = await signIn(running.url, ALEX, 'openid User.Read Mail.Read')
  const body = JSON.stringify({
    changeType: 'created,updated,deleted',
    notificationUrl: hookUrl,
    resource: '/me/messages',
    expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
    clientState: 'state',
  })
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
  const created = await graph(running.url, access_token, '/subscriptions', init)
  expect(created.status, JSON.stringify(created.body)).toBe(201)
  const answer = await control(running.url, 'POST', `/users/${ALEX}/messages`, { subject: 'Ring' })
  expect(answer).toMatchObject({ ids: [expect.any(String)] })
  await expect.poll(() => received.length, { timeout: 5000 }).toBe(1)
  expect(received[0]).toMatchObject({ subscriptionId: created.body.id, clientState: 'state', changeType: 'created' })
  const lines = String(await control(running.url, 'GET', '/traffic'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const outgoing = lines.filter((line) => String(line.url).startsWith('http://127.0.0.1'))
  expect(outgoing.length).toBeGreaterThanOrEqual(2)
  expect(outgoing.at(-1).requestBody.value).toHaveLength(1)
})

test('a subscription needs the read scope of its resource', async () => {
  const { access_token } = await signIn(running.url, 'megan@contoso.test', 'openid User.Read')
  const expirationDateTime = new Date(Date.now() + 3_600_000).toISOString()
  const body = JSON.stringify({
    changeType: 'created',
    notificationUrl: hookUrl,
    resource: 'me/messages',
    expirationDateTime,
  })
  const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
  expect((await graph(running.url, access_token, '/subscriptions', init)).status).toBe(403)
})
