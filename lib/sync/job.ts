import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { pauseConnection } from '@/lib/auth/pause'
import { connectionAtWork } from '@/lib/auth/scope'
import { type Graph, graphFor } from '@/lib/graph/client'
import { NO_MAILBOX } from '@/lib/graph/errors'
import type { Lane } from '@/lib/graph/lanes'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope } from '@/lib/platform/scope'
import { urgently } from './way'

/** What a sync works with: one connection, its client, and the scope that its transactions run in. */
export interface SyncContext {
  scope: ConnectionScope
  graph: Graph
  /** The connection's row as it was when the job began. */
  connection: Connection
}

type Connection = typeof connections.$inferSelect

/** A job's result, or why it did nothing: the connection is gone, or waits for its person. */
export type JobResult<T> = { ran: true; value: T } | { ran: false; because: 'gone' | 'paused' | 'off' }

/** Without Retry-After: long enough to let a mailbox recover, short enough not to be noticed. */
const DEFAULT_WAIT_S = 15

/**
 * Runs a sync for one connection. A dead grant pauses the connection (banner and mail) instead of failing; a throttled
 * one notes until when. Every other error is thrown on, for the engine to retry.
 * @param isOn whether the job's feature is chosen and granted
 */
export async function runJob<T>(
  connectionId: string,
  lane: Lane,
  work: (context: SyncContext) => Promise<T>,
  isOn: (connection: Connection) => boolean = () => true,
): Promise<JobResult<T>> {
  const found = await connectionAtWork(connectionId)
  if (!found) return { ran: false, because: 'gone' }
  const { scope, connection } = found
  if (!isOn(connection)) return { ran: false, because: 'off' }
  if (connection.state === 'paused') return { ran: false, because: 'paused' }
  try {
    const context = { scope, graph: graphFor(scope, lane, connection.throttledUntil), connection }
    const value = lane === 'live' ? await urgently(() => work(context)) : await work(context)
    return { ran: true, value }
  } catch (thrown) {
    if (thrown instanceof ConnectionGone) return { ran: false, because: 'gone' }
    const error = toAppError(thrown)
    // Without a mailbox there is nothing to try again until somebody gives the account one.
    if (error.job === 'pause' || error.reason === NO_MAILBOX) {
      await pauseConnection(connectionId, error.reason ?? error.code)
      return { ran: false, because: 'paused' }
    }
    if (error.code === 'throttled') await noteThrottled(scope, error.retryAfter ?? DEFAULT_WAIT_S)
    throw error
  }
}

async function noteThrottled(scope: ConnectionScope, seconds: number): Promise<void> {
  await inScope(scope, async (db) => {
    await db
      .update(connections)
      .set({ throttledUntil: new Date(Date.now() + seconds * 1000) })
      .where(eq(connections.id, scope.connectionId))
    await notifyLive(db, { ...hintOf(scope), topics: ['connection'] })
  })
}

/** The connection was left or linked anew since this work began: its result must not be written. */
export class ConnectionGone extends Error {}

/**
 * Holds the connection in its state until the transaction ends. Disconnect changes the row first, so it waits for
 * whoever got here before it, and everybody after it stops here.
 */
export async function assertActive(db: Db, scope: ConnectionScope): Promise<void> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(eq(connections.id, scope.connectionId), eq(connections.epoch, scope.epoch), eq(connections.state, 'active')),
    )
    .for('share')
  if (rows.length === 0) throw new ConnectionGone()
}

/** Whom a live hint about this connection concerns. */
export const hintOf = (scope: ConnectionScope): { workspaceId: string; userId: string } => ({
  workspaceId: scope.workspaceId,
  userId: scope.userId,
})

/** Notes that a signal of Microsoft came, that a sync ended well, or what a sweep caught. */
export async function noteHealth(
  scope: ConnectionScope,
  what: { signal?: boolean; synced?: boolean; swept?: boolean; caught?: number },
): Promise<void> {
  // A later look that found nothing yet has nothing to say.
  if (!what.signal && !what.synced && !what.swept) return
  const at = now()
  await inScope(scope, (db) =>
    db
      .update(connections)
      .set({
        ...(what.signal ? { lastSignalAt: at, quietSweeps: 0 } : {}),
        ...(what.synced ? { lastSyncAt: at, throttledUntil: null } : {}),
        ...(what.swept ? { lastSweepAt: at, quietSweeps: what.caught ? 0 : sql`${connections.quietSweeps} + 1` } : {}),
      })
      .where(and(eq(connections.id, scope.connectionId), eq(connections.epoch, scope.epoch))),
  )
}
