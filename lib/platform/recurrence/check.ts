import type { Recurrence } from '@/drizzle/schema/schedule'
import { DAY_MS, daysOf, toDay, WEEK } from './days'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
/** Days of the months in a leap year. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** Exchange: a numbered series ends after 999 at the latest. */
const MOST_OCCURRENCES = 999
const MOST_INTERVAL = { daily: 999, other: 99 } as const

const whole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most

/** Exchange keeps dates from 1601 to 4500. */
const FIRST_DATE = '1601-01-01'
const LAST_DATE = '4500-12-31'

/** A date that the calendar has: "2027-02-29" is none. Nor is one that Exchange could not keep. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  if (text < FIRST_DATE || text > LAST_DATE) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/**
 * What is wrong with a recurrence, in words for a person; empty: nothing. `length`: how long each occurrence is, in
 * milliseconds by the wall clock. Exchange: an occurrence must be over before the next one begins.
 */
export function checkRecurrence(recurrence: Recurrence, length = 0): string[] {
  const found = [...checkPattern(recurrence.pattern), ...checkRange(recurrence.range)]
  if (found.length > 0) return found
  const days = daysOf(recurrence)
  if (days.total < 1) return ['No day of this series lies before its end.']
  // Among so many gaps every kind of gap occurs: the months of four years, the days of a week and the step after it.
  const gaps = Array.from({ length: Math.min(days.total - 1, 60) }, (_, n) => days.nth(n + 1) - days.nth(n))
  if (gaps.some((gap) => gap * DAY_MS < length)) return ['Each one would last into the next. Make it shorter or rarer.']
  return []
}

function checkPattern(pattern: Recurrence['pattern']): string[] {
  const { type, interval, dayOfMonth, month, daysOfWeek, index } = pattern
  const most = type === 'daily' ? MOST_INTERVAL.daily : MOST_INTERVAL.other
  if (!whole(interval, most)) return [`It repeats every 1 to ${most}.`]
  if (type === 'weekly' || type.startsWith('relative')) {
    if (!daysOfWeek || daysOfWeek.length === 0) return ['Choose at least one day of the week.']
    if (daysOfWeek.some((day) => !WEEK.includes(day))) return ['That is not a day of the week.']
  }
  if (type.startsWith('relative') && !['first', 'second', 'third', 'fourth', 'last'].includes(index ?? 'first'))
    return ['Say which one of the month: first, second, third, fourth or last.']
  if (type.endsWith('Yearly') && !whole(month, 12)) return ['Choose a month.']
  if (type.startsWith('absolute')) {
    if (!whole(dayOfMonth, 31)) return ['The day of the month is 1 to 31.']
    if (type === 'absoluteYearly' && dayOfMonth > (LONGEST[(month ?? 1) - 1] ?? 31))
      return [`There is no ${dayOfMonth} ${MONTHS[(month ?? 1) - 1]}.`]
  }
  return []
}

function checkRange(range: Recurrence['range']): string[] {
  if (!isDate(range.startDate)) return ['The series needs a day to begin on.']
  if (range.type === 'numbered' && !whole(range.numberOfOccurrences, MOST_OCCURRENCES))
    return [`A series has 1 to ${MOST_OCCURRENCES} entries.`]
  if (range.type !== 'endDate') return []
  if (!isDate(range.endDate)) return ['Say on which day the series ends.']
  return toDay(range.endDate) < toDay(range.startDate) ? ['The series would end before it begins.'] : []
}

/** A recurrence with only the properties that its type uses, days in the order of the week, and Graph's defaults. */
export function tidyRecurrence({ pattern, range }: Recurrence): Recurrence {
  const { type, interval } = pattern
  const relative = type.startsWith('relative')
  return {
    pattern: {
      type,
      interval,
      ...(type === 'weekly' || relative
        ? { daysOfWeek: WEEK.filter((day) => (pattern.daysOfWeek ?? []).includes(day)) }
        : {}),
      ...(type === 'weekly' ? { firstDayOfWeek: pattern.firstDayOfWeek ?? 'sunday' } : {}),
      ...(relative ? { index: pattern.index ?? 'first' } : {}),
      ...(type.startsWith('absolute') ? { dayOfMonth: pattern.dayOfMonth } : {}),
      ...(type.endsWith('Yearly') ? { month: pattern.month } : {}),
    },
    range: {
      type: range.type,
      startDate: range.startDate,
      ...(range.type === 'endDate' ? { endDate: range.endDate } : {}),
      ...(range.type === 'numbered' ? { numberOfOccurrences: range.numberOfOccurrences } : {}),
    },
  }
}
