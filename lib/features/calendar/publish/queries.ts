import 'server-only'
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { Entry } from './map'
import { type Bounds, CALENDAR_DELETED } from './rules'

export type Link = typeof calendarLinks.$inferSelect
export type Publishing = typeof publishing.$inferSelect

/** What is pushed as one: a link with its entry, and the exceptions if that is a series. */
export interface Unit {
  link: Link
  /** Null: it was deleted here. */
  entry: Entry | null
  exceptions: Entry[]
}

/** How a connection publishes, or null: it never did. */
export async function getPublishing(db: Db, connectionId: string): Promise<Publishing | null> {
  const [row] = await db.select().from(publishing).where(eq(publishing.connectionId, connectionId))
  return row ?? null
}

/** Name and identifier that stand in the name of a person's calendar (R32). */
export async function getLabel(db: Db, userId: string): Promise<{ name: string | null; identifier: string | null }> {
  const [row] = await db
    .select({ name: users.name, identifier: memberships.identifier })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.userId, userId))
  return row ?? { name: null, identifier: null }
}

export const published = (connectionId: string): SQL | undefined =>
  and(eq(calendarLinks.connectionId, connectionId), eq(calendarLinks.mode, 'published'))

/**
 * Entries that a person publishes in this span.
 * @param source connection whose own entries count, too; otherwise none that came from Outlook
 */
export const due = (
  userId: string,
  { from, to }: Pick<Bounds, 'from' | 'to'>,
  source: string | null = null,
): SQL | undefined =>
  and(
    eq(scheduleEntries.ownerId, userId),
    isNull(scheduleEntries.parentId),
    isNull(scheduleEntries.seriesId),
    source === null
      ? isNull(scheduleEntries.connectionId)
      : or(
          isNull(scheduleEntries.connectionId),
          and(eq(scheduleEntries.connectionId, source), isNull(scheduleEntries.organizerAddress)),
        ),
    eq(scheduleEntries.isCancelled, false),
    lt(scheduleEntries.startAt, to),
    or(
      and(
        isNull(scheduleEntries.recurrence),
        sql`coalesce(${scheduleEntries.endAt}, ${scheduleEntries.startAt} + interval '30 minutes') > ${from.toISOString()}::timestamptz`,
      ),
      and(
        isNotNull(scheduleEntries.recurrence),
        or(isNull(scheduleEntries.seriesEndsAt), gt(scheduleEntries.seriesEndsAt, from)),
      ),
    ),
  )

/** Those of them that have no link yet. */
export const unplanned = (connectionId: string, userId: string, bounds: Bounds): SQL | undefined =>
  and(
    due(userId, bounds),
    sql`not exists (select 1 from ${calendarLinks} where ${calendarLinks.connectionId} = ${connectionId}
      and ${calendarLinks.entryId} = ${scheduleEntries.id})`,
  )

/** Whether there is anything from now on for which a calendar is worth making (R32). */
export async function hasAhead(db: Db, userId: string, to: Date): Promise<boolean> {
  const rows = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(due(userId, { from: now(), to }))
    .limit(1)
  return rows.length > 0
}

/** Seconds from now to the start; a series that runs is near. */
export function nearness(at: Date): SQL {
  const present = sql`${at.toISOString()}::timestamptz`
  const start = scheduleEntries.startAt
  const next = sql`case when ${scheduleEntries.recurrence} is null then ${start}
    else greatest(${start}, least(${present}, coalesce(${scheduleEntries.seriesEndsAt}, ${present}))) end`
  return sql`abs(extract(epoch from (${next} - ${present})))`
}

/** How many entries wait for a later push. */
export async function countUnplanned(db: Db, connectionId: string, userId: string, bounds: Bounds): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(scheduleEntries)
    .where(unplanned(connectionId, userId, bounds))
  return row?.n ?? 0
}

/** Links to be pushed: changes and deletions first, then what begins nearest (R32). */
export async function listWaiting(db: Db, connectionId: string, most: number): Promise<string[]> {
  const rows = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .leftJoin(scheduleEntries, eq(scheduleEntries.id, calendarLinks.entryId))
    .where(and(published(connectionId), eq(calendarLinks.state, 'waiting')))
    .orderBy(sql`${calendarLinks.externalEventId} is null`, asc(nearness(now())), asc(calendarLinks.id))
    .limit(most)
  return rows.map(({ id }) => id)
}

/** Links with their entries and exceptions, in the order asked for. */
export async function loadUnits(db: Db, connectionId: string, linkIds: readonly string[]): Promise<Unit[]> {
  if (linkIds.length === 0) return []
  const rows = await db
    .select({ link: calendarLinks, entry: scheduleEntries })
    .from(calendarLinks)
    .leftJoin(scheduleEntries, eq(scheduleEntries.id, calendarLinks.entryId))
    .where(and(published(connectionId), inArray(calendarLinks.id, [...linkIds])))
  const series = rows.flatMap(({ entry }) => (entry?.recurrence ? [entry.id] : []))
  const exceptions = series.length
    ? await db
        .select()
        .from(scheduleEntries)
        .where(inArray(scheduleEntries.seriesId, series))
        .orderBy(asc(scheduleEntries.occurrenceDate))
    : []
  const byLink = new Map(rows.map((row) => [row.link.id, row]))
  return linkIds.flatMap((id) => {
    const row = byLink.get(id)
    return row ? [{ ...row, exceptions: exceptions.filter(({ seriesId }) => seriesId === row.entry?.id) }] : []
  })
}

/** Links by what is known of them, for the screens. */
export async function countLinks(
  db: Db,
  connectionId: string,
  mode: Link['mode'] = 'published',
): Promise<{ inOutlook: number; waiting: number; refused: number; behind: number }> {
  // Copies went with the calendar that they stood in.
  const isGone = sql`exists (select 1 from ${publishing} where ${publishing.connectionId} = ${connectionId}
    and ${publishing.problem} = ${CALENDAR_DELETED})`
  const [row] = await db
    .select({
      // What two-way mode no longer follows is Outlook's alone; a copy stands in Tandem's calendar all the same.
      inOutlook: sql<number>`count(*) filter (where ${calendarLinks.externalEventId} is not null
        and not (${calendarLinks.mode} = 'two-way' and ${calendarLinks.state} = 'unlinked')
        and not (${calendarLinks.mode} = 'published' and ${isGone}))::int`,
      waiting: sql<number>`count(*) filter (where ${calendarLinks.state} = 'waiting')::int`,
      refused: sql<number>`count(*) filter (where ${calendarLinks.state} = 'refused')::int`,
      behind: sql<number>`count(*) filter (where ${calendarLinks.state} = 'waiting' and ${calendarLinks.externalEventId} is not null)::int`,
    })
    .from(calendarLinks)
    .where(and(eq(calendarLinks.connectionId, connectionId), eq(calendarLinks.mode, mode)))
  return row ?? { inOutlook: 0, waiting: 0, refused: 0, behind: 0 }
}
