import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from './server'
import { graph, signIn } from './testing/person'

// Every way of addressing a message or a folder, over the socket, with scopes checked and traffic recorded.

const ALEX = 'alex@contoso.test'
let running: RunningEmulator
let token: string
/** A folder below the inbox, and one below that. */
let outer: string
let inner: string

const call = async (method: string, path: string, body?: unknown) => {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return graph(running.url, token, path, { method, ...json })
}
const idOf = ({ body }: { body: Record<string, unknown> }) => String(body.id)
const listIn = ({ body }: { body: Record<string, unknown> }) => body.value as Record<string, unknown>[]

/** A mail with one attachment, delivered to the inbox. */
async function deliver(): Promise<string> {
  const mime = [
    'From: Nina <nina@example.test>',
    `To: ${ALEX}`,
    'Subject: With a file',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See the file.',
    '--b',
    'Content-Type: text/plain; name=note.txt',
    'Content-Disposition: attachment; filename=note.txt',
    '',
    'a note',
    '--b--',
    '',
  ].join('\r\n')
  const answer = await fetch(`${running.url}/_control/users/${ALEX}/messages`, {
    method: 'POST',
    body: mime,
    headers: { 'content-type': 'message/rfc822' },
  })
  const [id] = ((await answer.json()) as { ids: string[] }).ids
  return String(id)
}

beforeAll(async () => {
  running = await startEmulator()
  token = (await signIn(running.url, ALEX, 'openid User.Read Mail.ReadWrite Mail.Send')).access_token
  outer = idOf(await call('POST', '/me/mailFolders', { displayName: 'Outer' }))
  inner = idOf(await call('POST', `/me/mailFolders/${outer}/childFolders`, { displayName: 'Inner' }))
})
afterAll(() => running.close())

describe.each([
  ['by its id alone', () => '/me', () => outer],
  ['through its folder', () => `/me/mailFolders/${outer}`, () => outer],
  ['through a folder’s folder', () => `/me/mailFolders/${outer}/childFolders/${inner}`, () => inner],
])('a message reached %s', (_name, prefixOf, folderOf) => {
  test('is listed, counted, read, changed, copied, moved and deleted, its files too', async () => {
    const prefix = prefixOf()
    const moved = await call('POST', `/me/messages/${await deliver()}/move`, { destinationId: folderOf() })
    expect(moved.status).toBe(201)
    const id = idOf(moved)
    const at = `${prefix}/messages/${id}`

    expect(listIn(await call('GET', `${prefix}/messages?$select=subject&$top=50`)).map((each) => each.id)).toContain(id)
    expect((await graph(running.url, token, `${prefix}/messages/$count`)).status).toBe(200)
    if (prefix !== '/me') expect((await call('GET', `${prefix}/messages/delta?$select=subject`)).status).toBe(200)
    expect((await call('GET', at)).body.subject).toBe('With a file')
    expect((await call('PATCH', at, { isRead: true })).body.isRead).toBe(true)

    const mime = await fetch(`${running.url}/v1.0${at}/$value`, { headers: { authorization: `Bearer ${token}` } })
    expect(await mime.text()).toContain('Subject: With a file')
    const [file] = listIn(await call('GET', `${at}/attachments?$select=id,name`))
    expect(file?.name).toBe('note.txt')
    expect((await call('GET', `${at}/attachments/${file?.id}`)).body.contentType).toBe('text/plain')
    const raw = await fetch(`${running.url}/v1.0${at}/attachments/${file?.id}/$value`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect((await raw.text()).trim()).toBe('a note')
    const second = { '@odata.type': '#microsoft.graph.fileAttachment', name: 'second.txt', contentBytes: 'eA==' }
    const attached = await call('POST', `${at}/attachments`, second)
    expect(attached.status).toBe(201)
    const large = { AttachmentItem: { attachmentType: 'file', name: 'large.bin', size: 4_000_000 } }
    expect((await call('POST', `${at}/attachments/createUploadSession`, large)).status).toBe(201)
    expect((await call('DELETE', `${at}/attachments/${idOf(attached)}`)).status).toBe(204)

    const copy = await call('POST', `${at}/copy`, { destinationId: 'drafts' })
    expect([copy.status, copy.body.subject]).toEqual([201, 'With a file'])
    expect(idOf(copy)).not.toBe(id)
    const away = await call('POST', `${at}/move`, { destinationId: 'archive' })
    expect(away.status).toBe(201)
    const back = await call('POST', `/me/messages/${idOf(away)}/move`, { destinationId: folderOf() })
    expect((await call('DELETE', `${prefix}/messages/${idOf(back)}`)).status).toBe(204)
    expect((await call('GET', `${prefix}/messages/${idOf(back)}`)).status).toBe(404)
  })
})

test('folders are listed, made, renamed and deleted, at the top and below', async () => {
  const top = idOf(await call('POST', '/me/mailFolders', { displayName: 'Top' }))
  const below = idOf(await call('POST', `/me/mailFolders/${top}/childFolders`, { displayName: 'Below' }))
  const at = `/me/mailFolders/${top}/childFolders/${below}`
  expect(listIn(await call('GET', '/me/mailFolders?$top=100')).map((each) => each.id)).toContain(top)
  expect(listIn(await call('GET', `/me/mailFolders/${top}/childFolders`)).map((each) => each.id)).toEqual([below])
  expect((await call('PATCH', `/me/mailFolders/${top}`, { displayName: 'Crown' })).body.displayName).toBe('Crown')
  expect((await call('PATCH', at, { displayName: 'Root' })).body.displayName).toBe('Root')
  expect((await call('GET', at)).body.displayName).toBe('Root')
  expect((await call('DELETE', at)).status).toBe(204)
  expect(listIn(await call('GET', `/me/mailFolders/${top}/childFolders`))).toEqual([])
  expect((await call('GET', `/me/mailFolders/${top}`)).body.childFolderCount).toBe(0)
  expect((await call('DELETE', `/me/mailFolders/${top}`)).status).toBe(204)
  expect(listIn(await call('GET', '/me/mailFolders?$top=100')).map((each) => each.id)).not.toContain(top)
})

test('a photo tells its size', async () => {
  expect((await call('GET', '/me/photo')).body).toMatchObject({ height: expect.any(Number) })
  expect((await call('GET', '/me/photos/48x48')).body).toMatchObject({ height: 48, width: 48 })
})

describe('a subscription', () => {
  let hook: Server
  let hookUrl: string
  beforeAll(async () => {
    hook = createServer((req, res) => {
      const given = new URL(req.url ?? '/', 'http://hook').searchParams.get('validationToken')
      req.resume()
      res.writeHead(given ? 200 : 202, { 'content-type': 'text/plain' }).end(given ?? '')
    })
    await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
    const address = hook.address()
    hookUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`
  })
  afterAll(() => {
    hook.closeAllConnections()
    hook.close()
  })

  test('is read, listed, renewed, reauthorised and ended', async () => {
    const until = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    const made = await call('POST', '/subscriptions', {
      changeType: 'created',
      notificationUrl: hookUrl,
      resource: '/me/messages',
      expirationDateTime: until(1),
    })
    const at = `/subscriptions/${idOf(made)}`
    expect((await call('GET', at)).body.resource).toBe('/me/messages')
    expect(listIn(await call('GET', '/subscriptions')).map((each) => each.id)).toEqual([idOf(made)])
    expect((await call('PATCH', at, { expirationDateTime: until(2) })).status).toBe(200)
    expect((await call('POST', `${at}/reauthorize`)).status).toBe(204)
    expect((await call('DELETE', at)).status).toBe(204)
    expect((await call('GET', at)).status).toBe(404)
  })
})
