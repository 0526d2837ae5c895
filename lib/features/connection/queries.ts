import 'server-only'
import { and, eq, isNull, max, min, or } from 'drizzle-orm'
import { approvals, connections, cursors, subscriptions } from '@/drizzle/schema/connection'
import { users } from '@/drizzle/schema/users'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { isFeatureOn } from './rules'

export type Connection = typeof connections.$inferSelect

/** The person's connection, in whatever state, or null. */
export async function getConnection(db: Db, scope: UserScope): Promise<Connection | null> {
  const [row] = await db.select().from(connections).where(eq(connections.userId, scope.userId))
  return row ?? null
}

/** A colleague's connection, for an administrator. */
export async function getConnectionOf(db: Db, userId: string): Promise<Connection | null> {
  const [row] = await db.select().from(connections).where(eq(connections.userId, userId))
  return row ?? null
}

/** Whether this person may connect: the admin's switch (R14) and the workspace's policy on personal accounts (R6). */
export async function getConnectPolicy(db: Db, scope: UserScope) {
  const [row] = await db
    .select({
      enabled: memberships.integrationEnabled,
      allowPersonal: workspaces.allowPersonal,
      workspace: workspaces.name,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(memberships.userId, scope.userId))
  return row ?? { enabled: false, allowPersonal: false, workspace: '' }
}

export type BindingConflict = { code: 'taken'; name: string } | { code: 'already_linked'; address: string }

/** Who stands in the way of linking this account here (R7): a colleague who has it, or another account of one's own. */
export async function findBindingConflict(
  db: Db,
  scope: UserScope,
  account: { tenantId: string; objectId: string },
): Promise<BindingConflict | null> {
  const rows = await db
    .select({ userId: connections.userId, address: connections.address, name: users.name, contact: users.contactEmail })
    .from(connections)
    .innerJoin(users, eq(users.id, connections.userId))
    .where(
      or(
        eq(connections.userId, scope.userId),
        and(eq(connections.tenantId, account.tenantId), eq(connections.objectId, account.objectId)),
      ),
    )
  const own = rows.find(({ userId }) => userId === scope.userId)
  if (own) return { code: 'already_linked', address: own.address }
  const other = rows[0]
  return other ? { code: 'taken', name: other.name ?? other.contact ?? 'a colleague' } : null
}

/** When the first of the connection's subscriptions runs out, or null. */
export async function getEarliestExpiry(db: Db, connectionId: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(subscriptions.expiresAt) })
    .from(subscriptions)
    .where(eq(subscriptions.connectionId, connectionId))
  return row?.at ?? null
}

/** When everything of a connection was compared with Outlook last: its mail, or (hourly) its calendars. */
export async function getLastComparison(db: Db, connection: Connection): Promise<Date | null> {
  const [row] = await db
    .select({ at: max(cursors.syncedAt) })
    .from(cursors)
    .where(and(eq(cursors.connectionId, connection.id), eq(cursors.stream, 'calendars')))
  const times = [connection.lastSweepAt, row?.at].flatMap((at) => (at ? [at.getTime()] : []))
  return times.length > 0 ? new Date(Math.max(...times)) : null
}

/** The approval that the person waits for just now, or null. */
export async function getOpenApproval(db: Db, scope: UserScope) {
  const [row] = await db
    .select()
    .from(approvals)
    .where(and(eq(approvals.userId, scope.userId), isNull(approvals.grantedAt)))
  return row ?? null
}

/** Whether a feature of a connection was chosen and granted (R2). */
export const isOn = (connection: Pick<Connection, 'features' | 'grantedScopes' | 'accountKind'>, id: string): boolean =>
  isFeatureOn(id, connection)

/**
 * The person's connection, if it may be read from and written to. Throws not_found, reauth_required or, when
 * the feature is not on, consent_required.
 */
export async function requireLiveConnection(db: Db, scope: UserScope, feature: string): Promise<Connection> {
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting') {
    throw new AppError('not_found', 'nothing is connected', { userMessage: 'Connect Microsoft first, in Settings.' })
  }
  if (connection.state === 'paused') throw new AppError('reauth_required', 'the connection is paused')
  if (!isFeatureOn(feature, connection)) throw new AppError('consent_required', `${feature} is off`)
  return connection
}
