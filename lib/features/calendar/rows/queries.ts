import 'server-only'
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { calendarLinks, externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { cursors } from '@/drizzle/schema/connection'
import { workspaces } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'
import { type PulledFields, streamOfCalendar } from '../rules'

export type CalendarRow = typeof externalCalendars.$inferSelect
export type EventRecord = typeof externalCalendarEvents.$inferSelect

/** All calendars of a mailbox that Tandem knows of, the default one first. */
export async function listCalendarRows(db: Db, connectionId: string): Promise<CalendarRow[]> {
  return db
    .select()
    .from(externalCalendars)
    .where(eq(externalCalendars.connectionId, connectionId))
    .orderBy(sql`${externalCalendars.isDefaultCalendar} desc`, asc(externalCalendars.title), asc(externalCalendars.id))
}

/** A calendar that is followed, and how far it is. */
export interface CalendarStream extends CalendarRow {
  cursor: typeof cursors.$inferSelect
}

/** Followed calendars with their cursors: only those of whoever was read once have one. */
export async function listCalendarStreams(db: Db, connectionId: string): Promise<CalendarStream[]> {
  const rows = await db
    .select({ calendar: externalCalendars, cursor: cursors })
    .from(externalCalendars)
    .innerJoin(
      cursors,
      and(
        eq(cursors.connectionId, externalCalendars.connectionId),
        eq(cursors.stream, sql`${streamOfCalendar('')} || ${externalCalendars.id}::text`),
      ),
    )
    .where(eq(externalCalendars.connectionId, connectionId))
    .orderBy(sql`${externalCalendars.isDefaultCalendar} desc`, asc(externalCalendars.id))
  return rows.map(({ calendar, cursor }) => ({ ...calendar, cursor }))
}

export interface KnownEvent {
  id: string
  calendarId: string
  changeKey: string
}

/** Where events that a signal named stand: by their own id, or as a series whose occurrences are here. */
export async function listKnownEvents(db: Db, connectionId: string, ids: string[]): Promise<KnownEvent[]> {
  if (ids.length === 0) return []
  const { externalCalendarEventId, seriesMasterId, calendarId, changeKey } = externalCalendarEvents
  const mine = eq(externalCalendarEvents.connectionId, connectionId)
  const own = await db
    .select({ id: externalCalendarEventId, calendarId, changeKey })
    .from(externalCalendarEvents)
    .where(and(mine, inArray(externalCalendarEventId, ids)))
  const found = new Set(own.map(({ id }) => id))
  const rest = ids.filter((id) => !found.has(id))
  if (rest.length === 0) return own
  const series = await db
    .selectDistinct({ id: sql<string>`${seriesMasterId}`, calendarId })
    .from(externalCalendarEvents)
    .where(and(mine, inArray(seriesMasterId, rest)))
  return [...own, ...series.map((each) => ({ ...each, changeKey: '' }))]
}

/** Of these events (or series) those that Tandem itself wrote or is one with. */
export async function listLinks(
  db: Db,
  connectionId: string,
  ids: string[],
): Promise<{ eventId: string; mode: 'published' | 'two-way' }[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ eventId: calendarLinks.externalEventId, mode: calendarLinks.mode })
    .from(calendarLinks)
    .where(
      and(
        eq(calendarLinks.connectionId, connectionId),
        isNotNull(calendarLinks.externalEventId),
        inArray(calendarLinks.externalEventId, ids),
      ),
    )
  return rows.flatMap(({ eventId, mode }) => (eventId ? [{ eventId, mode }] : []))
}

/** Rows of a calendar by Graph's id, and the masters of these series. */
export async function listEventRecords(
  db: Db,
  calendarId: string,
  ids: string[],
  masterIds: string[] = [],
): Promise<EventRecord[]> {
  if (ids.length + masterIds.length === 0) return []
  return db
    .select()
    .from(externalCalendarEvents)
    .where(
      and(
        eq(externalCalendarEvents.calendarId, calendarId),
        inArray(externalCalendarEvents.externalCalendarEventId, [...new Set([...ids, ...masterIds])]),
      ),
    )
}

/** Occurrences whose series has not come yet, of these series. */
export async function listOrphans(db: Db, calendarId: string, masterIds: string[]): Promise<EventRecord[]> {
  if (masterIds.length === 0) return []
  return db
    .select()
    .from(externalCalendarEvents)
    .where(
      and(
        eq(externalCalendarEvents.calendarId, calendarId),
        eq(externalCalendarEvents.changeKey, ''),
        inArray(externalCalendarEvents.seriesMasterId, masterIds),
      ),
    )
}

/** Series of occurrences that came without them, which a full round leaves open. Graph's ids. */
export async function listLeftOpen(db: Db, calendarId: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct e.series_master_id as id from external_calendar_event e
    where e.calendar_id = ${calendarId} and e.change_key = '' and e.series_master_id is not null`)
  return rows.map(({ id }) => id)
}

/** When an event was last read of which Outlook said that it is gone from the window: never, as it is now. */
export const ASKED = new Date(0)

/** Events whose fate only a read tells, in order of their ids; a read that failed is made up for. */
export async function listAsked(db: Db, calendarId: string): Promise<string[]> {
  const rows = await db
    .select({ id: externalCalendarEvents.externalCalendarEventId })
    .from(externalCalendarEvents)
    .where(and(eq(externalCalendarEvents.calendarId, calendarId), eq(externalCalendarEvents.readAt, ASKED)))
    .orderBy(externalCalendarEvents.externalCalendarEventId)
  return rows.map(({ id }) => id)
}

/** Which optional fields this workspace pulls (R31); null: all. */
export async function getPulledFields(db: Db, workspaceId: string): Promise<PulledFields> {
  const [row] = await db
    .select({ fields: workspaces.calendarFields })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return row?.fields ?? null
}
