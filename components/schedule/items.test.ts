import { describe, expect, it } from 'vitest'
import { daysOf, isPast, nameOf, onDate, previewOf, sayRange, sayWhen, secondLine, showOnly } from './items'
import type { CalendarView, ScheduleItem } from './view'

const zone = 'Europe/London'
const item = (part: Partial<ScheduleItem>): ScheduleItem => ({
  ...{ key: 'k', source: 'tandem', id: 'k', occurrenceDate: null, isRecurring: false, kind: 'call', calendarId: null },
  ...{ title: 'Ann', startsAt: '2026-11-25T11:30:00.000Z', endsAt: '2026-11-25T12:30:00.000Z', isAllDay: false },
  ...{ startDate: null, endDate: null, location: null, isPrivate: false, showAs: 'busy', response: 'none' },
  ...{
    isCancelled: false,
    isOnline: false,
    isExternal: false,
    people: [],
    mayChange: true,
    outlook: 'none',
    version: 1,
  },
  ...part,
})
const calendar = (part: Partial<CalendarView>): CalendarView => ({
  ...{
    id: 'c',
    title: 'Calendar',
    ownerName: null,
    role: 'own',
    isDefault: true,
    hue: 1,
    isShown: true,
    isLoading: false,
  },
  ...part,
})
const holiday = item({ isAllDay: true, startDate: '2026-11-26', endDate: '2026-11-28' })

describe('an entry for readers', () => {
  it('says when, what, where it lives and what one can do', () => {
    const event = item({ source: 'outlook', kind: 'event', calendarId: 'c', title: 'Norrvik framework sign-off' })
    expect(nameOf(event, [calendar({})], 'en-GB', zone)).toBe(
      'Wednesday 25 November, 11:30 to 12:30, Norrvik framework sign-off, Outlook, read-only',
    )
    expect(nameOf(item({ title: null, source: 'outlook', kind: 'event' }), [], 'en-GB', zone)).toContain('Private')
    expect(nameOf({ ...item({}), unsent: true }, [], 'en-GB', zone)).toContain('Not sent yet')
  })

  it('says days as days, and times as the locale has them', () => {
    expect(sayWhen(holiday, 'en-GB', zone)).toBe('Thu 26 November to Fri 27 November, all day')
    expect(sayWhen({ ...holiday, endDate: '2026-11-27' }, 'en-GB', zone)).toBe('Thu 26 November, all day')
    expect(sayWhen(item({ endsAt: '2026-11-27T12:30:00.000Z' }), 'en-GB', zone)).toBe(
      'Wed 25 November, 11:30, to Fri 27 November, 12:30',
    )
    const [ten, eleven, one] = ['10', '11', '13'].map((hour) => Date.parse(`2026-11-25T${hour}:00:00Z`)) as number[]
    expect(sayRange(ten ?? 0, eleven ?? 0, 'en-GB', zone)).toBe('10:00 – 11:00')
    expect(sayRange(ten ?? 0, eleven ?? 0, 'en-US', zone)).toMatch(/^10:00 – 11:00\sAM$/)
    expect(sayRange(ten ?? 0, one ?? 0, 'en-US', zone)).toMatch(/^10:00\sAM – 1:00\sPM$/)
  })

  it('says the day of an end that lies on another one, in words, in blocks and for readers', () => {
    const [start, late, noon] = ['2026-11-30T22:00:00Z', '2026-12-01T02:00:00Z', '2026-12-09T12:00:00Z']
    const ends = (endsAt = '') => item({ startsAt: start, endsAt })
    expect(sayWhen(ends(late), 'en-GB', zone)).toBe('Mon 30 November, 22:00, to Tue 1 December, 02:00')
    expect(sayWhen(ends('2026-12-01T00:00:00Z'), 'en-GB', zone)).toBe('Mon 30 November, 22:00 to 00:00')
    expect(nameOf(ends(late), [], 'en-GB', zone)).toContain('to Tuesday 1 December, 02:00')
    const range = (end = '', locale = 'en-GB') =>
      sayRange(Date.parse(start ?? ''), Date.parse(end), locale, zone).replace(/\s/g, ' ')
    expect(range(late)).toBe('Mon 22:00 – Tue 02:00')
    expect(range(late, 'en-US')).toBe('Mon 10:00 PM – Tue 2:00 AM')
    expect(range('2026-12-01T00:00:00Z')).toBe('22:00 – 00:00')
    expect(range(noon)).toBe('Mon 30 Nov 22:00 – Wed 9 Dec 12:00')
  })

  it('names the owner of a calendar that is not one’s own', () => {
    const theirs = [calendar({ ownerName: 'Hugh Jones', role: 'delegate' })]
    expect(secondLine(item({ calendarId: 'c', source: 'outlook', kind: 'event' }), theirs)).toBe('Hugh Jones’ calendar')
    expect(secondLine(item({ people: ['Tomás', 'Jonas'] }), [])).toBe('Call, Tomás and 1 more')
    expect(secondLine(item({ location: 'Ward 7', people: ['Tomás'] }), [])).toBe('Ward 7')
  })
})

describe('days', () => {
  it('are those that an entry touches; midnight belongs to the day before', () => {
    expect(daysOf(item({ endsAt: '2026-11-26T00:00:00.000Z' }), zone)).toEqual({ from: '2026-11-25', to: '2026-11-26' })
    expect(daysOf(item({ endsAt: '2026-11-26T00:30:00.000Z' }), zone)).toEqual({ from: '2026-11-25', to: '2026-11-27' })
    expect(daysOf(holiday, 'Pacific/Chatham')).toEqual({ from: '2026-11-26', to: '2026-11-28' })
    expect(onDate([item({})], '2026-11-26', 'Pacific/Auckland')).toHaveLength(1)
  })

  it('past is what has ended, and of whole days what has ended here', () => {
    expect(isPast(item({}), Date.parse('2026-11-25T12:30:00Z'), zone)).toBe(true)
    expect(isPast(item({}), Date.parse('2026-11-25T12:29:00Z'), zone)).toBe(false)
    expect(isPast(holiday, Date.parse('2026-11-27T23:59:00Z'), zone)).toBe(false)
    expect(isPast(holiday, Date.parse('2026-11-27T12:00:00Z'), 'Pacific/Auckland')).toBe(true)
  })
})

describe('what is shown', () => {
  const all = { calls: true, timeOff: true, people: 'all' as const }
  const items = [
    item({ key: 'call' }),
    item({ key: 'off', kind: 'time_off' }),
    item({ key: 'both', source: 'both', kind: 'meeting', calendarId: 'c', isExternal: true }),
    item({ key: 'event', source: 'outlook', kind: 'event', calendarId: 'c' }),
  ]
  const keys = (shown: Parameters<typeof showOnly>[2], calendars = [calendar({})]) =>
    showOnly(items, calendars, shown).map(({ key }) => key)

  it('follows the checks: kinds for ours, calendars for theirs', () => {
    expect(keys(all)).toEqual(['call', 'off', 'both', 'event'])
    expect(keys({ ...all, calls: false })).toEqual(['off', 'event'])
    expect(keys({ ...all, timeOff: false })).toEqual(['call', 'both', 'event'])
    expect(keys(all, [calendar({ isShown: false })])).toEqual(['call', 'off', 'both'])
  })

  it('follows the filter of attendees', () => {
    expect(keys({ ...all, people: 'external' })).toEqual(['both'])
    expect(keys({ ...all, people: 'internal' })).toEqual(['call', 'off', 'event'])
  })
})

describe('the text of an event', () => {
  it('is shown without the lines that Outlook draws round an invitation', () => {
    const rule = '_'.repeat(32)
    expect(previewOf(`Agenda follows.\r\n${rule}\r\nMicrosoft Teams meeting\r\n`)).toBe(
      'Agenda follows.\r\nMicrosoft Teams meeting',
    )
    expect(previewOf(`${rule}\n`)).toBe('')
    expect(previewOf('Sign here: ____')).toBe('Sign here: ____')
  })
})
