import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, calendarWorld, enc, hour, idIn, listIn, outcome } from './world'

let world: Awaited<ReturnType<typeof calendarWorld>>
let place: string
beforeAll(async () => {
  world = await calendarWorld()
  await world.begin()
  place = await world.calendar('Events')
})
afterAll(() => world.close())

const BERLIN = 'W. Europe Standard Time'

test('an event is made, read, found, changed and deleted', async () => {
  const made = await world.post(`${place}/events`, {
    ...hour('2026-12-01', 'Kick-off'),
    start: at('2026-12-01T09:00:00', BERLIN),
    end: at('2026-12-01T10:00:00', 'Europe/Berlin'),
    body: { contentType: 'HTML', content: '<p>Hello</p>' },
    location: { displayName: 'Room 1' },
    sensitivity: 'Personal',
    categories: ['Red category'],
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    '@odata.etag': `W/"${made.body.changeKey}"`,
    subject: 'Kick-off',
    type: 'singleInstance',
    start: { dateTime: '2026-12-01T08:00:00.0000000', timeZone: 'UTC' },
    originalStartTimeZone: BERLIN,
    originalEndTimeZone: 'Europe/Berlin',
    sensitivity: 'personal',
    showAs: 'busy',
    bodyPreview: 'Hello',
    isOrganizer: true,
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    organizer: { emailAddress: { address: 'alex@contoso.test' } },
    location: { displayName: 'Room 1' },
    seriesMasterId: null,
    recurrence: null,
    onlineMeetingUrl: null,
  })
  const path = `/me/events/${enc(idIn(made))}`
  const read = await world.call('GET', path, undefined, {
    prefer: `IdType="ImmutableId", outlook.timezone="${BERLIN}", outlook.body-content-type="text"`,
  })
  expect(read.headers.get('preference-applied')).toBe(`outlook.timezone="${BERLIN}", outlook.body-content-type="text"`)
  expect(read.body).toMatchObject({
    start: { dateTime: '2026-12-01T09:00:00.0000000', timeZone: BERLIN },
    body: { contentType: 'text', content: 'Hello' },
  })
  const changed = await world.patch(path, { subject: 'Kick-off 2' }, { 'if-match': String(made.body['@odata.etag']) })
  expect([changed.status, changed.body.subject]).toEqual([200, 'Kick-off 2'])
  expect(changed.body.changeKey).not.toBe(made.body.changeKey)
  expect(listIn(await world.get(`${place}/events?$select=subject`)).map(({ subject }) => subject)).toEqual([
    'Kick-off 2',
  ])
  expect((await world.remove(path)).status).toBe(204)
  expect(outcome(await world.wrong('GET', path))).toEqual([404, 'ErrorItemNotFound'])
})

describe('what is refused', () => {
  test.each([
    ['an unknown property', { colour: 'red' }, 'RequestBodyRead'],
    ['a read-only property', { isOrganizer: false }, 'ErrorInvalidPropertySet'],
    ['an unknown zone', { start: at('2026-12-01T09:00:00', 'Middle Earth') }, 'TimeZoneNotSupportedException'],
    ['no zone', { start: { dateTime: '2026-12-01T09:00:00' } }, 'TimeZoneNotSupportedException'],
    ['an end before the start', { end: at('2026-12-01T08:00:00') }, 'ErrorCalendarEndDateIsEarlierThanStartDate'],
    ['an all-day event in the morning', { isAllDay: true }, 'ErrorPropertyValidationFailure'],
    ['a wrong sensitivity', { sensitivity: 'secret' }, 'ErrorInvalidRequest'],
    ['a wrong attendee', { attendees: [{ emailAddress: { address: 'nobody' } }] }, 'ErrorInvalidRecipients'],
    ['an unknown property of a place', { location: { name: 'Room' } }, 'RequestBodyRead'],
    [
      'more than 500 attendees',
      { attendees: Array.from({ length: 501 }, (_, n) => ({ emailAddress: { address: `a${n}@b.example` } })) },
      'ErrorTooManyRecipients',
    ],
  ])('%s', async (_name, part, code) => {
    const before = listIn(await world.get(`${place}/events?$top=100`)).length
    expect(outcome(await world.wrong('POST', `${place}/events`, { ...hour('2026-12-01'), ...part }))).toEqual([
      400,
      code,
    ])
    expect(listIn(await world.get(`${place}/events?$top=100`))).toHaveLength(before)
  })

  test('a stale change key, ids of nothing, an unknown zone in Prefer, unknown options', async () => {
    const { id, ...made } = await world.event(hour('2026-12-02'), `${place}/events`)
    const path = `/me/events/${enc(id)}`
    await world.patch(path, { subject: 'Newer' })
    const stale = { 'if-match': String(made['@odata.etag']) }
    const conflict = [412, 'ErrorIrresolvableConflict']
    expect(outcome(await world.wrong('PATCH', path, { subject: 'Older' }, stale))).toEqual(conflict)
    expect(outcome(await world.wrong('DELETE', path, undefined, stale))).toEqual(conflict)
    expect((await world.get(path)).body.subject).toBe('Newer')
    expect(outcome(await world.wrong('GET', '/me/events/nothing'))).toEqual([400, 'ErrorInvalidIdMalformed'])
    const zone = { prefer: 'outlook.timezone="Nowhere"' }
    expect(outcome(await world.wrong('GET', path, undefined, zone))).toEqual([400, 'TimeZoneNotSupportedException'])
    expect((await world.wrong('GET', '/me/events?$search="x"')).status).toBe(501)
    expect((await world.wrong('GET', '/me/events?$select=colour')).status).toBe(400)
  })
})

describe('all-day events', () => {
  test('last from midnight to midnight in their zone, in days with another length too', async () => {
    const day = (date: string) => at(`${date}T00:00:00`, BERLIN)
    const made = await world.event(
      { subject: 'Clocks go forward', isAllDay: true, start: day('2027-03-28'), end: day('2027-03-29') },
      `${place}/events`,
    )
    expect(made.isAllDay).toBe(true)
    const read = await world.call('GET', `/me/events/${enc(made.id)}`, undefined, {
      prefer: `outlook.timezone="${BERLIN}"`,
    })
    expect(read.body).toMatchObject({
      start: { dateTime: '2027-03-28T00:00:00.0000000' },
      end: { dateTime: '2027-03-29T00:00:00.0000000' },
    })
    const one = { subject: 'None', isAllDay: true, start: day('2027-05-01'), end: day('2027-05-01') }
    expect((await world.wrong('POST', `${place}/events`, one)).status).toBe(400)
  })
})

test('a repeated transactionId makes no second event', async () => {
  const body = { ...hour('2026-12-03', 'Once'), transactionId: 'tandem-1' }
  const first = await world.post(`${place}/events`, body)
  const second = await world.post(`${place}/events`, { ...body, subject: 'Twice' })
  expect([second.status, second.body.id, second.body.subject]).toEqual([201, first.body.id, 'Once'])
  expect(first.body.transactionId).toBe('tandem-1')
  const path = `/me/events/${enc(idIn(first))}`
  expect((await world.wrong('PATCH', path, { transactionId: 'tandem-2' })).status).toBe(400)
})

describe('lists', () => {
  let shelf: string
  const MARK = 'String {3f0c6f3e-7d0a-4a55-8f4e-0b8c2d1e7a90} Name Marker'
  beforeAll(async () => {
    shelf = await world.calendar('Lists')
    for (const [day, subject, extra] of [
      ['2027-02-01', 'Alpha', { singleValueExtendedProperties: [{ id: MARK, value: 'M-1' }] }],
      ['2027-02-02', 'Beta', { showAs: 'oof', categories: ['Red category'] }],
      ['2027-02-03', 'Gamma', { sensitivity: 'private' }],
    ] as const)
      await world.event({ ...hour(day, subject), ...extra }, `${shelf}/events`)
  })
  const subjects = async (query: string) =>
    listIn(await world.get(`${shelf}/events?${query}`)).map(({ subject }) => subject)

  test.each([
    ["$filter=start/dateTime ge '2027-02-02T09:00:00Z'&$orderby=start/dateTime", ['Beta', 'Gamma']],
    ["$filter=start/dateTime lt '2027-02-02T09:00' and end/dateTime gt '2027-01-01'", ['Alpha']],
    ["$filter=showAs eq 'OOF' or sensitivity eq 'private'&$orderby=subject desc", ['Gamma', 'Beta']],
    ["$filter=categories/any(c:c eq 'Red category')", ['Beta']],
    ['$orderby=subject&$top=1&$skip=1', ['Beta']],
    [`$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${MARK}' and ep/value eq 'm-1')`, ['Alpha']],
    ['$filter=isAllDay', []],
  ])('%s', async (query, expected) => {
    expect(await subjects(query)).toEqual(expected)
  })

  test('come in pages, are counted, and show markers only when asked', async () => {
    const first = await world.get(`${shelf}/events?$top=2&$count=true&$select=subject`)
    expect(first.body['@odata.count']).toBe(3)
    const rest = await world.get(String(first.body['@odata.nextLink']).replace(/^.*\/v1\.0/, ''))
    expect([...listIn(first), ...listIn(rest)].map(({ subject }) => subject).sort()).toEqual(['Alpha', 'Beta', 'Gamma'])
    expect(rest.body).not.toHaveProperty('@odata.nextLink')
    const count = await world.bytes(`${shelf}/events/$count?$filter=showAs eq 'busy'`)
    expect(new TextDecoder().decode(count)).toBe('2')
    const expand = `$expand=singleValueExtendedProperties($filter=id eq '${MARK}')`
    const [alpha] = listIn(await world.get(`${shelf}/events?$filter=subject eq 'Alpha'&${expand}`))
    expect(alpha?.singleValueExtendedProperties).toEqual([
      { id: MARK.toLowerCase().replace('string', 'String').replace('name marker', 'Name Marker'), value: 'M-1' },
    ])
    expect(listIn(await world.get(`${shelf}/events`)).some((each) => 'singleValueExtendedProperties' in each)).toBe(
      false,
    )
    expect((await world.wrong('GET', `${shelf}/events?$filter=colour eq 'red'`)).status).toBe(400)
  })

  test('a uid finds its event', async () => {
    const [alpha] = listIn(await world.get(`${shelf}/events?$filter=subject eq 'Alpha'`))
    expect(await subjects(`$filter=iCalUId eq '${String(alpha?.iCalUId)}'`)).toEqual(['Alpha'])
  })
})

describe('calendarView', () => {
  test('holds what touches the window; without an offset it is UTC', async () => {
    const shelf = await world.calendar('View')
    const night = { subject: 'Night', start: at('2027-02-01T23:00:00'), end: at('2027-02-02T01:00:00') }
    await world.event(night, `${shelf}/events`)
    await world.event(hour('2027-02-03', 'Day'), `${shelf}/events`)
    const subjects = async (from: string, to: string) =>
      listIn(
        await world.get(`${shelf}/calendarView?startDateTime=${enc(from)}&endDateTime=${enc(to)}&$select=subject`),
      ).map(({ subject }) => subject)
    expect(await subjects('2027-02-02T00:00:00', '2027-02-03T09:00:00')).toEqual(['Night'])
    expect(await subjects('2027-02-02T01:00:00', '2027-02-03T09:00:01')).toEqual(['Day'])
    expect(await subjects('2027-02-02T02:00:00+02:00', '2027-02-03T11:00:00+02:00')).toEqual(['Night'])
    expect(await subjects('2027-02-02T02:00:00+01:00', '2027-02-03T10:00:01+01:00')).toEqual(['Day'])
  })

  test.each([
    ['', 'ErrorInvalidParameter'],
    ['startDateTime=2027-01-01', 'ErrorInvalidParameter'],
    ['startDateTime=soon&endDateTime=2027-01-01', 'ErrorInvalidParameter'],
    ['startDateTime=2027-02-01&endDateTime=2027-01-01', 'ErrorInvalidParameter'],
    ['startDateTime=2020-01-01&endDateTime=2026-01-01', 'ErrorCalendarViewRangeTooBig'],
  ])('refuses the window “%s”', async (query, code) => {
    expect(outcome(await world.wrong('GET', `/me/calendarView?${query}`))).toEqual([400, code])
  })
})

test('a token with Calendars.ReadBasic sees no bodies', async () => {
  const { id } = await world.event({ ...hour('2026-12-04'), body: { contentType: 'text', content: 'Inside' } })
  const app = await world.tokenOf('adele@contoso.test', 'openid Calendars.ReadBasic')
  const path = '/me/events?$top=1'
  const [first] = listIn(await world.as(app, 'GET', path))
  expect(first).not.toHaveProperty('body')
  expect(first).not.toHaveProperty('bodyPreview')
  expect((await world.get(`/me/events/${enc(id)}`)).body.bodyPreview).toBe('Inside')
})

test('the mailbox names its zones', async () => {
  const read = await world.tokenOf('alex@contoso.test', 'openid User.Read')
  const windows = listIn(await world.as(read, 'GET', '/me/outlook/supportedTimeZones'))
  expect(windows).toContainEqual(expect.objectContaining({ alias: BERLIN }))
  const iana = listIn(
    await world.as(
      read,
      'GET',
      "/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')",
    ),
  )
  expect(iana).toContainEqual(expect.objectContaining({ alias: 'Europe/Berlin' }))
})
