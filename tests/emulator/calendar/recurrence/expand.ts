// The occurrences of a series, by arithmetic on its periods (days, weeks, months, years), never by walking from its
// beginning. Microsoft Graph: recurrencePattern, recurrenceRange.

import { GraphFault } from '../../seam'
import type { Series, StoredRecurrence } from '../model'
import { toInstant, toWall } from '../zones/zones'
import { dayNumber, dayText, firstOfMonth, monthOf, weekday } from './days'
import { WEEK } from './validate'

export { validateRecurrence } from './validate'

const DAY = 86_400_000
/** Exchange ends every series here at the latest. */
const LAST_DAY = dayNumber('4500-08-31')
const INDEX = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const

type Pattern = StoredRecurrence['pattern']

export interface Occurs {
  /** Day in the zone of the series, 'YYYY-MM-DD'. */
  date: string
  start: number
  end: number
}

interface Periods {
  /** The period in which a day lies; consecutive, without regard to the interval. */
  of(day: number): number
  /** Days of the pattern in that period, in order. */
  days(period: number): number[]
}

/** The n-th (or last) day of the month that falls on one of the weekdays. */
function nthDay(month: number, wanted: ReadonlySet<number>, index: Pattern['index']): number[] {
  const matching: number[] = []
  for (let day = firstOfMonth(month); day < firstOfMonth(month + 1); day++)
    if (wanted.has(weekday(day))) matching.push(day)
  const found = index === 'last' ? matching.at(-1) : matching[INDEX[index] - 1]
  return found === undefined ? [] : [found]
}

/** A day that a month does not have is its last one. */
const dayOfMonth = (month: number, day: number): number[] => [
  Math.min(firstOfMonth(month) + day - 1, firstOfMonth(month + 1) - 1),
]

function periodsOf(pattern: Pattern): Periods {
  const wanted = new Set(pattern.daysOfWeek.map((day) => WEEK.indexOf(day)))
  const inMonth = (month: number) =>
    pattern.type.startsWith('relative') ? nthDay(month, wanted, pattern.index) : dayOfMonth(month, pattern.dayOfMonth)
  switch (pattern.type) {
    case 'daily':
      return { of: (day) => day, days: (day) => [day] }
    case 'weekly': {
      const shift = 4 - WEEK.indexOf(pattern.firstDayOfWeek)
      const seven = [0, 1, 2, 3, 4, 5, 6]
      return {
        of: (day) => Math.floor((day + shift) / 7),
        days: (week) => seven.map((n) => week * 7 - shift + n).filter((day) => wanted.has(weekday(day))),
      }
    }
    case 'absoluteMonthly':
    case 'relativeMonthly':
      return { of: monthOf, days: inMonth }
    default:
      return { of: (day) => Math.floor(monthOf(day) / 12), days: (year) => inMonth(year * 12 + pattern.month - 1) }
  }
}

/** First day on or after `startDate` that fits, whatever the interval: periods are counted from there. */
function firstDay({ pattern, range }: StoredRecurrence): number {
  const periods = periodsOf(pattern)
  const start = dayNumber(range.startDate)
  for (let period = periods.of(start); ; period++) {
    const found = periods.days(period).find((day) => day >= start)
    if (found !== undefined) return found
  }
}

/** Days of the pattern within [from, to], as day numbers. */
function* daysBetween(recurrence: StoredRecurrence, from: number, to: number): Generator<number> {
  const { pattern, range } = recurrence
  const periods = periodsOf(pattern)
  const first = firstDay(recurrence)
  const anchor = periods.of(first)
  const ofFirst = periods.days(anchor).filter((day) => day >= first).length
  const ofEach = periods.days(anchor).length
  const end = Math.min(to, LAST_DAY, range.type === 'endDate' ? dayNumber(range.endDate) : LAST_DAY)
  const most = range.type === 'numbered' ? range.numberOfOccurrences : Number.POSITIVE_INFINITY
  let step = Math.max(0, Math.floor((periods.of(from) - anchor) / pattern.interval))
  let count = step === 0 ? 0 : ofFirst + (step - 1) * ofEach
  for (; count < most; step++) {
    const period = anchor + step * pattern.interval
    for (const day of periods.days(period)) {
      if (day < first) continue
      if (day > end || count >= most) return
      count++
      if (day >= from) yield day
    }
  }
}

function at(day: number, { start, end, zone }: Series): Occurs {
  const date = dayText(day)
  const wallStart = toWall(start, zone)
  const length = Date.parse(`${toWall(end, zone).slice(0, 19)}Z`) - Date.parse(`${wallStart.slice(0, 19)}Z`)
  const from = toInstant(date + wallStart.slice(10), zone)
  // The end keeps its wall time too, so that a night's length changes with the clocks.
  const wallEnd = new Date(Date.parse(`${date}${wallStart.slice(10, 19)}Z`) + length).toISOString().slice(0, 19)
  return { date, start: from, end: Math.max(from, toInstant(wallEnd, zone)) }
}

/** Occurrences whose time touches [from, to) (instants), in order; deleted and changed ones are among them. */
export function occurrences(series: Series, from: number, to: number): Occurs[] {
  const { recurrence, zone } = series
  const length = Math.max(0, series.end - series.start)
  const firstOf = Math.floor(Math.max(from - length, -DAY * 100_000) / DAY) - 2
  const lastOf = Math.min(Math.ceil(to / DAY) + 2, LAST_DAY)
  const found: Occurs[] = []
  for (const day of daysBetween(recurrence, firstOf, lastOf)) {
    const occurs = at(day, { ...series, zone })
    const touches = occurs.end > from || (occurs.start === occurs.end && occurs.start >= from)
    if (occurs.start < to && touches) found.push(occurs)
  }
  return found
}

/** The occurrence of one day, or null if the series has none then. `date` as in `Occurs`. */
export function occurrenceOn(series: Series, date: string): Occurs | null {
  const day = dayNumber(date)
  if (Number.isNaN(day)) return null
  for (const found of daysBetween(series.recurrence, day, day)) return at(found, series)
  return null
}

/** The occurrences before and after a day: an exception may not reach them. */
export function neighbours(series: Series, date: string): { before: Occurs | null; after: Occurs | null } {
  const day = dayNumber(date)
  const { pattern } = series.recurrence
  // Longer than any gap of the pattern.
  const reach =
    pattern.interval * (pattern.type.endsWith('Yearly') ? 366 : pattern.type.endsWith('Monthly') ? 31 : 7) * 2
  let before: Occurs | null = null
  for (const found of daysBetween(series.recurrence, day - reach, day - 1)) before = at(found, series)
  for (const found of daysBetween(series.recurrence, day + 1, day + reach)) return { before, after: at(found, series) }
  return { before, after: null }
}

/** Last day of a series; null: it has no end. */
export function lastDay(recurrence: StoredRecurrence): string | null {
  const { type } = recurrence.range
  if (type === 'noEnd') return null
  const end = type === 'endDate' ? dayNumber(recurrence.range.endDate) : LAST_DAY
  let last: number | null = null
  for (const day of daysBetween(recurrence, firstDay(recurrence), end)) last = day
  return last === null ? null : dayText(last)
}

/**
 * Puts a new series where its pattern begins. Exchange moves a start that does not fit to the first day that does.
 * Microsoft Graph: the first occurrence may be later than startDate; startDate must be the day of the event's start.
 * @throws GraphFault 400 if startDate is another day than the start's, or if no occurrence is left.
 */
export function placeSeries(series: Series): Series {
  const { recurrence, start, end } = series
  const zone = recurrence.range.recurrenceTimeZone || series.zone
  if (toWall(start, zone).slice(0, 10) !== recurrence.range.startDate)
    throw new GraphFault(
      400,
      'ErrorPropertyValidationFailure',
      "'startDate' must be the day on which the event starts.",
    )
  const first = firstDay(recurrence)
  if (first > LAST_DAY || (recurrence.range.type === 'endDate' && first > dayNumber(recurrence.range.endDate)))
    throw new GraphFault(400, 'ErrorRecurrenceHasNoOccurrence', 'The recurrence has no occurrence.')
  const range = { ...recurrence.range, startDate: dayText(first), recurrenceTimeZone: zone }
  const moved = at(first, { start, end, zone, recurrence })
  return { start: moved.start, end: moved.end, zone, recurrence: { ...recurrence, range } }
}
