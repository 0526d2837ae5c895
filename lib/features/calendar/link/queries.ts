import 'server-only'
import { and, eq, isNotNull, isNull, ne, or } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { memberships } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'

/** Whether an entry is, or was when last followed, one with an event in the mailbox of this person. */
export async function isInOutlookOf(db: Db, userId: string | null, entryId: string): Promise<boolean> {
  if (!userId) return false
  const rows = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .innerJoin(connections, eq(connections.id, calendarLinks.connectionId))
    .where(
      and(
        eq(connections.userId, userId),
        eq(calendarLinks.entryId, entryId),
        eq(calendarLinks.mode, 'two-way'),
        isNotNull(calendarLinks.externalEventId),
        or(ne(calendarLinks.state, 'unlinked'), isNull(calendarLinks.reason)),
      ),
    )
  return rows.length > 0
}

/**
 * Whether Outlook would mail the people on an entry in its owner's name when it changes: the owner is two-way, and has
 * invited them, or nobody has.
 */
export async function mailsFrom(db: Db, ownerId: string, entryId: string): Promise<boolean> {
  const [owner] = await db
    .select({ id: connections.id })
    .from(publishing)
    .innerJoin(connections, eq(connections.id, publishing.connectionId))
    .innerJoin(memberships, eq(memberships.userId, connections.userId))
    .where(
      and(
        eq(connections.userId, ownerId),
        eq(publishing.mode, 'two-way'),
        ne(connections.state, 'disconnecting'),
        isNull(memberships.disabledAt),
      ),
    )
  if (!owner) return false
  const [entry] = await db
    .select({ invitedFrom: scheduleEntries.invitedFrom })
    .from(scheduleEntries)
    .where(eq(scheduleEntries.id, entryId))
  if (!entry?.invitedFrom || entry.invitedFrom === owner.id) return true
  return isInOutlookOf(db, ownerId, entryId)
}
