import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyOf, type Entry, endOf, fieldsOf, timesOf, toGraph, untilOf } from './map'

const entry = (given: Partial<Entry>): Entry => ({
  id: '7d1f2a34-0000-4000-8000-000000000001',
  workspaceId: 'w',
  kind: 'call',
  ownerId: 'u',
  title: 'Framework sign-off',
  parentId: null,
  channel: null,
  isAllDay: false,
  startDate: null,
  endDate: null,
  startAt: new Date('2026-11-25T10:30:00Z'),
  endAt: new Date('2026-11-25T11:30:00Z'),
  timeZone: 'Europe/Berlin',
  location: '',
  notes: '',
  isPrivate: false,
  showAs: 'busy',
  reminderMinutes: null,
  isOnline: false,
  joinUrl: null,
  recurrence: null,
  seriesEndsAt: null,
  seriesId: null,
  occurrenceDate: null,
  isCancelled: false,
  organizerName: null,
  organizerAddress: null,
  responseStatus: 'none',
  connectionId: null,
  handedFrom: null,
  invitedFrom: null,
  version: 1,
  createdBy: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...given,
})

const times = (given: Partial<Entry>) => {
  const { isAllDay, start, end } = timesOf(entry(given))
  return `${isAllDay ? 'all day' : 'timed'} ${start} ${end}`
}

describe('times of a copy', () => {
  it('are exact below a day', () => {
    expect(times({})).toBe('timed 2026-11-25T11:30:00 2026-11-25T12:30:00')
    expect(times({ endAt: new Date('2026-11-26T10:29:00Z') })).toBe('timed 2026-11-25T11:30:00 2026-11-26T11:29:00')
  })

  it('end half an hour after the start if nobody said when', () => {
    expect(times({ endAt: null })).toBe('timed 2026-11-25T11:30:00 2026-11-25T12:00:00')
    expect(endOf(entry({ endAt: null })).toISOString()).toBe('2026-11-25T11:00:00.000Z')
  })

  it('are all-day for dates only', () => {
    expect(times({ isAllDay: true, startDate: '2026-11-25', endDate: '2026-11-27' })).toBe(
      'all day 2026-11-25T00:00:00 2026-11-27T00:00:00',
    )
    expect(times({ isAllDay: true, startDate: '2026-11-25', endDate: null })).toBe(
      'all day 2026-11-25T00:00:00 2026-11-26T00:00:00',
    )
  })

  it('are all-day over the days touched from 24 hours on, an end at midnight belonging to the day before', () => {
    expect(times({ endAt: new Date('2026-11-26T10:30:00Z') })).toBe('all day 2026-11-25T00:00:00 2026-11-27T00:00:00')
    // Midnight in Berlin.
    expect(times({ endAt: new Date('2026-11-26T23:00:00Z') })).toBe('all day 2026-11-25T00:00:00 2026-11-27T00:00:00')
    expect(times({ endAt: new Date('2026-11-26T23:01:00Z') })).toBe('all day 2026-11-25T00:00:00 2026-11-28T00:00:00')
  })

  it('take a day of 23 hours, from midnight to midnight, for a day', () => {
    const spring = { startAt: new Date('2026-03-28T23:00:00Z'), endAt: new Date('2026-03-29T22:00:00Z') }
    expect(times(spring)).toBe('all day 2026-03-29T00:00:00 2026-03-30T00:00:00')
  })

  it('name a day without a midnight by UTC, the rule of a series, too', () => {
    const recurrence = {
      pattern: { type: 'daily' as const, interval: 1 },
      range: { type: 'noEnd' as const, startDate: '2027-03-28' },
    }
    const days = { isAllDay: true, timeZone: 'Asia/Beirut', recurrence }
    const sent = (startDate: string, endDate: string) =>
      toGraph(copyOf(entry({ ...days, startDate, endDate }), [], null)) as {
        start: { timeZone: string }
        end: { timeZone: string }
        recurrence: { range: { recurrenceTimeZone: string } }
      }
    for (const [first, last, zone] of [
      ['2027-03-26', '2027-03-27', 'Middle East Standard Time'],
      ['2027-03-27', '2027-03-28', 'UTC'],
      ['2027-03-28', '2027-03-29', 'UTC'],
      ['2027-03-29', '2027-03-30', 'Middle East Standard Time'],
    ] as const) {
      const { start, end, recurrence: rule } = sent(first, last)
      expect(start).toEqual({ dateTime: `${first}T00:00:00`, timeZone: zone })
      expect(end).toEqual({ dateTime: `${last}T00:00:00`, timeZone: zone })
      expect(rule.range.recurrenceTimeZone).toBe(zone)
    }
  })

  it('cover every instant of the entry, in any zone', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham', 'Asia/Kolkata', 'UTC', 'Pacific/Kiritimati']
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 6 * 24 * 60 }),
        fc.constantFrom(...zones),
        (day, minutes, timeZone) => {
          const startAt = new Date(Math.floor(day.getTime() / 60_000) * 60_000)
          const endAt = new Date(startAt.getTime() + minutes * 60_000)
          const { isAllDay, start, end } = timesOf(entry({ startAt, endAt, timeZone }))
          if (minutes >= 1440) expect(isAllDay).toBe(true)
          // 25 hours are the longest day of a clock that was put back.
          if (minutes < 1380) expect(isAllDay).toBe(false)
          if (!isAllDay) return
          expect(start.endsWith('T00:00:00') && end.endsWith('T00:00:00') && start < end).toBe(true)
          const days = (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 86_400_000
          expect(days).toBeGreaterThanOrEqual(Math.floor(minutes / 1500))
          expect(days).toBeLessThanOrEqual(Math.ceil(minutes / 1380) + 1)
        },
      ),
    )
  })
})

describe('a copy', () => {
  it('of a call tells its channel, and nothing of its notes', () => {
    const copy = copyOf(entry({ channel: 'phone', notes: 'secret' }), [], 15)
    expect(copy).toMatchObject({ subject: 'Framework sign-off', content: 'Phone', reminder: 15 })
  })

  it('of time off and of a medical event tells its name alone', () => {
    for (const kind of ['time_off', 'medical_event'] as const) {
      const copy = copyOf(entry({ kind, title: 'Dentist', notes: 'left', location: 'Main Street' }), [], null)
      expect(copy).toMatchObject({ subject: 'Dentist', content: '', location: '', reminder: null })
    }
  })

  it('of a meeting tells place, link and notes, and invites nobody', () => {
    const given = { kind: 'meeting', location: 'Oak', notes: 'Agenda', joinUrl: 'teams:1' } as const
    const json = toGraph(copyOf(entry(given), [], 15))
    expect(json).toMatchObject({ location: { displayName: 'Oak' }, body: { content: 'Join: teams:1\n\nAgenda' } })
    expect(json).not.toHaveProperty('attendees')
    expect(json).not.toHaveProperty('isOnlineMeeting')
  })

  it('keeps private, shown as, and a reminder of its own', () => {
    const json = toGraph(copyOf(entry({ isPrivate: true, showAs: 'oof', reminderMinutes: 30 }), [], 15))
    expect(json).toMatchObject({
      sensitivity: 'private',
      showAs: 'oof',
      isReminderOn: true,
      reminderMinutesBeforeStart: 30,
    })
    expect(toGraph(copyOf(entry({}), [], null))).toMatchObject({ isReminderOn: false })
  })

  it('is one line and fits, whatever somebody typed', () => {
    const { subject } = copyOf(entry({ title: `a\r\nb\u0000${'😀'.repeat(300)}` }), [], null)
    expect(subject.startsWith('a b😀')).toBe(true)
    expect(subject.length).toBeLessThanOrEqual(255)
    expect(subject.isWellFormed()).toBe(true)
  })

  it('of a series carries its exceptions, deleted ones as such', () => {
    const recurrence = {
      pattern: { type: 'daily' as const, interval: 1 },
      range: { type: 'noEnd' as const, startDate: '2026-11-25' },
    }
    const moved = entry({ occurrenceDate: '2026-11-27', startAt: new Date('2026-11-27T14:00:00Z'), endAt: null })
    const gone = entry({ occurrenceDate: '2026-11-28', isCancelled: true })
    const copy = copyOf(entry({ recurrence }), [moved, gone], null)
    expect(copy.exceptions['2026-11-27']).toMatchObject({ start: '2026-11-27T15:00:00' })
    expect(copy.exceptions['2026-11-28']).toBeNull()
    expect(toGraph(copy)).toMatchObject({
      start: { dateTime: '2026-11-25T11:30:00', timeZone: 'W. Europe Standard Time' },
      recurrence: { range: { recurrenceTimeZone: 'W. Europe Standard Time' } },
    })
    expect(untilOf(entry({ recurrence }))).toBeNull()
  })

  it('sends all times with any of them, and nothing that did not change', () => {
    const copy = copyOf(entry({}), [], 15)
    expect(Object.keys(toGraph(fieldsOf(copy, ['end']))).sort()).toEqual(['end', 'isAllDay', 'start'])
    expect(toGraph(fieldsOf(copy, ['subject']))).toEqual({ subject: 'Framework sign-off' })
  })
})
