import type { Recurrence } from '@/drizzle/schema/schedule'
import { addDays } from '@/lib/platform/zones'
import { toDay, WEEK, weekdayOf } from './days'
import { countBefore, firstDate } from './expand'

/** The part of a series before a date; null if there is none. */
export function partBefore(recurrence: Recurrence, date: string): Recurrence | null {
  const { pattern, range } = recurrence
  if (countBefore(recurrence, date) === 0) return null
  return { pattern, range: { type: 'endDate', startDate: range.startDate, endDate: addDays(date, -1) } }
}

/** The part of a series from one of its dates on. What is left of a number is counted. */
export function partFrom(recurrence: Recurrence, date: string): Recurrence {
  const { pattern, range } = recurrence
  if (range.type !== 'numbered') return { pattern, range: { ...range, startDate: date } }
  const left = (range.numberOfOccurrences ?? 0) - countBefore(recurrence, date)
  return { pattern, range: { type: 'numbered', startDate: date, numberOfOccurrences: left } }
}

/**
 * The rule of a series whose occurrence of one date was moved to another, all others by as many days: its days of the
 * week, of the month or of the year follow, its end does not.
 */
export function shiftRecurrence(recurrence: Recurrence, from: string, to: string): Recurrence {
  const days = toDay(to) - toDay(from)
  if (days === 0) return recurrence
  const { pattern, range } = recurrence
  const startDate = addDays(range.startDate, days)
  return { pattern: shiftPattern(pattern, days, to), range: { ...range, startDate } }
}

function shiftPattern(pattern: Recurrence['pattern'], days: number, to: string): Recurrence['pattern'] {
  const month = Number(to.slice(5, 7))
  const dayOfMonth = Number(to.slice(8))
  switch (pattern.type) {
    case 'daily':
      return pattern
    case 'weekly': {
      const moved = (pattern.daysOfWeek ?? []).map((day) => weekdayName(WEEK.indexOf(day) + days))
      return { ...pattern, daysOfWeek: WEEK.filter((day) => moved.includes(day)) }
    }
    case 'absoluteMonthly':
      return { ...pattern, dayOfMonth }
    case 'absoluteYearly':
      return { ...pattern, dayOfMonth, month }
    default: {
      const nth = (['first', 'second', 'third', 'fourth'] as const)[Math.floor((dayOfMonth - 1) / 7)]
      const rest = pattern.type === 'relativeYearly' ? { month } : {}
      // "The last Friday" moved within the last week stays the last.
      const isLast = addDays(to, 7).slice(5, 7) !== to.slice(5, 7) && pattern.index === 'last'
      return {
        ...pattern,
        ...rest,
        daysOfWeek: [weekdayName(weekdayOf(toDay(to)))],
        index: isLast ? 'last' : (nth ?? 'last'),
      }
    }
  }
}

const weekdayName = (n: number) => WEEK[((n % 7) + 7) % 7] ?? 'sunday'

/** The same rule beginning on the first date that fits; null if none does before it ends. Exchange moves it likewise. */
export function fromFirstFit(recurrence: Recurrence): Recurrence | null {
  const startDate = firstDate(recurrence)
  return startDate === null ? null : { ...recurrence, range: { ...recurrence.range, startDate } }
}
