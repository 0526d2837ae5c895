import { addDays, endOfMonth, weekdayOf } from '@/components/tasks/dates'

export type ScheduleLook = 'day' | 'week' | 'month' | 'list'
export const looks: readonly ScheduleLook[] = ['day', 'week', 'month', 'list']

/** Dates, the end exclusive. */
export type Period = { from: string; to: string }

const listDays = 30

/** 1 Monday … 7 Sunday: where weeks begin by the locale's custom. */
export function firstDayOf(locale: string): number {
  try {
    const own = new Intl.Locale(locale) as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number }
      weekInfo?: { firstDay: number }
    }
    return own.getWeekInfo?.().firstDay ?? own.weekInfo?.firstDay ?? 1
  } catch {
    return 1
  }
}

export const startOfWeek = (date: string, firstDay: number): string =>
  addDays(date, -((weekdayOf(date) - firstDay + 7) % 7))

/** What a look shows around a date; the month with the days of its neighbours that fill its weeks. */
export function periodOf(look: ScheduleLook, date: string, firstDay: number): Period {
  if (look === 'day') return { from: date, to: addDays(date, 1) }
  if (look === 'list') return { from: date, to: addDays(date, listDays) }
  if (look === 'week') {
    const from = startOfWeek(date, firstDay)
    return { from, to: addDays(from, 7) }
  }
  const from = startOfWeek(`${date.slice(0, 7)}-01`, firstDay)
  return { from, to: addDays(startOfWeek(endOfMonth(date), firstDay), 7) }
}

/** The date that stands for the next or the previous period. */
export function stepFrom(look: ScheduleLook, date: string, by: 1 | -1): string {
  if (look === 'day') return addDays(date, by)
  if (look === 'week') return addDays(date, by * 7)
  if (look === 'list') return addDays(date, by * listDays)
  return by === 1 ? addDays(endOfMonth(date), 1) : `${addDays(`${date.slice(0, 7)}-01`, -1).slice(0, 7)}-01`
}

/** Number of the week: the one of Thursday where weeks begin on Monday (ISO), else the one that 1 January begins. */
export function weekNumber(date: string, firstDay: number): number {
  const start = startOfWeek(date, firstDay)
  // The day whose year the week belongs to.
  const deciding = addDays(start, firstDay === 1 ? 3 : 6)
  const first = startOfWeek(`${deciding.slice(0, 4)}-01-${firstDay === 1 ? '04' : '01'}`, firstDay)
  return Math.round((Date.parse(`${start}T00:00Z`) - Date.parse(`${first}T00:00Z`)) / (7 * 86_400_000)) + 1
}

/** "Wed 25 Nov", "23 – 29 November 2026", "November 2026", "25 Nov – 24 Dec". */
export function titleOf(look: ScheduleLook, date: string, period: Period, locale: string): string {
  const say = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
      .format(Date.parse(`${day}T00:00Z`))
      .replace(',', '')
  if (look === 'day') return say(date, { weekday: 'short', day: 'numeric', month: 'short' })
  if (look === 'month') return say(date, { month: 'long', year: 'numeric' })
  const last = addDays(period.to, -1)
  const range = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: look === 'week' ? 'long' : 'short',
    year: look === 'week' ? 'numeric' : undefined,
    timeZone: 'UTC',
  }).formatRange(Date.parse(`${period.from}T00:00Z`), Date.parse(`${last}T00:00Z`))
  // Servers and browsers write other spaces around the dash.
  return range.replace(/[\u2009\u202f]/gu, ' ')
}

/** The weeks of a small month: six rows of seven dates. */
export function weeksOf(month: string, firstDay: number): string[][] {
  const first = startOfWeek(`${month.slice(0, 7)}-01`, firstDay)
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(first, week * 7 + day)))
}

/** All dates of a period. */
export function datesOf({ from, to }: Period): string[] {
  const dates: string[] = []
  for (let date = from; date < to; date = addDays(date, 1)) dates.push(date)
  return dates
}
