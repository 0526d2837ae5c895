import type { Recurrence } from '@/drizzle/schema/schedule'
import { addDays, instantOf } from '@/lib/platform/zones'
import { DAY_MS, type Days, daysOf, toDate, toDay } from './days'

/** A series: its rule, and when its first occurrence is. */
export interface Series {
  recurrence: Recurrence
  /** Wall time of the first in `zone`; all-day: only its date counts. */
  start: string
  /** Minutes by the wall clock; all-day: days. */
  length: number
  /** IANA name. */
  zone: string
  isAllDay: boolean
}

export interface Occurrence {
  /** Its date in the zone of the series: its name within the series. */
  date: string
  startAt: Date
  /** All-day: midnight after the last day. */
  endAt: Date
}

/** Most occurrences of one answer. */
const MOST = 2000

/** The occurrence of a day. It keeps its wall time, so that in a night when the clocks change its length does. */
function occurrenceAt(date: string, { start, length, zone, isAllDay }: Series): Occurrence {
  const time = isAllDay ? '00:00' : start.slice(11)
  const startAt = instantOf(`${date}T${time}`, zone)
  const wallEnd = isAllDay
    ? `${addDays(date, length)}T00:00`
    : new Date(Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`) + length * 60_000)
        .toISOString()
        .slice(0, 19)
  return { date, startAt, endAt: new Date(Math.max(startAt.getTime(), instantOf(wallEnd, zone).getTime())) }
}

/** Occurrences that touch a stretch of time (its end excluded), in order. */
export function occurrencesOf(series: Series, from: Date, to: Date): Occurrence[] {
  const days = daysOf(series.recurrence)
  const length = series.isAllDay ? series.length * DAY_MS : series.length * 60_000
  // A day or two more on both sides: zones differ by up to 26 hours.
  const first = Math.floor((from.getTime() - length) / DAY_MS) - 2
  const last = Math.ceil(to.getTime() / DAY_MS) + 2
  const found: Occurrence[] = []
  for (let n = days.countBefore(first); n < days.total && found.length < MOST; n++) {
    const day = days.nth(n)
    if (!(day <= last)) break
    const occurrence = occurrenceAt(toDate(day), series)
    const { startAt, endAt } = occurrence
    if (startAt < to && (endAt > from || (startAt >= from && startAt.getTime() === endAt.getTime())))
      found.push(occurrence)
  }
  return found
}

const indexOf = (days: Days, date: string): number | null => {
  const day = toDay(date)
  if (Number.isNaN(day)) return null
  const n = days.countBefore(day)
  return n < days.total && days.nth(n) === day ? n : null
}

/** The occurrence of a date, or null if the series has none then. */
export const occurrenceOn = (series: Series, date: string): Occurrence | null =>
  indexOf(daysOf(series.recurrence), date) === null ? null : occurrenceAt(date, series)

/** So many occurrences that are taken are passed over. */
const PATIENCE = 400

/** The last occurrence that began by an instant and is not taken by a row of its own; null if there is none. */
export function latestBy(series: Series, at: Date, isTaken: (date: string) => boolean): Occurrence | null {
  const days = daysOf(series.recurrence)
  const from = Math.min(days.countBefore(Math.ceil(at.getTime() / DAY_MS) + 2), days.total) - 1
  for (let n = from; n >= 0 && n > from - PATIENCE; n--) {
    const date = toDate(days.nth(n))
    if (isTaken(date)) continue
    const occurrence = occurrenceAt(date, series)
    if (occurrence.startAt <= at) return occurrence
  }
  return null
}

/** The first occurrence that begins after an instant and is not taken; null if there is none. */
export function nextAfter(series: Series, at: Date, isTaken: (date: string) => boolean): Occurrence | null {
  const days = daysOf(series.recurrence)
  const from = days.countBefore(Math.floor(at.getTime() / DAY_MS) - 2)
  for (let n = from; n < days.total && n < from + PATIENCE; n++) {
    const date = toDate(days.nth(n))
    if (isTaken(date)) continue
    const occurrence = occurrenceAt(date, series)
    if (occurrence.startAt > at) return occurrence
  }
  return null
}

/** How many occurrences come before a date. */
export const countBefore = (recurrence: Recurrence, date: string): number => {
  const { countBefore: count, total } = daysOf(recurrence)
  return Math.min(count(toDay(date)), total)
}

/** The dates before and after one by the rule; null where the series begins or ends. */
export function neighboursOf(recurrence: Recurrence, date: string): { before: string | null; after: string | null } {
  const days = daysOf(recurrence)
  const n = Math.min(days.countBefore(toDay(date)), days.total)
  const next = indexOf(days, date) === null ? n : n + 1
  return {
    before: n > 0 ? toDate(days.nth(n - 1)) : null,
    after: next < days.total ? toDate(days.nth(next)) : null,
  }
}

/** The first date that fits the rule, on or after its start; null if there is none. */
export function firstDate(recurrence: Recurrence): string | null {
  const days = daysOf(recurrence)
  return days.total > 0 ? toDate(days.nth(0)) : null
}

/** What ends after the year 9000 does not end: neither Exchange nor the database could keep when. */
const NEVER = toDay('9000-01-01')

/** The last date of a series; null without end, or if it has no date at all. */
export function lastDate(recurrence: Recurrence): string | null {
  const { nth, total } = daysOf(recurrence)
  const day = total > 0 ? nth(total - 1) : Number.NaN
  return day < NEVER ? toDate(day) : null
}

/** When the last occurrence of a series ends; null without end. */
export function lastEnd(series: Series): Date | null {
  const date = lastDate(series.recurrence)
  return date === null ? null : occurrenceAt(date, series).endAt
}
