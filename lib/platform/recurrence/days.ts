import type { Recurrence, Weekday } from '@/drizzle/schema/schedule'

// Days as numbers since 1970-01-01, and the rule of a series as arithmetic on them: which is the n-th day, and how many
// lie before one. Nothing walks along from the beginning of a series.

export const DAY_MS = 86_400_000
export const WEEK: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const NTH = { first: 0, second: 1, third: 2, fourth: 3 } as const

export const toDay = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS
export const toDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

/** Months are counted from January of the year 0. */
const monthOf = (day: number): number => {
  const at = new Date(day * DAY_MS)
  return at.getUTCFullYear() * 12 + at.getUTCMonth()
}
const firstOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12) / DAY_MS

/** What repeats: weeks, months … are periods, and each has the same number of days that fit. */
interface Rhythm {
  periodOf(day: number): number
  daysIn(period: number): number[]
}

function rhythmOf(pattern: Recurrence['pattern']): Rhythm {
  const wanted = new Set((pattern.daysOfWeek ?? []).map((day) => WEEK.indexOf(day)))
  const inMonth = (month: number): number[] => {
    const [first, next] = [firstOf(month), firstOf(month + 1)]
    // Outlook: a day that a month does not have is its last one.
    if (!pattern.type.startsWith('relative')) return [Math.min(first + (pattern.dayOfMonth ?? 1), next) - 1]
    const fitting: number[] = []
    for (let day = first; day < next; day++) if (wanted.has(weekdayOf(day))) fitting.push(day)
    const index = pattern.index ?? 'first'
    const day = index === 'last' ? fitting.at(-1) : fitting[NTH[index]]
    return day === undefined ? [] : [day]
  }
  switch (pattern.type) {
    case 'daily':
      return { periodOf: (day) => day, daysIn: (day) => [day] }
    case 'weekly': {
      // Day 3 is a Sunday.
      const monday = 3 + WEEK.indexOf(pattern.firstDayOfWeek ?? 'sunday')
      return {
        periodOf: (day) => Math.floor((day - monday) / 7),
        daysIn: (week) => {
          const days = Array.from({ length: 7 }, (_, n) => monday + week * 7 + n)
          return days.filter((day) => wanted.has(weekdayOf(day)))
        },
      }
    }
    case 'absoluteMonthly':
    case 'relativeMonthly':
      return { periodOf: monthOf, daysIn: inMonth }
    default:
      return {
        periodOf: (day) => Math.floor(monthOf(day) / 12),
        daysIn: (year) => inMonth(year * 12 + (pattern.month ?? 1) - 1),
      }
  }
}

/** The days of a series, by number. */
export interface Days {
  /** The n-th, from 0, whether or not the series lasts so long. */
  nth(n: number): number
  /** How many lie before a day, if the series had no end. */
  countBefore(day: number): number
  /** How many there are; infinite without an end. */
  total: number
}

/**
 * Reads a rule. Weeks, months and years are counted from the one of the first day that fits, on or after the start; a
 * week begins on `firstDayOfWeek`. Microsoft Graph: recurrencePattern, recurrenceRange. The pattern must name a day.
 */
export function daysOf({ pattern, range }: Recurrence): Days {
  const { periodOf, daysIn } = rhythmOf(pattern)
  const start = toDay(range.startDate)
  let anchor = periodOf(start)
  let opening = daysIn(anchor).filter((day) => day >= start)
  // Two steps at most: only the period of the start may have none left.
  for (let tries = 0; opening.length === 0 && tries < 2; tries++) opening = daysIn(++anchor)
  const each = daysIn(anchor).length
  const countOfSteps = (steps: number) => (steps === 0 ? 0 : opening.length + (steps - 1) * each)

  const nth = (n: number): number => {
    if (n < opening.length) return opening[n] ?? Number.NaN
    const rest = n - opening.length
    const period = anchor + (1 + Math.floor(rest / each)) * pattern.interval
    return daysIn(period)[rest % each] ?? Number.NaN
  }
  const countBefore = (day: number): number => {
    const away = periodOf(day) - anchor
    if (away < 0 || day <= (opening[0] ?? day)) return 0
    const step = Math.floor(away / pattern.interval)
    if (away % pattern.interval !== 0) return countOfSteps(step + 1)
    const within = step === 0 ? opening : daysIn(periodOf(day))
    return countOfSteps(step) + within.filter((each) => each < day).length
  }
  const total =
    opening.length === 0
      ? 0
      : range.type === 'numbered'
        ? (range.numberOfOccurrences ?? 0)
        : range.type === 'endDate' && range.endDate
          ? countBefore(toDay(range.endDate) + 1)
          : Number.POSITIVE_INFINITY
  return { nth, countBefore, total }
}
