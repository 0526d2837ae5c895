import 'server-only'
import { and, eq, inArray, isNull, ne, or } from 'drizzle-orm'
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
  const publishers = entry.ownerId
    ? await db
        .select({ id: publishing.connectionId })
        .from(publishing)
        .innerJoin(connections, eq(connections.id, publishing.connectionId))
        .where(and(eq(connections.userId, entry.ownerId), ne(publishing.mode, 'off')))
    : []
  const holders = await listHolders(db, entry.id)
  const ids = [...new Set([...publishers, ...holders].map(({ id }) => id))]
  await putPushes(db, scope, entry.id, ids, now())
  return ids
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

const listHolders = (db: Db, entryId: string) =>
  db.select({ id: calendarLinks.connectionId }).from(calendarLinks).where(eq(calendarLinks.entryId, entryId))

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
