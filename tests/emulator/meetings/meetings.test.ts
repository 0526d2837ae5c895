import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { fileStore } from '../core/store'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from '../testing/person'

const ALEX = 'alex@contoso.test'
const SCOPE = 'openid OnlineMeetings.ReadWrite'
let directory: string
let running: RunningEmulator
let token: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'emulator-meetings-'))
  running = await startEmulator({ store: fileStore(directory) })
})
afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true, force: true })
})
beforeEach(async () => {
  await control(running.url, 'POST', '/reset')
  token = (await signIn(running.url, ALEX, SCOPE)).access_token
})

const call = (path: string, method = 'GET', body?: unknown, wrong = false, bearer = token) =>
  graph(running.url, bearer, path, {
    method,
    headers: { 'content-type': 'application/json', ...(wrong && { [WRONG_ON_PURPOSE]: 'yes' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const codeOf = ({ status, body }: GraphAnswer) => [status, body.error?.code]
const pathOf = ({ body }: GraphAnswer) => `/me/onlineMeetings/${encodeURIComponent(String(body.id))}`
const demo = {
  subject: 'Demo',
  startDateTime: '2026-12-01T10:00:00+01:00',
  endDateTime: '2026-12-01T10:30:00+01:00',
}

test('a meeting has a join link, is found by it, changes and goes', async () => {
  const made = await call('/me/onlineMeetings', 'POST', {
    ...demo,
    participants: { attendees: [{ upn: 'megan@contoso.test', role: 'Presenter' }] },
    lobbyBypassSettings: { scope: 'everyone' },
    joinMeetingIdSettings: { isPasscodeRequired: true },
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    subject: 'Demo',
    startDateTime: '2026-12-01T09:00:00.0000000Z',
    endDateTime: '2026-12-01T09:30:00.0000000Z',
    participants: {
      organizer: { upn: ALEX },
      attendees: [{ upn: 'megan@contoso.test', role: 'presenter' }],
    },
    lobbyBypassSettings: { scope: 'everyone', isDialInBypassEnabled: false },
    joinMeetingIdSettings: { isPasscodeRequired: true, passcode: expect.stringMatching(/^\w{6}$/) },
  })
  const link = String(made.body.joinWebUrl)
  expect(link).toMatch(
    /^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3Ameeting_[\w-]+%40thread\.v2\/0\?context=/,
  )
  const find = (filter: string) => call(`/me/onlineMeetings?$filter=${encodeURIComponent(filter)}`)
  expect((await find(`JoinWebUrl eq '${link}'`)).body.value).toMatchObject([{ id: made.body.id }])
  expect((await find(`JoinWebUrl eq '${link}x'`)).body.value).toEqual([])
  const changed = await call(pathOf(made), 'PATCH', { subject: 'Second demo', allowedPresenters: 'organizer' })
  expect([changed.status, changed.body.subject, changed.body.joinWebUrl]).toEqual([200, 'Second demo', link])
  expect((await call(pathOf(made))).body).toMatchObject({ subject: 'Second demo', allowedPresenters: 'organizer' })
  expect((await call(pathOf(made), 'DELETE')).status).toBe(204)
  expect((await call(pathOf(made), 'GET', undefined, true)).status).toBe(404)
})

test('createOrGet makes a meeting of an external id once, for each person, also after a restart', async () => {
  const body = { ...demo, externalId: 'deal-7' }
  const first = await call('/me/onlineMeetings/createOrGet', 'POST', body)
  const second = await call('/me/onlineMeetings/createOrGet', 'POST', { ...body, subject: 'Other' })
  expect([first.status, second.status]).toEqual([201, 200])
  expect(second.body).toEqual(first.body)
  const megan = (await signIn(running.url, 'megan@contoso.test', SCOPE)).access_token
  expect((await call('/me/onlineMeetings/createOrGet', 'POST', body, false, megan)).status).toBe(201)
  await running.close()
  running = await startEmulator({ store: fileStore(directory) })
  token = (await signIn(running.url, ALEX, SCOPE)).access_token
  const third = await call('/me/onlineMeetings/createOrGet', 'POST', body)
  expect([third.status, third.body.joinWebUrl]).toEqual([200, first.body.joinWebUrl])
})

test('without times it begins now and lasts an hour', async () => {
  await control(running.url, 'POST', '/clock', { now: '2026-11-23T09:00:00Z' })
  token = (await signIn(running.url, ALEX, SCOPE)).access_token
  const { body } = await call('/me/onlineMeetings', 'POST', { subject: 'Now' })
  const start = Date.parse(String(body.startDateTime))
  expect(Math.abs(start - Date.parse('2026-11-23T09:00:00Z'))).toBeLessThan(60_000)
  expect(Date.parse(String(body.endDateTime)) - start).toBe(3_600_000)
})

test.each([
  [{ ...demo, colour: 'red' }],
  [{ ...demo, joinWebUrl: 'https://teams.microsoft.com/x' }],
  [{ endDateTime: demo.endDateTime }],
  [{ startDateTime: demo.endDateTime, endDateTime: demo.startDateTime }],
  [{ startDateTime: '2026-12-01T10:00:00' }],
  [{ startDateTime: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' } }],
  [{ ...demo, participants: { attendees: [{ role: 'presenter' }] } }],
])('%j is refused', async (body) => {
  expect((await call('/me/onlineMeetings', 'POST', body, true)).status).toBe(400)
  expect(await control(running.url, 'GET', `/users/${ALEX}/onlineMeetings`)).toEqual([])
})

test('there is no list of all, and no other way to find one', async () => {
  expect((await call('/me/onlineMeetings', 'GET', undefined, true)).status).toBe(400)
  const filter = encodeURIComponent("subject eq 'Demo'")
  expect((await call(`/me/onlineMeetings?$filter=${filter}`, 'GET', undefined, true)).status).toBe(400)
  expect((await call('/me/onlineMeetings/createOrGet', 'POST', demo, true)).status).toBe(400)
})

test('personal accounts and readers are refused; others’ meetings do not exist', async () => {
  const pat = (await signIn(running.url, 'pat@outlook.test', 'openid Mail.Read')).access_token
  expect((await call('/me/onlineMeetings', 'POST', demo, true, pat)).status).toBe(403)
  const reader = (await signIn(running.url, 'megan@contoso.test', 'openid OnlineMeetings.Read')).access_token
  expect(codeOf(await call('/me/onlineMeetings', 'POST', demo, true, reader))[0]).toBe(403)
  const made = await call('/me/onlineMeetings', 'POST', demo)
  expect((await call(pathOf(made), 'GET', undefined, true, reader)).status).toBe(404)
})

test('works in a $batch', async () => {
  const member = {
    id: '1',
    method: 'POST',
    url: '/me/onlineMeetings',
    headers: { 'content-type': 'application/json' },
    body: demo,
  }
  const { body } = await call('/$batch', 'POST', { requests: [member] })
  expect(body.responses).toMatchObject([{ status: 201, body: { subject: 'Demo' } }])
})
