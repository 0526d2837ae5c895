import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphFault } from '../../seam'
import type { Series } from '../model'
import { toInstant, toWall } from '../zones/zones'
import { lastDay, neighbours, occurrenceOn, occurrences, placeSeries, validateRecurrence } from './expand'
import { WEEK } from './validate'

type Given = Record<string, unknown>

const series = (
  pattern: Given,
  range: Given,
  { zone = 'UTC', start = '09:00:00', minutes = 30 }: { zone?: string; start?: string; minutes?: number } = {},
): Series => {
  const recurrence = validateRecurrence({ pattern, range })
  const from = toInstant(`${recurrence.range.startDate}T${start}`, zone)
  return placeSeries({ start: from, end: from + minutes * 60_000, zone, recurrence })
}
const dates = (of: Series, from: string, to: string) =>
  occurrences(of, Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)).map(({ date }) => date)
const fault = (run: () => unknown): { status: number; code: string } => {
  try {
    run()
  } catch (error) {
    if (error instanceof GraphFault) return { status: error.status, code: error.code }
  }
  throw new Error('nothing was refused')
}
const noEnd = (startDate: string) => ({ type: 'noEnd', startDate })

describe('validateRecurrence', () => {
  it('fills every field of the answer, whatever the pattern needs', () => {
    expect(
      validateRecurrence({
        pattern: { type: 'Daily', interval: '2' },
        range: { type: 'NoEnd', startDate: '2026-11-23' },
      }),
    ).toEqual({
      pattern: {
        type: 'daily',
        interval: 2,
        month: 0,
        dayOfMonth: 0,
        daysOfWeek: [],
        firstDayOfWeek: 'sunday',
        index: 'first',
      },
      range: {
        type: 'noEnd',
        startDate: '2026-11-23',
        endDate: '0001-01-01',
        recurrenceTimeZone: '',
        numberOfOccurrences: 0,
      },
    })
  })

  it('takes back what it answers', () => {
    const once = validateRecurrence({
      pattern: { type: 'relativeYearly', interval: 1, daysOfWeek: ['Friday', 'monday'], index: 'last', month: 11 },
      range: { type: 'numbered', startDate: '2026-11-23', numberOfOccurrences: 3, recurrenceTimeZone: 'UTC' },
    })
    expect(validateRecurrence(structuredClone(once))).toEqual(once)
  })

  it.each<[string, Given, Given]>([
    ['interval below 1', { type: 'daily', interval: 0 }, noEnd('2026-01-01')],
    ['no interval', { type: 'daily' }, noEnd('2026-01-01')],
    ['no type', { interval: 1 }, noEnd('2026-01-01')],
    ['no daysOfWeek', { type: 'weekly', interval: 1 }, noEnd('2026-01-01')],
    ['empty daysOfWeek', { type: 'relativeMonthly', interval: 1, daysOfWeek: [] }, noEnd('2026-01-01')],
    ['no dayOfMonth', { type: 'absoluteMonthly', interval: 1 }, noEnd('2026-01-01')],
    ['a 32nd', { type: 'absoluteMonthly', interval: 1, dayOfMonth: 32 }, noEnd('2026-01-01')],
    ['30 February', { type: 'absoluteYearly', interval: 1, dayOfMonth: 30, month: 2 }, noEnd('2026-01-01')],
    ['no month', { type: 'absoluteYearly', interval: 1, dayOfMonth: 3 }, noEnd('2026-01-01')],
    ['a bad value that is not needed', { type: 'daily', interval: 1, month: 13 }, noEnd('2026-01-01')],
    ['no startDate', { type: 'daily', interval: 1 }, { type: 'noEnd' }],
    ['no endDate', { type: 'daily', interval: 1 }, { type: 'endDate', startDate: '2026-01-01' }],
    [
      'endDate before startDate',
      { type: 'daily', interval: 1 },
      { type: 'endDate', startDate: '2026-01-02', endDate: '2026-01-01' },
    ],
    ['no number', { type: 'daily', interval: 1 }, { type: 'numbered', startDate: '2026-01-01' }],
  ])('refuses %s', (_, pattern, range) => {
    expect(fault(() => validateRecurrence({ pattern, range }))).toEqual({
      status: 400,
      code: 'ErrorPropertyValidationFailure',
    })
  })

  it.each<[string, unknown]>([
    ['a list', []],
    ['an unknown property', { pattern: { type: 'daily', interval: 1, every: 2 }, range: noEnd('2026-01-01') }],
    [
      'an unknown weekday',
      { pattern: { type: 'daily', interval: 1, daysOfWeek: ['Caturday'] }, range: noEnd('2026-01-01') },
    ],
    ['a date in another form', { pattern: { type: 'daily', interval: 1 }, range: noEnd('14/03/2021') }],
    ['a day that does not exist', { pattern: { type: 'daily', interval: 1 }, range: noEnd('2026-02-29') }],
  ])('cannot read %s', (_, json) => {
    expect(fault(() => validateRecurrence(json))).toEqual({ status: 400, code: 'UnableToDeserializePostBody' })
  })

  it('refuses an unknown recurrenceTimeZone by its own code', () => {
    const range = { ...noEnd('2026-01-01'), recurrenceTimeZone: 'Mars' }
    expect(fault(() => validateRecurrence({ pattern: { type: 'daily', interval: 1 }, range }))).toEqual({
      status: 400,
      code: 'TimeZoneNotSupportedException',
    })
  })
})

describe('occurrences', () => {
  it('the 31st is the last day of shorter months, 29 February the 28th in most years', () => {
    const monthly = series({ type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 }, noEnd('2026-01-31'))
    expect(dates(monthly, '2026-01-01', '2026-06-01')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ])
    const yearly = series({ type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 }, noEnd('2024-02-29'))
    expect(dates(yearly, '2024-01-01', '2029-01-01')).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  it('relative patterns fall on one day a month: the n-th or last of all their weekdays together', () => {
    const workdays = WEEK.slice(1, 6)
    const last = series(
      { type: 'relativeMonthly', interval: 1, daysOfWeek: workdays, index: 'last' },
      noEnd('2026-10-30'),
    )
    expect(dates(last, '2026-10-01', '2027-01-01')).toEqual(['2026-10-30', '2026-11-30', '2026-12-31'])
    const second = series(
      { type: 'relativeYearly', interval: 1, daysOfWeek: ['thursday', 'friday'], index: 'second', month: 11 },
      noEnd('2026-11-06'),
    )
    // 5 November 2026 is a Thursday, 6 the Friday: the second of both.
    expect(dates(second, '2026-01-01', '2029-01-01')).toEqual(['2026-11-06', '2027-11-05', '2028-11-03'])
  })

  it('every other week counts from the first day of the week that the pattern names', () => {
    const every = (firstDayOfWeek: string) =>
      dates(
        series({ type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'tuesday'], firstDayOfWeek }, noEnd('2026-11-03')),
        '2026-11-01',
        '2026-12-01',
      )
    // Tuesday the 3rd: with weeks from Sunday the 8th is in the next week, with weeks from Monday it is in the same.
    expect(every('sunday')).toEqual(['2026-11-03', '2026-11-15', '2026-11-17', '2026-11-29'])
    expect(every('monday')).toEqual(['2026-11-03', '2026-11-08', '2026-11-17', '2026-11-22'])
  })

  it('a start that does not fit moves to the first day that does, and months are counted from there', () => {
    // Microsoft's own example: first Thursday of every other month from 29 August 2017 begins in September.
    const moved = series(
      { type: 'relativeMonthly', interval: 2, daysOfWeek: ['thursday'], index: 'first' },
      noEnd('2017-08-29'),
    )
    expect(moved.recurrence.range.startDate).toBe('2017-09-07')
    expect(toWall(moved.start, 'UTC')).toBe('2017-09-07T09:00:00.0000000')
    expect(dates(moved, '2017-08-01', '2018-01-01')).toEqual(['2017-09-07', '2017-11-02'])
  })

  it('refuses a startDate other than the start, and a series without any occurrence', () => {
    const recurrence = validateRecurrence({ pattern: { type: 'daily', interval: 1 }, range: noEnd('2026-01-02') })
    const start = Date.UTC(2026, 0, 1, 9)
    expect(fault(() => placeSeries({ start, end: start, zone: 'UTC', recurrence })).code).toBe(
      'ErrorPropertyValidationFailure',
    )
    expect(
      fault(() =>
        series(
          { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
          { type: 'endDate', startDate: '2026-11-24', endDate: '2026-11-29' },
        ),
      ).code,
    ).toBe('ErrorRecurrenceHasNoOccurrence')
  })

  it('keeps its wall time when clocks change, and its day in the zone of the series', () => {
    const berlin = series({ type: 'daily', interval: 1 }, noEnd('2026-03-27'), {
      zone: 'W. Europe Standard Time',
      start: '00:30:00',
    })
    const found = occurrences(berlin, Date.UTC(2026, 2, 26), Date.UTC(2026, 2, 31))
    expect(found.map(({ date }) => date)).toEqual([
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
    ])
    for (const { date, start } of found) expect(toWall(start, 'Europe/Berlin')).toBe(`${date}T00:30:00.0000000`)
    const night = series({ type: 'daily', interval: 1 }, noEnd('2026-03-27'), {
      zone: 'Europe/Berlin',
      start: '22:00:00',
      minutes: 600,
    })
    // The night of the change is an hour shorter: 22:00 to 08:00 on the wall.
    expect(occurrenceOn(night, '2026-03-28')).toMatchObject({ end: toInstant('2026-03-29T08:00:00', 'Europe/Berlin') })
    const skipped = series({ type: 'daily', interval: 1 }, noEnd('2026-03-28'), {
      zone: 'Europe/Berlin',
      start: '02:15:00',
    })
    expect(toWall(occurrenceOn(skipped, '2026-03-29')?.start ?? 0, 'Europe/Berlin')).toBe('2026-03-29T03:15:00.0000000')
  })

  it('finds neighbours and the last day', () => {
    const weekly = series(
      { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'] },
      { type: 'numbered', startDate: '2026-11-23', numberOfOccurrences: 3 },
    )
    expect(lastDay(weekly.recurrence)).toBe('2026-11-30')
    expect(neighbours(weekly, '2026-11-27')).toMatchObject({
      before: { date: '2026-11-23' },
      after: { date: '2026-11-30' },
    })
    expect(neighbours(weekly, '2026-11-23').before).toBeNull()
    expect(neighbours(weekly, '2026-11-30').after).toBeNull()
    expect(occurrenceOn(weekly, '2026-11-24')).toBeNull()
    expect(lastDay(series({ type: 'daily', interval: 1 }, noEnd('2026-01-01')).recurrence)).toBeNull()
  })

  it('finds a day centuries after the beginning of an endless series', () => {
    const daily = series({ type: 'daily', interval: 1 }, noEnd('1970-01-01'))
    expect(dates(daily, '2399-12-31', '2400-01-01')).toEqual(['2399-12-31'])
  })
})

// The slow way, written again from Microsoft's words: look at each day, one after the other.

const weekdayOf = (at: Date) => WEEK[at.getUTCDay()] ?? 'sunday'
const addDays = (at: Date, n: number) => new Date(at.getTime() + n * 86_400_000)
const lengthOf = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()

function fits(at: Date, { pattern }: Series['recurrence']): boolean {
  const { type, daysOfWeek, month } = pattern
  if (type === 'daily') return true
  if (type === 'weekly') return daysOfWeek.includes(weekdayOf(at))
  if (type.endsWith('Yearly') && at.getUTCMonth() + 1 !== month) return false
  if (type.startsWith('absolute')) return at.getUTCDate() === Math.min(pattern.dayOfMonth, lengthOf(at))
  if (!daysOfWeek.includes(weekdayOf(at))) return false
  const among = (from: number, to: number) => {
    let n = 0
    for (let day = from; day <= to; day++)
      if (daysOfWeek.includes(weekdayOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), day))))) n++
    return n
  }
  if (pattern.index === 'last') return among(at.getUTCDate() + 1, lengthOf(at)) === 0
  return among(1, at.getUTCDate()) === ['first', 'second', 'third', 'fourth'].indexOf(pattern.index) + 1
}

function unitsBetween(a: Date, b: Date, { pattern }: Series['recurrence']): number {
  if (pattern.type === 'daily') return Math.round((b.getTime() - a.getTime()) / 86_400_000)
  if (pattern.type === 'weekly') {
    const weekStart = (at: Date) => {
      let day = at
      while (weekdayOf(day) !== pattern.firstDayOfWeek) day = addDays(day, -1)
      return day
    }
    return Math.round((weekStart(b).getTime() - weekStart(a).getTime()) / (7 * 86_400_000))
  }
  const years = b.getUTCFullYear() - a.getUTCFullYear()
  return pattern.type.endsWith('Yearly') ? years : years * 12 + b.getUTCMonth() - a.getUTCMonth()
}

function slowly(recurrence: Series['recurrence'], until: string): string[] {
  const { range, pattern } = recurrence
  let first = new Date(`${range.startDate}T00:00:00Z`)
  while (!fits(first, recurrence)) first = addDays(first, 1)
  const found: string[] = []
  for (let at = first; at.toISOString().slice(0, 10) < until; at = addDays(at, 1)) {
    const date = at.toISOString().slice(0, 10)
    if (range.type === 'endDate' && date > range.endDate) break
    if (range.type === 'numbered' && found.length === range.numberOfOccurrences) break
    if (fits(at, recurrence) && unitsBetween(first, at, recurrence) % pattern.interval === 0) found.push(date)
  }
  return found
}

const day = (min: string, max: string) =>
  fc
    .integer({ min: Date.parse(min) / 86_400_000, max: Date.parse(max) / 86_400_000 })
    .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
const someDays = fc.subarray([...WEEK], { minLength: 1 })
const index = fc.constantFrom('first', 'second', 'third', 'fourth', 'last')
const interval = (max: number) => fc.integer({ min: 1, max })
const month = fc.integer({ min: 1, max: 12 })
const patterns = fc.oneof(
  fc.record({ type: fc.constant('daily'), interval: interval(40) }),
  fc.record({
    type: fc.constant('weekly'),
    interval: interval(6),
    daysOfWeek: someDays,
    firstDayOfWeek: fc.constantFrom(...WEEK),
  }),
  fc.record({
    type: fc.constant('absoluteMonthly'),
    interval: interval(14),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  }),
  fc.record({ type: fc.constant('relativeMonthly'), interval: interval(14), daysOfWeek: someDays, index }),
  fc.record({
    type: fc.constant('absoluteYearly'),
    interval: interval(3),
    month,
    dayOfMonth: fc.integer({ min: 1, max: 29 }),
  }),
  fc.record({ type: fc.constant('relativeYearly'), interval: interval(3), daysOfWeek: someDays, index, month }),
)
const ranges = fc.oneof(
  fc.record({ type: fc.constant('noEnd') }),
  fc.record({ type: fc.constant('numbered'), numberOfOccurrences: fc.integer({ min: 1, max: 80 }) }),
  fc.record({ type: fc.constant('endDate'), endDate: day('2024-06-01', '2030-12-31') }),
)

describe('the expander and plain looking at each day', () => {
  it('find the same days, in any window and any zone', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(
        patterns,
        ranges,
        day('2022-01-01', '2024-05-31'),
        day('2022-01-01', '2030-06-30'),
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Los_Angeles'),
        fc.constantFrom('00:00:00', '02:30:00', '12:00:00', '23:45:00'),
        (pattern, range, startDate, from, days, zone, time) => {
          const recurrence = validateRecurrence({ pattern, range: { ...range, startDate } })
          const start = toInstant(`${startDate}T${time}`, zone)
          const all = slowly(recurrence, '2032-12-31')
          const given = { start, end: start + 900_000, zone, recurrence }
          if (all.length === 0) {
            expect(() => placeSeries(given)).toThrow(GraphFault)
            return
          }
          const placed = placeSeries(given)
          expect(placed.recurrence.range.startDate).toBe(all[0])
          // A moved start changes nothing about the days.
          for (const each of [given, placed]) {
            const [a, b] = [
              toInstant(`${from}T00:00:00`, zone),
              toInstant(`${from}T00:00:00`, zone) + days * 86_400_000,
            ]
            const wanted = all.filter((date) => {
              const at = toInstant(`${date}T${time}`, zone)
              return at < b && at + 900_000 > a
            })
            expect(occurrences(each, a, b).map(({ date }) => date)).toEqual(wanted)
          }
          const some = all[Math.floor(all.length / 2)] ?? ''
          const here = all.indexOf(some)
          // A series whose first day skips this hour is meant an hour later on all its days.
          fc.pre(toWall(placed.start, zone).slice(11, 19) === time)
          expect(occurrenceOn(placed, some)?.start).toBe(toInstant(`${some}T${time}`, zone))
          expect(neighbours(placed, some).before?.date).toBe(all[here - 1])
          if (here + 1 < all.length) expect(neighbours(placed, some).after?.date).toBe(all[here + 1])
        },
      ),
      { numRuns: 150 },
    )
  })
})
