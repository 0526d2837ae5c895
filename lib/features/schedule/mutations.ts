import 'server-only'
import { and, eq, isNotNull, or, sql } from 'drizzle-orm'
import type { EntryView } from '@/components/schedule/view'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { noteEntryChanged } from '@/lib/features/calendar/link/mutations'
import { isInOutlookOf } from '@/lib/features/calendar/link/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { syncChildren } from './children/mutations'
import { getEntry } from './entry/queries'
import { checkInviter } from './rights/queries'
import { checkGuest, type Wish } from './rights/rules'
import { BadEntry, checkTimes, type Entry, mayChange, sameValues, timesOf } from './rules'
import type { EntryInput, MoveInput, SaveInput } from './schema'
import {
  carryExceptions,
  dropExceptions,
  listExceptions,
  type Master,
  movedAmong,
  standingTimes,
  updateEntry,
  writeException,
} from './series/mutations'
import { checkBetween, contentOf, newSeriesId, planAll, planFollowing, settle, timesOn } from './series/rules'
import { checkNamed, getTies, sameTies, writeTies } from './ties/mutations'

/** `touched`: connections to be told after the commit (announceCalendar). */
export type Saved = { id: string; version: number; touched: string[] }
export type Outcome = Saved | { conflict: EntryView }

function wishOf(input: EntryInput): Wish {
  const isAway = input.kind === 'time_off'
  return {
    content: {
      kind: input.kind,
      title: input.title,
      channel: input.kind === 'call' ? input.channel : null,
      location: input.location,
      notes: input.notes,
      isPrivate: input.isPrivate,
      showAs: input.showAs,
      reminderMinutes: input.reminderMinutes,
      isOnline: input.isOnline && !isAway,
    },
    times: timesOf(input),
    recurrence: input.recurrence,
    ties: { attendees: isAway ? [] : input.attendees, personIds: input.personIds, companyIds: input.companyIds },
    ownerId: input.ownerId,
  }
}

async function lock(db: Db, id: string): Promise<Entry | null> {
  const [row] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, id)).for('update')
  return row ?? null
}

/** The entry for changing, and which date of it is meant. Throws not_found, forbidden. */
export async function openEntry(
  db: Db,
  scope: UserScope,
  target: { id: string; occurrenceDate: string | null },
): Promise<{ head: Entry; date: string | null }> {
  const row = await lock(db, target.id)
  const head = row?.seriesId ? await lock(db, row.seriesId) : row
  if (!row || !head) throw new AppError('not_found', 'no such entry')
  if (!mayChange(head, scope) && !(head.organizerAddress && head.ownerId === scope.userId))
    throw new AppError('forbidden', 'somebody else’s entry', { userMessage: whoseItIs(head) })
  return { head, date: head.recurrence ? (target.occurrenceDate ?? row.occurrenceDate) : null }
}

const whoseItIs = (head: Entry): string =>
  head.parentId
    ? 'This is your part in a colleague’s call. Whoever made the call changes it.'
    : 'Only its owner, whoever entered it and administrators can change this.'

/** Tells everybody whom a change concerns. Answers the connections to announce. */
async function tellChange(db: Db, scope: UserScope, ids: string[], wasCall: boolean): Promise<string[]> {
  const touched: string[] = []
  for (const id of ids) {
    if (wasCall) await syncChildren(db, scope, id)
    touched.push(...(await noteEntryChanged(db, scope, id)))
  }
  await notifyLive(db, { workspaceId: scope.workspaceId, topics: ['schedule', 'people'] })
  return [...new Set(touched)]
}

/**
 * Saves an entry: a new one, a changed one, or one date, the rest or all of a series. Repeating a call changes nothing.
 * Throws invalid_input (BadEntry, with the field), not_found, forbidden; answers what stands there if somebody was faster.
 */
export async function saveEntry(db: Db, scope: UserScope, change: SaveInput): Promise<Outcome> {
  const wish = wishOf(change.input)
  if (change.version === null) return createEntry(db, scope, change.id, wish)
  const { head, date } = await openEntry(db, scope, change)
  await checkNamed(db, change.input, head)
  return apply(db, scope, { head, date, part: change.scope, version: change.version }, wish)
}

/** Moves or resizes an entry, or one date, the rest or all of a series. Throws and answers as `saveEntry`. */
export async function moveEntry(db: Db, scope: UserScope, move: MoveInput): Promise<Outcome> {
  const { head, date } = await openEntry(db, scope, move)
  if (head.recurrence && !date) throw new BadEntry('recurrence', 'Say which date of the series is meant.')
  const exception = isMaster(head) && date ? (await listExceptions(db, head.id)).get(date) : undefined
  const standing = exception ?? head
  // What one date has of its own does not become the series'.
  const row = move.scope === 'this' ? standing : head
  const wish: Wish = {
    content: contentOf(row),
    times: checkTimes(move, head.timeZone, standing.endAt === null),
    recurrence: head.recurrence,
    ties: await getTies(db, row.id),
    ownerId: head.ownerId,
  }
  return apply(db, scope, { head, date, part: move.scope, version: move.version }, wish)
}

interface Target {
  head: Entry
  date: string | null
  part: SaveInput['scope']
  version: number
}

async function apply(db: Db, scope: UserScope, target: Target, wish: Wish): Promise<Outcome> {
  const { head, date, part } = target
  await checkRights(db, scope, target, wish)
  if (!isMaster(head) || date === null) return saveWhole(db, scope, target, wish)
  if (part === 'this') return saveDate(db, scope, { ...target, head, date }, wish)
  if (part === 'following') return saveRest(db, scope, { ...target, head, date }, wish)
  return saveWhole(db, scope, target, wish)
}

const isMaster = (entry: Entry): entry is Master => entry.recurrence !== null

/** Whether the person may make this change, wherever it is told. Throws forbidden. */
async function checkRights(db: Db, scope: UserScope, { head, date, part }: Target, wish: Wish): Promise<void> {
  const exception = isMaster(head) && date ? (await listExceptions(db, head.id)).get(date) : undefined
  const row = exception ?? head
  const ties = await getTies(db, row.id)
  const times = (isMaster(head) && date && standingTimes(head, date, exception)) || row
  if (head.organizerAddress) checkGuest({ head, row, times, ties }, part, wish)
  const hasPeople = ties.attendees.length > 0 || wish.ties.attendees.length > 0
  await checkInviter(db, scope, head, hasPeople)
  await checkInviter(db, scope, { id: head.id, ownerId: wish.ownerId }, hasPeople)
}

async function createEntry(db: Db, scope: UserScope, id: string, wish: Wish): Promise<Outcome> {
  const { ownerId, content } = wish
  const there = await lock(db, id)
  if (there) {
    if (there.createdBy !== scope.userId) throw new AppError('conflict', 'an id that is taken')
    return { id, version: there.version, touched: [] }
  }
  await checkNamed(db, { ownerId, ...wish.ties }, null)
  await checkInviter(db, scope, { id, ownerId }, wish.ties.attendees.length > 0)
  const made = await db
    .insert(scheduleEntries)
    .values({
      id,
      ...content,
      ...settle(wish.times, wish.recurrence),
      ownerId,
      workspaceId: scope.workspaceId,
      createdBy: scope.userId,
      createdAt: now(),
      updatedAt: now(),
    })
    .onConflictDoNothing()
    .returning({ version: scheduleEntries.version })
  // An id of another workspace is taken as well, and says no more than that.
  if (!made[0]) throw new AppError('conflict', 'an id that is taken')
  await writeTies(db, scope, id, wish.ties)
  const touched = await tellChange(db, scope, [id], content.kind === 'call')
  return { id, version: made[0].version, touched }
}

/** A single entry, or a whole series. */
async function saveWhole(db: Db, scope: UserScope, { head, date, version }: Target, wish: Wish): Promise<Outcome> {
  const before = await getTies(db, head.id)
  const exception = isMaster(head) && date ? (await listExceptions(db, head.id)).get(date) : undefined
  const { times, keeps } = isMaster(head)
    ? planAll(head, date ?? firstDayOf(head), ofSeries(head, exception, wish))
    : { times: settle(wish.times, wish.recurrence), keeps: false }
  const values = { ...wish.content, ...times, ownerId: wish.ownerId }
  const newTies = !sameTies(before, wish.ties)
  if (!newTies && sameValues(head, values)) return { id: head.id, version: head.version, touched: [] }
  if ((exception ?? head).version !== version) return { conflict: await getEntry(db, scope, head.id, date) }
  const next = await updateEntry(db, head, values)
  if (newTies) await writeTies(db, scope, head.id, wish.ties)
  if (isMaster(head) && keeps)
    await carryExceptions(
      db,
      scope,
      { master: head, ties: before, from: '', seen: date },
      { id: head.id, content: wish.content, times, ties: wish.ties, ownerId: wish.ownerId },
    )
  else if (isMaster(head)) await dropExceptions(db, head.id)
  if (wish.ownerId !== head.ownerId) await handOn(db, head.id)
  const touched = await tellChange(db, scope, [head.id], head.kind === 'call' || wish.content.kind === 'call')
  return { id: head.id, version: next, touched }
}

/**
 * Given to somebody else, what Outlook brought is Tandem's: it no longer goes with the mailbox that it came from, not
 * even if that is disconnected before Outlook was told.
 */
async function handOn(db: Db, headId: string): Promise<void> {
  const { id, seriesId, connectionId } = scheduleEntries
  await db
    .update(scheduleEntries)
    .set({ connectionId: null, handedFrom: sql`${connectionId}` })
    .where(and(or(eq(id, headId), eq(seriesId, headId)), isNotNull(connectionId)))
}

/** A date that was moved and is not moved again says nothing of where its series should be. */
function ofSeries(head: Master, exception: Entry | undefined, wish: Wish): Wish {
  const times =
    exception?.occurrenceDate && sameValues(exception, wish.times) && timesOn(head, exception.occurrenceDate)
  return times ? { ...wish, times } : wish
}

const firstDayOf = ({ recurrence }: Master): string => recurrence.range.startDate

type OfSeries = Target & { head: Master; date: string }

/** One date of a series: it gets a row of its own. */
async function saveDate(db: Db, scope: UserScope, target: OfSeries, wish: Wish): Promise<Outcome> {
  const { head, date, version } = target
  const exceptions = await listExceptions(db, head.id)
  const exception = exceptions.get(date)
  const standing = standingTimes(head, date, exception)
  if (!standing || exception?.isCancelled)
    throw new AppError('not_found', 'no such date', { userMessage: 'This date of the series was deleted.' })
  if (wish.ownerId !== head.ownerId)
    throw new BadEntry('ownerId', 'One date cannot go to somebody else. Change the whole series.')
  const content = { ...wish.content, kind: head.kind }
  const row = exception ?? head
  const isSame =
    sameValues({ ...row, ...standing }, { ...content, ...wish.times }) && sameTies(await getTies(db, row.id), wish.ties)
  if (isSame) return { id: head.id, version: row.version, touched: [] }
  if (row.version !== version) return { conflict: await getEntry(db, scope, head.id, date) }
  checkBetween(head, date, wish.times, movedAmong(exceptions, date))
  const made = await writeException(
    db,
    scope,
    { master: head, date, exception },
    { content, times: wish.times, ties: wish.ties, isCancelled: false },
  )
  const touched = await tellChange(db, scope, [head.id], head.kind === 'call')
  return { id: head.id, version: made.version, touched }
}

/** A series from one of its dates on: the old one ends before, a new one begins. */
async function saveRest(db: Db, scope: UserScope, target: OfSeries, wish: Wish): Promise<Outcome> {
  const { head, date, version } = target
  const id = newSeriesId(head.id, date, version)
  const again = await lock(db, id)
  if (again) return { id, version: again.version, touched: [] }
  const exception = (await listExceptions(db, head.id)).get(date)
  if ((exception ?? head).version !== version) return { conflict: await getEntry(db, scope, head.id, date) }
  if (!standingTimes(head, date, undefined)) throw new AppError('not_found', 'no such date')
  const { before, after, keeps } = planFollowing(head, date, ofSeries(head, exception, wish))
  if (!before) return saveWhole(db, scope, target, wish)
  const isTheirs = wish.ownerId === head.ownerId && (await isInOutlookOf(db, head.ownerId, head.id))
  const ties = await getTies(db, head.id)
  await db.insert(scheduleEntries).values({
    id,
    ...wish.content,
    ...after,
    ownerId: wish.ownerId,
    workspaceId: scope.workspaceId,
    connectionId: head.connectionId,
    handedFrom: head.handedFrom,
    // The owner's Outlook divides its series, and tells people so. From elsewhere they were invited to all of it.
    invitedFrom: isTheirs ? null : head.invitedFrom,
    createdBy: head.createdBy ?? scope.userId,
    createdAt: now(),
    updatedAt: now(),
  })
  await writeTies(db, scope, id, wish.ties)
  if (keeps)
    await carryExceptions(
      db,
      scope,
      { master: head, ties, from: date, seen: date },
      { id, content: wish.content, times: after, ties: wish.ties, ownerId: wish.ownerId },
    )
  else await dropExceptions(db, head.id, date)
  if (wish.ownerId !== head.ownerId) await handOn(db, id)
  await updateEntry(db, head, { recurrence: before.recurrence, seriesEndsAt: before.seriesEndsAt })
  const touched = await tellChange(db, scope, [head.id, id], head.kind === 'call' || wish.content.kind === 'call')
  return { id, version: 1, touched }
}
