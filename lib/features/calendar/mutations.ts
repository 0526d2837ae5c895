import 'server-only'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { externalCalendars, publishing } from '@/drizzle/schema/calendar'
import { cursors } from '@/drizzle/schema/connection'
import { memberships } from '@/drizzle/schema/workspaces'
import { inngest } from '@/inngest/client'
import { calendarImport, calendarPoll, calendarSweep } from '@/inngest/events'
import { type Connection, getConnection, isOn, requireLiveConnection } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import { isWithin } from '@/lib/platform/rate'
import type { UserScope } from '@/lib/platform/scope'
import { isZone } from '@/lib/platform/zones'
import { dropEvents, rememberClock, settleCursors } from './panel/mutations'
import { type CalendarRow, listCalendarRows } from './rows/queries'
import { isFollowed, streamOfCalendar } from './rules'

const tell = (db: Db, { workspaceId, userId }: UserScope) =>
  notifyLive(db, { workspaceId, userId, topics: ['schedule'] })

const noSuchCalendar = () =>
  new AppError('not_found', 'no such calendar', {
    userMessage: 'This calendar is no longer here. Load the page again.',
  })

/** The person's calendars that could stand in the schedule. Throws not_found when nothing is connected. */
async function mineOf(db: Db, scope: UserScope): Promise<{ connection: Connection; rows: CalendarRow[] }> {
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting') throw noSuchCalendar()
  const rows = await listCalendarRows(db, connection.id)
  return { connection, rows: rows.filter(({ isTandems }) => !isTandems) }
}

/** The check box of a calendar: its events are shown, or not; they are followed all the same. */
export async function setCalendarShown(db: Db, scope: UserScope, id: string, isShown: boolean): Promise<void> {
  const { rows } = await mineOf(db, scope)
  if (!rows.some((row) => row.id === id)) throw noSuchCalendar()
  await db.update(externalCalendars).set({ isShown }).where(eq(externalCalendars.id, id))
  await tell(db, scope)
}

/** "Add Calendar": these are taken into the schedule. Answers the connection; tell `announceImport` after the commit. */
export async function addCalendars(db: Db, scope: UserScope, ids: string[]): Promise<string> {
  const connection = await requireLiveConnection(db, scope, 'calendar')
  const { rows } = await mineOf(db, scope)
  const wanted = rows.filter((row) => ids.includes(row.id))
  if (wanted.length < ids.length) throw noSuchCalendar()
  if (wanted.some(({ role }) => role !== 'own') && !isOn(connection, 'shared-calendars'))
    throw new AppError('consent_required', 'shared calendars are off')
  await db
    .update(externalCalendars)
    .set({ isAdded: true, isShown: true, syncedAt: null })
    .where(
      and(
        inArray(
          externalCalendars.id,
          wanted.filter(({ isAdded }) => !isAdded).map(({ id }) => id),
        ),
        eq(externalCalendars.connectionId, connection.id),
      ),
    )
  const followed = (await listCalendarRows(db, connection.id)).filter((row) =>
    isFollowed(row, isOn(connection, 'shared-calendars')),
  )
  await settleCursors(db, { workspaceId: scope.workspaceId, connectionId: connection.id }, followed)
  await tell(db, scope)
  return connection.id
}

/** Takes a calendar out of the schedule, with what it brought. Outlook keeps it. */
export async function removeCalendar(db: Db, scope: UserScope, id: string): Promise<void> {
  const { connection, rows } = await mineOf(db, scope)
  const row = rows.find((each) => each.id === id)
  if (!row) throw noSuchCalendar()
  if (row.isDefaultCalendar && (await isTwoWay(db, connection.id)))
    throw new AppError('conflict', 'two-way publishing needs the default calendar', {
      userMessage: 'Your meetings are kept the same in this calendar, so it stays. Its check box hides it.',
    })
  await db.delete(cursors).where(and(eq(cursors.connectionId, connection.id), eq(cursors.stream, streamOfCalendar(id))))
  await dropEvents(db, [id])
  await db
    .update(externalCalendars)
    .set({ isAdded: false, syncedAt: null, windowStart: null, windowEnd: null })
    .where(eq(externalCalendars.id, id))
  await tell(db, scope)
}

async function isTwoWay(db: Db, connectionId: string): Promise<boolean> {
  const [row] = await db
    .select({ mode: publishing.mode })
    .from(publishing)
    .where(eq(publishing.connectionId, connectionId))
  return row?.mode === 'two-way'
}

/** "Not Now" to seeing Outlook in the schedule (R4): not asked again; "Add Calendar" stays. */
export async function declineCalendar(db: Db, scope: UserScope): Promise<void> {
  await db
    .update(memberships)
    .set({ calendarDeclinedAt: now() })
    .where(
      and(
        eq(memberships.userId, scope.userId),
        eq(memberships.workspaceId, scope.workspaceId),
        isNull(memberships.calendarDeclinedAt),
      ),
    )
}

/** The zone that the person's browser told, for whoever does not let Tandem read Outlook's settings. */
export async function noteBrowserZone(db: Db, scope: UserScope, zone: string): Promise<void> {
  if (zone === 'UTC' || !isZone(zone)) return
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting' || connection.timeZone === zone) return
  // What Outlook says counts more: it is asked once a week.
  if (isOn(connection, 'absence') && connection.timeZone !== null) return
  await rememberClock(db, connection.id, { timeZone: zone })
}

/** Compares now; a person asked for it, a few times a minute at most. */
export async function announceSweep(connectionId: string): Promise<void> {
  if (!isWithin(`calendar sweep ${connectionId}`, { times: 6, perMs: 60_000 })) return
  await inngest.send(calendarSweep.create({ connectionId, why: 'asked' }))
}

/** Tells the background that calendars were added; what could not be told the minute job finds. */
export async function announceImport(connectionId: string): Promise<void> {
  if (!isWithin(`calendar import ${connectionId}`, { times: 12, perMs: 60_000 })) return
  await send(calendarImport.create({ connectionId }))
}

/** Somebody looks at calendars of others that were not read for a while. */
export async function announcePoll(connectionId: string | null): Promise<void> {
  if (connectionId === null || !isWithin(`calendar poll ${connectionId}`, { times: 1, perMs: 60_000 })) return
  await send(calendarPoll.create({ connectionId }))
}

const send = (event: Parameters<typeof inngest.send>[0]) =>
  inngest.send(event).then(
    () => undefined,
    (err) => log.warn({ err }, 'calendars wait for the minute job'),
  )
