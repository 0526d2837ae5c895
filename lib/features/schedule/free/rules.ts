import type { ScheduleItem } from '@/components/schedule/view'
import { alignIntervals, type Interval, subtractIntervals } from '@/lib/platform/intervals'
import { addDays, instantOf } from '@/lib/platform/zones'

/** When a person works: days of the week (0 is Sunday) and wall times HH:mm of a zone (IANA). */
export interface Hours {
  days: readonly number[]
  from: string
  to: string
  zone: string
}

/** Where nobody said otherwise: Monday to Friday, nine to five. */
export const USUAL = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } as const

const QUARTER_MS = 15 * 60_000
/** Shorter than this is no free time. */
const LEAST_MS = QUARTER_MS

/** The next working days from a date on (YYYY-MM-DD), that day included. Fewer only if nobody ever works. */
export function workingDays(from: string, count: number, { days }: Pick<Hours, 'days'>): string[] {
  const found: string[] = []
  for (let ahead = 0; found.length < count && ahead < count * 7; ahead++) {
    const date = addDays(from, ahead)
    if (days.includes(new Date(`${date}T00:00:00Z`).getUTCDay())) found.push(date)
  }
  return found
}

/** The working hours of a date. Where the clocks change they are as long as the clock says. */
export const windowOf = (date: string, { from, to, zone }: Hours): Interval => ({
  from: instantOf(`${date}T${from}`, zone).getTime(),
  to: instantOf(`${date}T${to}`, zone).getTime(),
})

const TAKES = new Set<ScheduleItem['showAs']>(['busy', 'oof', 'tentative'])

/**
 * The time that something takes: none if it is called off, declined, or shown as free. Whole days are dates, and take
 * the whole day of `zone`.
 */
export function takenBy(item: ScheduleItem, zone: string): Interval | null {
  if (item.isCancelled || item.response === 'declined' || !TAKES.has(item.showAs)) return null
  if (item.isAllDay && item.startDate && item.endDate)
    return {
      from: instantOf(`${item.startDate}T00:00`, zone).getTime(),
      to: instantOf(`${item.endDate}T00:00`, zone).getTime(),
    }
  return { from: Date.parse(item.startsAt), to: Date.parse(item.endsAt) }
}

/**
 * What is free of each date's working hours from `now` on, in quarters of an hour (all zones differ by such). A time
 * that somebody begins at is a round one.
 */
export function freeDays(
  dates: readonly string[],
  hours: Hours,
  items: readonly ScheduleItem[],
  now: Date,
): { date: string; free: Interval[] }[] {
  const taken = items.map((item) => takenBy(item, hours.zone)).filter((each) => each !== null)
  const past = { from: 0, to: now.getTime() }
  const windows = dates.map((date) => windowOf(date, hours))
  const free = alignIntervals(subtractIntervals(windows, [...taken, past]), QUARTER_MS, LEAST_MS)
  return dates.map((date, at) => {
    const window = windows[at] ?? { from: 0, to: 0 }
    return { date, free: free.filter(({ from }) => from >= window.from && from < window.to) }
  })
}
