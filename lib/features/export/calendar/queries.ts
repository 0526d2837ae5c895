import 'server-only'
import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm'
import { calendarLinks, externalCalendarEvents, externalCalendars, publishing } from '@/drizzle/schema/calendar'
import type { Db } from '@/lib/platform/db/handle'

/** Calendars of the mailbox, how entries go to Outlook, and which entry is which event. */
export async function exportCalendars(db: Db, connectionId: string) {
  const {
    id,
    workspaceId,
    connectionId: _,
    ownerId: __,
    externalCalendarId,
    ...rest
  } = getTableColumns(externalCalendars)
  const link = getTableColumns(calendarLinks)
  return {
    calendars: await db
      .select({ tandemId: id, id: externalCalendarId, ...rest })
      .from(externalCalendars)
      .where(eq(externalCalendars.connectionId, connectionId)),
    publishing: await db.select().from(publishing).where(eq(publishing.connectionId, connectionId)),
    calendarLinks: await db
      .select({
        tandemId: link.id,
        entryId: link.entryId,
        id: link.externalEventId,
        calendarId: link.externalCalendarId,
        mode: link.mode,
        changeKey: link.changeKey,
        state: link.state,
        reason: link.reason,
        base: link.base,
      })
      .from(calendarLinks)
      .where(eq(calendarLinks.connectionId, connectionId)),
  }
}

/** A page of the events that Tandem holds, with Graph's ids and change keys. */
export async function exportEvents(db: Db, connectionId: string, after: string | null, limit: number) {
  const { id, workspaceId: _, connectionId: __, calendarId: ___, ...rest } = getTableColumns(externalCalendarEvents)
  return db
    .select({ tandemId: id, calendarId: externalCalendars.externalCalendarId, ...rest })
    .from(externalCalendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, externalCalendarEvents.calendarId))
    .where(and(eq(externalCalendarEvents.connectionId, connectionId), after ? gt(id, after) : undefined))
    .orderBy(asc(id))
    .limit(limit)
}
