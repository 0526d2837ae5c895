import fc from 'fast-check'
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Recurrence } from '@/drizzle/schema/schedule'
import { checkRecurrence, isDate, tidyRecurrence } from './check'
import { toDate, toDay, WEEK, weekdayOf } from './days'
import {
  countBefore,
  firstDate,
  lastDate,
  lastEnd,
  latestBy,
  neighboursOf,
  nextAfter,
  occurrenceOn,
  occurrencesOf,
  type Series,
} from './expand'
import { fromFirstFit, partBefore, partFrom, shiftRecurrence } from './split'

type Pattern = Recurrence['pattern']
type Range = Recurrence['range']

const rule = (pattern: Pattern, range: Partial<Range> & { startDate: string }): Recurrence => ({
  pattern,
  range: { type: 'noEnd', ...range },
})
const series = (recurrence: Recurrence, more: Partial<Series> = {}): Series => ({
  recurrence,
  start: `${recurrence.range.startDate}T09:00`,
  length: 30,
  zone: 'UTC',
  isAllDay: false,
  ...more,
})
const dates = (recurrence: Recurrence, from: string, to: string) =>
  occurrencesOf(series(recurrence), new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)).map(({ date }) => date)

const start = fc.integer({ min: toDay('2024-01-01'), max: toDay('2029-12-31') }).map(toDate)
const interval = fc.integer({ min: 1, max: 6 })
const someDays = fc.subarray([...WEEK], { minLength: 1 })
const month = fc.integer({ min: 1, max: 12 })
const index = fc.constantFrom('first', 'second', 'third', 'fourth', 'last')
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  fc.record({ type: fc.constant('daily' as const), interval }),
  fc.record({
    type: fc.constant('weekly' as const),
    interval,
    daysOfWeek: someDays,
    firstDayOfWeek: fc.constantFrom(...WEEK),
  }),
  fc.record({ type: fc.constant('absoluteMonthly' as const), interval, dayOfMonth: fc.integer({ min: 1, max: 28 }) }),
  fc.record({ type: fc.constant('relativeMonthly' as const), interval, daysOfWeek: someDays, index }),
  fc.record({
    type: fc.constant('absoluteYearly' as const),
    interval: fc.integer({ min: 1, max: 3 }),
    month,
    dayOfMonth: fc.integer({ min: 1, max: 28 }),
  }),
  fc.record({
    type: fc.constant('relativeYearly' as const),
    interval: fc.integer({ min: 1, max: 3 }),
    month,
    daysOfWeek: someDays,
    index,
  }),
)
const recurrence: fc.Arbitrary<Recurrence> = fc
  .tuple(
    pattern,
    start,
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 0, max: 900 }),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([each, startDate, numberOfOccurrences, days, kind]) => {
    const range: Range =
      kind === 0
        ? { type: 'noEnd', startDate }
        : kind === 1
          ? { type: 'numbered', startDate, numberOfOccurrences }
          : { type: 'endDate', startDate, endDate: toDate(toDay(startDate) + days) }
    return fromFirstFit({ pattern: each, range })
  })
  .filter((found): found is Recurrence => found !== null)

const CODE = {
  sunday: 'SU',
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
}
const POSITION = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }

/** The same rule in the language of iCalendar, for an expander that is not ours. */
function rrule({ pattern: each, range }: Recurrence): string {
  const days = (each.daysOfWeek ?? []).map((day) => CODE[day]).join()
  const position = `BYSETPOS=${POSITION[each.index ?? 'first']}`
  const parts: Record<Pattern['type'], string> = {
    daily: 'FREQ=DAILY',
    weekly: `FREQ=WEEKLY;BYDAY=${days};WKST=${CODE[each.firstDayOfWeek ?? 'sunday']}`,
    absoluteMonthly: `FREQ=MONTHLY;BYMONTHDAY=${each.dayOfMonth}`,
    relativeMonthly: `FREQ=MONTHLY;BYDAY=${days};${position}`,
    absoluteYearly: `FREQ=YEARLY;BYMONTH=${each.month};BYMONTHDAY=${each.dayOfMonth}`,
    relativeYearly: `FREQ=YEARLY;BYMONTH=${each.month};BYDAY=${days};${position}`,
  }
  const end =
    range.type === 'numbered'
      ? `;COUNT=${range.numberOfOccurrences}`
      : range.type === 'endDate'
        ? `;UNTIL=${range.endDate?.replaceAll('-', '')}T235959`
        : ''
  return `${parts[each.type]};INTERVAL=${each.interval}${end}`
}

/** Dates by ical.js, up to a day. */
function theirs(of: Recurrence, until: string): string[] {
  const iterator = ICAL.Recur.fromString(rrule(of)).iterator(
    ICAL.Time.fromDateTimeString(`${of.range.startDate}T09:00:00`),
  )
  const found: string[] = []
  for (let next = iterator.next(); next && found.length < 3000; next = iterator.next()) {
    const date = next.toString().slice(0, 10)
    if (date >= until) break
    found.push(date)
  }
  return found
}

describe('the days of a series', () => {
  it('are those that an independent expander finds, for every pattern and range', () => {
    fc.assert(
      fc.property(recurrence, (of) => {
        const until = toDate(toDay(of.range.startDate) + 1500)
        expect(dates(of, of.range.startDate, until)).toEqual(theirs(of, until))
      }),
      { numRuns: 600 },
    )
  })

  it('are the same whichever stretch is asked for', () => {
    fc.assert(
      fc.property(recurrence, fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 62 }), (of, away, days) => {
        const from = toDate(toDay(of.range.startDate) + away)
        const to = toDate(toDay(from) + days)
        const all = dates(of, of.range.startDate, to)
        expect(dates(of, from, to)).toEqual(all.filter((date) => date >= from))
        expect(countBefore(of, from)).toBe(all.filter((date) => date < from).length)
      }),
      { numRuns: 300 },
    )
  })

  it('have a last one, which ends when the series ends', () => {
    fc.assert(
      fc.property(
        recurrence.filter(({ range }) => range.type !== 'noEnd'),
        (of) => {
          const last = lastDate(of)
          const all = theirs(of, '3000-01-01')
          expect(last).toBe(all.at(-1))
          expect(lastEnd(series(of))?.toISOString()).toBe(`${last}T09:30:00.000Z`)
        },
      ),
    )
    expect(lastEnd(series(rule({ type: 'daily', interval: 1 }, { startDate: '2026-11-21' })))).toBeNull()
  })

  it('far beyond every calendar are none that ends, and years that nobody keeps are no dates', () => {
    const far = rule({ type: 'absoluteYearly', interval: 99, dayOfMonth: 1, month: 1 }, { startDate: '2026-01-01' })
    for (const numberOfOccurrences of [999, 2 ** 40]) {
      const range = { ...far.range, type: 'numbered' as const, numberOfOccurrences }
      expect(lastEnd(series({ ...far, range }))).toBeNull()
    }
    for (const wrong of ['0000-01-01', '0001-01-01', '9999-12-31']) expect(isDate(wrong), wrong).toBe(false)
    for (const right of ['1950-06-01', '4500-12-31']) expect(isDate(right), right).toBe(true)
  })

  it('know their neighbours', () => {
    fc.assert(
      fc.property(recurrence, fc.nat(400), (of, away) => {
        const date = toDate(toDay(of.range.startDate) + away)
        const all = theirs(of, toDate(toDay(date) + 3000))
        expect(neighboursOf(of, date)).toEqual({
          before: all.filter((each) => each < date).at(-1) ?? null,
          after: all.find((each) => each > date) ?? null,
        })
        expect(occurrenceOn(series(of), date) !== null).toBe(all.includes(date))
      }),
      { numRuns: 300 },
    )
  })

  it('have a latest and a next one around any instant', () => {
    fc.assert(
      fc.property(recurrence, fc.nat(900), fc.nat(1439), (of, away, minute) => {
        const at = new Date((toDay(of.range.startDate) + away) * 86_400_000 + minute * 60_000)
        const all = theirs(of, toDate(toDay(of.range.startDate) + 5000)).filter((_, n) => n % 3 !== 1)
        const isTaken = (date: string) => !all.includes(date)
        const startOf = (date: string) => new Date(`${date}T09:00:00Z`)
        expect(latestBy(series(of), at, isTaken)?.date).toBe(all.filter((date) => startOf(date) <= at).at(-1))
        expect(nextAfter(series(of), at, isTaken)?.date).toBe(all.find((date) => startOf(date) > at))
      }),
      { numRuns: 200 },
    )
  })

  it('clamp to the end of short months, as Outlook does and iCalendar does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 29, max: 31 }), interval, fc.integer({ min: 0, max: 47 }), (day, every, first) => {
        const month = Temporal.PlainDate.from('2024-01-01').add({ months: first })
        const nth = (n: number) => {
          const { year, month: number } = month.add({ months: n * every })
          return Temporal.PlainDate.from({ year, month: number, day }, { overflow: 'constrain' }).toString()
        }
        const monthly = rule({ type: 'absoluteMonthly', interval: every, dayOfMonth: day }, { startDate: nth(0) })
        expect(dates(monthly, nth(0), nth(20))).toEqual(Array.from({ length: 20 }, (_, n) => nth(n)))
      }),
    )
    const leap = rule({ type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 }, { startDate: '2024-02-29' })
    expect(dates(leap, '2024-01-01', '2029-01-01')).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  it('begin on the first day that fits', () => {
    const fridays = rule({ type: 'weekly', interval: 2, daysOfWeek: ['friday'] }, { startDate: '2026-11-21' })
    expect(firstDate(fridays)).toBe('2026-11-27')
    expect(fromFirstFit(fridays)?.range.startDate).toBe('2026-11-27')
  })
})

describe('the times of a series', () => {
  it('stay the same on the wall while the clocks change', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Pacific/Chatham', 'Australia/Lord_Howe']
    fc.assert(
      fc.property(recurrence, fc.constantFrom(...zones), fc.integer({ min: 0, max: 1439 }), (of, zone, minute) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const first = of.range.startDate
        const until = new Date(`${toDate(toDay(first) + 500)}T00:00:00Z`)
        const found = occurrencesOf(
          { recurrence: of, start: `${first}T${time}`, length: 45, zone, isAllDay: false },
          new Date(`${first}T00:00:00Z`),
          until,
        )
        for (const { date, startAt } of found)
          expect(startAt.getTime()).toBe(
            Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds,
          )
      }),
      { numRuns: 120 },
    )
  })

  it('of a night keep the wall time of their end', () => {
    const nights = series(rule({ type: 'daily', interval: 1 }, { startDate: '2026-10-23' }), {
      start: '2026-10-23T22:00',
      length: 480,
      zone: 'Europe/Berlin',
    })
    const hours = occurrencesOf(nights, new Date('2026-10-23T00:00Z'), new Date('2026-10-27T00:00Z')).map(
      ({ startAt, endAt }) => (endAt.getTime() - startAt.getTime()) / 3_600_000,
    )
    expect(hours).toEqual([8, 9, 8, 8])
  })

  it('of whole days are midnights, two days long over a change of clocks too', () => {
    const twoDays = series(
      rule({ type: 'weekly', interval: 1, daysOfWeek: ['saturday'] }, { startDate: '2026-03-28' }),
      { isAllDay: true, length: 2, zone: 'Europe/Berlin', start: '2026-03-28' },
    )
    expect(occurrencesOf(twoDays, new Date('2026-03-29T12:00Z'), new Date('2026-03-30T12:00Z'))).toEqual([
      { date: '2026-03-28', startAt: new Date('2026-03-27T23:00Z'), endAt: new Date('2026-03-29T22:00Z') },
    ])
  })

  it('count when they touch a stretch, not when they only meet it', () => {
    const daily = series(rule({ type: 'daily', interval: 1 }, { startDate: '2026-11-21' }))
    const within = (from: string, to: string) => occurrencesOf(daily, new Date(from), new Date(to)).map((o) => o.date)
    expect(within('2026-11-21T09:30Z', '2026-11-22T09:00Z')).toEqual([])
    expect(within('2026-11-21T09:29Z', '2026-11-22T09:01Z')).toEqual(['2026-11-21', '2026-11-22'])
  })
})

describe('dividing a series', () => {
  it('loses no occurrence and makes none twice', () => {
    fc.assert(
      fc.property(recurrence, fc.nat(30), (of, which) => {
        const until = toDate(toDay(of.range.startDate) + 1500)
        const all = dates(of, of.range.startDate, until)
        const date = all[which % all.length] ?? ''
        const before = partBefore(of, date)
        const rest = partFrom(of, date)
        expect(before === null).toBe(all[0] === date)
        expect([...(before ? dates(before, of.range.startDate, until) : []), ...dates(rest, date, until)]).toEqual(all)
      }),
      { numRuns: 120 },
    )
  })

  it('moves the days of a rule with its entry', () => {
    const weekly = rule({ type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'] }, { startDate: '2026-11-23' })
    const moved = shiftRecurrence(weekly, '2026-11-27', '2026-11-28')
    expect([moved.pattern.daysOfWeek, moved.range.startDate]).toEqual([['tuesday', 'saturday'], '2026-11-24'])
    const last = rule(
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' },
      { startDate: '2026-11-27' },
    )
    expect(shiftRecurrence(last, '2026-11-27', '2026-11-26').pattern).toMatchObject({
      daysOfWeek: ['thursday'],
      index: 'last',
    })
    const monthly = rule({ type: 'absoluteMonthly', interval: 1, dayOfMonth: 30 }, { startDate: '2026-11-30' })
    const later = shiftRecurrence(monthly, '2026-11-30', '2026-12-01')
    expect([later.pattern.dayOfMonth, later.range.startDate]).toEqual([1, '2026-12-01'])
  })

  it('moves by the weekday in every case that it names', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: -10, max: 10 }), (from, days) => {
        const to = toDate(toDay(from) + days)
        const day = WEEK[weekdayOf(toDay(from))] ?? 'sunday'
        const moved = shiftRecurrence(
          rule({ type: 'weekly', interval: 1, daysOfWeek: [day] }, { startDate: from }),
          from,
          to,
        )
        expect(firstDate(moved)).toBe(to)
      }),
    )
  })
})

describe('what is wrong with a recurrence', () => {
  const daily: Pattern = { type: 'daily', interval: 1 }
  const noEnd: Range = { type: 'noEnd', startDate: '2026-11-21' }
  it.each<[string, Pattern, Range, string]>([
    ['an interval of nothing', { ...daily, interval: 0 }, noEnd, 'It repeats every 1 to 999.'],
    ['half an interval', { ...daily, interval: 1.5 }, noEnd, 'It repeats every 1 to 999.'],
    ['no day', { type: 'weekly', interval: 1, daysOfWeek: [] }, noEnd, 'Choose at least one day of the week.'],
    ['a 32nd', { type: 'absoluteMonthly', interval: 1, dayOfMonth: 32 }, noEnd, 'The day of the month is 1 to 31.'],
    ['31 April', { type: 'absoluteYearly', interval: 1, dayOfMonth: 31, month: 4 }, noEnd, 'There is no 31 April.'],
    ['no month', { type: 'relativeYearly', interval: 1, daysOfWeek: ['friday'] }, noEnd, 'Choose a month.'],
    ['too many', daily, { ...noEnd, type: 'numbered', numberOfOccurrences: 1000 }, 'A series has 1 to 999 entries.'],
    ['no end', daily, { ...noEnd, type: 'endDate' }, 'Say on which day the series ends.'],
    [
      'an end before the start',
      daily,
      { ...noEnd, type: 'endDate', endDate: '2026-11-20' },
      'The series would end before it begins.',
    ],
    [
      'no day at all',
      { type: 'weekly', interval: 1, daysOfWeek: ['friday'] },
      { ...noEnd, type: 'endDate', endDate: '2026-11-25' },
      'No day of this series lies before its end.',
    ],
  ])('is said: %s', (_, each, range, sentence) => {
    expect(checkRecurrence({ pattern: each, range })).toEqual([sentence])
  })

  it('is that one lasts into the next', () => {
    expect(checkRecurrence({ pattern: daily, range: noEnd }, 25 * 3_600_000)).toHaveLength(1)
    expect(checkRecurrence({ pattern: daily, range: noEnd }, 24 * 3_600_000)).toEqual([])
  })

  it('is nothing for any rule that can be expanded, and tidying changes no day', () => {
    fc.assert(
      fc.property(recurrence, (of) => {
        expect(checkRecurrence(of)).toEqual([])
        const until = toDate(toDay(of.range.startDate) + 700)
        expect(dates(tidyRecurrence(of), of.range.startDate, until)).toEqual(dates(of, of.range.startDate, until))
      }),
      { numRuns: 120 },
    )
  })
})
