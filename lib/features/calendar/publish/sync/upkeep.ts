import 'server-only'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { publishing } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { memberships } from '@/drizzle/schema/workspaces'
import { isOn } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import { inSystem } from '@/lib/platform/db/handle'

/** Connections whose entries are compared with Outlook in this minute: each once an hour, spread by hash (R32). */
export async function listToPush(at: Date = now()): Promise<string[]> {
  const rows = await inSystem((db) =>
    db
      .select({ connection: connections })
      .from(publishing)
      .innerJoin(connections, eq(connections.id, publishing.connectionId))
      .innerJoin(
        memberships,
        and(eq(memberships.userId, connections.userId), eq(memberships.workspaceId, connections.workspaceId)),
      )
      .where(
        and(
          ne(publishing.mode, 'off'),
          eq(connections.state, 'active'),
          isNull(memberships.disabledAt),
          eq(memberships.integrationEnabled, true),
          sql`abs(hashtext(${connections.id}::text)) % 60 = ${at.getUTCMinutes()}`,
        ),
      ),
  )
  return rows.flatMap(({ connection }) => (isOn(connection, 'publishing') ? [connection.id] : []))
}
