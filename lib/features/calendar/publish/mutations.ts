import 'server-only'
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import { PUSH } from '../link/rules'
import type { CopyBase } from './map'
import { nearness, published, unplanned } from './queries'
import { type Bounds, MOST_A_PUSH } from './rules'

/** One page: so many rows a transaction (the embedded database is one connection for everybody). */
const PAGE = 500

/**
 * Takes what people changed out of the outbox: from here on the links say what waits. Answers whether there is
 * more.
 */
export async function absorbChanges(db: Db, scope: ConnectionScope, bounds: Bounds): Promise<{ more: boolean }> {
  const rows = await db
    .select({ id: outbox.id, subjectId: outbox.subjectId, payload: outbox.payload })
    .from(outbox)
    .where(
      and(
        eq(outbox.connectionId, scope.connectionId),
        eq(outbox.kind, PUSH),
        eq(outbox.state, 'waiting'),
        lte(outbox.notBefore, now()),
      ),
    )
    .orderBy(asc(outbox.createdAt))
    .limit(PAGE)
    .for('update')
  if (rows.length === 0) return { more: false }
  const entryIds = [...new Set(rows.map(({ subjectId }) => subjectId))]
  const linkIds = rows.flatMap(({ payload }) => (typeof payload.linkId === 'string' ? [payload.linkId] : []))
  await db
    .update(calendarLinks)
    .set({ state: 'waiting', reason: null, updatedAt: now() })
    .where(
      and(
        published(scope.connectionId),
        or(
          inArray(calendarLinks.entryId, entryIds),
          linkIds.length > 0 ? and(inArray(calendarLinks.id, linkIds), isNull(calendarLinks.entryId)) : undefined,
        ),
      ),
    )
  await planLinks(db, scope, bounds, await countWaiting(db, scope), inArray(scheduleEntries.id, entryIds))
  await db.delete(outbox).where(
    inArray(
      outbox.id,
      rows.map(({ id }) => id),
    ),
  )
  return { more: rows.length === PAGE }
}

async function countWaiting(db: Db, { connectionId }: ConnectionScope): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(calendarLinks)
    .where(and(published(connectionId), eq(calendarLinks.state, 'waiting')))
  return row?.n ?? 0
}

/**
 * Makes links for entries that have none, nearest start first, a page at a time, until as many wait as one push takes
 * (R32). The transaction id of the create is made here, once. Answers how many.
 */
async function planLinks(
  db: Db,
  scope: ConnectionScope,
  bounds: Bounds,
  waiting: number,
  which?: ReturnType<typeof inArray>,
): Promise<number> {
  const room = Math.min(PAGE, MOST_A_PUSH - waiting)
  if (room <= 0) return 0
  const entries = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(and(unplanned(scope.connectionId, scope.userId, bounds), which))
    .orderBy(asc(nearness(now())), asc(scheduleEntries.id))
    .limit(room)
  if (entries.length === 0) return 0
  const [row] = await db
    .select({ id: publishing.calendarGraphId })
    .from(publishing)
    .where(eq(publishing.connectionId, scope.connectionId))
  const at = now()
  const made = await db
    .insert(calendarLinks)
    .values(
      entries.map(({ id }) => ({
        workspaceId: scope.workspaceId,
        connectionId: scope.connectionId,
        entryId: id,
        mode: 'published' as const,
        externalCalendarId: row?.id ?? '',
        transactionId: crypto.randomUUID(),
        createdAt: at,
        updatedAt: at,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: calendarLinks.id })
  return made.length
}

/** Makes links for one page more of entries that have none. Answers whether there may be another. */
export async function planPage(db: Db, scope: ConnectionScope, bounds: Bounds): Promise<{ more: boolean }> {
  const waiting = await countWaiting(db, scope)
  return { more: (await planLinks(db, scope, bounds, waiting)) === PAGE }
}

/** The hourly look: what changed without anybody having been told, and what lost its entry, is to be pushed (R32). */
export async function markDrift(db: Db, { connectionId }: ConnectionScope): Promise<void> {
  await db
    .update(calendarLinks)
    .set({ state: 'waiting', reason: null, updatedAt: now() })
    .where(
      and(
        published(connectionId),
        inArray(calendarLinks.state, ['linked', 'refused']),
        or(
          isNull(calendarLinks.entryId),
          sql`exists (select 1 from ${scheduleEntries} where ${scheduleEntries.id} = ${calendarLinks.entryId}
            and ${scheduleEntries.version} is distinct from ${calendarLinks.pushedVersion})`,
          sql`exists (select 1 from ${scheduleEntries} where ${scheduleEntries.seriesId} = ${calendarLinks.entryId}
            and ${scheduleEntries.updatedAt} > ${calendarLinks.updatedAt})`,
        ),
      ),
    )
}

/** Says in the database, before they are sent, which creates may be under way: a crash leaves the answer unknown. */
export async function noteAsked(db: Db, scope: ConnectionScope, linkIds: string[]): Promise<void> {
  if (linkIds.length === 0) return
  await db
    .update(calendarLinks)
    .set({ askedAt: now() })
    .where(and(published(scope.connectionId), inArray(calendarLinks.id, linkIds)))
}

/** What is known of copies, where nothing else has changed. */
export async function keepBases(
  db: Db,
  scope: ConnectionScope,
  bases: readonly { id: string; base: CopyBase | null }[],
): Promise<void> {
  if (bases.length === 0) return
  await db.execute(sql`update ${calendarLinks} l set base = t.base
    from jsonb_to_recordset(${JSON.stringify(bases)}::jsonb) as t(id uuid, base jsonb)
    where l.id = t.id and l.connection_id = ${scope.connectionId}`)
}

/** These were not sent after all. */
export async function unaskLinks(db: Db, scope: ConnectionScope, linkIds: string[]): Promise<void> {
  if (linkIds.length === 0) return
  await db
    .update(calendarLinks)
    .set({ askedAt: null })
    .where(
      and(published(scope.connectionId), inArray(calendarLinks.id, linkIds), isNull(calendarLinks.externalEventId)),
    )
}

/** An event found in Tandem's own calendar by its marker. */
export interface Marked {
  id: string
  changeKey: string | null
  entryId: string
  hash: string
  /** ISO 8601; null without end. */
  until: string | null
}

/**
 * Ties events that were found by their markers to their entries: those whose create went unanswered, and all of them
 * after a reconnect. Each is compared with its entry when its turn comes.
 */
export async function adoptMarked(
  db: Db,
  scope: ConnectionScope,
  calendarId: string,
  events: readonly Marked[],
): Promise<void> {
  const free = await withoutKnown(db, scope, events)
  if (free.length === 0) return
  const entryIds = free.map(({ entryId }) => entryId)
  const entries = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(inArray(scheduleEntries.id, entryIds))
  const there = new Set(entries.map(({ id }) => id))
  const asked = await db
    .select({ id: calendarLinks.id, entryId: calendarLinks.entryId })
    .from(calendarLinks)
    .where(
      and(
        published(scope.connectionId),
        inArray(calendarLinks.entryId, entryIds),
        isNull(calendarLinks.externalEventId),
      ),
    )
  const links = new Map(asked.map(({ id, entryId }) => [entryId, id]))
  const at = now()
  // A copy that a person made of a copy carries the same marker: the first counts, theirs is left alone.
  const first = free.filter((each, index) => entryIds.indexOf(each.entryId) === index)
  const rows = first.map(({ id, changeKey, entryId, hash, until }) => ({
    link: links.get(entryId),
    entryId: there.has(entryId) ? entryId : null,
    ...{ externalCalendarId: calendarId, externalEventId: id, changeKey, base: { hash, until } },
    ...{ askedAt: null, state: 'waiting' as const, updatedAt: at },
  }))
  for (const { link, entryId: _, ...values } of rows) {
    if (link) await db.update(calendarLinks).set(values).where(eq(calendarLinks.id, link))
  }
  const strangers = rows.filter(({ link }) => !link)
  if (strangers.length === 0) return
  await db
    .insert(calendarLinks)
    .values(
      strangers.map(({ link: _, ...values }) => ({
        ...values,
        workspaceId: scope.workspaceId,
        connectionId: scope.connectionId,
        mode: 'published' as const,
        transactionId: crypto.randomUUID(),
        createdAt: at,
      })),
    )
    .onConflictDoNothing()
}

async function withoutKnown(db: Db, scope: ConnectionScope, events: readonly Marked[]): Promise<Marked[]> {
  if (events.length === 0) return []
  const known = await db
    .select({ id: calendarLinks.externalEventId })
    .from(calendarLinks)
    .where(
      and(
        eq(calendarLinks.connectionId, scope.connectionId),
        inArray(
          calendarLinks.externalEventId,
          events.map(({ id }) => id),
        ),
      ),
    )
  const ids = new Set(known.map(({ id }) => id))
  return events.filter(({ id }) => !ids.has(id))
}

/** After a look at the calendar: what was asked for and is not there was never made. */
export async function forgetAsked(db: Db, scope: ConnectionScope, before: Date): Promise<void> {
  await db
    .update(calendarLinks)
    .set({ askedAt: null })
    .where(
      and(
        published(scope.connectionId),
        isNull(calendarLinks.externalEventId),
        isNotNull(calendarLinks.askedAt),
        lte(calendarLinks.askedAt, before),
      ),
    )
}

/** Whether creates are under way whose answer nobody knows. */
export async function hasAsked(db: Db, scope: ConnectionScope): Promise<boolean> {
  const rows = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(and(published(scope.connectionId), isNull(calendarLinks.externalEventId), isNotNull(calendarLinks.askedAt)))
    .limit(1)
  return rows.length > 0
}

/** Tandem's own calendar is this one; links that were planned before it was there belong to it. */
export async function keepCalendar(db: Db, scope: ConnectionScope, calendarId: string): Promise<void> {
  await db
    .update(publishing)
    .set({ calendarGraphId: calendarId, problem: null, problemAt: null, updatedAt: now() })
    .where(eq(publishing.connectionId, scope.connectionId))
  await db
    .update(calendarLinks)
    .set({ externalCalendarId: calendarId })
    .where(and(published(scope.connectionId), ne(calendarLinks.externalCalendarId, calendarId)))
}

/** What stops publishing, as a code; null: nothing (any more). */
export async function noteProblem(db: Db, connectionId: string, problem: string | null): Promise<void> {
  await db
    .update(publishing)
    .set({ problem, problemAt: problem ? now() : null, updatedAt: now() })
    .where(eq(publishing.connectionId, connectionId))
}

/** A push came to its end: when, and how many entries wait for the next (R32). */
export async function notePushed(
  db: Db,
  { connectionId }: ConnectionScope,
  { isFirst, waiting }: { isFirst: boolean; waiting: number },
): Promise<void> {
  await db
    .update(publishing)
    .set({ lastPushAt: now(), ...(isFirst ? { firstPushAt: now() } : {}), waiting })
    .where(eq(publishing.connectionId, connectionId))
}

/** The person wants Outlook to stay as it is: what was deleted here is left alone there, what changed is not written. */
export async function keepAsIs(db: Db, scope: ConnectionScope, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return
  const these = and(published(scope.connectionId), inArray(calendarLinks.id, [...linkIds]))
  await db
    .update(calendarLinks)
    .set({ state: 'unlinked', updatedAt: now() })
    .where(and(these, isNull(calendarLinks.entryId)))
  await db
    .update(calendarLinks)
    .set({
      state: 'linked',
      pushedVersion: sql`(select ${scheduleEntries.version} from ${scheduleEntries} where ${scheduleEntries.id} = ${calendarLinks.entryId})`,
      updatedAt: now(),
    })
    .where(and(these, isNotNull(calendarLinks.entryId)))
}
