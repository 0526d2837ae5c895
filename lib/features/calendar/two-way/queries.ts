import 'server-only'
import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { calendarLinks, externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { outbox } from '@/drizzle/schema/sync'
import { type AttendeeRow, listAttendees } from '@/lib/features/schedule/ties/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { PUSH } from '../link/rules'
import { due, type Link } from '../publish/queries'
import type { Entry } from './map'
import type { Base } from './rules'

/** What a two-way link holds as its base: both sides when they were last alike, and which rows of Outlook that was. */
export interface LinkBase extends Base {
  /** Change key of the event's row; null: there was none, it lies outside of the window. */
  rowKey: string | null
  /** Digest of the rows of a series' changed occurrences. */
  rowDates: string | null
  isOrganizer: boolean
}

/** A link with everything that is looked at together. */
export interface TwoWayUnit {
  link: Link
  base: LinkBase | null
  /** Null: it was deleted here. */
  entry: Entry | null
  exceptions: Entry[]
  attendees: Map<string, AttendeeRow[]>
  /** Whether its deletion, or that of its later dates, may still be taken back: until then it is left alone. */
  mayReturn: boolean
  /** Deleted dates that may still come back. */
  held: ReadonlySet<string>
  rowKey: string | null
  rowDates: string | null
  /** The event is private now. */
  isHidden: boolean
}

export const twoWay = (connectionId: string): SQL | undefined =>
  and(eq(calendarLinks.connectionId, connectionId), eq(calendarLinks.mode, 'two-way'))

const rowDatesOf = (connectionId: AnyPgColumn, eventId: AnyPgColumn) =>
  sql<string | null>`(select md5(string_agg(x.external_calendar_event_id || x.change_key, ','
    order by x.external_calendar_event_id))
  from external_calendar_event x where x.connection_id = ${connectionId}
    and x.series_master_id = ${eventId} and x.type = 'exception')`

const ROW_DATES = rowDatesOf(calendarLinks.connectionId, calendarLinks.externalEventId)

const IS_HIDDEN = sql<boolean>`exists (select 1 from external_calendar_event x
  where x.connection_id = ${calendarLinks.connectionId} and x.sensitivity in ('private', 'confidential')
    and x.external_calendar_event_id = ${calendarLinks.externalEventId} and x.change_key <> '')`

const ROW_KEY = sql<string | null>`(select min(x.change_key) from external_calendar_event x
  where x.connection_id = ${calendarLinks.connectionId}
    and x.external_calendar_event_id = ${calendarLinks.externalEventId})`

/**
 * Links whose event is not as it was when both sides were last alike: its row changed, or went. Whatever brought the
 * rows, nothing is missed; the echo of our own write is recognised by its change key.
 */
export const hasDrifted = (): SQL | undefined =>
  and(
    isNotNull(calendarLinks.externalEventId),
    sql`(${ROW_KEY} is distinct from ${calendarLinks.base}->>'rowKey'
        and (${ROW_KEY} is null or ${ROW_KEY} is distinct from ${calendarLinks.changeKey})
      or ${ROW_DATES} is distinct from ${calendarLinks.base}->>'rowDates')`,
  )

/** Loads links with their entries and the rows of their events. */
export async function loadTwoWay(db: Db, connectionId: string, linkIds: readonly string[]): Promise<TwoWayUnit[]> {
  if (linkIds.length === 0) return []
  const rows = await db
    .select({ link: calendarLinks, entry: scheduleEntries, rowKey: ROW_KEY, rowDates: ROW_DATES, isHidden: IS_HIDDEN })
    .from(calendarLinks)
    .leftJoin(scheduleEntries, eq(scheduleEntries.id, calendarLinks.entryId))
    .where(and(twoWay(connectionId), inArray(calendarLinks.id, [...linkIds])))
  const masters = rows.flatMap(({ entry }) => (entry?.recurrence ? [entry.id] : []))
  const exceptions = masters.length > 0 ? await listDates(db, masters) : []
  const ids = [...rows.flatMap(({ entry }) => (entry ? [entry.id] : [])), ...exceptions.map(({ id }) => id)]
  const attendees = new Map<string, AttendeeRow[]>()
  for (const each of await listAttendees(db, ids))
    attendees.set(each.entryId, [...(attendees.get(each.entryId) ?? []), each])
  const waits = await listUndoable(db, connectionId)
  const byId = new Map(rows.map((row) => [row.link.id, row]))
  return linkIds.flatMap((id) => {
    const row = byId.get(id)
    return row
      ? [
          {
            ...row,
            base: (row.link.base ?? null) as LinkBase | null,
            exceptions: exceptions.filter(({ seriesId }) => seriesId === row.entry?.id),
            attendees,
            mayReturn: row.entry ? waits.cut.has(row.entry.id) : waits.links.has(id),
            held: waits.dates.get(row.entry?.id ?? '') ?? new Set(),
          },
        ]
      : []
  })
}

/** Occurrences of series that were changed or deleted. */
export async function listDates(db: Db, masters: string[]): Promise<Entry[]> {
  return db
    .select()
    .from(scheduleEntries)
    .where(and(inArray(scheduleEntries.seriesId, masters), isNull(scheduleEntries.parentId)))
    .orderBy(asc(scheduleEntries.occurrenceDate))
}

interface Undoable {
  /** Links of deleted entries. */
  links: Set<string>
  /** Single dates of series, by their entry. */
  dates: Map<string, Set<string>>
  /** Series whose later dates were cut off. */
  cut: Set<string>
}

/** What was deleted a moment ago and may still come back. */
async function listUndoable(db: Db, connectionId: string): Promise<Undoable> {
  const { payload, subjectId } = outbox
  const rows = await db
    .select({
      linkId: sql<string | null>`${payload}->>'linkId'`,
      date: sql<string | null>`${payload}->>'date'`,
      rest: sql<string | null>`${payload}->>'rest'`,
      subjectId,
    })
    .from(outbox)
    .where(and(eq(outbox.connectionId, connectionId), eq(outbox.kind, PUSH), sql`${payload} <> '{}'`))
  const dates = new Map<string, Set<string>>()
  for (const { subjectId: id, date } of rows) if (date) dates.set(id, (dates.get(id) ?? new Set()).add(date))
  return {
    links: new Set(rows.flatMap(({ linkId }) => linkId ?? [])),
    dates,
    cut: new Set(rows.flatMap(({ rest, subjectId: id }) => (rest ? [id] : []))),
  }
}

/** Links that wait, oldest first. `held`: also those that observe-only holds back. */
export async function listTwoWayWaiting(
  db: Db,
  connectionId: string,
  { most, creates, held }: { most: number; creates: boolean; held: boolean },
): Promise<string[]> {
  const rows = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(
      and(
        twoWay(connectionId),
        eq(calendarLinks.state, 'waiting'),
        creates ? undefined : isNotNull(calendarLinks.externalEventId),
        held ? undefined : or(isNull(calendarLinks.reason), sql`${calendarLinks.reason} <> 'observed'`),
      ),
    )
    .orderBy(asc(calendarLinks.updatedAt), asc(calendarLinks.id))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Its entry was deleted, and whether its create made an event is not known. */
export const isAskedDeleted = (): SQL | undefined =>
  and(isNull(calendarLinks.entryId), isNull(calendarLinks.externalEventId), isNotNull(calendarLinks.askedAt))

/** Such links, with the ids of the entries that they had: the deletions, which wait for their undo, still name them. */
export async function listAskedDeleted(
  db: Db,
  connectionId: string,
  entryId?: string,
): Promise<{ linkId: string; entryId: string }[]> {
  return db
    .select({ linkId: calendarLinks.id, entryId: outbox.subjectId })
    .from(outbox)
    .innerJoin(calendarLinks, sql`${calendarLinks.id}::text = ${outbox.payload}->>'linkId'`)
    .where(
      and(
        eq(outbox.connectionId, connectionId),
        eq(outbox.kind, PUSH),
        entryId ? eq(outbox.subjectId, entryId) : undefined,
        twoWay(connectionId),
        isAskedDeleted(),
      ),
    )
}

/** An event without a link. */
export interface Unknown {
  id: string
  /** As of a link's base. */
  rowDates: string | null
}

/** Events of the default calendar that are to become entries: not private, not over, and no link knows them. */
export async function listUnknown(db: Db, connectionId: string, most: number): Promise<Unknown[]> {
  const { externalCalendarEventId: id, type, endDatetime, isCancelled, sensitivity, changeKey } = externalCalendarEvents
  const present = now().toISOString()
  return db
    .select({ id, rowDates: rowDatesOf(externalCalendarEvents.connectionId, id) })
    .from(externalCalendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, externalCalendarEvents.calendarId))
    .where(
      and(
        eq(externalCalendarEvents.connectionId, connectionId),
        eq(externalCalendars.isDefaultCalendar, true),
        eq(isCancelled, false),
        sql`${sensitivity} not in ('private', 'confidential')`,
        sql`${changeKey} <> ''`,
        or(
          and(eq(type, 'singleInstance'), sql`${endDatetime} > ${present}::timestamptz`),
          and(
            eq(type, 'seriesMaster'),
            sql`exists (select 1 from external_calendar_event o where o.calendar_id = ${externalCalendarEvents.calendarId}
              and o.series_master_id = ${id} and o.end_datetime > ${present}::timestamptz)`,
          ),
        ),
        sql`not exists (select 1 from calendar_links l where l.connection_id = ${connectionId}
          and l.external_event_id = ${id})`,
      ),
    )
    .orderBy(asc(externalCalendarEvents.startDatetime))
    .limit(most)
}

/** What a meeting's invitations should not wait for: it goes to Outlook at any date. */
const FAR = new Date('2200-01-01T00:00:00Z')

/** Somebody is asked to an entry, or to a date of it. */
const hasPeople = sql`exists (select 1 from entry_attendees a where a.entry_id = ${scheduleEntries.id}
  or a.entry_id in (select d.id from schedule_entries d where d.series_id = ${scheduleEntries.id}))`

/** Its people were invited already: by itself nothing invites them again (R34). */
export const isInvited: SQL = sql`(${scheduleEntries.invitedFrom} is not null and ${hasPeople})`

/**
 * Entries of the person that are to be in Outlook and have no link of theirs. Not those whose people were invited
 * already, from whichever mailbox, nor those that stand in somebody else's still: there is one inviter (R34).
 */
export const wanted = (connectionId: string, userId: string, to: Date): SQL | undefined =>
  and(
    or(
      // What came from there has lost its event if it has no link: it was deleted here, and came back too late.
      due(userId, { from: now(), to }, connectionId),
      and(eq(scheduleEntries.kind, 'meeting'), due(userId, { from: now(), to: FAR }, connectionId)),
    ),
    sql`not ${isInvited}`,
    sql`not exists (select 1 from ${calendarLinks} where ${calendarLinks.entryId} = ${scheduleEntries.id}
      and (${calendarLinks.connectionId} = ${connectionId}
        or ${calendarLinks.mode} = 'two-way' and ${calendarLinks.state} <> 'unlinked'
          and (${calendarLinks.externalEventId} is not null or ${calendarLinks.askedAt} is not null)))`,
  )

/** How many entries are one with an event. */
export async function countTwoWay(db: Db, connectionId: string): Promise<number> {
  return db.$count(calendarLinks, and(twoWay(connectionId), isNotNull(calendarLinks.externalEventId)))
}
