import 'server-only'
import { randomUUID } from 'node:crypto'
import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { listColleagues } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import type { Entry } from '../rules'
import { listAttendees } from '../ties/queries'

// A colleague who takes part in a call has it in their own schedule: a child of the call (R33: only the parent is
// published). Children are made anew from their call after each of its changes; nobody edits them.

/** Makes the children of a call, or of a series of calls with its changed occurrences, as the call now is. */
export async function syncChildren(db: Db, scope: Pick<UserScope, 'workspaceId'>, callId: string): Promise<void> {
  const family = await db
    .select()
    .from(scheduleEntries)
    .where(
      and(or(eq(scheduleEntries.id, callId), eq(scheduleEntries.seriesId, callId)), isNull(scheduleEntries.parentId)),
    )
  const call = family.find(({ id }) => id === callId)
  const parents = family.map(({ id }) => id)
  const there = parents.length
    ? await db.select().from(scheduleEntries).where(inArray(scheduleEntries.parentId, parents))
    : []
  const takesPart = await listParts(db, family)
  if (there.length === 0 && takesPart.size === 0) return
  const wanted = call ? planChildren(call, family, takesPart, there) : []
  const kept = new Set(wanted.map(({ id }) => id))
  const gone = there.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  if (gone.length > 0) await db.delete(scheduleEntries).where(inArray(scheduleEntries.id, gone))
  const known = new Map(there.map((row) => [row.id, row]))
  for (const child of wanted) {
    const before = known.get(child.id)
    if (!before) await db.insert(scheduleEntries).values({ ...child, workspaceId: scope.workspaceId })
    else
      await db
        .update(scheduleEntries)
        .set({ ...child, version: before.version + 1, updatedAt: now() })
        .where(eq(scheduleEntries.id, child.id))
  }
}

/** Which colleagues take part in which of the calls: call → users. */
async function listParts(db: Db, family: Entry[]): Promise<Map<string, Set<string>>> {
  const calls = family.filter(({ kind, isCancelled }) => kind === 'call' && !isCancelled)
  const members = new Set((await listColleagues(db)).map(({ id }) => id))
  const parts = new Map<string, Set<string>>()
  for (const { entryId, userId } of await listAttendees(
    db,
    calls.map(({ id }) => id),
  )) {
    const ownerId = calls.find(({ id }) => id === entryId)?.ownerId
    if (!userId || userId === ownerId || !members.has(userId)) continue
    parts.set(entryId, (parts.get(entryId) ?? new Set()).add(userId))
  }
  return parts
}

type Child = Omit<typeof scheduleEntries.$inferInsert, 'workspaceId'> & { id: string }

function planChildren(call: Entry, family: Entry[], parts: Map<string, Set<string>>, there: Entry[]): Child[] {
  const idOf = (parentId: string, ownerId: string) =>
    there.find((row) => row.parentId === parentId && row.ownerId === ownerId)?.id ?? randomUUID()
  const children: Child[] = []
  const series = new Map<string, string>()
  for (const ownerId of parts.get(call.id) ?? []) {
    const id = idOf(call.id, ownerId)
    series.set(ownerId, id)
    children.push({ ...copyOf(call), id, ownerId, recurrence: call.recurrence, seriesEndsAt: call.seriesEndsAt })
  }
  for (const exception of family) {
    if (exception.id === call.id) continue
    const here = parts.get(exception.id) ?? new Set<string>()
    const { occurrenceDate } = exception
    for (const [ownerId, seriesId] of series)
      children.push({
        ...copyOf(exception),
        id: idOf(exception.id, ownerId),
        ownerId,
        seriesId,
        occurrenceDate,
        isCancelled: !here.has(ownerId),
      })
    // Only this once: for them it is no series.
    for (const ownerId of here)
      if (!series.has(ownerId)) children.push({ ...copyOf(exception), id: idOf(exception.id, ownerId), ownerId })
  }
  return children
}

/** What a child has from its call. Its notes stay with the call, where whoever takes part reads them. */
const copyOf = (call: Entry): Omit<Child, 'id'> => ({
  kind: 'call',
  parentId: call.id,
  title: call.title,
  channel: call.channel,
  isAllDay: call.isAllDay,
  startDate: call.startDate,
  endDate: call.endDate,
  startAt: call.startAt,
  endAt: call.endAt,
  timeZone: call.timeZone,
  location: call.location,
  isPrivate: call.isPrivate,
  showAs: call.showAs,
  joinUrl: call.joinUrl,
  isCancelled: call.isCancelled,
  recurrence: null,
  seriesEndsAt: null,
  seriesId: null,
  occurrenceDate: null,
  createdBy: call.createdBy,
})
