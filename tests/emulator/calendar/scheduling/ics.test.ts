import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { emptyContent } from '../event-json'
import type { EventContent, Series } from '../model'
import { occurrences, placeSeries, validateRecurrence } from '../recurrence/expand'
import { WEEK } from '../recurrence/validate'
import { toInstant } from '../zones/zones'
import { icsOf, rule } from './ics'

const organizer = { name: 'Alex "A" Wilber', address: 'alex@contoso.test' }
const contentAt = ({ start, end, zone }: Pick<Series, 'start' | 'end' | 'zone'>, more: Partial<EventContent> = {}) => ({
  ...emptyContent(organizer),
  subject: 'Lunch; soup, bread\nand ünïcödé that is long enough to be folded into a second line of the file',
  times: { start, end, startZone: zone, endZone: zone, isAllDay: false },
  ...more,
})
const object = (series: Pick<Series, 'start' | 'end' | 'zone'> & Partial<Series>, cancelled: string[] = []) => {
  const content = contentAt(series)
  const event = {
    uid: 'uid-1',
    content,
    recurrence: series.recurrence ?? null,
    exceptions: new Map(),
    cancelled: new Set(cancelled),
  }
  return icsOf({ method: 'REQUEST', event, content, date: null, sequence: 1, now: Date.UTC(2026, 0, 1) })
}
/** Instants of the first occurrences as ical.js finds them. */
function expanded(text: string, most: number): number[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
  const found: number[] = []
  const iterator = event.iterator()
  for (let next = iterator.next(); next && found.length < most; next = iterator.next())
    found.push(next.toJSDate().getTime())
  return found
}

describe('a calendar object', () => {
  it('keeps its lines within 75 octets and its texts as they were', () => {
    const text = object({ start: Date.UTC(2026, 5, 1, 9), end: Date.UTC(2026, 5, 1, 10), zone: 'Europe/Berlin' })
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const calendar = new ICAL.Component(ICAL.parse(text))
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
    expect(event.summary).toBe(contentAt({ start: 0, end: 0, zone: 'UTC' }).subject)
  })

  it('is the same meeting for another expander, in any zone and pattern', () => {
    const day = fc.integer({ min: 20_454, max: 21_184 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
    const days = fc.subarray([...WEEK], { minLength: 1 })
    const interval = fc.integer({ min: 1, max: 3 })
    const month = fc.integer({ min: 1, max: 12 })
    const index = fc.constantFrom('first', 'second', 'third', 'fourth', 'last')
    // ical.js does not know BYSETPOS beside BYMONTHDAY, which later days need.
    const dayOfMonth = fc.integer({ min: 1, max: 28 })
    const type = <T extends string>(name: T) => fc.constant(name)
    const pattern = fc.oneof(
      fc.record({ type: type('daily'), interval }),
      fc.record({ type: type('weekly'), interval, daysOfWeek: days, firstDayOfWeek: fc.constantFrom(...WEEK) }),
      fc.record({ type: type('absoluteMonthly'), interval, dayOfMonth }),
      fc.record({ type: type('relativeMonthly'), interval, daysOfWeek: days, index }),
      fc.record({ type: type('absoluteYearly'), interval, month, dayOfMonth }),
      fc.record({ type: type('relativeYearly'), interval, daysOfWeek: days, index, month }),
    )
    // Rules that hold for all years that are looked at.
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney')
    fc.assert(
      fc.property(pattern, day, zone, fc.integer({ min: 2, max: 12 }), (given, startDate, where, count) => {
        const range = { type: 'numbered', startDate, numberOfOccurrences: count }
        const start = toInstant(`${startDate}T09:00:00`, where)
        const recurrence = validateRecurrence({ pattern: given, range })
        const series = placeSeries({ start, end: start + 3_600_000, zone: where, recurrence })
        const own = occurrences(series, series.start, series.start + 60 * 366 * 86_400_000).map((each) => each.start)
        expect(own).toHaveLength(count)
        expect(expanded(object(series), count + 1)).toEqual(own)
      }),
      { numRuns: 150 },
    )
  })

  it('writes the last days of a month so that short months have them too', () => {
    const monthly = validateRecurrence({
      pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      range: { type: 'noEnd', startDate: '2026-01-31' },
    })
    expect(rule(monthly, null)).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;INTERVAL=1')
  })

  it('leaves out deleted occurrences and ends with its last day', () => {
    const recurrence = validateRecurrence({
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'endDate', startDate: '2026-03-27', endDate: '2026-03-31' },
    })
    const start = toInstant('2026-03-27T09:00:00', 'Europe/Berlin')
    const series = placeSeries({ start, end: start + 3_600_000, zone: 'Europe/Berlin', recurrence })
    const found = expanded(object(series, ['2026-03-29']), 10)
    expect(found.map((each) => new Date(each).toISOString())).toEqual([
      '2026-03-27T08:00:00.000Z',
      '2026-03-28T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
      '2026-03-31T07:00:00.000Z',
    ])
  })
})
