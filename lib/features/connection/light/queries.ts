import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ConnectionView } from '@/components/mail/view'
import { cursors } from '@/drizzle/schema/connection'
import { mailFolders } from '@/drizzle/schema/mail'
import { memberships } from '@/drizzle/schema/workspaces'
import { whyPaused } from '@/lib/auth/pause-reasons'
import { NO_MAILBOX } from '@/lib/graph/errors'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { type Connection, getConnection } from '../queries'

/** The connection light: how the person's link to Microsoft is just now. */
export async function getLight(db: Db, scope: UserScope): Promise<ConnectionView> {
  return lightOf(db, scope, await getConnection(db, scope))
}

/** The light of a connection that was read already. */
export async function lightOf(db: Db, scope: UserScope, connection: Connection | null): Promise<ConnectionView> {
  if (!connection || connection.state === 'disconnecting') return { state: 'none' }
  const common = { account: connection.address, syncedAt: connection.lastSyncAt?.toISOString() }
  const [member] = await db
    .select({ enabled: memberships.integrationEnabled })
    .from(memberships)
    .where(eq(memberships.userId, scope.userId))
  if (member && !member.enabled) {
    return { state: 'suspended', ...common, reason: 'An administrator has switched the Microsoft integration off.' }
  }
  if (connection.state === 'paused') {
    return {
      // A sign-in would not help an account that has no mailbox.
      state: connection.pausedReason === NO_MAILBOX ? 'paused' : 'reconnect',
      ...common,
      at: connection.pausedAt?.toISOString(),
      reason: whyPaused(connection.pausedReason),
    }
  }
  if (connection.throttledUntil && connection.throttledUntil > new Date()) {
    return { state: 'slowed', ...common, at: connection.throttledUntil.toISOString() }
  }
  const left = await countLeft(db, connection.id)
  return left > 0 ? { state: 'catching-up', ...common, left } : { state: 'connected', ...common }
}

/** Messages of full rounds that have not come in yet. */
async function countLeft(db: Db, connectionId: string): Promise<number> {
  const [row] = await db
    .select({ left: sql<number>`coalesce(sum(greatest(${mailFolders.outlookTotal} - ${cursors.seen}, 0)), 0)::int` })
    .from(cursors)
    .innerJoin(mailFolders, eq(cursors.stream, sql`'mail/' || ${mailFolders.id}::text`))
    .where(and(eq(cursors.connectionId, connectionId), inArray(cursors.phase, ['first', 'resync'])))
  return row?.left ?? 0
}
