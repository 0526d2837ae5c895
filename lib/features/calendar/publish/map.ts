import type { Recurrence, scheduleEntries } from '@/drizzle/schema/schedule'
import { addDays, dateOf, wallOf } from '@/lib/platform/zones'
import { digestOf, ENTRY_MARKER, recurrenceToGraph, STATE_MARKER, spanToGraph, spanZone } from '../link/rules'

export type Entry = typeof scheduleEntries.$inferSelect

/** Content of a published call (R33: content ← channel). */
const CHANNEL = { in_person: 'In person', phone: 'Phone', video: 'Video', chat: 'Chat' } as const
const DEFAULT_MS = 30 * 60_000
const DAY_MS = 24 * 60 * 60_000

export interface CopyTimes {
  isAllDay: boolean
  /** Wall times in `zone`, `YYYY-MM-DDTHH:mm:ss`. All-day: midnights, the end exclusive. */
  start: string
  end: string
  /** IANA name. */
  zone: string
}

/** What one occurrence may have differently. */
export interface CopyContent extends CopyTimes {
  subject: string
  content: string
  location: string
  isPrivate: boolean
  showAs: Entry['showAs']
  /** Minutes; null: none. */
  reminder: number | null
}

/** An entry as its copy in Outlook shows it. */
export interface Copy extends CopyContent {
  recurrence: Recurrence | null
  /** By the occurrence's original date; null: deleted. */
  exceptions: Record<string, CopyContent | null>
}

/** The base of a published link: what was written last. `state` is unknown of a copy that was found by its marker. */
export interface CopyBase {
  hash: string
  /** Last instant at which it shows, ISO 8601; null without end. */
  until: string | null
  state?: Copy
  /** Digest of what is being written to it: while that is unanswered, nobody knows how much of it has arrived. */
  tried?: string
}

/**
 * What is known of a copy, for writing it. If something else than `hash` was being written when the answer got lost (a
 * change that was taken back meanwhile, for instance), nothing is known of its state.
 */
export const knownBase = (base: CopyBase | null, hash: string): CopyBase | null =>
  base?.tried === undefined || base.tried === hash ? base : { hash: '', until: base.until }

type Timed = Pick<Entry, 'isAllDay' | 'startDate' | 'endDate' | 'startAt' | 'endAt' | 'timeZone'>

/** When an entry ends; without an end half an hour after its start (R33). */
export const endOf = ({ startAt, endAt }: Pick<Entry, 'startAt' | 'endAt'>): Date =>
  endAt ?? new Date(startAt.getTime() + DEFAULT_MS)

/** Last instant at which an entry, or anything of a series, shows; null without end. */
export const untilOf = (entry: Pick<Entry, 'startAt' | 'endAt' | 'recurrence' | 'seriesEndsAt'>): Date | null =>
  entry.recurrence ? entry.seriesEndsAt : endOf(entry)

/**
 * Times of the copy (R33): dates only are all-day; what lasts a day or longer is all-day over the days it touches, an
 * end at midnight belonging to the day before; the rest has its exact times. A day is 24 hours, or what the clocks
 * call so when they change.
 */
export function timesOf(entry: Timed): CopyTimes {
  const zone = entry.timeZone
  if (entry.isAllDay) {
    const first = entry.startDate ?? dateOf(entry.startAt, zone)
    const last = entry.endDate && entry.endDate > first ? entry.endDate : addDays(first, 1)
    return { isAllDay: true, start: midnight(first), end: midnight(last), zone }
  }
  const end = endOf(entry)
  const [from, to] = [full(wallOf(entry.startAt, zone)), full(wallOf(end, zone))]
  const lasts = Math.max(end.getTime() - entry.startAt.getTime(), Date.parse(`${to}Z`) - Date.parse(`${from}Z`))
  if (lasts < DAY_MS) return { isAllDay: false, start: from, end: to, zone }
  const days = to.endsWith('T00:00:00') ? to.slice(0, 10) : addDays(to.slice(0, 10), 1)
  return { isAllDay: true, start: midnight(from.slice(0, 10)), end: midnight(days), zone }
}

const midnight = (date: string): string => `${date}T00:00:00`
const full = (wall: string): string => (wall.length === 16 ? `${wall}:00` : wall)

function contentOf(entry: Entry, reminder: number | null): CopyContent {
  return {
    ...timesOf(entry),
    subject: clean(entry.title, 255),
    content: bodyOf(entry),
    location: entry.kind === 'call' || entry.kind === 'meeting' ? clean(entry.location, 255) : '',
    isPrivate: entry.isPrivate,
    showAs: entry.showAs,
    reminder: entry.reminderMinutes ?? reminder,
  }
}

/** A call's content is its channel; a meeting's its link and notes; nothing else is told (R33). */
function bodyOf(entry: Entry): string {
  if (entry.kind === 'call') return entry.channel ? CHANNEL[entry.channel] : ''
  if (entry.kind !== 'meeting') return ''
  const text = [entry.joinUrl && `Join: ${entry.joinUrl}`, entry.notes.trim()].filter(Boolean).join('\n\n')
  return text.replaceAll('\u0000', '').slice(0, 32_000).toWellFormed()
}

const clean = (text: string, most: number): string =>
  text
    .replaceAll('\u0000', '')
    .replace(/[\r\n]+/g, ' ')
    .trim()
    .toWellFormed()
    .slice(0, most)
    .toWellFormed()

/**
 * The copy of an entry, with its exceptions if it is a series. Nobody is invited: a copy has no attendees.
 * @param reminder the setting for published entries, in minutes; an entry's own counts more
 */
export function copyOf(entry: Entry, exceptions: readonly Entry[], reminder: number | null): Copy {
  const copy: Copy = { ...contentOf(entry, reminder), recurrence: entry.recurrence, exceptions: {} }
  for (const each of exceptions) {
    if (each.occurrenceDate) copy.exceptions[each.occurrenceDate] = each.isCancelled ? null : contentOf(each, reminder)
  }
  return copy
}

/** The base to keep of a copy. */
export const baseOf = (copy: Copy, entry: Entry): CopyBase => ({
  hash: digestOf(copy),
  until: untilOf(entry)?.toISOString() ?? null,
  state: copy,
})

/** The base of a copy that is about to be written: what is known of it, and what it is to become. */
export const tryingBase = (base: CopyBase | null, hash: string): CopyBase => ({
  ...(base ?? { hash: '', until: null }),
  tried: hash,
})

/** Graph's properties of some of a copy's fields (Microsoft Graph: event). */
export function toGraph(copy: Partial<Copy>): Record<string, unknown> {
  const { isAllDay, start, end, zone, recurrence } = copy
  const span =
    isAllDay === undefined || start === undefined || end === undefined || zone === undefined
      ? null
      : { isAllDay, start, end, zone }
  return {
    ...(copy.subject === undefined ? {} : { subject: copy.subject }),
    ...(copy.content === undefined ? {} : { body: { contentType: 'text', content: copy.content } }),
    ...(copy.location === undefined ? {} : { location: { displayName: copy.location } }),
    ...(copy.isPrivate === undefined ? {} : { sensitivity: copy.isPrivate ? 'private' : 'normal' }),
    ...(copy.showAs === undefined ? {} : { showAs: copy.showAs }),
    ...(copy.reminder === undefined
      ? {}
      : {
          isReminderOn: copy.reminder !== null,
          ...(copy.reminder === null ? {} : { reminderMinutesBeforeStart: copy.reminder }),
        }),
    ...(span && spanToGraph(span)),
    ...(recurrence === undefined
      ? {}
      : { recurrence: recurrence && recurrenceToGraph(recurrence, span ? spanZone(span) : zone) }),
  }
}

const TIMES = new Set<keyof Copy>(['isAllDay', 'start', 'end', 'zone'])

/** The fields named, and with one of the times all of them: Graph takes them together only. */
export function fieldsOf<T extends CopyContent>(copy: T, names: readonly (keyof T)[]): Partial<T> {
  const times = names.some((name) => TIMES.has(name as keyof Copy))
  const wanted = new Set<keyof T>([...names, ...(times ? (['isAllDay', 'start', 'end', 'zone'] as const) : [])])
  return Object.fromEntries(Object.entries(copy).filter(([key]) => wanted.has(key as keyof T))) as Partial<T>
}

/** Extended properties of a copy: whose it is, and what was written. */
export const markersOf = (entryId: string, hash: string) => [
  { id: ENTRY_MARKER, value: entryId },
  { id: STATE_MARKER, value: hash },
]

/** Stands for the digest of a series whose exceptions are still to be written. */
export const UNFINISHED = 'unfinished'

/** The digest alone, for a change. */
export const stateMarker = (hash: string) => [{ id: STATE_MARKER, value: hash }]
