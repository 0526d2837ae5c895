import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { fileStore } from '../core/store'
import { type RunningEmulator, startEmulator } from '../server'
import { control, graph, signIn } from '../testing/person'

const ALEX = 'alex@contoso.test'
const SCOPE = 'openid Mail.ReadWrite'
const MB = 1024 * 1024
let directory: string
let running: RunningEmulator
let token: string
let id: string

const headers = { prefer: 'IdType="ImmutableId"', 'content-type': 'application/json' }
const call = (path: string, method = 'GET', body?: unknown, more: Record<string, string> = {}) =>
  graph(running.url, token, path, {
    method,
    headers: { ...headers, ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const session = async (size: number, more: object = {}) => {
  const AttachmentItem = { attachmentType: 'file', name: 'film.mp4', size, contentType: 'video/mp4', ...more }
  return call(`/me/messages/${id}/attachments/createUploadSession`, 'POST', { AttachmentItem })
}
const put = (url: string, bytes: Uint8Array, start: number, total: number, more: Record<string, string> = {}) =>
  fetch(url, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${start}-${start + bytes.byteLength - 1}/${total}`,
      ...more,
    },
  })
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'emulator-upload-'))
  running = await startEmulator({ store: fileStore(directory) })
})
afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true, force: true })
})
beforeEach(async () => {
  await control(running.url, 'POST', '/reset')
  token = (await signIn(running.url, ALEX, SCOPE)).access_token
  const draft = { subject: 'Film', isDraft: true }
  const made = (await control(running.url, 'POST', `/users/${ALEX}/messages?folder=drafts`, draft)) as { ids: string[] }
  id = made.ids[0] ?? ''
})

describe('an upload', () => {
  test('comes in parts on another origin and ends as an attachment with the same bytes', async () => {
    const file = randomBytes(3 * MB + 12_345)
    const opened = await session(file.byteLength)
    const url = String(opened.body.uploadUrl)
    expect([opened.status, opened.body.nextExpectedRanges]).toEqual([201, ['0-']])
    expect(new URL(url).origin).toBe(running.contentUrl)
    expect(new URL(url).origin).not.toBe(running.url)

    const first = await put(url, file.subarray(0, 2 * MB), 0, file.byteLength)
    expect([first.status, await first.json()]).toEqual([
      200,
      expect.objectContaining({
        NextExpectedRanges: [String(2 * MB)],
        ExpirationDateTime: opened.body.expirationDateTime,
      }),
    ])
    expect(await (await fetch(url)).json()).toMatchObject({ NextExpectedRanges: [String(2 * MB)] })
    const last = await put(url, file.subarray(2 * MB), 2 * MB, file.byteLength)
    expect([last.status, await last.text()]).toEqual([201, ''])
    const attachment = /\/Attachments\('([^']+)'\)$/.exec(decodeURIComponent(last.headers.get('location') ?? ''))?.[1]

    const list = await call(`/me/messages/${id}/attachments?$select=name,contentType,isInline`)
    expect(list.body.value).toMatchObject([{ id: attachment, name: 'film.mp4', contentType: 'video/mp4' }])
    const value = await fetch(`${running.url}/v1.0/me/messages/${id}/attachments/${attachment}/$value`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(hash(new Uint8Array(await value.arrayBuffer()))).toBe(hash(file))
    const whole = await call(`/me/messages/${id}/attachments/${attachment}`)
    expect(hash(Buffer.from(String(whole.body.contentBytes), 'base64'))).toBe(hash(file))
    const mime = await fetch(`${running.url}/v1.0/me/messages/${id}/$value`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect((await mime.text()).length).toBeGreaterThan(4 * MB)
    expect((await call(`/me/messages/${id}?$select=hasAttachments`)).body.hasAttachments).toBe(true)
    expect((await fetch(url)).status).toBe(404)
  })

  test('goes on after a restart, and what was attached is still there', async () => {
    const file = randomBytes(4 * MB)
    const url = new URL(String((await session(file.byteLength)).body.uploadUrl))
    await put(url.href, file.subarray(0, MB), 0, file.byteLength)
    await running.close()
    running = await startEmulator({ store: fileStore(directory) })
    const link = `${running.contentUrl}${url.pathname}${url.search}`
    expect(await (await fetch(link)).json()).toMatchObject({ NextExpectedRanges: [String(MB)] })
    expect((await put(link, file.subarray(MB), MB, file.byteLength)).status).toBe(201)
    await running.close()
    running = await startEmulator({ store: fileStore(directory) })
    const [{ contentBytes }] = (await call(`/me/messages/${id}/attachments`)).body.value as [{ contentBytes: string }]
    expect(hash(Buffer.from(contentBytes, 'base64'))).toBe(hash(file))
  })

  test('leaves with its message, to every member of a group, as the same bytes', async () => {
    const file = randomBytes(4 * MB)
    const url = String((await session(file.byteLength)).body.uploadUrl)
    await put(url, file, 0, file.byteLength)
    token = (await signIn(running.url, ALEX, `${SCOPE} Mail.Send`)).access_token
    const toRecipients = [{ emailAddress: { address: 'halden-rollout@contoso.test' } }]
    await call(`/me/messages/${id}`, 'PATCH', { toRecipients })
    expect((await call(`/me/messages/${id}/send`, 'POST')).status).toBe(202)
    const megan = (await signIn(running.url, 'megan@contoso.test', 'openid Mail.Read')).access_token
    const newest = await graph(running.url, megan, '/me/mailFolders/inbox/messages?$top=1&$expand=attachments')
    const [mail] = newest.body.value as { subject: string; attachments: { contentBytes: string }[] }[]
    expect(mail?.subject).toBe('Film')
    expect(hash(Buffer.from(mail?.attachments[0]?.contentBytes ?? '', 'base64'))).toBe(hash(file))
    const [sent] = (await control(running.url, 'GET', '/sent')) as { to: string[]; mime: string }[]
    expect(sent?.to).toEqual(['halden-rollout@contoso.test'])
    expect(sent?.mime.length).toBeGreaterThan(5 * MB)
  })

  test('can be cancelled, and is gone when its time is over', async () => {
    const url = String((await session(4 * MB)).body.uploadUrl)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect((await put(url, Buffer.alloc(10), 0, 4 * MB)).status).toBe(404)
    const other = String((await session(4 * MB)).body.uploadUrl)
    await control(running.url, 'POST', '/clock', { advanceSeconds: 4 * 3600 })
    expect((await fetch(other)).status).toBe(404)
  })

  test('may come from a browser: preflight and headers', async () => {
    const url = String((await session(4 * MB)).body.uploadUrl)
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' },
    })
    expect(preflight.status).toBe(200)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(/content-range.*content-type/)
    const part = await put(url, Buffer.alloc(10), 0, 4 * MB, { origin: 'http://localhost:3000' })
    expect(part.headers.get('access-control-allow-origin')).toBe('*')
    expect(part.headers.get('access-control-expose-headers')).toContain('Location')
  })
})

describe('is refused', () => {
  const wrong = { [WRONG_ON_PURPOSE]: 'yes' }
  test.each([
    [{ size: 3 * MB - 1 }, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'],
    [{ size: 150 * MB + 1 }, 'ErrorAttachmentSizeLimitExceeded'],
    [{ attachmentType: 'reference' }, 'ErrorInvalidRequest'],
    [{ name: '' }, 'ErrorRequiredPropertyMissing'],
    [{ colour: 'red' }, 'RequestBodyRead'],
  ])('when it is announced with %j', async (more, code) => {
    const AttachmentItem = { attachmentType: 'file', name: 'a', size: 4 * MB, ...more }
    const path = `/me/messages/${id}/attachments/createUploadSession`
    const answer = await call(path, 'POST', { AttachmentItem }, wrong)
    expect([answer.status, answer.body.error?.code]).toEqual([400, code])
  })

  test('beyond the limit of the tenant', async () => {
    await control(running.url, 'POST', '/tenants/contoso.test', { attachmentLimit: 5 * MB })
    expect([(await session(5 * MB)).status, (await session(5 * MB + 1)).status]).toEqual([201, 400])
  })

  test('with a token, the wrong range, the wrong length or a part above 4 MB; nothing is taken then', async () => {
    const total = 12 * MB
    const url = String((await session(total)).body.uploadUrl)
    const status = async (answer: Promise<Response>) => (await answer).status
    expect(await status(put(url, Buffer.alloc(10), 0, total, { authorization: `Bearer ${token}` }))).toBe(401)
    expect(await status(put(url.replace(/authtoken=.*/, 'authtoken=x'), Buffer.alloc(10), 0, total))).toBe(401)
    expect(await status(put(url, Buffer.alloc(10), 10, total))).toBe(416)
    expect(await status(put(url, Buffer.alloc(10), 0, total + 1))).toBe(400)
    expect(await status(put(url, Buffer.alloc(10), 0, total, { 'content-range': 'bytes 0-10/12582912' }))).toBe(400)
    expect(await status(put(url, Buffer.alloc(10), 0, total, { 'content-range': 'all' }))).toBe(400)
    expect(await status(put(url, Buffer.alloc(4 * MB + 1), 0, total))).toBe(413)
    expect(await (await fetch(url)).json()).toMatchObject({ NextExpectedRanges: ['0'] })
    expect(await status(put(url, Buffer.alloc(4 * MB), 0, total))).toBe(200)
    expect(await status(put(url, Buffer.alloc(10), 0, total))).toBe(416)
  })
})

describe('faults by path', () => {
  const fault = (body: object) => control(running.url, 'POST', '/faults', { match: { path: '/upload/*' }, ...body })

  test('status and throttle take nothing; commit-then-504 takes the part and keeps quiet; reset cuts the line', async () => {
    const file = Buffer.alloc(4 * MB)
    const url = String((await session(file.byteLength)).body.uploadUrl)
    const next = async () => ((await (await fetch(url)).json()) as { NextExpectedRanges: string[] }).NextExpectedRanges
    await fault({ kind: 'status', status: 503 })
    expect((await put(url, file.subarray(0, 100), 0, file.byteLength)).status).toBe(503)
    await fault({ kind: 'throttle', retryAfter: 2 })
    const throttled = await put(url, file.subarray(0, 100), 0, file.byteLength)
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '2'])
    expect(await next()).toEqual(['0'])
    await fault({ kind: 'commit-then-504' })
    expect((await put(url, file.subarray(0, 100), 0, file.byteLength)).status).toBe(504)
    expect(await next()).toEqual(['100'])
    await fault({ kind: 'reset' })
    const cut = put(url, file.subarray(100, 200), 100, file.byteLength).then((answer) => answer.text())
    await expect(cut).rejects.toThrow()
    await fault({ kind: 'delay', delayMs: 60 })
    const began = performance.now()
    await next()
    expect(performance.now() - began).toBeGreaterThan(50)
  })
})
