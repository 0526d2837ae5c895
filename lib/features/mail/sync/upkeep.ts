import 'server-only'
import { eq } from 'drizzle-orm'
import { connections, subscriptions } from '@/drizzle/schema/connection'
import { connectionScope } from '@/lib/auth/scope'
import { isOn } from '@/lib/features/connection/queries'
import { graphFor } from '@/lib/graph/client'
import type { Lane } from '@/lib/graph/lanes'
import { inScope } from '@/lib/platform/db/handle'
import { type JobResult, runJob, type SyncContext } from '@/lib/sync/job'
import { deleteSubscription, type SignalSource } from '@/lib/sync/subscriptions'
import { MESSAGES_RESOURCE } from '../graph'

/** What mail wants to hear of: all messages of the mailbox. */
export const MAIL_SIGNALS: SignalSource = { resource: 'mail', path: MESSAGES_RESOURCE }

/** A job on mail: only while the person's inbox feature is chosen and granted (R2). */
export async function runMailJob<T>(
  connectionId: string,
  lane: Lane,
  work: (context: SyncContext) => Promise<T>,
): Promise<JobResult<T>> {
  return runJob(connectionId, lane, work, (connection) => isOn(connection, 'mail'))
}

/** Ends mail's signals, if there are any: the feature was switched off. What was taken in stays until Disconnect. */
export async function stopMailSignals(connectionId: string): Promise<void> {
  const scope = await connectionScope(connectionId)
  if (!scope) return
  const [row] = await inScope(scope, (db) =>
    db
      .select({ id: subscriptions.id, graphId: subscriptions.graphId, state: connections.state })
      .from(subscriptions)
      .innerJoin(connections, eq(connections.id, subscriptions.connectionId))
      .where(eq(subscriptions.connectionId, connectionId)),
  )
  if (row?.state !== 'active') return
  if (row.graphId) await deleteSubscription(graphFor(scope, 'bulk'), row.graphId)
  await inScope(scope, (db) => db.delete(subscriptions).where(eq(subscriptions.id, row.id)))
}
