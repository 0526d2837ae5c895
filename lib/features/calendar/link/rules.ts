import { createHash } from 'node:crypto'
import type { Recurrence } from '@/drizzle/schema/schedule'
import { hasMidnight, windowsOf } from '@/lib/platform/zones'

/** Kind of the outbox rows that say: bring this entry (`subjectId`) to Outlook as it is now. */
export const PUSH = 'calendar.push'

/** Kind of the outbox rows that say: remove Tandem's own calendar (`payload.calendarGraphId`) from Outlook. */
export const CLOSE = 'calendar.close'

/** Kind of the outbox rows that say: answer this invitation (`payload`, by the event's id) in Outlook. */
export const ANSWER = 'calendar.answer'

/** How long a deletion of which others would be told waits for its undo, in milliseconds. */
export const UNDO_DELETE_MS = 12_000

const NAMESPACE = '{66f5a359-4659-4830-9070-00047ec6ac6e}'

/** Extended property that ties an event to its entry, by the entry's id (Microsoft Graph: extended properties). */
export const ENTRY_MARKER = `String ${NAMESPACE} Name TandemEntry`
/** On published copies: digest of what Tandem wrote, so that a copy found again need not be written again. */
export const STATE_MARKER = `String ${NAMESPACE} Name TandemState`
/** On Tandem's own calendar: whose it is. */
export const CALENDAR_MARKER = `String ${NAMESPACE} Name TandemCalendar`

/** Value of CALENDAR_MARKER: a person has one such calendar for each workspace. */
export const calendarMark = ({ userId, workspaceId }: { userId: string; workspaceId: string }): string =>
  `${userId} ${workspaceId}`

/** A short digest of JSON: equal for equal values, whatever the order of their keys. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('base64url').slice(0, 22)

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

interface Span {
  isAllDay: boolean
  /** Dates, or wall times of `zone`. */
  start: string
  end: string
  /** IANA name. */
  zone: string
}

/**
 * The zone in which times are told to Outlook. It takes whole days from midnight to midnight only (Microsoft Graph:
 * event, isAllDay); a day that lacks one where the entry is has it in UTC. The dates are the same.
 */
export const spanZone = ({ isAllDay, start, end, zone }: Span): string =>
  isAllDay && [start, end].some((each) => !hasMidnight(each.slice(0, 10), zone)) ? 'UTC' : zone

/** Graph's properties of these times. */
export function spanToGraph(span: Span): Record<string, unknown> {
  const { isAllDay, start, end } = span
  const zone = spanZone(span)
  const at = (wall: string) => ({ dateTime: isAllDay ? `${wall.slice(0, 10)}T00:00:00` : wall, timeZone: nameOf(zone) })
  return { isAllDay, start: at(start), end: at(end) }
}

/** Graph's property of a rule. @param zone IANA name of the zone in which its days are */
export const recurrenceToGraph = ({ pattern, range }: Recurrence, zone: string | undefined) => ({
  pattern,
  range: { ...range, ...(zone ? { recurrenceTimeZone: nameOf(zone) } : {}) },
})

const nameOf = (zone: string): string => windowsOf(zone) ?? zone

/** Names of the fields in which two objects differ. */
export const differing = <T extends object>(from: T, to: T): (keyof T)[] =>
  ([...new Set([...Object.keys(from), ...Object.keys(to)])] as (keyof T)[]).filter(
    (key) => canonical(from[key]) !== canonical(to[key]),
  )
