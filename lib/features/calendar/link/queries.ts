import 'server-only'
import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { memberships } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'

/**
 * Whether Outlook would mail the people on an entry in its owner's name when it changes: the owner is two-way, and nobody
 * else's calendar has invited them already.
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
  const [elsewhere] = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(
      and(
        eq(calendarLinks.entryId, entryId),
        eq(calendarLinks.mode, 'two-way'),
        isNotNull(calendarLinks.externalEventId),
        ne(calendarLinks.connectionId, owner.id),
      ),
    )
  return !elsewhere
}
