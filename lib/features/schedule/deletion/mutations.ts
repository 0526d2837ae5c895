import 'server-only'
import { eq } from 'drizzle-orm'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import {
  type DeletedDates,
  noteDatesDeleted,
  noteEntryDeleted,
  noteEntryRestored,
} from '@/lib/features/calendar/link/mutations'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { partBefore } from '@/lib/platform/recurrence/split'
import type { UserScope } from '@/lib/platform/scope'
import { syncChildren } from '../children/mutations'
import { openEntry } from '../mutations'
import { checkInviter } from '../rights/queries'
import { BadEntry, type Entry, mayChange } from '../rules'
import type { DeleteInput } from '../schema'
import {
  dropExceptions,
  listExceptions,
  type Master,
  standingTimes,
  updateEntry,
  writeException,
} from '../series/mutations'
import { contentOf, settle, timesIn } from '../series/rules'
import { getTies } from '../ties/mutations'
import { readBefore, writeBack } from '../undo/mutations'
import { type Before, cutAt, decodeUndo, encodeUndo } from '../undo/rules'

export type Deleted = { undo: string; touched: string[] }

/**
 * Deletes an entry, or one date, the rest or all of a series. `undo` takes it back for ten minutes. One that is gone
 * already is no error. Throws forbidden, not_found for a date that the series does not have.
 */
export async function deleteEntry(db: Db, scope: UserScope, target: DeleteInput): Promise<Deleted> {
  const [there] = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(eq(scheduleEntries.id, target.id))
  if (!there) return { undo: '', touched: [] }
  const { head, date } = await openEntry(db, scope, target)
  if (!mayChange(head, scope))
    throw new AppError('forbidden', 'somebody else organises it', {
      userMessage: 'Somebody else organises this. Decline it instead.',
    })
  const isDate = head.recurrence !== null && target.scope === 'this'
  const before = await readBefore(db, head.id, isDate ? date : null)
  const { attendees } = await getTies(db, head.id)
  await checkInviter(db, scope, head, attendees.length + before.attendees.length > 0)
  const done = await remove(db, scope, { head, date, part: target.scope })
  const taken = target.scope === 'following' && date !== null ? cutAt(before, date) : before
  return {
    undo: encodeUndo({ ...taken, left: done.left, made: done.made }, scope, now()),
    touched: done.touched,
  }
}

type Done = Pick<Before, 'left' | 'made'> & { touched: string[] }

async function remove(
  db: Db,
  scope: UserScope,
  { head, date, part }: { head: Entry; date: string | null; part: DeleteInput['scope'] },
): Promise<Done> {
  if (head.recurrence && part !== 'all') {
    if (date === null) throw new BadEntry('recurrence', 'Say which date of the series is meant.')
    const master = { ...head, recurrence: head.recurrence }
    if (part === 'this') return removeDate(db, scope, master, date)
    const left = partBefore(master.recurrence, date)
    if (left) {
      const { recurrence, seriesEndsAt } = settle(timesIn(master), left)
      await dropExceptions(db, master.id, date)
      const version = await updateEntry(db, master, { recurrence, seriesEndsAt })
      const touched = await tellDates(db, scope, master, { rest: date })
      return { left: { id: master.id, version }, made: [], touched }
    }
  }
  const touched = await noteEntryDeleted(db, scope, head.id)
  await db.delete(scheduleEntries).where(eq(scheduleEntries.id, head.id))
  await notifyLive(db, { workspaceId: scope.workspaceId, topics: ['schedule', 'people'] })
  return { left: null, made: [], touched }
}

/** One date of a series goes: a row that says so. */
async function removeDate(db: Db, scope: UserScope, master: Master, date: string): Promise<Done> {
  const exception = (await listExceptions(db, master.id)).get(date)
  const times = standingTimes(master, date, exception)
  if (!times || exception?.isCancelled)
    throw new AppError('not_found', 'no such date', { userMessage: 'This date of the series was deleted already.' })
  const row = exception ?? master
  const made = await writeException(
    db,
    scope,
    { master, date, exception },
    { content: contentOf(row), times: timesIn(times), ties: await getTies(db, row.id), isCancelled: true },
  )
  const touched = await tellDates(db, scope, master, { date })
  return { left: made, made: exception ? [] : [made.id], touched }
}

/** Tells everybody of deleted dates. Answers the connections to announce. */
async function tellDates(db: Db, scope: UserScope, master: Master, deleted: DeletedDates): Promise<string[]> {
  if (master.kind === 'call') await syncChildren(db, scope, master.id)
  const touched = await noteDatesDeleted(db, scope, master.id, deleted)
  await notifyLive(db, { workspaceId: scope.workspaceId, topics: ['schedule', 'people'] })
  return touched
}

/** Takes a deletion back. Twice is once. Throws conflict when that is no longer possible. */
export async function restoreEntry(db: Db, scope: UserScope, undo: string): Promise<{ touched: string[] }> {
  const id = await writeBack(db, scope, decodeUndo(undo, scope, now()))
  const [head] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, id))
  if (head?.kind === 'call') await syncChildren(db, scope, id)
  const touched = await noteEntryRestored(db, scope, id)
  await notifyLive(db, { workspaceId: scope.workspaceId, topics: ['schedule', 'people'] })
  return { touched }
}
