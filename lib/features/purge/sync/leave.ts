import 'server-only'
import { leavingScope } from '@/lib/auth/scope'
import { forgetReminders } from '@/lib/features/tasks/reminders/mutations'
import { graphFor } from '@/lib/graph/client'
import { scrub } from '@/lib/platform/db/connect'
import { inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { deleteSubscription, listOwnSubscriptions, releaseShared } from '@/lib/sync/subscriptions'
import { deleteBatch, finishDisconnect, noteDisconnect } from '../mutations'
import { listSignals } from '../queries'
import { PURGED_FIRST, REWRITTEN } from '../registry'

/** How often Microsoft is asked to end the signals before the receipt says that they end by themselves. */
export const SIGNAL_TRIES = 8
/** Seconds between these tries. */
export const SIGNAL_WAIT = 30

/** Deletes the connection's rows until none is left or `until` passes. Answers whether all are gone. */
export async function purgeRows(connectionId: string, disconnectId: string, until: number): Promise<boolean> {
  const scope = await leavingScope(connectionId)
  if (!scope) return true
  await inScope(scope, async (db) => {
    await noteDisconnect(db, scope, disconnectId, { stage: 'purge' })
    await forgetReminders(db, scope)
  })
  for (const table of PURGED_FIRST) {
    while (await inScope(scope, (db) => deleteBatch(db, scope, disconnectId, table))) {
      if (Date.now() >= until) return false
    }
  }
  await inScope(scope, (db) => noteDisconnect(db, scope, disconnectId, { stage: 'tokens' }))
  return true
}

/**
 * Ends every subscription at Microsoft: those we know and those that a crash left behind. Answers whether that is
 * settled: done, or impossible because the grant is dead. On any other failure it notes why it waits.
 */
export async function endSignals(connectionId: string, disconnectId: string, lastTry: boolean): Promise<boolean> {
  const scope = await leavingScope(connectionId)
  if (!scope) return true
  const known = await inScope(scope, (db) => listSignals(db, connectionId))
  const graph = graphFor(scope, 'person')
  const confirmed = new Set<string>()
  let found = known.length
  try {
    const all = new Set([...known.map(({ graphId }) => graphId), ...(await listOwnSubscriptions(graph))])
    found = all.size
    for (const graphId of all) {
      await deleteSubscription(graph, graphId)
      confirmed.add(graphId)
    }
  } catch (thrown) {
    const error = toAppError(thrown)
    const settled = lastTry || error.job === 'pause' || error.job === 'never'
    const latest = known
      .filter(({ graphId }) => !confirmed.has(graphId))
      .reduce((max, { expiresAt }) => Math.max(max, expiresAt?.getTime() ?? 0), 0)
    await inScope(scope, (db) =>
      noteDisconnect(db, scope, disconnectId, {
        subscriptions: {
          found,
          confirmed: confirmed.size,
          ...(latest ? { expireBy: new Date(latest).toISOString() } : {}),
        },
        waiting: settled
          ? null
          : {
              reason: error.userMessage,
              until: new Date(Date.now() + SIGNAL_WAIT * 1000).toISOString(),
            },
      }),
    )
    return settled
  }
  await inScope(scope, (db) =>
    noteDisconnect(db, scope, disconnectId, {
      subscriptions: { found, confirmed: confirmed.size },
      waiting: null,
    }),
  )
  return true
}

/** Closes the receipt, and on a database of files wipes what deleted rows leave in them. */
export async function closeConnection(connectionId: string, disconnectId: string): Promise<void> {
  const scope = await leavingScope(connectionId)
  if (scope) {
    // Rows that a transaction older than the click may have added since.
    await inScope(scope, (db) => forgetReminders(db, scope))
    for (const table of PURGED_FIRST) {
      while (await inScope(scope, (db) => deleteBatch(db, scope, disconnectId, table)));
    }
    await releaseShared(scope)
    await inScope(scope, (db) => finishDisconnect(db, scope, disconnectId))
  }
  // Of the receipt earlier states, too: they named the calendar that was to leave Outlook.
  await scrub(REWRITTEN)
}
