import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from '../testing/person'

const ALEX = 'alex@contoso.test'
const onPurpose = { [WRONG_ON_PURPOSE]: 'yes' }
let running: RunningEmulator
let base: string
let token: string
let id: string

beforeAll(async () => {
  running = await startEmulator()
  base = running.url
})
afterAll(() => running.close())
beforeEach(async () => {
  await control(base, 'POST', '/reset')
  token = (await signIn(base, ALEX, 'openid Mail.ReadWrite')).access_token
  const put = { subject: 'Offer', isDraft: true, body: { contentType: 'text', content: 'See the file.' } }
  const made = (await control(base, 'POST', `/users/${ALEX}/messages?folder=drafts`, put)) as { ids: string[] }
  id = made.ids[0] ?? ''
})

const immutable = { prefer: 'IdType="ImmutableId"' }
const call = (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
  graph(base, token, path, {
    method,
    headers: { ...immutable, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const codeOf = (answer: GraphAnswer) => [answer.status, answer.body.error?.code]
const file = (name: string, bytes: Buffer | string, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.fileAttachment',
  name,
  contentType: 'text/plain',
  contentBytes: Buffer.from(bytes).toString('base64'),
  ...more,
})
const attachments = (of = id) => `/me/messages/${of}/attachments`
const message = () => call(`/me/messages/${id}?$select=hasAttachments,changeKey`)

describe('adding and removing', () => {
  test('the message follows: hasAttachments, change key, delta; ids of those that stay are kept', async () => {
    const before = await message()
    const first = await call('/me/mailFolders/drafts/messages/delta?$select=id')
    const added = await call(attachments(), 'POST', file('a.txt', 'one'))
    expect([added.status, added.body.name, added.body.size]).toEqual([201, 'a.txt', expect.any(Number)])
    expect(added.headers.get('location')).toContain(`/attachments/${encodeURIComponent(String(added.body.id))}`)
    const second = await call(attachments(), 'POST', file('b.txt', 'two'))
    const after = await message()
    expect([before.body.hasAttachments, after.body.hasAttachments]).toEqual([false, true])
    expect(after.body.changeKey).not.toBe(before.body.changeKey)

    const link = new URL(String(first.body['@odata.deltaLink'] ?? first.body['@odata.nextLink']))
    let page = await call(link.pathname.replace('/v1.0', '') + link.search)
    while (page.body['@odata.nextLink']) {
      const next = new URL(String(page.body['@odata.nextLink']))
      page = await call(next.pathname.replace('/v1.0', '') + next.search)
    }
    expect((page.body.value as { id: string }[]).map((each) => each.id)).toContain(id)

    expect((await call(`${attachments()}/${added.body.id}`, 'DELETE')).status).toBe(204)
    const left = await call(`${attachments()}?$select=name`)
    expect(left.body.value).toMatchObject([{ id: second.body.id, name: 'b.txt' }])
    expect((await call(`${attachments()}/${added.body.id}`, 'GET', undefined, onPurpose)).status).toBe(404)
    await call(`${attachments()}/${second.body.id}`, 'DELETE')
    expect((await message()).body.hasAttachments).toBe(false)
  })

  test('an inline picture leaves hasAttachments false, and its bytes come back as they were', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0, 0xff, 0x0d, 0x0a])
    const more = { isInline: true, contentId: 'logo', contentType: 'image/png' }
    const added = await call(attachments(), 'POST', file('logo.png', bytes, more))
    expect(added.body).toMatchObject({ isInline: true, contentId: 'logo', contentBytes: bytes.toString('base64') })
    expect((await message()).body.hasAttachments).toBe(false)
    const value = await fetch(`${base}/v1.0${attachments()}/${added.body.id}/$value`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(value.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await value.arrayBuffer())).toEqual(bytes)
  })

  test('a message can be attached, and its text is read as MIME', async () => {
    const item = {
      '@odata.type': 'microsoft.graph.message',
      subject: 'Inner',
      body: { contentType: 'text', content: 'x' },
    }
    const added = await call(attachments(), 'POST', {
      '@odata.type': '#microsoft.graph.itemAttachment',
      name: 'Inner',
      item,
    })
    expect([added.status, added.body['@odata.type']]).toEqual([201, '#microsoft.graph.itemAttachment'])
    const value = await fetch(`${base}/v1.0${attachments()}/${added.body.id}/$value`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await value.text()).toContain('Subject: Inner')
  })

  test('works in a $batch and under the path of the folder', async () => {
    const requests = [
      {
        id: '1',
        method: 'POST',
        url: attachments(),
        headers: { 'content-type': 'application/json', ...immutable },
        body: file('c.txt', 'three'),
      },
      {
        id: '2',
        method: 'GET',
        url: `/me/mailFolders/drafts/messages/${id}/attachments?$select=name`,
        dependsOn: ['1'],
      },
    ]
    const { body } = await call('/$batch', 'POST', { requests })
    const [one, two] = body.responses as { status: number; body: { value?: object[] } }[]
    expect([one?.status, two?.status, two?.body.value]).toEqual([
      201,
      200,
      [expect.objectContaining({ name: 'c.txt' })],
    ])
  })
})

describe('refusals', () => {
  const refused = (body: unknown) => call(attachments(), 'POST', body, onPurpose)

  test.each([
    ['no type', { name: 'a', contentBytes: '' }, 400],
    ['an unknown property', file('a', 'x', { colour: 'red' }), 400],
    ['no name', { ...file('', 'x') }, 400],
    ['bytes that are not base64', { ...file('a', ''), contentBytes: '%%%' }, 400],
    ['a link to a file', { '@odata.type': '#microsoft.graph.referenceAttachment', name: 'a' }, 501],
    [
      'an attached contact',
      {
        '@odata.type': '#microsoft.graph.itemAttachment',
        name: 'a',
        item: { '@odata.type': '#microsoft.graph.contact' },
      },
      501,
    ],
  ])('%s', async (_, body, status) => {
    expect((await refused(body)).status).toBe(status)
    expect((await call(`${attachments()}?$select=id`)).body.value).toEqual([])
  })

  test('3 MB need an upload session, 4 MB are no request at all', async () => {
    expect(codeOf(await refused(file('a', Buffer.alloc(3 * 1024 * 1024 - 3000))))).toEqual([201, undefined])
    expect((await refused(file('a', Buffer.alloc(3 * 1024 * 1024)))).status).toBe(413)
    expect(codeOf(await refused(file('a', Buffer.alloc(4 * 1024 * 1024))))).toEqual([413, 'RequestEntityTooLarge'])
  })

  test('reading scopes do not write', async () => {
    const weak = (await signIn(base, 'megan@contoso.test', 'openid Mail.Read')).access_token
    const answer = await graph(base, weak, attachments('x'), { method: 'POST', body: '{}' })
    expect(codeOf(answer)).toEqual([403, 'ErrorAccessDenied'])
  })
})
