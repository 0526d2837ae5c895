import 'server-only'
import { and, eq, inArray, isNull, ne, or } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { companies, people } from '@/drizzle/schema/people'
import { entryAttendees, entryLinks, scheduleEntries } from '@/drizzle/schema/schedule'
import { takeDateBack } from '@/lib/features/calendar/link/mutations'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { listAttendees, listLinks } from '../ties/queries'
import type { Before } from './rules'

/**
 * What a deletion is about to take, with whoever is on it: an entry, a series with its changed occurrences, or (with a
 * date) what one occurrence has of its own.
 */
export async function readBefore(db: Db, headId: string, date: string | null): Promise<Omit<Before, 'left' | 'made'>> {
  const { id, seriesId, parentId, occurrenceDate } = scheduleEntries
  const entries = await db
    .select()
    .from(scheduleEntries)
    .where(
      and(
        date === null ? or(eq(id, headId), eq(seriesId, headId)) : and(eq(seriesId, headId), eq(occurrenceDate, date)),
        isNull(parentId),
      ),
    )
  const ids = entries.map((entry) => entry.id)
  return {
    headId,
    entries,
    attendees: await listAttendees(db, ids),
    links: (await listLinks(db, ids)).map(({ id: own, entryId, personId, companyId }) => ({
      id: own,
      entryId,
      personId,
      companyId,
    })),
  }
}

/**
 * Puts back what was there. Twice is once. Throws conflict if it has changed since, its mailbox has gone, or Outlook
 * would have to bring a single date back.
 */
export async function writeBack(db: Db, scope: UserScope, before: Before): Promise<string> {
  const { headId, left } = before
  const changed = () =>
    new AppError('conflict', 'changed since', { userMessage: 'It was changed since. The deletion stands.' })
  const there = await db
    .select({
      id: scheduleEntries.id,
      version: scheduleEntries.version,
      seriesId: scheduleEntries.seriesId,
      date: scheduleEntries.occurrenceDate,
    })
    .from(scheduleEntries)
    .where(or(eq(scheduleEntries.id, headId), eq(scheduleEntries.seriesId, headId)))
    .for('update')
  if (left === null && there.length > 0) return headId
  const remains = left && there.find(({ id }) => id === left.id)
  // Only a deleted date leaves a row of its own; what else may be left is the series itself.
  if (remains?.seriesId && remains.date && !(await takeDateBack(db, headId, remains.date)))
    throw new AppError('conflict', 'Outlook brings no date back', {
      userMessage: 'Outlook has deleted this date and cannot bring it back. Make a new entry for that day instead.',
    })
  if (left !== null && remains?.version !== left.version) throw changed()
  const from = before.entries.find(({ connectionId }) => connectionId !== null)?.connectionId
  if (from) {
    const [mailbox] = await db
      .select({ id: connections.id })
      .from(connections)
      .where(and(eq(connections.id, from), ne(connections.state, 'disconnecting')))
    if (!mailbox) throw changed()
  }
  if (before.made.length > 0) await db.delete(scheduleEntries).where(inArray(scheduleEntries.id, before.made))
  const versions = new Map(there.map(({ id, version }) => [id, version]))
  // A series stands before its occurrences, which name it.
  const inOrder = [...before.entries].sort((a, b) => Number(b.id === headId) - Number(a.id === headId))
  for (const entry of inOrder) {
    const version = Math.max(entry.version, versions.get(entry.id) ?? 0) + 1
    const row = { ...entry, workspaceId: scope.workspaceId, version, updatedAt: now() }
    const { id, ...fields } = row
    await db.insert(scheduleEntries).values(row).onConflictDoUpdate({ target: scheduleEntries.id, set: fields })
  }
  await writeTiesBack(
    db,
    scope,
    before,
    inOrder.map(({ id }) => id),
  )
  return headId
}

/** People and companies that went meanwhile are left out. */
async function writeTiesBack(db: Db, scope: UserScope, before: Before, ids: string[]): Promise<void> {
  const { workspaceId } = scope
  const personIds = before.links.flatMap(({ personId }) => personId ?? [])
  const companyIds = before.links.flatMap(({ companyId }) => companyId ?? [])
  const alive = new Set<string>()
  if (personIds.length > 0)
    for (const { id } of await db.select({ id: people.id }).from(people).where(inArray(people.id, personIds)))
      alive.add(id)
  if (companyIds.length > 0)
    for (const { id } of await db.select({ id: companies.id }).from(companies).where(inArray(companies.id, companyIds)))
      alive.add(id)
  const links = before.links.filter(({ personId, companyId }) => alive.has(personId ?? companyId ?? ''))
  if (ids.length === 0) return
  await db.delete(entryAttendees).where(inArray(entryAttendees.entryId, ids))
  await db.delete(entryLinks).where(inArray(entryLinks.entryId, ids))
  for (let at = 0; at < before.attendees.length; at += 500)
    await db
      .insert(entryAttendees)
      .values(before.attendees.slice(at, at + 500).map((each) => ({ ...each, workspaceId })))
  if (links.length > 0) await db.insert(entryLinks).values(links.map((each) => ({ ...each, workspaceId })))
}
