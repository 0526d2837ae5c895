import 'server-only'
import { and, eq, inArray, isNotNull, isNull, ne, notInArray, or, sql } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { outbox } from '@/drizzle/schema/sync'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { log } from '@/lib/platform/log'
import { PUSH, UNDO_DELETE_MS } from './rules'

interface Workspace {
  readonly workspaceId: string
}

/**
 * An entry was made, changed, restored or given to somebody else: puts it on its way to the Outlook of its owner, and
 * of whoever has it there still. Call it in the transaction that changes the entry, after the change; tell
 * `announceCalendar` the answer after the commit. An exception of a series travels with its series.
 */
export async function noteEntryChanged(db: Db, scope: Workspace, entryId: string): Promise<string[]> {
  const entry = await findUnit(db, entryId)
  if (!entry) return []
  await adoptAgain(db, entry.id)
  const ids = (await listConcerned(db, entry)).map(({ id }) => id)
  await putPushes(db, scope, entry.id, ids, now())
  return ids
}

/** What was deleted of a series: one date, or all from a date on. */
export type DeletedDates = { date: string } | { rest: string }

/**
 * Dates of a series were deleted. Call it in the transaction that deletes them, after the deletion. Outlook cannot bring
 * a date back, and tells people of a shorter series, so in two-way mode the deletion leaves when it can no longer be
 * undone. Beside a single date the series waits for nothing; one that was cut off waits as a whole.
 */
export async function noteDatesDeleted(
  db: Db,
  scope: Workspace,
  seriesId: string,
  deleted: DeletedDates,
): Promise<string[]> {
  const series = await findUnit(db, seriesId)
  if (!series) return []
  const all = await listConcerned(db, series)
  const idsOf = (isTwoWay: boolean) => all.filter((each) => each.isTwoWay === isTwoWay).map(({ id }) => id)
  await putPushes(db, scope, series.id, idsOf(false), now())
  await putPushes(db, scope, series.id, idsOf(true), new Date(now().getTime() + UNDO_DELETE_MS), deleted)
  return all.map(({ id }) => id)
}

/**
 * A deleted date is to come back. Call it in the transaction that restores it, before the change. False: its deletion is
 * on its way to Outlook or was done there, and Outlook cannot take it back.
 */
export async function takeDateBack(db: Db, seriesId: string, date: string): Promise<boolean> {
  // Who pushes takes the row away before the link says that it waits.
  const isOfDate = sql`${outbox.payload}->>'date' = ${date}`
  const held = await db
    .delete(outbox)
    .where(and(eq(outbox.subjectId, seriesId), eq(outbox.kind, PUSH), isOfDate))
    .returning({ id: outbox.connectionId })
  const { base, state, reason } = calendarLinks
  const isLeaving = and(
    eq(state, 'waiting'),
    sql`${reason} is distinct from 'observed'`,
    held.length > 0
      ? notInArray(
          calendarLinks.connectionId,
          held.map(({ id }) => id),
        )
      : undefined,
  )
  const isGone = sql`jsonb_typeof(${base}->'theirs'->'exceptions'->${date}::text) = 'null'`
  const [lost] = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(
      and(
        eq(calendarLinks.entryId, seriesId),
        eq(calendarLinks.mode, 'two-way'),
        isNotNull(calendarLinks.externalEventId),
        ne(state, 'unlinked'),
        or(isLeaving, isGone),
      ),
    )
    .limit(1)
  return !lost
}

/**
 * A deleted entry, or a part of one, came back. Call it in the transaction that restores it, after the change. Where its
 * event has left Outlook already, a new one goes there, and whoever was told that it is called off is asked anew.
 */
export async function noteEntryRestored(db: Db, scope: Workspace, entryId: string): Promise<string[]> {
  await adoptAgain(db, entryId)
  // What was cut off and came back has nothing to tell.
  await db
    .delete(outbox)
    .where(and(eq(outbox.subjectId, entryId), eq(outbox.kind, PUSH), sql`${outbox.payload}->>'rest' is not null`))
  await db
    .update(scheduleEntries)
    .set({ invitedFrom: null })
    .where(
      and(
        eq(scheduleEntries.id, entryId),
        sql`not exists (select 1 from ${calendarLinks} where ${calendarLinks.entryId} = ${scheduleEntries.id})`,
        // Somebody else's invitation to it, from before it changed hands, was never called off.
        sql`exists (select 1 from ${connections} where ${connections.id} = ${scheduleEntries.invitedFrom}
          and ${connections.userId} = ${scheduleEntries.ownerId})`,
      ),
    )
  return noteEntryChanged(db, scope, entryId)
}

/**
 * An entry goes: what stands of it in Outlook goes too. Call it in the transaction that deletes the entry, **before**
 * the row is deleted. Where people would be told of it, it waits until the deletion can no longer be undone.
 */
export async function noteEntryDeleted(db: Db, scope: Workspace, entryId: string): Promise<string[]> {
  const entry = await findUnit(db, entryId)
  if (!entry) return []
  // Without its exception an occurrence is again as its series says.
  if (entry.id !== entryId) return noteEntryChanged(db, scope, entryId)
  const links = await db
    .select({ id: calendarLinks.connectionId, linkId: calendarLinks.id, mode: calendarLinks.mode })
    .from(calendarLinks)
    .where(eq(calendarLinks.entryId, entry.id))
  for (const { id, linkId, mode } of links) {
    const notBefore = new Date(now().getTime() + (mode === 'two-way' ? UNDO_DELETE_MS : 0))
    await putPushes(db, scope, entry.id, [id], notBefore, { linkId })
  }
  return [...new Set(links.map(({ id }) => id))]
}

/** Tells the background that entries wait. Call it after the commit; what could not be told the minute job finds. */
export async function announceCalendar(connectionIds: readonly string[]): Promise<void> {
  if (connectionIds.length === 0) return
  await inngest
    .send([...new Set(connectionIds)].map((connectionId) => outboxPending.create({ connectionId })))
    .catch((err) => log.warn({ err }, 'entries wait for the minute job'))
}

/** What is published as one: an entry, or the series that an exception belongs to. */
async function findUnit(db: Db, entryId: string): Promise<{ id: string; ownerId: string | null } | null> {
  const [row] = await db
    .select({ id: scheduleEntries.id, seriesId: scheduleEntries.seriesId, ownerId: scheduleEntries.ownerId })
    .from(scheduleEntries)
    .where(eq(scheduleEntries.id, entryId))
  if (!row?.seriesId) return row ?? null
  const [series] = await db
    .select({ id: scheduleEntries.id, ownerId: scheduleEntries.ownerId })
    .from(scheduleEntries)
    .where(eq(scheduleEntries.id, row.seriesId))
  return series ?? null
}

/** Connections in whose Outlook an entry is, or is to be. `isTwoWay`: as one with an event. */
async function listConcerned(
  db: Db,
  { id, ownerId }: { id: string; ownerId: string | null },
): Promise<{ id: string; isTwoWay: boolean }[]> {
  const publishers = ownerId
    ? await db
        .select({ id: publishing.connectionId, mode: publishing.mode })
        .from(publishing)
        .innerJoin(connections, eq(connections.id, publishing.connectionId))
        .where(and(eq(connections.userId, ownerId), ne(publishing.mode, 'off')))
    : []
  const holders = await db
    .select({ id: calendarLinks.connectionId, mode: calendarLinks.mode })
    .from(calendarLinks)
    .where(eq(calendarLinks.entryId, id))
  const all = [...publishers, ...holders]
  return [...new Set(all.map((each) => each.id))].map((each) => ({
    id: each,
    isTwoWay: all.some((one) => one.id === each && one.mode === 'two-way'),
  }))
}

/** A deletion was undone before it reached Outlook: its event is the entry's again. */
async function adoptAgain(db: Db, entryId: string): Promise<void> {
  const rows = await db
    .select({ id: outbox.id, payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.subjectId, entryId), eq(outbox.kind, PUSH)))
  const links = rows.flatMap(({ payload }) => (typeof payload.linkId === 'string' ? [payload.linkId] : []))
  if (links.length === 0) return
  await db
    .update(calendarLinks)
    .set({ entryId, updatedAt: now() })
    .where(and(inArray(calendarLinks.id, links), or(isNull(calendarLinks.entryId), eq(calendarLinks.entryId, entryId))))
  await db.delete(outbox).where(
    inArray(
      outbox.id,
      rows.map(({ id }) => id),
    ),
  )
}

/** One row a change: whoever pushes deletes only the rows that it read before it read the entry. */
async function putPushes(
  db: Db,
  { workspaceId }: Workspace,
  entryId: string,
  connectionIds: string[],
  notBefore: Date,
  payload: Record<string, unknown> = {},
): Promise<void> {
  if (connectionIds.length === 0) return
  await db.insert(outbox).values(
    connectionIds.map((connectionId) => ({
      workspaceId,
      connectionId,
      kind: PUSH,
      subjectId: entryId,
      payload,
      notBefore,
    })),
  )
}
