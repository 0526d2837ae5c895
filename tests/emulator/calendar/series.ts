// The occurrences of a stored series: the pattern's days, without the deleted ones, with the exceptions in their place.

import type { EventContent, Former, Occurrence, Series, StoredEvent } from './model'
import { occurrenceOn, occurrences } from './recurrence/expand'

/** Null for single events. */
export function seriesOf({
  content: { times },
  recurrence,
}: Pick<StoredEvent, 'content' | 'recurrence'>): Series | null {
  if (!recurrence) return null
  const zone = recurrence.range.recurrenceTimeZone || times.startZone
  return { start: times.start, end: times.end, zone, recurrence }
}

/** True if an event of these times is part of a view of [from, to). Microsoft Graph: calendarView. */
export const touches = ({ start, end }: { start: number; end: number }, from: number, to: number): boolean =>
  start < to && (end > from || (start === end && start >= from))

const at = (content: EventContent, start: number, end: number): EventContent => ({
  ...content,
  times: { ...content.times, start, end },
})

/** Occurrences that touch [from, to), exceptions by their own time, in order of start. */
export function occurrencesIn(event: StoredEvent, from: number, to: number): Occurrence[] {
  const series = seriesOf(event)
  if (!series) return []
  const found: Occurrence[] = []
  for (const { date, start, end } of occurrences(series, from, to)) {
    if (event.cancelled.has(date) || event.exceptions.has(date)) continue
    found.push({ date, originalStart: start, content: at(event.content, start, end), exception: null })
  }
  for (const exception of event.exceptions.values()) {
    const { date, originalStart, content } = exception
    if (touches(content.times, from, to)) found.push({ date, originalStart, content, exception })
  }
  return found.sort((a, b) => a.content.times.start - b.content.times.start)
}

/** The occurrence of an original day; undefined if the series has none there or it was deleted. */
export function occurrenceOf(event: StoredEvent, date: string): Occurrence | undefined {
  const series = seriesOf(event)
  if (!series || event.cancelled.has(date)) return undefined
  const exception = event.exceptions.get(date)
  if (exception) return { date, originalStart: exception.originalStart, content: exception.content, exception }
  const own = occurrenceOn(series, date)
  if (!own) return undefined
  return { date, originalStart: own.start, content: at(event.content, own.start, own.end), exception: null }
}

/** Days of a former series within [from, to) that the event does not have any more. */
export function lostDays(event: StoredEvent | null, former: Former, from: number, to: number): string[] {
  const { date: day, series } = former
  const dates = day !== null ? [day] : series ? occurrences(series, from, to).map(({ date }) => date) : []
  return dates.filter((date) => event === null || occurrenceOf(event, date) === undefined)
}
