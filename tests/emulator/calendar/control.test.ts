import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileStore } from '../core/store'
import { ADELE, ALEX, at, calendarWorld, enc, hour, listIn, MEGAN, type Shown, until } from './world'

// The person's side: what Outlook does to a calendar, what tests may know, and what outlives a restart.

interface Truth {
  id: string
  restId: string
  changeKey: string
  calendar: string
  subject: string
  start: string
  type: string
  sensitivity: string
  iCalUId: string
  isOrganizer: boolean
  response: string
  organizer: { address: string }
  attendees: { address: string; response: string }[]
  recurrence?: object
  exceptions?: Truth[]
  cancelled?: string[]
  extended?: Record<string, string>
  joinUrl: string | null
}

const directory = mkdtempSync(join(tmpdir(), 'emulator-calendar-'))
const open = () => calendarWorld({ store: fileStore(directory) })
let world: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  world = await open()
})
beforeEach(() => world.begin())
afterAll(async () => {
  await world.close()
  rmSync(directory, { recursive: true, force: true })
})

const truths = async (upn = ALEX, query = '') => (await world.control('GET', `/users/${upn}/events${query}`)) as Truth[]
const put = async (event: object, upn = ALEX): Promise<string> => {
  const { ids } = (await world.control('POST', `/users/${upn}/events`, event)) as { ids: string[] }
  return ids[0] ?? ''
}
const JANUARY = 'startDateTime=2027-01-01T00:00:00Z&endDateTime=2027-02-01T00:00:00Z'
const WEEKLY = {
  ...hour('2027-01-04', 'Weekly'),
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
    range: { type: 'noEnd', startDate: '2027-01-04' },
  },
}

describe('the seed', () => {
  test('is a calendar that somebody lives with', async () => {
    const events = await truths()
    const series = events.filter(({ recurrence }) => recurrence)
    expect(series.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['Stand-up', 'Pipeline review', 'Birthday: Robin']),
    )
    const standUp = series.find(({ subject }) => subject === 'Stand-up')
    expect([standUp?.exceptions?.length, standUp?.cancelled?.length]).toEqual([1, 1])
    expect(events.filter(({ sensitivity }) => sensitivity === 'private').length).toBeGreaterThan(1)
    expect(events.some(({ attendees }) => attendees.some(({ address }) => address.endsWith('.example')))).toBe(true)
    expect(events.some(({ joinUrl }) => joinUrl !== null)).toBe(true)
    expect(events.some(({ isOrganizer }) => !isOrganizer)).toBe(true)
    expect(new Set(events.map(({ calendar }) => calendar))).toEqual(new Set(['Calendar', 'Customer visits']))
    const state = (await world.control('GET', '/state')) as { mailboxes: Record<string, { events: number }> }
    expect(state.mailboxes[ALEX]?.events).toBe(events.length)
    expect(Object.keys(state.mailboxes)).not.toContain('noma@contoso.test')
  })

  test('is the same after each reset, and another with another seed', async () => {
    const lines = (events: Truth[]) => events.map(({ subject, start, id }) => `${id} ${start} ${subject}`)
    const first = lines(await truths())
    await world.control('POST', '/reset', {})
    expect(lines(await truths())).toEqual(first)
    await world.control('POST', '/reset', { seed: 7 })
    expect(lines(await truths())).not.toEqual(first)
  })

  test('has the team’s meetings in all their calendars, as one meeting', async () => {
    const find = async (upn: string) => (await truths(upn)).find(({ subject }) => subject === 'Stand-up')
    const [adele, alex, megan] = [await find(ADELE), await find(ALEX), await find(MEGAN)]
    expect(adele).toMatchObject({ isOrganizer: true, response: 'organizer' })
    expect(alex).toMatchObject({ isOrganizer: false, response: 'accepted', organizer: { address: ADELE } })
    expect([alex?.iCalUId, megan?.iCalUId]).toEqual([adele?.iCalUId, adele?.iCalUId])
    expect(alex?.id).not.toBe(adele?.id)
  })
})

test('what a person does in Outlook is seen by Graph', async () => {
  const id = await put({ ...WEEKLY, calendar: 'Customer visits', attendees: [] })
  const path = `/users/${ALEX}/events/${enc(id)}`
  const occurrences = (await world.control('GET', `${path}/occurrences?${JANUARY}`)) as Truth[]
  expect(occurrences.map(({ start }) => start.slice(0, 10))).toEqual([
    '2027-01-04',
    '2027-01-11',
    '2027-01-18',
    '2027-01-25',
  ])
  const [first, second] = occurrences.map((each) => enc(each.id))
  await world.control('PATCH', `/users/${ALEX}/events/${first}`, { subject: 'Moved by hand' })
  await world.control('DELETE', `/users/${ALEX}/events/${second}`)
  const master = (await truths()).find((each) => each.id === id)
  expect(master).toMatchObject({ calendar: 'Customer visits', type: 'seriesMaster', cancelled: ['2027-01-11'] })
  expect(master?.exceptions).toMatchObject([{ subject: 'Moved by hand', type: 'exception' }])
  expect((await world.get(`/me/events/${first}`)).body.subject).toBe('Moved by hand')
  await world.control('DELETE', path)
  expect((await truths()).some((each) => each.id === id)).toBe(false)

  const invited = await put({
    ...hour('2027-01-05', 'From outside'),
    organizer: { emailAddress: { name: 'Nina', address: 'nina@example.test' } },
    response: 'tentativelyAccepted',
  })
  const read = await world.get(`/me/events/${enc(invited)}`)
  expect(read.body).toMatchObject({
    isOrganizer: false,
    organizer: { emailAddress: { name: 'Nina', address: 'nina@example.test' } },
    responseStatus: { response: 'tentativelyAccepted' },
  })
  const cancelled = { isCancelled: true }
  expect(await world.control('PATCH', `/users/${ALEX}/events/${enc(invited)}`, cancelled)).toMatchObject(cancelled)
  const whole = (await world.control('GET', `/users/${ALEX}/events/${enc(invited)}`)) as { graph: Shown }
  expect(whole.graph).toMatchObject({ subject: 'From outside', isCancelled: true })
})

test('many events come at once; markers are part of the truth', async () => {
  const before = (await truths()).length
  const { ids } = (await world.control('POST', `/users/${ALEX}/events`, { count: 250, spreadDays: 10 })) as {
    ids: string[]
  }
  expect([ids.length, (await truths()).length - before]).toEqual([250, 250])
  const id = 'String {3f0c6f3e-7d0a-4a55-8f4e-0b8c2d1e7a90} Name Marker'
  const marked = await world.event({ ...hour('2027-01-05'), singleValueExtendedProperties: [{ id, value: 'm' }] })
  const found = (await truths()).find((each) => each.id === marked.id)
  expect(Object.values(found?.extended ?? {})).toEqual(['m'])
})

test('calendars are made, renamed, shared and deleted by hand', async () => {
  const list = async (upn = ALEX) =>
    (await world.control('GET', `/users/${upn}/calendars`)) as { id: string; name: string; sharedBy: object | null }[]
  const made = (await world.control('POST', `/users/${ALEX}/calendars`, { name: 'By hand' })) as { id: string }
  await put({ ...hour('2027-01-05'), calendar: 'By hand' })
  await world.control('PATCH', `/users/${ALEX}/calendars/${enc(made.id)}`, { name: 'Renamed' })
  await world.control('POST', `/users/${ALEX}/calendars/Renamed/share`, { with: MEGAN, role: 'read' })
  expect((await list(MEGAN)).at(-1)).toMatchObject({ name: 'Renamed', sharedBy: { upn: ALEX, role: 'read' } })
  await world.control('DELETE', `/users/${ALEX}/calendars/Renamed`)
  expect((await list(MEGAN)).map(({ name }) => name)).not.toContain('Renamed')
  expect((await list()).map(({ name }) => name)).not.toContain('Renamed')
  expect((await truths()).some(({ calendar }) => calendar === 'Renamed')).toBe(false)
  expect(await world.control('GET', `/users/${ALEX}/calendarSettings`)).toEqual({ wholeOccurrences: false })
  for (const [method, path, body] of [
    ['DELETE', `/users/${ALEX}/calendars/Calendar`, undefined],
    ['POST', `/users/${ALEX}/calendars/Calendar/share`, { with: 'lee@fabrikam.test' }],
    ['POST', `/users/noma@contoso.test/events`, hour('2027-01-05')],
    ['POST', `/users/${ALEX}/events`, { ...hour('2027-01-05'), colour: 'red' }],
    ['GET', `/users/${ALEX}/events/none`, undefined],
  ] as const)
    await expect(world.control(method, path, body)).rejects.toThrow(/^40[04] /)
})

test('events, exceptions, ids and delta tokens outlive a restart', async () => {
  const id = await put(WEEKLY)
  const [first] = (await world.control('GET', `/users/${ALEX}/events/${enc(id)}/occurrences?${JANUARY}`)) as Truth[]
  await world.control('PATCH', `/users/${ALEX}/events/${enc(first?.id ?? '')}`, { subject: 'Exception' })
  const gone = await put(hour('2027-01-20'))
  const start = await world.call('GET', `/me/calendarView/delta?${JANUARY}`, undefined, {
    prefer: 'IdType="ImmutableId", odata.maxpagesize=500',
  })
  const link = String(start.body['@odata.deltaLink']).replace(/^.*\/v1\.0/, '')
  await world.control('DELETE', `/users/${ALEX}/events/${enc(gone)}`)
  const before = await truths()
  await world.close()
  world = await open()
  await world.signIn('openid Calendars.ReadWrite')
  expect(await truths()).toEqual(before)
  expect(listIn(await world.get(link))).toMatchObject([{ id: gone, '@removed': { reason: 'deleted' } }])
})

test('members of a $batch work on the calendar', async () => {
  const answer = await world.post('/$batch', {
    requests: [
      {
        id: '1',
        method: 'POST',
        url: '/me/events',
        headers: { 'Content-Type': 'application/json' },
        body: hour('2027-01-05', 'In a batch'),
      },
      { id: '2', method: 'GET', url: `/me/calendarView?${JANUARY}&$filter=subject eq 'In a batch'`, dependsOn: ['1'] },
    ],
  })
  const responses = answer.body.responses as { id: string; status: number; body: { value?: Shown[] } }[]
  const of = (id: string) => responses.find((each) => each.id === id)
  expect([of('1')?.status, of('2')?.body.value?.length]).toEqual([201, 1])
})

describe('a subscription to the events', () => {
  let hook: Server
  const received: { changeType: string; resourceData: { id: string } }[] = []
  beforeAll(async () => {
    hook = createServer(async (req, res) => {
      const token = new URL(req.url ?? '/', 'http://hook').searchParams.get('validationToken')
      let text = ''
      for await (const chunk of req) text += chunk
      if (!token) received.push(...(JSON.parse(text) as { value: typeof received }).value)
      res.writeHead(token ? 200 : 202, { 'content-type': 'text/plain' }).end(token ?? '')
    })
    await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
  })
  afterAll(() => {
    hook.closeAllConnections()
    hook.close()
  })

  test('hears of secondary calendars, of exceptions by their id and of deleted occurrences by the master’s', async () => {
    const address = hook.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const made = await world.post('/subscriptions', {
      changeType: 'created,updated,deleted',
      notificationUrl: `http://127.0.0.1:${port}/hook`,
      resource: '/me/events',
      expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const heard = async (count: number) => {
      await until(async () => (received.length >= count ? true : undefined))
      return received.splice(0).map(({ changeType, resourceData }) => [changeType, resourceData.id])
    }
    const id = await put({ ...WEEKLY, calendar: 'Customer visits' })
    expect(await heard(1)).toEqual([['created', id]])
    const [first, second] = (await world.control(
      'GET',
      `/users/${ALEX}/events/${enc(id)}/occurrences?${JANUARY}`,
    )) as Truth[]
    await world.patch(`/me/events/${enc(first?.id ?? '')}`, {
      start: at('2027-01-05T09:00:00'),
      end: at('2027-01-05T10:00:00'),
    })
    expect(await heard(1)).toEqual([['updated', first?.id]])
    await world.remove(`/me/events/${enc(second?.id ?? '')}`)
    expect(await heard(1)).toEqual([['updated', id]])
    await world.remove(`/me/events/${enc(first?.id ?? '')}`)
    expect(await heard(1)).toEqual([['deleted', first?.id]])
    await world.remove(`/me/events/${enc(id)}`)
    expect(await heard(1)).toEqual([['deleted', id]])
  })
})
