import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addDays, ianaOf } from '@/lib/platform/zones'
import {
  contentOfEntry,
  type Entry,
  notesOf,
  seriesValues,
  stateOfEntry,
  theirsOf,
  timeValues,
  toGraph,
  valuesOf,
} from './map'
import { type State, sameState } from './rules'

/** Zones that have a Windows name of their own. */
const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Asia/Calcutta',
  'UTC',
)
const date = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
const dayOf = (at: Date) => at.toISOString().slice(0, 10)
const times = fc
  .tuple(date, fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 4 }), zone, fc.boolean())
  .map(([at, hour, length, name, isAllDay]) => {
    const start = dayOf(at)
    const two = (n: number) => String(n).padStart(2, '0')
    // Half past: no clock skips or repeats that hour's noon side twice a day in these zones between 04:00 and 22:00.
    const first = Math.max(4, hour)
    return isAllDay
      ? { isAllDay, start, end: addDays(start, length), zone: name }
      : { isAllDay, start: `${start}T${two(first)}:30:00`, end: `${start}T${two(first)}:59:00`, zone: name }
  })
const words = fc.stringMatching(/^[A-Za-zÄöß€!? ]{0,30}$/).map((text) => text.trim().replace(/\s+/g, ' '))
const guests = fc
  .uniqueArray(fc.constantFrom('ann', 'ben', 'cleo'), { maxLength: 3 })
  .map((names) => names.map((name) => ({ address: `${name}@elsewhere.example`, name, type: 'optional' as const })))
const state: fc.Arbitrary<State> = fc
  .record({
    title: words.map((text) => text || 'T'),
    times,
    location: words,
    notes: words,
    isPrivate: fc.constant(false),
    showAs: fc.constantFrom('free' as const, 'tentative' as const, 'busy' as const, 'oof' as const),
    reminder: fc.constantFrom(null, 0, 15, 1440),
    attendees: guests,
    isSeries: fc.boolean(),
  })
  .map(({ isSeries, ...own }) => ({
    ...own,
    isOnline: false,
    recurrence: isSeries
      ? {
          pattern: { type: 'daily' as const, interval: 6 },
          range: { type: 'numbered' as const, startDate: own.times.start.slice(0, 10), numberOfOccurrences: 4 },
        }
      : null,
    exceptions: {},
  }))

/** What Graph answers to such a body: canonical, with everything that it fills in. */
function answered(body: Record<string, unknown>): Record<string, unknown> {
  const {
    recurrence,
    body: text,
    ...rest
  } = body as {
    recurrence: { pattern: object; range: object } | null
    body: { content: string }
    start: { timeZone: string }
  }
  const filled = { month: 0, dayOfMonth: 0, daysOfWeek: [], firstDayOfWeek: 'sunday', index: 'first' }
  return {
    id: 'AAMk1',
    changeKey: 'key',
    type: recurrence ? 'seriesMaster' : 'singleInstance',
    isOrganizer: true,
    organizer: { emailAddress: { name: 'Me', address: 'me@contoso.test' } },
    lastModifiedDateTime: '2026-11-21T12:00:00Z',
    originalStartTimeZone: (rest.start as { timeZone: string }).timeZone,
    originalEndTimeZone: (rest.start as { timeZone: string }).timeZone,
    ...rest,
    body: { contentType: 'text', content: `${text.content}\r\n` },
    recurrence: recurrence && {
      pattern: { ...filled, ...recurrence.pattern },
      range: { endDate: '0001-01-01', numberOfOccurrences: 0, ...recurrence.range },
    },
  }
}

const entry = (values: Partial<Entry>): Entry =>
  ({ id: 'e', kind: 'meeting', isCancelled: false, isOnline: false, ...values }) as Entry

describe('entry and event', () => {
  it('an entry that went to Outlook and came back is the same', () => {
    fc.assert(
      fc.property(state, (one) => {
        const row = entry({ ...(valuesOf(one) as Partial<Entry>), ...(seriesValues(one) as Partial<Entry>) })
        const ours = stateOfEntry(row, [], new Map([['e', one.attendees]]))
        expect(sameState(ours, one)).toBe(true)
        const theirs = theirsOf(answered(toGraph(ours, ours.times.zone)), null, null)
        expect(theirs && sameState(theirs.state, ours)).toBe(true)
        const back = valuesOf(theirs?.state ?? {})
        expect(back).toEqual(valuesOf(ours))
      }),
    )
  })

  it('whole days go from midnight to midnight, where a day has none, too, and come back in their zone', () => {
    const skipping = fc.constantFrom(
      ['Asia/Beirut', '2027-03-28'],
      ['Africa/Cairo', '2027-04-30'],
      ['America/Santiago', '2027-09-05'],
      ['America/Havana', '2027-03-14'],
    )
    let lacking = 0
    fc.assert(
      fc.property(skipping, fc.nat(6), fc.integer({ min: 1, max: 3 }), ([name = '', skipped = ''], ahead, length) => {
        const start = addDays(skipped, ahead - 4)
        const row = entry(timeValues({ isAllDay: true, start, end: addDays(start, length), zone: name }))
        const ours = { ...contentOfEntry(row, []), title: 'T', location: '', notes: '', showAs: 'busy' as const }
        const sent = toGraph({ ...ours, isPrivate: false, reminder: null, isOnline: false }, name)
        for (const side of ['start', 'end']) {
          const { dateTime, timeZone: told } = sent[side] as { dateTime: string; timeZone: string }
          const iana = ianaOf(told) ?? ''
          if (iana === 'UTC') lacking++
          // By another reckoning than ours: an instant that shows this date at 00:00.
          const zoned = Temporal.PlainDateTime.from(dateTime).toZonedDateTime(iana)
          expect(zoned.toPlainDateTime().toString()).toBe(dateTime)
          expect(dateTime.slice(11)).toBe('00:00:00')
        }
        const before = { ...ours, isPrivate: false, reminder: null, isOnline: false, recurrence: null, exceptions: {} }
        expect(theirsOf(answered(sent), null, before)?.state.times).toEqual(ours.times)
      }),
    )
    expect(lacking).toBeGreaterThan(0)
  })

  it('the second of two equal hours is told in UTC', () => {
    const startAt = new Date('2026-10-25T01:30:00Z')
    const { times: told } = contentOfEntry(
      entry({ isAllDay: false, startAt, endAt: new Date(+startAt + 1_800_000), timeZone: 'Europe/Berlin' }),
      [],
    )
    expect(told).toEqual({ isAllDay: false, start: '2026-10-25T01:30:00', end: '2026-10-25T02:00:00', zone: 'UTC' })
  })

  it('of a private event nothing is read but when it is; what is known stays', () => {
    const before = { title: 'Known', notes: 'Kept', reminder: 5, attendees: [] }
    const json = answered(
      toGraph(
        {
          title: 'Secret',
          notes: 'Secret',
          location: 'Secret',
          isPrivate: true,
          reminder: 0,
          times: { isAllDay: false, start: '2026-11-25T10:00:00', end: '2026-11-25T11:00:00', zone: 'UTC' },
        },
        'UTC',
      ),
    )
    const seen = theirsOf({ ...json, isAllDay: false }, null, { ...(before as unknown as State), exceptions: {} })
    expect(seen?.state).toMatchObject({ ...before, isPrivate: true })
    expect(JSON.stringify(seen)).not.toContain('Secret')
  })

  it('of a private date of Outlook’s series only what was written from here is kept', () => {
    const times = { isAllDay: false, start: '2026-11-25T10:00:00', end: '2026-11-25T11:00:00', zone: 'UTC' }
    const { recurrence, ...series } = {
      title: 'Daily',
      notes: 'Plan',
      location: 'Bonn',
      isPrivate: false,
      times,
      recurrence: null,
    }
    const date = { ...series, title: 'Secret', notes: 'Secret', location: 'Secret', isPrivate: true }
    const rule = { pattern: { type: 'daily', interval: 1 }, range: { type: 'noEnd', startDate: '2026-11-25' } }
    const json = {
      ...answered({ ...toGraph(series, 'UTC'), recurrence: rule }),
      exceptionOccurrences: [
        { ...answered({ ...toGraph(date, 'UTC'), recurrence }), id: 'AAMk2', originalStart: '2026-11-26T10:00:00Z' },
      ],
    }
    const known = { ...date, title: 'Dentist', location: 'Clinic', showAs: 'busy', reminder: null, attendees: [] }
    const before = { ...series, exceptions: { '2026-11-26': { ...known, fromHere: ['title', 'times'] } } }
    const seen = theirsOf(json, null, before as unknown as State, true)?.state.exceptions
    expect(seen).toMatchObject({ '2026-11-26': { title: 'Dentist', location: 'Bonn', notes: 'Plan', isPrivate: true } })
    expect(JSON.stringify(seen)).not.toMatch(/Secret|Clinic/)
    // What was entered here is the person's, whatever it is about.
    const ours = theirsOf(json, null, before as unknown as State)?.state.exceptions
    expect(ours).toMatchObject({ '2026-11-26': { title: 'Dentist', location: 'Clinic' } })
  })

  it('fields that the workspace does not pull are as they were', () => {
    const json = answered(
      toGraph(
        {
          title: 'New',
          notes: 'New',
          isPrivate: false,
          times: { isAllDay: false, start: '2026-11-25T10:00:00', end: '2026-11-25T11:00:00', zone: 'UTC' },
        },
        'UTC',
      ),
    )
    const before = { title: 'Old', notes: 'Old', location: '', attendees: [], exceptions: {} } as unknown as State
    expect(theirsOf(json, ['subject'], before)?.state).toMatchObject({ title: 'New', notes: 'Old' })
  })
})

describe('the text of an online meeting', () => {
  it('is read without it, and lines of a plain event stay', () => {
    expect(notesOf('Agenda\r\n\r\n________________________________\r\nMicrosoft Teams', true)).toBe('Agenda')
    expect(notesOf('A\n____________________________________\nB', false)).toContain('B')
  })
})
