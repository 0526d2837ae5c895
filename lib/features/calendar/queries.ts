import 'server-only'
import { and, asc, eq, gt, gte, inArray, lt, min, ne, or, type SQL, sql } from 'drizzle-orm'
import type { EventView, ScheduleItem, ScheduleView } from '@/components/schedule/view'
import { externalCalendarEvents } from '@/drizzle/schema/calendar'
import { connections, subscriptions } from '@/drizzle/schema/connection'
import { memberships } from '@/drizzle/schema/workspaces'
import { type Connection, getConnection, getConnectPolicy, isOn } from '@/lib/features/connection/queries'
import { getKnownBehind } from '@/lib/features/people/addresses/queries'
import { listMemberDomains, listNamedDomains } from '@/lib/features/privacy/queries'
import { domainOf } from '@/lib/platform/addresses'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { dateOf } from '@/lib/platform/zones'
import { type CalendarRow, listCalendarRows } from './rows/queries'
import { isFollowed, POLL_MS, shownWindow, type Window } from './rules'
import { mayAnswerFrom } from './two-way/answer/queries'
import { type Lookup, toCalendarView, toEventView, toScheduleItem } from './view'

/** The person's connection, while calendars may be shown from it. */
async function calendarsOf(db: Db, scope: UserScope): Promise<{ connection: Connection; rows: CalendarRow[] } | null> {
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting' || !isOn(connection, 'calendar')) return null
  const withShared = isOn(connection, 'shared-calendars')
  const rows = await listCalendarRows(db, connection.id)
  return { connection, rows: rows.filter(({ role, isTandems }) => !isTandems && (role === 'own' || withShared)) }
}

/** From when to when Outlook's events are shown (R27), by the person's clock. */
const windowOf = (connection: Connection): Window => shownWindow(now(), connection.timeZone ?? 'UTC')

/** Events that are one with an entry: the entry shows them. Deleted here and on its way there, one is not shown again. */
const isEntrys: SQL = sql`exists (select 1 from calendar_links l
  where l.connection_id = ${externalCalendarEvents.connectionId} and l.mode = 'two-way' and l.state <> 'unlinked'
    and l.external_event_id in (${externalCalendarEvents.externalCalendarEventId}, ${externalCalendarEvents.seriesMasterId}))`

/**
 * Outlook's events of the calendars that the person shows, from one instant to another, as far as the window reaches.
 * Without those that are one with an entry.
 */
export async function listEvents(db: Db, scope: UserScope, from: Date, to: Date): Promise<ScheduleItem[]> {
  const mine = await calendarsOf(db, scope)
  if (!mine) return []
  const shown = mine.rows.filter((row) => row.isShown && isFollowed(row, true)).map(({ id }) => id)
  if (shown.length === 0) return []
  const window = windowOf(mine.connection)
  const rows = await db
    .select()
    .from(externalCalendarEvents)
    .where(
      and(
        eq(externalCalendarEvents.connectionId, mine.connection.id),
        inArray(externalCalendarEvents.calendarId, shown),
        ne(externalCalendarEvents.type, 'seriesMaster'),
        lt(externalCalendarEvents.startDatetime, to < window.to ? to : window.to),
        touchesFrom(from > window.from ? from : window.from),
        sql`not ${isEntrys}`,
      ),
    )
    .orderBy(asc(externalCalendarEvents.startDatetime), asc(externalCalendarEvents.id))
  const lookup = await lookUp(db, scope, mine.connection, [
    ...new Set(rows.flatMap(({ participants }) => participants)),
  ])
  return rows.map((row) => toScheduleItem(row, lookup))
}

/** What ends after an instant; an event without length counts at its start. */
const touchesFrom = (from: Date) =>
  or(gt(externalCalendarEvents.endDatetime, from), gte(externalCalendarEvents.startDatetime, from))

/**
 * Outlook's events whose subject has all the words, of the calendars in the person's schedule: of a series only the next
 * one, what comes next first, then what was last. `day`: the date by the person's clock.
 */
export async function findEvents(
  db: Db,
  scope: UserScope,
  words: string[],
  limit: number,
): Promise<{ id: string; title: string; day: string }[]> {
  const mine = words.length > 0 ? await calendarsOf(db, scope) : null
  const followed = mine?.rows.filter((row) => isFollowed(row, true)).map(({ id }) => id) ?? []
  if (!mine || followed.length === 0) return []
  const { from, to } = windowOf(mine.connection)
  const { id, subject, startDatetime, endDatetime, startDate } = externalCalendarEvents
  const rows = await db
    .select({ id, subject, startDatetime, startDate, series: externalCalendarEvents.seriesMasterId })
    .from(externalCalendarEvents)
    .where(
      and(
        eq(externalCalendarEvents.connectionId, mine.connection.id),
        inArray(externalCalendarEvents.calendarId, followed),
        ne(externalCalendarEvents.type, 'seriesMaster'),
        lt(startDatetime, to),
        gt(endDatetime, from),
        ...words.map((word) => sql`${subject} ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
        sql`not ${isEntrys}`,
      ),
    )
    .orderBy(sql`${endDatetime} < ${now().toISOString()}::timestamptz`, asc(startDatetime), asc(id))
    .limit(200)
  const seen = new Set<string>()
  const first = rows.filter(({ id: own, series }) => {
    const unit = series ?? own
    return !seen.has(unit) && Boolean(seen.add(unit))
  })
  const zone = mine.connection.timeZone ?? 'UTC'
  return first
    .slice(0, limit)
    .map((row) => ({ id: row.id, title: row.subject ?? '', day: row.startDate ?? dateOf(row.startDatetime, zone) }))
}

/** One event of the person's calendars, for the pop-over; null: not there, or no longer to be read. */
export async function getEvent(db: Db, scope: UserScope, id: string): Promise<EventView | null> {
  const mine = await calendarsOf(db, scope)
  if (!mine) return null
  const [row] = await db
    .select()
    .from(externalCalendarEvents)
    .where(and(eq(externalCalendarEvents.connectionId, mine.connection.id), eq(externalCalendarEvents.id, id)))
  const calendar = mine.rows.find((each) => each.id === row?.calendarId)
  if (!row || !calendar) return null
  const lookup = await lookUp(db, scope, mine.connection, row.participants)
  return toEventView(row, calendar, lookup, await mayAnswerFrom(db, mine.connection))
}

/** Who is behind addresses, and who of them is a colleague. */
async function lookUp(db: Db, scope: UserScope, connection: Connection, addresses: string[]): Promise<Lookup> {
  const known = await getKnownBehind(db, addresses)
  const boxes = await db
    .select({ address: connections.address, userId: connections.userId })
    .from(connections)
    .where(ne(connections.state, 'disconnecting'))
  const users = new Map(boxes.map(({ address, userId }) => [address.toLowerCase(), userId]))
  const domains = new Set([...(await listNamedDomains(db, scope)), ...(await listMemberDomains(db))])
  return {
    people: known,
    users,
    me: connection.address.toLowerCase(),
    // Addresses of Exchange itself have no domain; they are inside.
    isInternal: (address) => !address.includes('@') || users.has(address) || domains.has(domainOf(address)),
  }
}

/** What the schedule needs to know of Outlook besides events. */
export interface CalendarPanel extends Pick<ScheduleView, 'calendars' | 'addable' | 'outlook' | 'window' | 'syncedAt'> {
  /** The connection, if calendars of others are to be compared because somebody looks at them now. */
  pollDue: string | null
}

/** The calendar panel, how it stands with Outlook, and until when it is known to be the same. */
export async function listCalendars(db: Db, scope: UserScope): Promise<CalendarPanel> {
  const mine = await calendarsOf(db, scope)
  if (!mine)
    return {
      calendars: [],
      addable: [],
      outlook: await standingOf(db, scope),
      window: null,
      syncedAt: null,
      pollDue: null,
    }
  const { connection, rows } = mine
  const added = rows.filter(({ isAdded }) => isAdded)
  const { from, to } = windowOf(connection)
  const others = added.filter(({ role, isShown }) => role !== 'own' && isShown)
  const stale = others.some(({ syncedAt }) => syncedAt && now().getTime() - syncedAt.getTime() >= POLL_MS)
  return {
    calendars: added.map(toCalendarView),
    addable: rows.filter(({ isAdded }) => !isAdded).map(({ id, title, ownerName }) => ({ id, title, ownerName })),
    outlook: connection.state === 'paused' ? 'reconnect' : 'on',
    window: { from: from.toISOString(), to: to.toISOString() },
    syncedAt: await syncedAtOf(db, connection, added),
    pollDue: stale && connection.state === 'active' ? connection.id : null,
  }
}

/** R4: prompted once, unless it was declined; a feature that was turned off is not pressed upon anybody. */
async function standingOf(db: Db, scope: UserScope): Promise<ScheduleView['outlook']> {
  const connection = await getConnection(db, scope)
  const [member] = await db
    .select({ declinedAt: memberships.calendarDeclinedAt })
    .from(memberships)
    .where(eq(memberships.userId, scope.userId))
  if (connection?.state === 'disconnecting' || !(await getConnectPolicy(db, scope)).enabled) return 'off'
  if (connection && (connection.declined.calendar || connection.features.includes('calendar'))) return 'off'
  return member?.declinedAt ? 'declined' : 'prompt'
}

/**
 * Until when Tandem knows Outlook's calendars. Own ones are followed by signals: while these live, that is now. Without
 * them, and for calendars of others, it is when they were read last.
 */
async function syncedAtOf(db: Db, connection: Connection, added: CalendarRow[]): Promise<string | null> {
  if (added.length === 0 || added.some(({ syncedAt }) => syncedAt === null)) return null
  const [signals] = await db
    .select({ until: min(subscriptions.expiresAt) })
    .from(subscriptions)
    .where(and(eq(subscriptions.connectionId, connection.id), eq(subscriptions.resource, 'calendar')))
  const present = now()
  const isLive =
    connection.state === 'active' &&
    signals?.until != null &&
    signals.until > present &&
    !(connection.throttledUntil && connection.throttledUntil > present)
  const read = added
    .filter(({ role, isShown }) => isShown && (role !== 'own' || !isLive))
    .map(({ syncedAt }) => syncedAt?.getTime() ?? 0)
  return new Date(Math.min(present.getTime(), ...read)).toISOString()
}
