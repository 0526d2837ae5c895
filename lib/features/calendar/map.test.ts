import { describe, expect, it } from 'vitest'
import { allDay, recurrenceOf, toCalendar, toEvent, toRow } from './map'

const EVENT = {
  id: 'AAk1',
  '@odata.etag': 'W/"key1"',
  type: 'singleInstance',
  start: { dateTime: '2026-11-25T09:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-11-25T10:00:00.0000000', timeZone: 'UTC' },
  originalStartTimeZone: 'W. Europe Standard Time',
  originalEndTimeZone: 'W. Europe Standard Time',
  isAllDay: false,
  sensitivity: 'normal',
  createdDateTime: '2026-11-20T08:00:00.0000000Z',
  lastModifiedDateTime: '2026-11-21T08:00:00.0000000Z',
  showAs: 'busy',
  isCancelled: false,
  isOrganizer: true,
  responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
  subject: 'Kick-off',
  location: { displayName: 'Harbour', locationType: 'default' },
  bodyPreview: 'Agenda',
  organizer: { emailAddress: { name: 'Alex', address: 'Alex@contoso.test' } },
  attendees: [
    {
      type: 'required',
      status: { response: 'accepted' },
      emailAddress: { name: 'Ingrid', address: 'Ingrid@Norrvik.example' },
    },
    { type: 'resource', status: { response: 'none' }, emailAddress: { name: 'Oak', address: 'oak@contoso.test' } },
  ],
  onlineMeeting: { joinUrl: 'https://teams.example/1' },
  categories: ['Green'],
  importance: 'high',
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  webLink: 'https://outlook.example/1',
  iCalUId: 'uid1',
  recurrence: null,
}
const DETAILS = ['Kick-off', 'Harbour', 'Agenda', 'alex', 'ingrid', 'teams', 'Green', 'outlook', 'uid1']
const row = (json: unknown, fields: readonly string[] | null = null) => {
  const item = toEvent(json, fields)
  if (!item?.content || !item.changeKey) throw new Error('not whole')
  return toRow(item, item.content, item.changeKey)
}

describe('an event', () => {
  it('of a year that no database keeps is not understood, and holds nothing up', () => {
    for (const dateTime of ['0000-01-01T00:00:00', '0001-01-01T00:00:00', '9999-12-31T23:30:00']) {
      const at = { dateTime, timeZone: 'Dateline Standard Time' }
      expect(toEvent({ ...EVENT, start: at, end: at, isAllDay: true }, null), dateTime).toBeNull()
    }
  })

  it('becomes a row, with the addresses that tie it to people', () => {
    expect(row(EVENT)).toMatchObject({
      external_id: 'AAk1',
      change_key: 'key1',
      start: '2026-11-25T09:00:00.000Z',
      start_timezone: 'Europe/Berlin',
      original_start_timezone: 'W. Europe Standard Time',
      subject: 'Kick-off',
      reminder_minutes: 15,
      participants: ['alex@contoso.test', 'ingrid@norrvik.example'],
      start_date: null,
    })
  })

  it.each(['private', 'confidential'])('that is %s leaves everything but R30 at the door', (sensitivity) => {
    const kept = JSON.stringify(toEvent({ ...EVENT, sensitivity }, null)).toLowerCase()
    for (const detail of DETAILS) expect(kept).not.toContain(detail.toLowerCase())
    expect(row({ ...EVENT, sensitivity })).toMatchObject({ sensitivity, change_key: 'key1', participants: [] })
  })

  it('that is personal is no secret', () => {
    expect(row({ ...EVENT, sensitivity: 'personal' }).subject).toBe('Kick-off')
  })

  it('is pulled by the fields that the workspace chose', () => {
    expect(row(EVENT, ['location'])).toMatchObject({
      subject: null,
      location: 'Harbour',
      organizer_address: null,
      attendees: null,
      join_url: null,
      web_link: null,
      participants: [],
    })
    expect(row(EVENT, ['attendees']).participants).toEqual(['ingrid@norrvik.example'])
  })

  it('of a zone that nobody knows keeps its instants', () => {
    const custom = { ...EVENT, originalStartTimeZone: 'tzone://Microsoft/Custom', originalEndTimeZone: null }
    expect(row(custom)).toMatchObject({ start: '2026-11-25T09:00:00.000Z', start_timezone: 'UTC' })
  })

  it('is told in another zone than UTC', () => {
    const start = { dateTime: '2026-11-25T10:00:00.0000000', timeZone: 'W. Europe Standard Time' }
    const end = { dateTime: '2026-11-25T11:00:00.0000000', timeZone: 'W. Europe Standard Time' }
    expect(row({ ...EVENT, start, end })).toMatchObject({ start: '2026-11-25T09:00:00.000Z' })
  })

  it('whose links are none, or lead elsewhere than to the web, has none', () => {
    expect(row({ ...EVENT, webLink: 'javascript:alert(1)', onlineMeeting: { joinUrl: 'data:x' } })).toMatchObject({
      web_link: null,
      join_url: null,
    })
  })

  it('of the wrong shape spoils nothing but itself', () => {
    for (const wrong of [
      null,
      {},
      { id: 1 },
      { ...EVENT, id: 'a b' },
      { ...EVENT, start: null },
      { ...EVENT, start: { dateTime: 'soon', timeZone: 'UTC' } },
      { ...EVENT, start: { dateTime: '2026-13-40T99:00:00', timeZone: 'UTC' } },
      { ...EVENT, start: { dateTime: '2026-11-25T09:00:00', timeZone: 'Nowhere' } },
      { ...EVENT, end: { dateTime: '2026-11-24T09:00:00', timeZone: 'UTC' } },
      { ...EVENT, isAllDay: 'yes' },
      { ...EVENT, subject: 7 },
    ])
      expect(toEvent(wrong, null)).toBeNull()
    expect(row({ ...EVENT, subject: 'a\u0000b\ud800' }).subject).toBe('ab\ufffd')
  })
})

describe('an occurrence', () => {
  it('may come with its times alone, and then has no content', () => {
    const { id, start, end } = EVENT
    const item = toEvent({ id, start, end, type: 'occurrence', seriesMasterId: 'AAk0' }, null)
    expect(item).toMatchObject({ type: 'occurrence', seriesMasterId: 'AAk0', content: null, changeKey: null })
  })
})

describe('an all-day event', () => {
  const day = (start: string, end: string, original: string) =>
    row({
      ...EVENT,
      isAllDay: true,
      start: { dateTime: start, timeZone: 'UTC' },
      end: { dateTime: end, timeZone: 'UTC' },
      originalStartTimeZone: original,
      originalEndTimeZone: original,
    })

  it.each([
    ['2026-11-24T23:00:00.0000000', '2026-11-26T23:00:00.0000000', 'W. Europe Standard Time'],
    ['2026-11-25T08:00:00.0000000', '2026-11-27T08:00:00.0000000', 'Pacific Standard Time'],
    ['2026-11-24T11:00:00.0000000', '2026-11-26T11:00:00.0000000', 'Pacific/Auckland'],
    ['2026-11-25T00:00:00.0000000', '2026-11-27T00:00:00.0000000', 'Pacific Standard Time'],
    ['2026-11-24T22:00:00.0000000', '2026-11-26T22:00:00.0000000', 'tzone://Microsoft/Custom'],
  ])('that comes as %s to %s of %s is the same two days', (start, end, original) => {
    expect(day(start, end, original)).toMatchObject({ start_date: '2026-11-25', end_date: '2026-11-27' })
  })

  it('over a change of clocks is as many days as it was', () => {
    const item = { start: '2026-10-24T22:00:00.000Z', end: '2026-10-25T23:00:00.000Z', midnights: null }
    expect(allDay(item, 'Europe/Berlin')).toMatchObject({ start_date: '2026-10-25', end_date: '2026-10-26' })
  })
})

describe('a recurrence', () => {
  it('keeps only what its type uses: Graph fills the rest', () => {
    const pattern = {
      type: 'weekly' as const,
      interval: 2,
      month: 0,
      dayOfMonth: 0,
      daysOfWeek: ['monday' as const],
      firstDayOfWeek: 'sunday' as const,
      index: 'first' as const,
    }
    const range = {
      type: 'noEnd' as const,
      startDate: '2026-11-23',
      endDate: '0001-01-01',
      numberOfOccurrences: 0,
      recurrenceTimeZone: 'UTC',
    }
    expect(recurrenceOf({ pattern, range })).toEqual({
      pattern: { type: 'weekly', interval: 2, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday' },
      range: { type: 'noEnd', startDate: '2026-11-23' },
    })
    expect(recurrenceOf({ pattern: { ...pattern, type: 'relativeYearly', month: 3 }, range }).pattern).toEqual({
      type: 'relativeYearly',
      interval: 2,
      daysOfWeek: ['monday'],
      month: 3,
      index: 'first',
    })
  })
})

describe('a calendar', () => {
  it('that bears Tandem’s marker is Tandem’s own', () => {
    const calendar = { id: 'c1', name: 'Tandem - Alex', canEdit: true, isDefaultCalendar: false }
    expect(toCalendar(calendar)).toMatchObject({ title: 'Tandem - Alex', isTandems: false, ownerAddress: null })
    const marked = { ...calendar, singleValueExtendedProperties: [{ id: 'x', value: 'u w' }] }
    expect(toCalendar(marked)).toMatchObject({ isTandems: true })
    expect(toCalendar({ name: 'without id' })).toBeNull()
  })
})
