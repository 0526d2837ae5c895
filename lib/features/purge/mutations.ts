import 'server-only'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { connections, oauthAttempts, subscriptions, vault } from '@/drizzle/schema/connection'
import { disconnects } from '@/drizzle/schema/purge'
import { auditLog } from '@/drizzle/schema/sync'
import { listOwnCalendars } from '@/lib/features/calendar/publish/removal/queries'
import { dropAllNoted } from '@/lib/features/tasks/reminders/mutations'
import { now } from '@/lib/platform/clock'
import { randomToken } from '@/lib/platform/crypto'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope, UserScope } from '@/lib/platform/scope'
import { countConnection } from './queries'
import { PURGE } from './registry'

export type DisconnectRow = typeof disconnects.$inferSelect

/**
 * Begins a Disconnect, or answers the one under way. From this commit on nothing of the connection can be read and no
 * sync can write: readers and cursors look at state and epoch. Throws not_found for a connection that the person may
 * not end (their own; an administrator's: any of the workspace).
 * @param removeCalendar take Tandem's own calendar out of Outlook, too (R13b); heard of one's own connection only
 */
export async function startDisconnect(
  db: Db,
  scope: UserScope,
  connectionId: string,
  { removeCalendar = false }: { removeCalendar?: boolean } = {},
): Promise<string> {
  const [connection] = await db
    .select()
    .from(connections)
    .where(
      and(eq(connections.id, connectionId), scope.role === 'admin' ? undefined : eq(connections.userId, scope.userId)),
    )
    .for('update')
  if (!connection) throw new AppError('not_found', 'no such connection')
  if (connection.state === 'disconnecting') {
    const [running] = await db
      .select({ id: disconnects.id })
      .from(disconnects)
      .where(and(eq(disconnects.connectionId, connectionId), isNull(disconnects.finishedAt)))
    if (running) return running.id
  }
  await db
    .update(connections)
    .set({ state: 'disconnecting', epoch: sql`${connections.epoch} + 1` })
    .where(eq(connections.id, connectionId))
  await dropAllNoted(db, connectionId)
  const found = await countConnection(db, connectionId)
  const live = await db
    .select({ graphId: subscriptions.graphId })
    .from(subscriptions)
    .where(eq(subscriptions.connectionId, connectionId))
  const [made] = await db
    .insert(disconnects)
    .values({
      workspaceId: scope.workspaceId,
      userId: connection.userId,
      connectionId,
      number: `T-${randomToken()
        .replace(/[^A-Z0-9]/g, '')
        .slice(0, 8)
        .padEnd(8, '0')}`,
      startedAt: now(),
      counts: Object.fromEntries(Object.entries(found).map(([table, rows]) => [table, { found: rows, removed: 0 }])),
      subscriptions: { found: live.filter(({ graphId }) => graphId).length, confirmed: 0 },
      // Read now: where the ids stand is emptied before Outlook is asked.
      calendar:
        removeCalendar && connection.userId === scope.userId
          ? { state: 'asked', ids: await listOwnCalendars(db, connectionId) }
          : null,
    })
    .returning({ id: disconnects.id })
  if (!made) throw new AppError('internal', 'no disconnect row')
  await db.insert(auditLog).values({
    workspaceId: scope.workspaceId,
    actorId: scope.userId,
    action: 'connection.disconnect',
    detail: { connectionId, disconnectId: made.id },
  })
  await tell(db, connection)
  return made.id
}

/** Rows of a connection deleted in one statement: small enough that other people's reads do not wait. */
const BATCH = 2000

/** Deletes some rows of one table, and counts them on the receipt in the same transaction. Answers whether more are left. */
export async function deleteBatch(
  db: Db,
  scope: ConnectionScope,
  disconnectId: string,
  table: string,
): Promise<boolean> {
  if (!PURGE.some((each) => each.table === table && each.rule === 'purge')) throw new Error(`${table} is not purged`)
  const name = sql.identifier(table)
  const { rows } = await db.execute<{ gone: number }>(sql`
    with gone as (
      delete from ${name} where ctid = any(array(
        select ctid from ${name} where connection_id = ${scope.connectionId} limit ${BATCH})) returning 1)
    select count(*)::int as gone from gone`)
  const gone = rows[0]?.gone ?? 0
  if (gone > 0) await count(db, disconnectId, table, gone)
  return gone === BATCH
}

async function count(db: Db, disconnectId: string, table: string, gone: number): Promise<void> {
  await db
    .update(disconnects)
    .set({
      waiting: null,
      counts: sql`jsonb_set(${disconnects.counts}, array[${table}], jsonb_build_object(
        'found', greatest(coalesce((${disconnects.counts}->${table}->>'found')::int, 0), coalesce((${disconnects.counts}->${table}->>'removed')::int, 0) + ${gone}),
        'removed', coalesce((${disconnects.counts}->${table}->>'removed')::int, 0) + ${gone}))`,
    })
    .where(eq(disconnects.id, disconnectId))
}

/** Notes how far the job is, or why it waits. */
export async function noteDisconnect(
  db: Db,
  scope: ConnectionScope,
  disconnectId: string,
  change: Partial<Pick<DisconnectRow, 'stage' | 'waiting' | 'subscriptions' | 'calendar'>>,
): Promise<void> {
  await db.update(disconnects).set(change).where(eq(disconnects.id, disconnectId))
  await tell(db, scope)
}

/** The last commit: keys and the connection itself go, the receipt is closed. */
export async function finishDisconnect(db: Db, scope: ConnectionScope, disconnectId: string): Promise<void> {
  const signals = await db.delete(subscriptions).where(eq(subscriptions.connectionId, scope.connectionId)).returning()
  if (signals.length > 0) await count(db, disconnectId, 'subscriptions', signals.length)
  const keys = await db.delete(vault).where(eq(vault.connectionId, scope.connectionId)).returning()
  if (keys.length > 0) await count(db, disconnectId, 'vault', keys.length)
  await db.delete(oauthAttempts).where(eq(oauthAttempts.userId, scope.userId))
  await db.delete(connections).where(eq(connections.id, scope.connectionId))
  await db
    .update(disconnects)
    .set({ stage: 'done', waiting: null, finishedAt: now() })
    .where(and(eq(disconnects.id, disconnectId), ne(disconnects.stage, 'done')))
  await tell(db, scope)
}

const tell = (db: Db, { workspaceId, userId }: { workspaceId: string; userId: string }) =>
  notifyLive(db, { workspaceId, userId, topics: ['disconnect', 'connection', 'mail', 'import', 'schedule'] })
