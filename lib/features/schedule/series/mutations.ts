import 'server-only'
import { randomUUID } from 'node:crypto'
import { and, eq, gte, inArray, isNull } from 'drizzle-orm'
import { type Recurrence, scheduleEntries } from '@/drizzle/schema/schedule'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { occurrenceOn } from '@/lib/platform/recurrence/expand'
import type { UserScope } from '@/lib/platform/scope'
import type { Entry, Times } from '../rules'
import { getTies, sameTies, type TiesInput, writeTies } from '../ties/mutations'
import { type Content, inherit, type SeriesTimes, seriesOf, timesOn } from './rules'

export type Master = Entry & { recurrence: Recurrence }

/** Occurrences of a series that were changed or deleted, by their date. */
export async function listExceptions(db: Db, seriesId: string): Promise<Map<string, Entry>> {
  const rows = await db
    .select()
    .from(scheduleEntries)
    .where(and(eq(scheduleEntries.seriesId, seriesId), isNull(scheduleEntries.parentId)))
    .for('update')
  return new Map(rows.map((row) => [row.occurrenceDate ?? '', row]))
}

/** Changes a row, and says its new version. */
export async function updateEntry(db: Db, entry: Entry, values: Partial<Entry>): Promise<number> {
  const version = entry.version + 1
  await db
    .update(scheduleEntries)
    .set({ ...values, version, updatedAt: now() })
    .where(eq(scheduleEntries.id, entry.id))
  return version
}

/** Writes what one occurrence has of its own. Whoever calls holds the series' row. */
export async function writeException(
  db: Db,
  scope: Pick<UserScope, 'workspaceId' | 'userId'>,
  { master, date, exception }: { master: Master; date: string; exception: Entry | undefined },
  { content, times, ties, isCancelled }: { content: Content; times: Times; ties: TiesInput; isCancelled: boolean },
): Promise<{ id: string; version: number }> {
  const values = { ...content, ...times, isCancelled }
  if (exception) {
    const version = await updateEntry(db, exception, values)
    await writeTies(db, scope, exception.id, ties)
    return { id: exception.id, version }
  }
  // A version that nobody has seen of the series: who knew only the series notices.
  const row = { id: randomUUID(), version: master.version + 1 }
  await db.insert(scheduleEntries).values({
    ...row,
    ...values,
    workspaceId: scope.workspaceId,
    ownerId: master.ownerId,
    seriesId: master.id,
    occurrenceDate: date,
    connectionId: master.connectionId,
    organizerName: master.organizerName,
    organizerAddress: master.organizerAddress,
    responseStatus: master.responseStatus,
    joinUrl: master.joinUrl,
    createdBy: scope.userId,
    createdAt: now(),
    updatedAt: now(),
  })
  await writeTies(db, scope, row.id, ties)
  return row
}

/** Deletes changed and deleted occurrences, of a date and later ones if it is given. */
export async function dropExceptions(db: Db, seriesId: string, from?: string): Promise<void> {
  await db
    .delete(scheduleEntries)
    .where(
      and(
        eq(scheduleEntries.seriesId, seriesId),
        from === undefined ? undefined : gte(scheduleEntries.occurrenceDate, from),
      ),
    )
}

/**
 * After a series changed: its changed occurrences (from a date on) take over what they had from it, and stand by the
 * series that now has their dates. Those whose date is no longer one of it go. `seen`: the date from which the person
 * changed it, which takes over everything.
 */
export async function carryExceptions(
  db: Db,
  scope: UserScope,
  before: { master: Master; ties: TiesInput; from: string; seen: string | null },
  after: { id: string; content: Content; times: SeriesTimes; ties: TiesInput; ownerId: string | null },
): Promise<void> {
  const series = after.times.recurrence && seriesOf(after.times, after.times.recurrence)
  const gone: string[] = []
  for (const [date, exception] of await listExceptions(db, before.master.id)) {
    if (date < before.from) continue
    if (!series || !occurrenceOn(series, date)) {
      gone.push(exception.id)
      continue
    }
    const own = await getTies(db, exception.id)
    const taken = inherit(exception, date === before.seen ? exception : before.master, after.content)
    const ties = (sameTies(own, before.ties) || date === before.seen) && !sameTies(own, after.ties) ? after.ties : null
    const moves = after.id !== before.master.id || exception.ownerId !== after.ownerId
    if (!moves && !ties && Object.keys(taken).length === 0) continue
    const values = { ...taken, seriesId: after.id, ownerId: after.ownerId }
    // Of a deleted date nobody sees what it takes over: its undo still finds it.
    if (exception.isCancelled) await db.update(scheduleEntries).set(values).where(eq(scheduleEntries.id, exception.id))
    else await updateEntry(db, exception, values)
    if (ties) await writeTies(db, scope, exception.id, ties)
  }
  if (gone.length > 0) await db.delete(scheduleEntries).where(inArray(scheduleEntries.id, gone))
}

/** The other occurrences of a series that were moved, by their date. */
export const movedAmong = (exceptions: Map<string, Entry>, date: string): Map<string, Times> =>
  new Map([...exceptions].filter(([each, row]) => each !== date && !row.isCancelled))

/** The times of an occurrence as it stands: its own, or those of its series. Null: it has none on that date. */
export const standingTimes = (master: Master, date: string, exception: Entry | undefined): Times | null =>
  exception ?? timesOn(master, date)
