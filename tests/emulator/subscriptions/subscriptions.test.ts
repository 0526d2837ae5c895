import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, harness } from '../mail/fake-core'
import { type GraphEnv, GraphFault, type Subscriptions } from '../seam'
import { createSubscriptions } from './subscriptions'

interface Item {
  subscriptionId: string
  changeType?: string
  clientState?: string
  lifecycleEvent?: string
  resource?: string
  resourceData?: { id: string; '@odata.etag': string }
}

let h: Harness
let subscriptions: Subscriptions
let app: Hono<GraphEnv>
let control: Hono
let server: Server
let url: string
let received: Item[]
let posts: number
let answer: (attempt: number) => number

const json = (body: unknown, method = 'POST') => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
const soon = (minutes: number) => new Date(h.clock.now + minutes * 60_000).toISOString()
const subscribe = (extra: object = {}, prefer = '') =>
  app.request('http://graph.test/subscriptions', {
    ...json({
      changeType: 'created,updated,deleted',
      resource: '/me/messages',
      notificationUrl: url,
      clientState: 'state',
      expirationDateTime: soon(600),
      ...extra,
    }),
    headers: { 'content-type': 'application/json', prefer },
  })
const made = async (extra: object = {}, prefer = '') => {
  const response = await subscribe(extra, prefer)
  expect(response.status).toBe(201)
  return (await response.json()) as { id: string; expirationDateTime: string }
}
const list = async () =>
  (await (await app.request('http://graph.test/subscriptions')).json()) as { value: { id: string }[] }
const quiet = async () => {
  for (let i = 0; i < 500; i++) {
    const { pending } = (await (await control.request('/subscriptions/pending')).json()) as { pending: number }
    if (pending === 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('notifications are still pending')
}

beforeEach(async () => {
  h = harness()
  received = []
  posts = 0
  answer = () => 202
  subscriptions = createSubscriptions(h.core, { folderId: (owner, name) => h.mail.folderId(owner, name) })
  app = new Hono<GraphEnv>()
  app.onError((error) =>
    error instanceof GraphFault
      ? Response.json({ error: { code: error.code, message: error.message } }, { status: error.status })
      : Response.json({ error: String(error.stack) }, { status: 500 }),
  )
  app.use('*', async (c, next) => {
    c.set('caller', h.caller)
    c.set('publicUrl', c.req.url)
    c.set('immutableIds', (c.req.header('prefer') ?? '').includes('ImmutableId'))
    await next()
  })
  subscriptions.routes(app)
  control = new Hono()
  subscriptions.control(control)
  server = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://x').searchParams.get('validationToken')
    const wrong = request.url?.startsWith('/wrong')
    if (token !== null) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(wrong ? `${token}\n` : token)
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const status = answer(posts++)
      if (status < 300) received.push(...(JSON.parse(Buffer.concat(chunks).toString()) as { value: Item[] }).value)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?keep=1`
})

afterEach(async () => {
  await subscriptions.close?.()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const newMail = async () =>
  ((await (await h.control('/messages', json({ subject: 'x' }))).json()) as { ids: string[] }).ids[0] ?? ''

describe('subscriptions', () => {
  it('are made only after the endpoint has echoed the token exactly', async () => {
    const { id } = await made()
    expect((await list()).value.map((each) => each.id)).toEqual([id])
    const wrong = await subscribe({ notificationUrl: url.replace('/hook', '/wrong'), resource: '/me/contacts' })
    expect(wrong.status).toBe(403)
    h.caller.scopes = new Set(['Mail.Read', 'Contacts.Read'])
    const echo = await subscribe({ notificationUrl: url.replace('/hook', '/wrong'), resource: '/me/contacts' })
    expect(echo.status).toBe(400)
    expect(await echo.json()).toMatchObject({
      error: { code: 'InvalidRequest', message: expect.stringContaining('Subscription validation request failed') },
    })
  })

  it('refuse what Microsoft refuses', async () => {
    const status = async (extra: object) => (await subscribe(extra)).status
    expect(await status({ expirationDateTime: soon(10_081) })).toBe(400)
    expect(await status({ expirationDateTime: soon(-1) })).toBe(400)
    expect(await status({ clientState: 'x'.repeat(129) })).toBe(400)
    expect(await status({ changeType: 'created,moved' })).toBe(400)
    expect(await status({ resource: 'https://graph.microsoft.com/v1.0/me/messages' })).toBe(400)
    expect(await status({ notificationUrl: 'http://crm.example/hook' })).toBe(400)
    expect(await status({ resource: '/users/megan@contoso.test/messages' })).toBe(403)
    expect(await status({ resource: '/me/mailFolders/nonsense/messages' })).toBe(404)
    expect(await status({ color: 'red' })).toBe(400)
    h.caller.scopes = new Set(['Mail.Read.Shared'])
    expect(await status({})).toBe(403)
  })

  it('live at least 45 minutes, are unique for resource and changeType, and are gone when they expire', async () => {
    const { id, expirationDateTime } = await made({ expirationDateTime: soon(5) })
    expect(Date.parse(expirationDateTime)).toBe(h.clock.now + 45 * 60_000)
    expect((await subscribe({ changeType: 'deleted,updated,created', resource: 'me/messages' })).status).toBe(409)
    const renewed = await app.request(
      `http://graph.test/subscriptions/${id}`,
      json({ expirationDateTime: soon(60) }, 'PATCH'),
    )
    expect(renewed.status).toBe(200)
    h.clock.now += 61 * 60_000
    expect((await list()).value).toEqual([])
    expect(
      (await app.request(`http://graph.test/subscriptions/${id}`, json({ expirationDateTime: soon(60) }, 'PATCH')))
        .status,
    ).toBe(404)
    await newMail()
    await quiet()
    expect(received).toEqual([])
  })

  it('report changes within milliseconds, in the id type they were made with, several in one request', async () => {
    const immutable = await made({}, 'IdType="ImmutableId"')
    await made({ resource: "/me/mailFolders('Inbox')/messages" })
    const id = await newMail()
    await quiet()
    expect(posts).toBe(1)
    expect(received.map(({ changeType, clientState }) => [changeType, clientState])).toEqual([
      ['created', 'state'],
      ['created', 'state'],
    ])
    const own = received.find(({ subscriptionId }) => subscriptionId === immutable.id)
    expect(own?.resourceData?.id).toBe(id)
    const other = received.find(({ subscriptionId }) => subscriptionId !== immutable.id)
    const shown = (await (
      await h.graph(`/messages/${other?.resourceData?.id}`, { immutable: false })
    ).json()) as Record<string, string>
    expect(shown['@odata.etag']).toBe(other?.resourceData?.['@odata.etag'])
    received = []
    await h.graph(`/messages/${id}/move`, json({ destinationId: 'archive' }))
    await quiet()
    expect(received.map(({ changeType }) => changeType).sort()).toEqual(['created', 'deleted', 'deleted'])
  })

  it('repeat what was not accepted, and carry 10,000 changes in hundreds', async () => {
    await made()
    answer = (attempt) => (attempt === 0 ? 503 : 202)
    await newMail()
    await quiet()
    expect(posts).toBe(2)
    expect(received).toHaveLength(1)
    received = []
    posts = 0
    answer = () => 202
    await h.control('/messages', json({ count: 10_000 }))
    await quiet()
    expect(received).toHaveLength(10_000)
    expect(posts).toBeLessThanOrEqual(110)
  })

  it('drop, double and shuffle on demand', async () => {
    await made({}, 'ImmutableId')
    h.faults.push({ kind: 'drop-notification', times: 1 })
    await newMail()
    h.faults.push({ kind: 'duplicate-notification', times: 1 }, { kind: 'reorder', times: 1, delayMs: 50 })
    const early = await newMail()
    const late = await newMail()
    await quiet()
    expect(received.map(({ resourceData }) => resourceData?.id)).toEqual([late, early, early])
  })

  it('speak of their own end: asked for again near it, removed, missed; and lose changes after a revocation', async () => {
    const lifecycleNotificationUrl = url
    const { id } = await made({ lifecycleNotificationUrl })
    await control.request(`/subscriptions/${id}/lifecycle`, json({ event: 'missed' }))
    h.clock.now += 550 * 60_000
    await expect
      .poll(() => received.map(({ lifecycleEvent }) => lifecycleEvent), { timeout: 3000 })
      .toEqual(['missed', 'reauthorizationRequired'])
    subscriptions.onRevoked?.('adele@contoso.test')
    await newMail()
    await quiet()
    expect(received.filter(({ changeType }) => changeType)).toEqual([])
    expect((await app.request(`http://graph.test/subscriptions/${id}/reauthorize`, { method: 'POST' })).status).toBe(
      204,
    )
    await newMail()
    await quiet()
    expect(received.filter(({ changeType }) => changeType)).toHaveLength(1)
    subscriptions.removeFor('adele@contoso.test')
    await quiet()
    expect(received.at(-1)?.lifecycleEvent).toBe('subscriptionRemoved')
    expect((await list()).value).toEqual([])
  })

  it('can be forged and late, and survive a restart', async () => {
    const { id } = await made()
    expect((await app.request(`http://graph.test/subscriptions/${id}`, { method: 'DELETE' })).status).toBe(204)
    await newMail()
    await quiet()
    expect(received).toEqual([])
    await control.request(
      `/subscriptions/${id}/notify`,
      json({ changeType: 'updated', itemId: 'AAA', clientState: 'forged' }),
    )
    await quiet()
    expect(received).toMatchObject([{ subscriptionId: id, clientState: 'forged', resourceData: { id: 'AAA' } }])
    const kept = await made()
    const data = subscriptions.snapshot()
    if (!data) throw new Error('no snapshot')
    subscriptions.reset()
    expect((await list()).value).toEqual([])
    subscriptions.restore(data)
    expect((await list()).value.map((each) => each.id)).toEqual([kept.id])
  })
})
