import type { ScheduleItem } from '@/components/schedule/view'
import { occurrencesOf } from '@/lib/platform/recurrence/expand'
import { addDays } from '@/lib/platform/zones'
import { type Entry, endOf } from '../rules'
import { seriesOf } from '../series/rules'

/** An entry without its notes, which a block does not show. */
export type RangeEntry = Omit<Entry, 'notes'>

/** Something to be shown: an entry, or an occurrence with its own times. */
export interface Shown {
  entry: RangeEntry
  /** The entry, or the first of its series: the id it goes by. */
  headId: string
  occurrenceDate: string | null
  startAt: Date
  endAt: Date
  startDate: string | null
  endDate: string | null
}

/** Who is on an entry. */
export interface Company {
  names: string[]
  isExternal: boolean
  /** What the viewer answered, if they were asked. */
  response: Entry['responseStatus'] | null
}

/** Its place in Outlook. */
export interface Place {
  mode: 'published' | 'two-way'
  state: 'waiting' | 'linked' | 'refused' | 'unlinked'
  calendarId: string | null
}

/**
 * Everything of a stretch in order: entries, changed occurrences, and of each series the occurrences that have no row
 * of their own.
 * @param replaced dates of series that have one: series → dates
 */
export function showAll(rows: RangeEntry[], replaced: ReadonlyMap<string, Set<string>>, from: Date, to: Date): Shown[] {
  const shown = new Map<string, Shown>()
  for (const entry of rows)
    for (const each of entry.recurrence ? occurrencesIn(entry, replaced.get(entry.id), from, to) : [single(entry)])
      if (touches(each, from, to)) shown.set(keyOf(each), each)
  return [...shown.values()].sort((a, b) => a.startAt.getTime() - b.startAt.getTime() || (keyOf(a) < keyOf(b) ? -1 : 1))
}

const keyOf = ({ headId, occurrenceDate }: Shown): string =>
  occurrenceDate === null ? headId : `${headId}@${occurrenceDate}`

function single(entry: RangeEntry): Shown {
  const { startAt, startDate, endDate, occurrenceDate } = entry
  return { entry, headId: entry.seriesId ?? entry.id, occurrenceDate, startAt, endAt: endOf(entry), startDate, endDate }
}

function occurrencesIn(entry: RangeEntry, replaced: Set<string> | undefined, from: Date, to: Date): Shown[] {
  if (!entry.recurrence) return []
  const series = seriesOf(entry, entry.recurrence)
  return occurrencesOf(series, entry.isAllDay ? dayBefore(from) : from, entry.isAllDay ? dayAfter(to) : to)
    .filter(({ date }) => !replaced?.has(date))
    .map(({ date, startAt, endAt }) => ({
      entry,
      headId: entry.id,
      occurrenceDate: date,
      startAt,
      endAt,
      ...(entry.isAllDay
        ? { startDate: date, endDate: addDays(date, series.length) }
        : { startDate: null, endDate: null }),
    }))
}

const DAY_MS = 86_400_000
const dayBefore = (at: Date) => new Date(at.getTime() - DAY_MS)
const dayAfter = (at: Date) => new Date(at.getTime() + DAY_MS)

/** Whole days are dates, not instants: a day more on both sides, for whoever looks from another zone. */
function touches({ entry, startAt, endAt }: Shown, from: Date, to: Date): boolean {
  if (entry.isAllDay) return startAt < dayAfter(to) && endAt > dayBefore(from)
  return startAt < to && (endAt > from || (startAt >= from && startAt.getTime() === endAt.getTime()))
}

/** Names that a block has room for. */
const MOST_NAMES = 4

/** A block of the schedule. */
export function toItem(
  shown: Shown,
  { company, place, mayChange }: { company: Company | undefined; place: Place | undefined; mayChange: boolean },
): ScheduleItem {
  const { entry, headId, occurrenceDate, startAt, endAt, startDate, endDate } = shown
  const isBoth = place?.mode === 'two-way'
  return {
    key: keyOf(shown),
    source: isBoth ? 'both' : 'tandem',
    id: headId,
    occurrenceDate,
    isRecurring: occurrenceDate !== null,
    kind: entry.kind,
    calendarId: isBoth ? place.calendarId : null,
    title: entry.title,
    startsAt: startAt.toISOString(),
    endsAt: endAt.toISOString(),
    isAllDay: entry.isAllDay,
    startDate: entry.isAllDay ? startDate : null,
    endDate: entry.isAllDay ? endDate : null,
    location: entry.location || null,
    isPrivate: entry.isPrivate,
    showAs: entry.showAs,
    response: company?.response ?? entry.responseStatus,
    isCancelled: entry.isCancelled,
    isOnline: entry.isOnline || entry.joinUrl !== null,
    isExternal: company?.isExternal ?? false,
    people: (company?.names ?? []).slice(0, MOST_NAMES),
    mayChange,
    outlook: place?.state === 'waiting' || place?.state === 'refused' ? place.state : 'none',
    version: entry.version,
  }
}
