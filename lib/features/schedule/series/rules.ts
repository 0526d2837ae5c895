import { createHash } from 'node:crypto'
import type { Recurrence } from '@/drizzle/schema/schedule'
import { checkRecurrence, tidyRecurrence } from '@/lib/platform/recurrence/check'
import { lastEnd, neighboursOf, occurrenceOn, type Series } from '@/lib/platform/recurrence/expand'
import { fromFirstFit, partBefore, partFrom, shiftRecurrence } from '@/lib/platform/recurrence/split'
import { addDays, dateOf, daysBetween, instantOf, wallOf } from '@/lib/platform/zones'
import { BadEntry, dayOf, daysAt, type Entry, endOf, type Times } from '../rules'

/** What of an entry makes it a series. */
export type SeriesTimes = Times & Pick<Entry, 'recurrence' | 'seriesEndsAt'>

const utc = (wall: string) => Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`)

/** Minutes by the wall clock; all-day: days. */
function lengthOf(times: Times): number {
  if (times.isAllDay) return daysBetween(times.startDate ?? '', times.endDate ?? '')
  const { startAt, timeZone } = times
  return Math.max(0, (utc(wallOf(endOf(times), timeZone)) - utc(wallOf(startAt, timeZone))) / 60_000)
}

/** The first entry of a series as the expander wants it. */
export const seriesOf = (times: Times, recurrence: Recurrence): Series => ({
  recurrence,
  start: times.isAllDay ? (times.startDate ?? '') : wallOf(times.startAt, times.timeZone),
  length: lengthOf(times),
  zone: times.timeZone,
  isAllDay: times.isAllDay,
})

/** The same times on another day, by the wall clock. */
function onDay(times: Times, day: string): Times {
  const days = daysBetween(dayOf(times), day)
  if (days === 0) return times
  const { timeZone, startDate, endDate, startAt, endAt } = times
  if (times.isAllDay && startDate && endDate)
    return daysAt({ startDate: addDays(startDate, days), endDate: addDays(endDate, days), timeZone })
  const later = (at: Date) => {
    const wall = wallOf(at, timeZone)
    return instantOf(addDays(wall.slice(0, 10), days) + wall.slice(10), timeZone)
  }
  return { ...times, startAt: later(startAt), endAt: endAt && later(endAt) }
}

export const timesIn = ({ isAllDay, startDate, endDate, startAt, endAt, timeZone }: Times): Times => ({
  isAllDay,
  startDate,
  endDate,
  startAt,
  endAt,
  timeZone,
})

/** The times of one occurrence of a series; null if it has none on that date. */
export function timesOn(master: Entry, date: string): Times | null {
  if (!master.recurrence || !occurrenceOn(seriesOf(master, master.recurrence), date)) return null
  return onDay(timesIn(master), date)
}

/** Puts an entry where its rule begins, and finds its end. Throws BadEntry for a rule that cannot be. */
export function settle(times: Times, recurrence: Recurrence | null): SeriesTimes {
  if (!recurrence) return { ...times, recurrence: null, seriesEndsAt: null }
  const rule = { ...recurrence, range: { ...recurrence.range, startDate: dayOf(times) } }
  const length = lengthOf(times) * (times.isAllDay ? 86_400_000 : 60_000)
  const [problem] = checkRecurrence(rule, length)
  if (problem) throw new BadEntry('recurrence', problem)
  const fitting = fromFirstFit(rule)
  if (!fitting) throw new BadEntry('recurrence', 'No day of this series lies before its end.')
  const placed = onDay(times, fitting.range.startDate)
  return { ...placed, recurrence: fitting, seriesEndsAt: lastEnd(seriesOf(placed, fitting)) }
}

/** The database keeps no order of properties: both are brought into one. */
const samePattern = (a: Recurrence, b: Recurrence): boolean =>
  JSON.stringify(tidyRecurrence(a).pattern) === JSON.stringify(tidyRecurrence(b).pattern)
const sameRange = (a: Recurrence['range'], b: Recurrence['range']): boolean =>
  a.type === b.type && a.endDate === b.endDate && a.numberOfOccurrences === b.numberOfOccurrences

/** Whether every occurrence keeps its place: then what was changed of single ones stays. Outlook drops it otherwise. */
const keepsPlaces = (before: Entry, after: SeriesTimes): boolean =>
  before.recurrence !== null &&
  after.recurrence !== null &&
  samePattern(before.recurrence, after.recurrence) &&
  before.isAllDay === after.isAllDay &&
  before.timeZone === after.timeZone &&
  lengthOf(before) === lengthOf(after) &&
  (before.isAllDay ||
    wallOf(before.startAt, before.timeZone).slice(10) === wallOf(after.startAt, after.timeZone).slice(10))

export interface Change {
  /** What was typed for the occurrence that the person looked at. */
  times: Times
  recurrence: Recurrence | null
}

/**
 * A whole series changed, as seen from one of its dates: all occurrences move as many days as this one did. `keeps`:
 * changed and deleted occurrences stay.
 */
export function planAll(master: Entry, date: string, change: Change): { times: SeriesTimes; keeps: boolean } {
  const rule = master.recurrence
  if (!rule || !change.recurrence) return { times: settle(change.times, change.recurrence), keeps: false }
  const day = dayOf(change.times)
  const moved = daysBetween(date, day)
  const times = onDay(change.times, addDays(dayOf(master), moved))
  const recurrence = samePattern(rule, change.recurrence)
    ? shiftRecurrence(change.recurrence, date, day)
    : change.recurrence
  const settled = settle(times, recurrence)
  return { times: settled, keeps: moved === 0 && keepsPlaces(master, settled) }
}

/**
 * A series changed from one of its dates on: what stays before, and the new series. `before` is null if the date is the
 * first: then the whole series is meant.
 */
export function planFollowing(
  master: Entry & { recurrence: Recurrence },
  date: string,
  change: Change,
): { before: SeriesTimes | null; after: SeriesTimes; keeps: boolean } {
  const rule = master.recurrence
  const left = partBefore(rule, date)
  if (!left) {
    const { times, keeps } = planAll(master, date, change)
    return { before: null, after: times, keeps }
  }
  const before = settle(timesIn(master), left)
  if (!change.recurrence) return { before, after: settle(change.times, null), keeps: false }
  const rest = partFrom(rule, date)
  const range = sameRange(change.recurrence.range, rule.range) ? rest.range : change.recurrence.range
  const day = dayOf(change.times)
  const after = settle(
    change.times,
    samePattern(rule, change.recurrence)
      ? shiftRecurrence({ pattern: rule.pattern, range }, date, day)
      : { pattern: change.recurrence.pattern, range },
  )
  return { before, after, keeps: day === date && keepsPlaces(master, after) }
}

/**
 * An occurrence stays between its neighbours: Outlook refuses one that reaches or passes the day of another. `others`:
 * occurrences that were moved, by their date. Throws BadEntry.
 */
export function checkBetween(
  master: Entry & { recurrence: Recurrence },
  date: string,
  times: Times,
  others: ReadonlyMap<string, Times>,
): void {
  const zone = master.timeZone
  const dayIn = (of: Times) => of.startDate ?? dateOf(of.startAt, zone)
  const day = dayIn(times)
  const { before, after } = neighboursOf(master.recurrence, date)
  const reach = (neighbour: string | null) => {
    const moved = neighbour === null ? undefined : others.get(neighbour)
    return neighbour === null ? [] : moved ? [neighbour, dayIn(moved)] : [neighbour]
  }
  for (const each of reach(before))
    if (day <= each) throw new BadEntry('start', `It would reach or pass the one on ${each}, which comes before it.`)
  for (const each of reach(after))
    if (day >= each) throw new BadEntry('start', `It would reach or pass the one on ${each}, which comes after it.`)
  const next = after === null ? null : (others.get(after) ?? timesOn(master, after))
  if (next && endOf(times) > next.startAt) throw new BadEntry('end', `It would last into the one on ${dayIn(next)}.`)
}

/** What single occurrences have of their own, or have from their series. */
const CONTENT = [
  'kind',
  'title',
  'channel',
  'location',
  'notes',
  'isPrivate',
  'showAs',
  'reminderMinutes',
  'isOnline',
] as const
export type Content = Pick<Entry, (typeof CONTENT)[number]>

export const contentOf = (entry: Entry): Content => {
  const { kind, title, channel, location, notes, isPrivate, showAs, reminderMinutes, isOnline } = entry
  return { kind, title, channel, location, notes, isPrivate, showAs, reminderMinutes, isOnline }
}

/** What a changed occurrence takes over when its series changes: whatever it had from it. */
export function inherit(exception: Entry, before: Content, after: Content): Partial<Content> {
  const taken = CONTENT.filter((field) => exception[field] === before[field] && before[field] !== after[field])
  return Object.fromEntries(taken.map((field) => [field, after[field]]))
}

/** The id of the series that a division makes: the same when the call is repeated. */
export function newSeriesId(id: string, date: string, version: number): string {
  const hex = createHash('sha256').update(`${id} ${date} ${version}`).digest('hex')
  // RFC 9562: version 8, made by a rule of one's own.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
