import 'server-only'
import { and, eq, isNull, ne } from 'drizzle-orm'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { auditLog } from '@/drizzle/schema/sync'
import { requireLiveConnection } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { noteEntryChanged } from '../../link/mutations'
import { getPublishing } from '../../publish/queries'

/**
 * The owner wants the people on an entry invited from their own mailbox, although somebody's has invited them before: it
 * is made in their Outlook. What stands in the other mailbox is left alone. Answers the connections to announce after the
 * commit. Throws not_found, conflict, and as requireLiveConnection does.
 */
export async function inviteFromMine(db: Db, scope: UserScope, entryId: string): Promise<string[]> {
  const connection = await requireLiveConnection(db, scope, 'publishing')
  const row = await getPublishing(db, connection.id)
  if (row?.mode !== 'two-way' || row.writes !== 'on')
    throw new AppError('conflict', 'nothing is written', {
      userMessage: 'Tandem does not write meetings to your Outlook now. Turn two-way on in Settings, Calendar.',
    })
  const [entry] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, entryId)).for('update')
  if (entry?.ownerId !== scope.userId || entry.seriesId || entry.isCancelled)
    throw new AppError('not_found', 'no such entry of theirs', { userMessage: 'This meeting is no longer yours.' })
  const { connectionId, externalEventId, state } = calendarLinks
  const ofEntry = eq(calendarLinks.entryId, entryId)
  const [own] = await db
    .select()
    .from(calendarLinks)
    .where(and(ofEntry, eq(connectionId, connection.id)))
  // Twice is once.
  if (entry.invitedFrom === null || (own && own.state !== 'unlinked')) return []
  await db
    .update(calendarLinks)
    .set({ state: 'unlinked', reason: 'owner', updatedAt: now() })
    .where(and(ofEntry, eq(calendarLinks.mode, 'two-way'), ne(connectionId, connection.id), ne(state, 'unlinked')))
  await db.delete(calendarLinks).where(and(ofEntry, eq(connectionId, connection.id), isNull(externalEventId)))
  // What stands in this mailbox since earlier is theirs again.
  const [again] = await db
    .update(calendarLinks)
    .set({ state: 'waiting', reason: null, updatedAt: now() })
    .where(and(ofEntry, eq(connectionId, connection.id)))
    .returning({ id: calendarLinks.id })
  await db
    .update(scheduleEntries)
    .set({ invitedFrom: again ? connection.id : null })
    .where(eq(scheduleEntries.id, entryId))
  const { workspaceId, userId } = scope
  await db.insert(auditLog).values({ workspaceId, actorId: userId, action: 'calendar.invited', detail: { entryId } })
  await notifyLive(db, { workspaceId, userId, topics: ['schedule'] })
  return noteEntryChanged(db, scope, entryId)
}
