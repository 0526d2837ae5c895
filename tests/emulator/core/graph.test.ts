import { Client } from '@microsoft/microsoft-graph-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, postToken, signIn } from '../testing/person'
import { WRONG_ON_PURPOSE } from './listener'

const SCOPE = 'openid offline_access User.Read User.ReadBasic.All Mail.ReadWrite Mail.Send'
const ALEX = 'alex@contoso.test'
let running: RunningEmulator
let base: string
let token: string
let refreshToken: string

beforeAll(async () => {
  running = await startEmulator()
  base = running.url
})
afterAll(() => running.close())
beforeEach(async () => {
  await control(base, 'POST', '/reset')
  const tokens = await signIn(base, ALEX, SCOPE)
  token = tokens.access_token
  refreshToken = tokens.refresh_token ?? ''
})

const onPurpose = { [WRONG_ON_PURPOSE]: 'yes' }
const call = (path: string, init?: RequestInit) => graph(base, token, path, init)
const fault = (body: Record<string, unknown>) => control(base, 'POST', '/faults', body)
const codeOf = (answer: GraphAnswer) => [answer.status, answer.body.error?.code]

interface BatchAnswer {
  responses: { id: string; status: number; headers: Record<string, string>; body?: Record<string, unknown> }[]
}
type BatchOutcome = GraphAnswer & { members: BatchAnswer['responses'] }
async function batch(requests: unknown[], extra: Record<string, string> = {}): Promise<BatchOutcome> {
  const headers = { 'content-type': 'application/json', ...extra }
  const init = { method: 'POST', body: JSON.stringify({ requests }), headers }
  const answer = await call('/$batch', init)
  return { ...answer, members: (answer.body as unknown as BatchAnswer).responses ?? [] }
}

describe('every request', () => {
  test('carries the request ids, the date and the Graph content type', async () => {
    const answer = await call('/me', { headers: { 'client-request-id': 'mine' } })
    expect(answer.headers.get('client-request-id')).toBe('mine')
    expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers.get('odata-version')).toBe('4.0')
    expect(answer.headers.get('content-type')).toContain('odata.metadata=minimal')
    expect(answer.body['@odata.context']).toContain('$metadata#users/$entity')
  })

  test('needs a token that is ours, for Graph, and not expired by Microsoft’s clock', async () => {
    expect((await graph(base, 'nonsense', '/me')).status).toBe(401)
    await control(base, 'POST', '/clock', { advanceSeconds: 5401 })
    const late = await call('/me')
    expect(codeOf(late)).toEqual([401, 'InvalidAuthenticationToken'])
    expect(late.body.error?.message).toContain('Lifetime validation failed')
    expect(late.headers.get('www-authenticate')).toContain('Bearer')
  })

  test('needs a scope of the permissions data', async () => {
    const weak = (await signIn(base, 'megan@contoso.test', 'openid Mail.ReadBasic')).access_token
    expect(codeOf(await graph(base, weak, '/me/mailFolders/inbox/messages'))).toEqual([200, undefined])
    const mark = { method: 'PATCH', body: '{"isRead":true}', headers: { 'content-type': 'application/json' } }
    expect(codeOf(await graph(base, weak, '/me/messages/x', mark))).toEqual([403, 'ErrorAccessDenied'])
    expect(codeOf(await graph(base, weak, '/users'))).toEqual([403, 'Authorization_RequestDenied'])
  })

  test('a token reaches its own mailbox under every spelling of its owner, and nobody else’s', async () => {
    const id = running.emulator.directory.userByUpn(ALEX)?.id
    for (const path of ['/me/messages', `/users/${id}/messages`, '/users/ALEX@contoso.test/Messages']) {
      expect((await call(path)).status, path).toBe(200)
    }
    expect(codeOf(await call('/users/megan@contoso.test/messages'))).toEqual([403, 'ErrorAccessDenied'])
    expect(codeOf(await call('/users/lee@fabrikam.test/messages'))).toEqual([404, 'ErrorInvalidUser'])
    expect((await call('/users/megan@contoso.test')).body.displayName).toBe('Megan Bowen')
  })

  test('a user without a mailbox answers 404 MailboxNotEnabledForRESTAPI', async () => {
    const noma = (await signIn(base, 'noma@contoso.test', SCOPE)).access_token
    expect(codeOf(await graph(base, noma, '/me/messages'))).toEqual([404, 'MailboxNotEnabledForRESTAPI'])
    expect((await graph(base, noma, '/me')).body.mail).toBeNull()
    expect(codeOf(await graph(base, noma, '/me/photo/$value'))).toEqual([404, 'ImageNotFound'])
  })

  test('what the emulator does not know is a loud 501, a wrong property 400', async () => {
    expect(codeOf(await call('/me/teapots', { headers: onPurpose }))).toEqual([501, 'NotImplemented'])
    expect(codeOf(await call('/me?$expand=manager'))).toEqual([501, 'NotImplemented'])
    expect(codeOf(await call('/me?$select=displayNam'))).toEqual([400, 'BadRequest'])
  })

  test('keys in brackets and $select work with the official SDK', async () => {
    const client = Client.init({
      baseUrl: `${base}/`,
      customHosts: new Set(['localhost']),
      authProvider: (done) => done(null, token),
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    })
    const me = await client.api('/me').select('id,displayName').get()
    expect(Object.keys(me).sort()).toEqual(['@odata.context', 'displayName', 'id'])
    const list = await client.api("/me/mailFolders('inbox')/messages").top(2).get()
    expect(list.value).toHaveLength(2)
  })

  test('a photo is a JPEG of the asked-for size', async () => {
    const response = await fetch(`${base}/v1.0/me/photos/48x48/$value`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const image = new Uint8Array(await response.arrayBuffer())
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect([...image.subarray(0, 2), ...image.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9])
    const size = image.findIndex((byte, at) => byte === 0xff && image[at + 1] === 0xc0) + 5
    expect([...image.subarray(size, size + 4)]).toEqual([0, 48, 0, 48])
  })
})

describe('$batch', () => {
  const get = (id: string, url = '/me', dependsOn?: string[]) => ({ id, method: 'GET', url, dependsOn })

  test('answers every member, 424 behind a failed one, base64 for what is not JSON', async () => {
    const { status, members } = await batch([
      get('1'),
      get('2', 'me/messages/nothing'),
      get('3', '/me', ['2']),
      get('4', '/me/photo/$value'),
    ])
    expect(status).toBe(200)
    expect(members.map((m) => m.status)).toEqual([200, expect.any(Number), 424, 200])
    expect(members[1]?.status).toBeGreaterThanOrEqual(400)
    expect(Buffer.from(String(members[3]?.body), 'base64')[0]).toBe(0xff)
  })

  test('is refused as a whole only if it is malformed', async () => {
    const twenty = Array.from({ length: 20 }, (_, i) => get(String(i)))
    expect((await batch(twenty)).members.map((m) => m.status)).toEqual(twenty.map(() => 200))
    for (const requests of [
      [...twenty, get('20')],
      [get('a'), get('A')],
      [get('1', 'https://graph.microsoft.com/v1.0/me')],
      [get('1', '/me', ['2'])],
      [get('1', '/me', ['2']), get('2', '/me', ['1'])],
      [{ id: '1', method: 'POST', url: '/me/sendMail', body: {} }],
      [],
    ]) {
      expect((await batch(requests, onPurpose)).status).toBe(400)
    }
  })

  test('a throttle fault strikes members, each with its own Retry-After', async () => {
    await fault({ kind: 'throttle', match: { path: '/v1.0/me/messages' }, retryAfter: 7 })
    const { status, members } = await batch([get('1', '/me/messages?$top=1'), get('2', '/me/messages?$top=1')])
    expect(status).toBe(200)
    expect(members.map((m) => m.status).sort()).toEqual([200, 429])
    expect(members.find((m) => m.status === 429)?.headers['Retry-After']).toBe('7')
  })

  test('runs four members of a mailbox at a time; a second batch beside it is throttled', async () => {
    await fault({ kind: 'rtt', delayMs: 40 })
    const requests = Array.from({ length: 8 }, (_, i) => get(String(i), '/me/messages?$top=1'))
    expect((await batch(requests)).members.every((m) => m.status === 200)).toBe(true)
    const both = (await Promise.all([batch(requests), batch(requests)])).flatMap((answer) => answer.members)
    expect(both.some((m) => m.status === 429)).toBe(true)
  })
})

describe('throttling', () => {
  test('the fifth request at a time in one mailbox is 429 with Retry-After', async () => {
    await fault({ kind: 'rtt', delayMs: 60 })
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('/me/messages?$top=1')))
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(2)
    expect(refused[0]?.body.error).toMatchObject({ code: 'ApplicationThrottled' })
    expect(refused[0]?.body.error?.message).toContain('MailboxConcurrency limit.')
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
    expect((await call('/me/messages?$top=1')).status).toBe(200)
  })

  test('the budget of a mailbox is used up and comes back after ten minutes', async () => {
    const small = await startEmulator({ mailboxBudget: 3 })
    try {
      const own = (await signIn(small.url, ALEX, SCOPE)).access_token
      const list = async () => (await graph(small.url, own, '/me/messages?$top=1')).status
      expect([await list(), await list(), await list(), await list()]).toEqual([200, 200, 200, 429])
      await control(small.url, 'POST', '/clock', { advanceSeconds: 660 })
      expect(await list()).toBe(200)
    } finally {
      await small.close()
    }
  })
})

describe('faults', () => {
  test('the first match wins, after and times count, and DELETE ends them', async () => {
    await fault({ kind: 'status', status: 503, match: { path: '/v1.0/me', upn: ALEX }, after: 1, times: 2 })
    const seen = []
    for (let i = 0; i < 5; i++) seen.push((await call('/me')).status)
    expect(seen).toEqual([200, 503, 503, 200, 200])
    await fault({ kind: 'throttle', match: {}, times: -1 })
    const throttled = await call('/me')
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, null])
    await control(base, 'DELETE', '/faults')
    expect((await call('/me')).status).toBe(200)
  })

  test('commit-then-504 does the work and hides it', async () => {
    const list = await call('/me/messages?$top=1&$select=id,isRead')
    const [message] = list.body.value as { id: string; isRead: boolean }[]
    const init = {
      method: 'PATCH',
      body: JSON.stringify({ isRead: !message?.isRead }),
      headers: { 'content-type': 'application/json' },
    }
    await fault({ kind: 'commit-then-504', match: { method: 'PATCH', path: '*/messages/*' } })
    expect((await call(`/me/messages/${message?.id}`, init)).status).toBe(504)
    expect((await call(`/me/messages/${message?.id}?$select=isRead`)).body.isRead).toBe(!message?.isRead)
  })

  test('reset breaks the connection, truncate cuts the JSON, html answers 200 with a page', async () => {
    await fault({ kind: 'reset', match: { path: '/v1.0/me' } })
    await expect(call('/me')).rejects.toThrow()
    await fault({ kind: 'truncate', match: { path: '/v1.0/me' }, bytes: 10 })
    await expect(call('/me')).rejects.toThrow(SyntaxError)
    await fault({ kind: 'html', match: { path: '/v1.0/me' } })
    const page = await call('/me')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await call('/me')).status).toBe(200)
  })

  test('the token endpoint fails only if a fault names it', async () => {
    const renew = async () =>
      (await postToken(base, { grant_type: 'refresh_token', refresh_token: refreshToken })).status
    await fault({ kind: 'status', status: 500, match: {} })
    expect(await renew()).toBe(200)
    await control(base, 'DELETE', '/faults')
    await fault({ kind: 'status', status: 503, match: { path: '/oauth2/*', upn: ALEX } })
    expect([await renew(), await renew()]).toEqual([503, 200])
  })

  test('wrong orders are refused with a sentence', async () => {
    for (const body of [
      { kind: 'nonsense' },
      { kind: 'status' },
      { kind: 'throttle', times: 0 },
      { kind: 'revoke-token' },
      { kind: 'throttle', match: { host: 'x' } },
      { kind: 'throttle', match: { upn: 'nobody@contoso.test' } },
    ]) {
      await expect(fault(body)).rejects.toThrow(/"error"/)
    }
  })
})

describe('records', () => {
  test('calls counts a $batch once in http and each member once in calls, under one spelling', async () => {
    const { seq } = (await control(base, 'GET', '/calls')) as { seq: number }
    await call(`/users/${ALEX}/mailFolders('inbox')/messages?$top=1`)
    await batch([
      { id: '1', method: 'GET', url: '/me/mailFolders/inbox/messages?$top=1' },
      { id: '2', method: 'GET', url: '/me' },
    ])
    const counted = (await control(base, 'GET', `/calls?since=${seq}`)) as Record<string, unknown>
    expect(counted.http).toEqual({ [ALEX]: 2 })
    expect(counted.calls).toEqual({ [ALEX]: { 'GET /me/mailFolders/{id}/messages': 2, 'GET /me': 1 } })
  })

  test('traffic is recorded under Graph’s own name, with scopes and without the token', async () => {
    await control(base, 'DELETE', '/traffic')
    await call('/me?$select=id')
    await batch([{ id: '1', method: 'GET', url: '/me?$select=id' }])
    const refused = JSON.stringify({ requests: [{ id: '1', method: 'GET', url: '/me' }] })
    const headers = { authorization: 'Bearer of-yesterday', 'content-type': 'application/json' }
    await fetch(`${base}/v1.0/$batch`, { method: 'POST', headers, body: refused })
    const text = String(await control(base, 'GET', '/traffic'))
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(3)
    expect([lines[2].status, 'scp' in lines[2], 'roles' in lines[2]]).toEqual([401, false, false])
    expect(lines[0]).toMatchObject({
      method: 'GET',
      url: 'https://graph.microsoft.com/v1.0/me?$select=id',
      status: 200,
    })
    expect(lines[0].scp.split(' ')).toContain('Mail.ReadWrite')
    expect(lines[1].responseBody.responses[0].status).toBe(200)
    expect(text).not.toContain(token)
  })

  test('the control API refuses other hosts and pages', async () => {
    const page = await fetch(`${base}/_control/state`, { headers: { origin: 'https://evil.example' } })
    expect([page.status, await page.json()]).toEqual([403, { error: expect.any(String) }])
  })
})
