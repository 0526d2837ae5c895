import 'server-only'
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'
import { externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { connections, cursors } from '@/drizzle/schema/connection'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import type { CalendarFields } from '../map'
import { type CalendarRow, listCalendarRows } from '../rows/queries'
import { CALENDARS_STREAM, DEFAULT_HUE, hueOf, roleOf, streamOfCalendar, type Window, wantsAtFirst } from '../rules'

export interface ListedChanges {
  made: number
  renamed: number
  gone: number
}

/**
 * Writes the list of calendars as Outlook has it. What is not in it is gone, with its events: never call it with a list
 * that is not whole. New own calendars are taken into the schedule; others only when the mailbox is listed for the first
 * time, later ones are offered.
 * @param tandems Graph's id of Tandem's own calendar, if there is one
 */
export async function saveCalendars(
  db: Db,
  scope: ConnectionScope,
  list: CalendarFields[],
  { readAt, tandems }: { readAt: Date; tandems: string | null },
): Promise<ListedChanges> {
  const here = await listCalendarRows(db, scope.connectionId)
  const me = list.find(({ isDefault }) => isDefault)?.ownerAddress ?? null
  const hues = here.map(({ hue }) => hue)
  const changes: ListedChanges = { made: 0, renamed: 0, gone: 0 }
  for (const calendar of list) {
    const known = here.find((row) => row.externalCalendarId === calendar.id)
    const isTandems = calendar.isTandems || calendar.id === tandems
    const role = roleOf(calendar, me)
    const told = {
      isDefaultCalendar: calendar.isDefault,
      title: calendar.title,
      role,
      ownerName: role === 'own' ? null : calendar.ownerName,
      ownerAddress: calendar.ownerAddress,
      canEdit: calendar.canEdit,
      canViewPrivate: calendar.canViewPrivate,
      onlineProvider: calendar.onlineProvider,
      isTandems,
      readAt,
    }
    if (known) {
      if (known.title !== calendar.title) changes.renamed++
      await db.update(externalCalendars).set(told).where(eq(externalCalendars.id, known.id))
      if (isTandems && !known.isTandems) await dropEvents(db, [known.id])
      continue
    }
    const hue = calendar.isDefault && !hues.includes(DEFAULT_HUE) ? DEFAULT_HUE : hueOf(calendar.id, hues)
    hues.push(hue)
    if (!isTandems) changes.made++
    await db
      .insert(externalCalendars)
      .values({
        workspaceId: scope.workspaceId,
        connectionId: scope.connectionId,
        ownerId: scope.userId,
        externalCalendarId: calendar.id,
        hue,
        isAdded: !isTandems && wantsAtFirst(role, calendar.canEdit, here.length === 0),
        ...told,
      })
      .onConflictDoNothing()
  }
  const gone = here.filter((row) => !list.some(({ id }) => id === row.externalCalendarId))
  changes.gone = gone.filter(({ isTandems }) => !isTandems).length
  if (gone.length > 0) {
    const ids = gone.map(({ id }) => id)
    await db.delete(externalCalendars).where(inArray(externalCalendars.id, ids))
  }
  await noteListed(db, scope)
  return changes
}

/** When the list was read is kept where cursors are: the next comparison is reckoned from it. */
async function noteListed(db: Db, scope: ConnectionScope): Promise<void> {
  await db
    .insert(cursors)
    .values({
      connectionId: scope.connectionId,
      workspaceId: scope.workspaceId,
      stream: CALENDARS_STREAM,
      phase: 'live',
      syncedAt: now(),
    })
    .onConflictDoUpdate({ target: [cursors.connectionId, cursors.stream], set: { phase: 'live', syncedAt: now() } })
}

/** Gives each followed calendar its cursor, and takes it from the others, whose round nobody would finish. */
export async function settleCursors(
  db: Db,
  { workspaceId, connectionId }: Pick<ConnectionScope, 'workspaceId' | 'connectionId'>,
  followed: CalendarRow[],
): Promise<void> {
  const streams = followed.map(({ id }) => streamOfCalendar(id))
  await db
    .delete(cursors)
    .where(
      and(
        eq(cursors.connectionId, connectionId),
        sql`${cursors.stream} like ${streamOfCalendar('%')}`,
        streams.length > 0 ? notInArray(cursors.stream, streams) : undefined,
      ),
    )
  if (streams.length === 0) return
  await db
    .insert(cursors)
    .values(streams.map((stream) => ({ connectionId, workspaceId, stream })))
    .onConflictDoNothing()
}

/** A new window for a calendar's token: its next round is a full one over the rows at hand. */
export async function openWindow(
  db: Db,
  scope: ConnectionScope,
  calendar: { id: string; syncedAt: Date | null },
  { from, to }: Window,
): Promise<void> {
  await db
    .update(externalCalendars)
    .set({ windowStart: from, windowEnd: to })
    .where(eq(externalCalendars.id, calendar.id))
  await db
    .update(cursors)
    // A page under way was asked for under the old window: the new version voids it.
    .set({ link: null, phase: calendar.syncedAt ? 'resync' : 'first', version: sql`${cursors.version} + 1` })
    .where(and(eq(cursors.connectionId, scope.connectionId), eq(cursors.stream, streamOfCalendar(calendar.id))))
}

/** Keeps the person's zone, as Outlook or the browser last told it, and their working hours. */
export async function rememberClock(
  db: Db,
  connectionId: string,
  clock: Partial<Pick<typeof connections.$inferSelect, 'timeZone' | 'workingHours'>>,
): Promise<void> {
  await db.update(connections).set(clock).where(eq(connections.id, connectionId))
}

/** Events of calendars that the schedule no longer takes in. What is one with an entry stays. */
export async function dropEvents(db: Db, calendarIds: string[]): Promise<void> {
  if (calendarIds.length === 0) return
  await db.delete(externalCalendarEvents).where(
    and(
      inArray(externalCalendarEvents.calendarId, calendarIds),
      sql`not exists (select 1 from calendar_links l where l.connection_id = ${externalCalendarEvents.connectionId}
        and l.mode = 'two-way' and l.external_event_id in (${externalCalendarEvents.externalCalendarEventId}, ${externalCalendarEvents.seriesMasterId}))`,
    ),
  )
}
