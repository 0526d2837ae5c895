import { firstDayOf } from '../period'
import type { Recurrence } from '../view'
import { type Weekday, weekdays, weekdaysFrom } from './recurrence'

const ordinals = ['', '', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

const names: Record<Weekday, string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
}
export const dayNames = names

/** "day" → "Every day", "Every second day", "Every 12 days". */
function every(interval: number, unit: string): string {
  if (interval <= 1) return `Every ${unit}`
  return ordinals[interval] ? `Every ${ordinals[interval]} ${unit}` : `Every ${interval} ${unit}s`
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function nth(number: number): string {
  const tail = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${tail}`
}

const and = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

/** "Wednesday", "day", "weekday", "Monday and Friday": from the day on which weeks begin. */
function sayDays(days: readonly Weekday[], locale: string): string {
  const sorted = weekdays.filter((day) => days.includes(day))
  if (sorted.length === 7) return 'day'
  if (sorted.join() === weekdays.slice(0, 5).join()) return 'weekday'
  if (sorted.join() === 'saturday,sunday') return 'weekend day'
  const inOrder = weekdaysFrom(firstDayOf(locale)).filter((day) => days.includes(day))
  return and(inOrder.map((day) => names[day]))
}

function sayDate(date: string, locale: string, withYear: boolean): string {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: withYear ? 'numeric' : undefined,
    timeZone: 'UTC',
  })
  return format.format(Date.parse(`${date}T00:00Z`))
}

function sayPattern({ pattern }: Recurrence, locale: string): string {
  const { type, interval, daysOfWeek = [], dayOfMonth = 1, month = 1, index = 'first' } = pattern
  // 2024 is a leap year, so that 29 February has a name.
  const monthDay = (day: number) =>
    sayDate(`2024-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, locale, false)
  const monthName = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, month - 1, 1),
  )
  switch (type) {
    case 'daily':
      return every(interval, 'day')
    case 'weekly': {
      const days = sayDays(daysOfWeek, locale)
      if (days === 'day') return interval <= 1 ? 'Every day' : `${every(interval, 'week')} on all days`
      if (days === 'weekday')
        return interval <= 1 ? 'Every weekday' : `${every(interval, 'week')} from Monday to Friday`
      return daysOfWeek.length === 1 && interval < ordinals.length
        ? every(interval, days)
        : `${every(interval, 'week')} on ${days}`
    }
    case 'absoluteMonthly':
      return `${every(interval, 'month')} on the ${nth(dayOfMonth)}${dayOfMonth > 28 ? ', or the last day of a shorter month' : ''}`
    case 'relativeMonthly':
      return `${every(interval, 'month')} on the ${index} ${sayDays(daysOfWeek, locale)}`
    case 'absoluteYearly':
      return `${every(interval, 'year')} on ${monthDay(dayOfMonth)}`
    case 'relativeYearly':
      return `${every(interval, 'year')} on the ${index} ${sayDays(daysOfWeek, locale)} of ${monthName}`
  }
}

/** A recurrence as one says it: "Every second Tuesday until 12 March". The year is said if it is not that of the first day. */
export function sayRecurrence(recurrence: Recurrence, locale: string): string {
  const { range } = recurrence
  const what = sayPattern(recurrence, locale)
  if (range.type === 'endDate' && range.endDate)
    return `${what} until ${sayDate(range.endDate, locale, range.endDate.slice(0, 4) !== range.startDate.slice(0, 4))}`
  if (range.type === 'numbered' && range.numberOfOccurrences)
    return `${what}, ${range.numberOfOccurrences === 1 ? 'once' : `${range.numberOfOccurrences} times`}`
  return what
}
