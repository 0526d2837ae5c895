import { addDays, dateOf, instantOf } from '@/lib/platform/zones'
import { type Copy, type CopyBase, type Entry, knownBase, untilOf } from './map'

/** Entries are published up to so many days ahead (R27, R32). */
export const DAYS_AHEAD = 90
/** Records a person and push (R32). */
export const MOST_A_PUSH = 10_000

/** The problem of a person whose calendar of copies is gone from Outlook: nothing goes there before they say so. */
export const CALENDAR_DELETED = 'calendar-deleted'

/** From when to when entries go to Outlook; `today` is where the past begins that stays untouched. */
export interface Bounds {
  from: Date
  to: Date
  today: Date
}

/**
 * The span of a push (R32): the first one from Sunday of the current week, later ones from today, to 90 days ahead.
 * Days are those of the person's zone (IANA).
 */
export function boundsOf(at: Date, zone: string, isFirst: boolean): Bounds {
  const day = dateOf(at, zone)
  const sunday = addDays(day, -new Date(`${day}T00:00:00Z`).getUTCDay())
  const midnight = (date: string) => instantOf(`${date}T00:00`, zone)
  const today = midnight(day)
  return { from: isFirst ? midnight(sunday) : today, to: midnight(addDays(day, DAYS_AHEAD + 1)), today }
}

/** Name of Tandem's own calendar, as it is made: the identifier only if the person has one (R32). */
export function calendarName(name: string, identifier: string | null): string {
  const clean = (text: string) =>
    text
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .toWellFormed()
  const short = identifier ? clean(identifier) : ''
  return `Tandem - ${clean(name).slice(0, 120).toWellFormed() || 'my entries'}${short ? ` (${short.slice(0, 60)})` : ''}`
}

/** Whether an entry is one that a person publishes: theirs, their own and not somebody's part in it, and born here. */
const isOwn = (
  entry: Pick<Entry, 'ownerId' | 'parentId' | 'seriesId' | 'connectionId' | 'isCancelled'>,
  userId: string,
): boolean =>
  entry.ownerId === userId && !entry.parentId && !entry.seriesId && !entry.connectionId && !entry.isCancelled

/** What is to be done about an entry and its copy. */
export type Deed =
  | 'create'
  | 'change'
  | 'delete'
  /** Nothing: both are alike, or it lies in the past. */
  | 'leave'
  /** There is nothing in Outlook, and nothing is to be there. */
  | 'drop'
  /** The copy stays in Outlook, no longer followed. */
  | 'release'

interface Case {
  entry: Entry | null
  /** The copy as it should be; null without entry. */
  copy: { hash: string } | null
  link: { externalEventId: string | null; base: CopyBase | null }
  userId: string
  bounds: Bounds
}

/**
 * What a push does (R27, R32): what ended before today is never written; what begins beyond the window is not begun,
 * but followed at any date once it is published; what is no longer the person's own leaves their Outlook.
 */
export function decide({ entry, copy, link, userId, bounds }: Case): Deed {
  const wasOver = isOver(link.base?.until ?? null, link.base !== null, bounds.today)
  const own = entry !== null && isOwn(entry, userId)
  if (!link.externalEventId) return own && isDue(entry, bounds) ? 'create' : 'drop'
  if (!own) return wasOver ? 'release' : 'delete'
  if (copy && copy.hash === knownBase(link.base, copy.hash)?.hash) return 'leave'
  const until = untilOf(entry)
  return wasOver && until !== null && until <= bounds.today ? 'leave' : 'change'
}

/** Whether an entry lies, or is, in the span of a push. */
function isDue(entry: Entry, { from, to }: Bounds): boolean {
  const until = untilOf(entry)
  return entry.startAt < to && (until === null || until > from)
}

const isOver = (until: string | null, known: boolean, today: Date): boolean =>
  known && until !== null && new Date(until) <= today

/** How a series that is published already gets to its new state. */
export interface SeriesPlan {
  /** The copy is removed and made anew: an occurrence that was deleted cannot be brought back. */
  anew: boolean
  /** Occurrences to delete and to write, by original date. */
  cancelled: string[]
  written: string[]
}

/** Compares exceptions. A changed pattern or time makes Outlook forget them all (Microsoft Graph: update event). */
export function planSeries(base: Copy, next: Copy, same: (a: unknown, b: unknown) => boolean): SeriesPlan {
  const forgets = TIMES.some((field) => !same(base[field], next[field]))
  const dates = new Set([...Object.keys(base.exceptions), ...Object.keys(next.exceptions)])
  const plan: SeriesPlan = { anew: false, cancelled: [], written: [] }
  for (const date of dates) {
    const [was, is] = [base.exceptions[date], next.exceptions[date]]
    // Ordinary again, or back from deletion. With other times, too, nobody knows which occurrences there are.
    if (is === undefined || (was === null && is !== null) || forgets) plan.anew = true
    else if (!same(was, is)) (is === null ? plan.cancelled : plan.written).push(date)
  }
  return plan
}

const TIMES = ['isAllDay', 'start', 'end', 'zone', 'recurrence'] as const
