/** Dates of the calendar (YYYY-MM-DD), without zones: no day is longer or shorter than another. */

const DAY = 86_400_000

const toTime = (date: string) => Date.parse(`${date}T00:00:00Z`)

export const addDays = (date: string, days: number): string =>
  new Date(toTime(date) + days * DAY).toISOString().slice(0, 10)

/** Days from one to the other. */
const daysBetween = (from: string, to: string): number => Math.round((toTime(to) - toTime(from)) / DAY)

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (date: string): number => ((new Date(toTime(date)).getUTCDay() + 6) % 7) + 1

/** The next day after `date` that is this weekday (1 is Monday): never `date` itself. */
export const nextWeekday = (date: string, weekday: number): string =>
  addDays(date, ((weekday - weekdayOf(date) + 6) % 7) + 1)

export function endOfMonth(date: string): string {
  const [year = 1970, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** The date in a zone at an instant (ms). */
export function dateAt(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}

const format = (date: string, locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(toTime(date))

/** "Today", "Tomorrow", "Yesterday", "Friday", "1 Dec", "1 Dec 2027". */
export function sayDate(date: string, today: string, locale: string): string {
  const days = daysBetween(today, date)
  if (days === 0) return 'Today'
  if (days === 1) return 'Tomorrow'
  if (days === -1) return 'Yesterday'
  if (days > 1 && days < 7) return format(date, locale, { weekday: 'long' })
  const year = date.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric'
  return format(date, locale, { day: 'numeric', month: 'short', year })
}

/** "Thursday 26 November", with the year if it is another. */
export function sayWholeDate(date: string, today: string, locale: string): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric'
  return format(date, locale, { weekday: 'long', day: 'numeric', month: 'long', year })
}
