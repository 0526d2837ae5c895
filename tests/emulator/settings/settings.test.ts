import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { fileStore } from '../core/store'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from '../testing/person'
import { instantOf } from './time-zones'

const ALEX = 'alex@contoso.test'
const MEGAN = 'megan@contoso.test'
const NOW = '2026-11-23T09:00:00Z'
let directory: string
let running: RunningEmulator
let token: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'emulator-settings-'))
  running = await startEmulator({ store: fileStore(directory) })
})
afterAll(async () => {
  await running.close()
  rmSync(directory, { recursive: true, force: true })
})
beforeEach(async () => {
  await control(running.url, 'POST', '/reset')
  await control(running.url, 'POST', '/clock', { now: NOW })
  token = (await signIn(running.url, ALEX, 'openid Mail.Read MailboxSettings.ReadWrite')).access_token
})

const call = (path: string, method = 'GET', body?: unknown, wrong = false) =>
  graph(running.url, token, path, {
    method,
    headers: { 'content-type': 'application/json', ...(wrong && { [WRONG_ON_PURPOSE]: 'yes' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const codeOf = ({ status, body }: GraphAnswer) => [status, body.error?.code]
const patch = (body: unknown, wrong = false) => call('/me/mailboxSettings', 'PATCH', body, wrong)
const zoned = (dateTime: string, timeZone = 'UTC') => ({ dateTime, timeZone })
const tips = (addresses: string[], options: string, wrong = false) =>
  call('/me/getMailTips', 'POST', { EmailAddresses: addresses, MailTipsOptions: options }, wrong)
const tipsOf = ({ body }: GraphAnswer) => body.value as Record<string, unknown>[]
const away = (who: string, automaticReplies: object) =>
  control(running.url, 'PATCH', `/users/${who}/settings`, { automaticReplies })

describe('mailboxSettings', () => {
  test('are read whole, by $select and one by one', async () => {
    const { status, body } = await call('/me/mailboxSettings')
    expect([status, body.userPurpose, body.language]).toEqual([
      200,
      'user',
      { locale: 'en-GB', displayName: expect.any(String) },
    ])
    const selected = await call('/me/mailboxSettings?$select=timeZone')
    expect(Object.keys(selected.body)).toEqual(['@odata.context', 'timeZone'])
    expect((await call('/me/mailboxSettings/automaticRepliesSetting')).body).toMatchObject({
      status: 'disabled',
      internalReplyMessage: '',
    })
    for (const name of ['timeZone', 'dateFormat', 'timeFormat', 'userPurpose', 'delegateMeetingMessageDeliveryOptions'])
      expect((await call(`/me/mailboxSettings/${name}`)).body.value).toBe(body[name])
    for (const name of ['language', 'workingHours'])
      expect((await call(`/me/mailboxSettings/${name}`)).body).toMatchObject(body[name] as object)
  })

  test('change in part, answer with what changed, times in UTC, and survive a restart', async () => {
    const changed = await patch({
      automaticRepliesSetting: {
        status: 'Scheduled',
        externalAudience: 'ContactsOnly',
        internalReplyMessage: '<p>Back on Friday</p>',
        scheduledStartDateTime: zoned('2026-11-24T08:00:00', 'W. Europe Standard Time'),
        scheduledEndDateTime: zoned('2026-11-27T17:00:00.0000000', 'Europe/Berlin'),
      },
      timeZone: 'Europe/Berlin',
      workingHours: { startTime: '09:30:00', daysOfWeek: ['Monday', 'Thursday'] },
    })
    expect(changed.body).toEqual({
      '@odata.context': expect.stringContaining('mailboxSettings'),
      automaticRepliesSetting: {
        status: 'scheduled',
        externalAudience: 'contactsOnly',
        internalReplyMessage: '<p>Back on Friday</p>',
        externalReplyMessage: '',
        scheduledStartDateTime: zoned('2026-11-24T07:00:00.0000000'),
        scheduledEndDateTime: zoned('2026-11-27T16:00:00.0000000'),
      },
      timeZone: 'Europe/Berlin',
      workingHours: expect.objectContaining({
        startTime: '09:30:00.0000000',
        endTime: '17:00:00.0000000',
        daysOfWeek: ['monday', 'thursday'],
      }),
    })
    const before = (await call('/me/mailboxSettings')).body
    await running.close()
    running = await startEmulator({ store: fileStore(directory) })
    token = (await signIn(running.url, ALEX, 'openid MailboxSettings.Read')).access_token
    const { '@odata.context': _, ...after } = (await call('/me/mailboxSettings')).body
    expect(before).toMatchObject(after)
  })

  test.each([
    [{ colour: 'red' }, 'RequestBodyRead'],
    [{ userPurpose: 'room' }, 'RequestBodyRead'],
    [{ timeZone: 'Middle-earth Standard Time' }, 'InvalidTimeZone'],
    [{ workingHours: { startTime: '08' } }, 'RequestBodyRead'],
    [{ workingHours: { startTime: '18:00:00' } }, 'ErrorInvalidTimeSettings'],
    [{ workingHours: { daysOfWeek: ['someday'] } }, 'InvalidArguments'],
    [{ automaticRepliesSetting: { status: 'perhaps' } }, 'ErrorInvalidRequest'],
    [{ automaticRepliesSetting: { message: 'x' } }, 'RequestBodyRead'],
    [
      {
        automaticRepliesSetting: {
          status: 'scheduled',
          scheduledStartDateTime: zoned('2026-11-25T10:00:00'),
          scheduledEndDateTime: zoned('2026-11-25T09:00:00'),
        },
      },
      'ErrorInvalidParameter',
    ],
    [
      {
        automaticRepliesSetting: {
          status: 'scheduled',
          scheduledStartDateTime: zoned('2025-11-25T08:00:00'),
          scheduledEndDateTime: zoned('2025-11-25T09:00:00'),
        },
      },
      'ErrorInvalidParameter',
    ],
  ])('refuse %j and stay as they were', async (body, code) => {
    const before = (await call('/me/mailboxSettings')).body
    expect(codeOf(await patch(body, true))).toEqual([400, code])
    expect((await call('/me/mailboxSettings')).body).toEqual(before)
  })

  test('writing needs ReadWrite, and nobody reads those of others', async () => {
    const weak = (await signIn(running.url, MEGAN, 'openid MailboxSettings.Read')).access_token
    const answer = await graph(running.url, weak, '/me/mailboxSettings', { method: 'PATCH', body: '{}' })
    expect(codeOf(answer)).toEqual([403, 'ErrorAccessDenied'])
    expect(codeOf(await call(`/users/${MEGAN}/mailboxSettings`))).toEqual([403, 'ErrorAccessDenied'])
  })
})

describe('mail tips', () => {
  test('show only what was asked for; nobody away is an empty message, not a missing one', async () => {
    const answer = await tips([MEGAN, 'someone@halden-medical.example'], 'AutomaticReplies, mailboxFullStatus')
    expect(answer.body.value).toEqual([
      { emailAddress: { name: '', address: MEGAN }, automaticReplies: { message: '' }, mailboxFull: false },
      {
        emailAddress: { name: '', address: 'someone@halden-medical.example' },
        automaticReplies: { message: '' },
        mailboxFull: false,
      },
    ])
  })

  test('say who is away: at once, and by the clock when it is planned', async () => {
    const replies = async () => tipsOf(await tips([MEGAN], 'automaticReplies'))[0]?.automaticReplies
    await away(MEGAN, { status: 'alwaysEnabled', internalReplyMessage: '<p>Away</p>' })
    expect(await replies()).toMatchObject({ message: '<p>Away</p>' })
    await away(MEGAN, {
      status: 'scheduled',
      scheduledStartDateTime: zoned('2026-11-23T09:10:00'),
      scheduledEndDateTime: zoned('2026-11-23T09:40:00'),
    })
    expect(await replies()).toEqual({ message: '' })
    await control(running.url, 'POST', '/clock', { now: '2026-11-23T09:30:00Z' })
    expect(await replies()).toEqual({
      message: '<p>Away</p>',
      messageLanguage: { locale: 'de-DE', displayName: expect.any(String) },
      scheduledStartTime: zoned('2026-11-23T09:10:00.0000000'),
      scheduledEndTime: zoned('2026-11-23T09:40:00.0000000'),
    })
    await control(running.url, 'POST', '/clock', { now: '2026-11-23T09:40:00Z' })
    expect(await replies()).toEqual({ message: '' })
  })

  test('know groups, rooms, full mailboxes, outsiders and addresses that do not exist', async () => {
    await control(running.url, 'POST', `/users/${MEGAN}/account`, { mailboxFull: true })
    const all = [
      'halden-rollout@contoso.test',
      'room-oak@contoso.test',
      MEGAN,
      'lee@fabrikam.test',
      'nobody@contoso.test',
      'nonsense',
    ]
    const options = 'mailboxFullStatus, totalMemberCount, externalMemberCount, recipientScope, maxMessageSize'
    const [group, room, megan, lee, nobody, nonsense] = tipsOf(await tips(all, options))
    expect(group).toMatchObject({ totalMemberCount: 3, externalMemberCount: 1, recipientScope: 'internal' })
    expect(room).toMatchObject({ totalMemberCount: 1, recipientScope: 'internal', maxMessageSize: 36_700_160 })
    expect(megan).toMatchObject({ mailboxFull: true, recipientScope: 'internal' })
    expect(lee).toMatchObject({ mailboxFull: false, recipientScope: 'external', externalMemberCount: 1 })
    expect(nobody).toEqual({
      emailAddress: expect.anything(),
      error: { code: 'ErrorMailRecipientNotFound', message: expect.any(String) },
    })
    expect(nonsense).toHaveProperty('error.code', 'ErrorInvalidRecipients')
  })

  test('another organisation gives nothing away', async () => {
    await away('lee@fabrikam.test', {
      status: 'alwaysEnabled',
      internalReplyMessage: 'in',
      externalReplyMessage: 'out',
    })
    expect(tipsOf(await tips(['lee@fabrikam.test'], 'automaticReplies'))).toMatchObject([
      { automaticReplies: { message: '' } },
    ])
  })

  test.each([
    [{ EmailAddresses: [], MailTipsOptions: 'automaticReplies' }],
    [{ EmailAddresses: Array.from({ length: 101 }, (_, i) => `a${i}@x.example`), MailTipsOptions: 'automaticReplies' }],
    [{ EmailAddresses: ['a@x.example'], MailTipsOptions: 'horoscope' }],
    [{ EmailAddresses: ['a@x.example'], MailTipsOptions: 'automaticReplies', Mood: 'good' }],
  ])('refuse a wrong question', async (body) => {
    expect((await call('/me/getMailTips', 'POST', body, true)).status).toBe(400)
  })

  test('come in a $batch, with parameter names in any case', async () => {
    const body = { emailAddresses: [MEGAN], mailTipsOptions: 'recipientScope' }
    const member = {
      id: '1',
      method: 'POST',
      url: '/me/getMailTips',
      headers: { 'content-type': 'application/json' },
      body,
    }
    const answer = await call('/$batch', 'POST', { requests: [member] })
    expect(answer.body.responses).toMatchObject([{ status: 200, body: { value: [{ recipientScope: 'internal' }] } }])
  })
})

test('local times become instants by the rules of their zone', () => {
  const at = (text: string, zone: string) => {
    const instant = instantOf(text, zone)
    return instant === null ? null : new Date(instant).toISOString()
  }
  expect(at('2026-07-01T12:00:00', 'Pacific Standard Time')).toBe('2026-07-01T19:00:00.000Z')
  expect(at('2026-01-01T12:00:00', 'Asia/Kolkata')).toBe('2026-01-01T06:30:00.000Z')
  expect(at('2026-10-25T12:00:00', 'W. Europe Standard Time')).toBe('2026-10-25T11:00:00.000Z')
  expect(at('2026-01-01T12:00:00Z', 'UTC')).toBeNull()
  expect(at('2026-01-01T12:00:00', 'Nowhere')).toBeNull()
})
