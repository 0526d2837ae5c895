import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { getConnection } from './queries'

/**
 * Turns a feature off for the person: no longer chosen, though Microsoft may still grant it (R2). Answers with the
 * connection's id when something changed.
 */
export async function turnFeatureOff(db: Db, scope: UserScope, feature: string): Promise<string | null> {
  const row = await getConnection(db, scope)
  if (!row?.features.includes(feature)) return null
  const [changed] = await db
    .update(connections)
    .set({
      features: row.features.filter((id) => id !== feature),
      declined: { ...row.declined, [feature]: now().toISOString() },
    })
    .where(and(eq(connections.id, row.id), ne(connections.state, 'disconnecting')))
    .returning({ id: connections.id })
  if (!changed) return null
  await db.insert(auditLog).values({
    workspaceId: scope.workspaceId,
    actorId: scope.userId,
    action: 'connection.feature_off',
    detail: { connectionId: row.id, feature },
  })
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['connection'] })
  return row.id
}
