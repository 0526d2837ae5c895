import 'server-only'
import { leavingScope } from '@/lib/auth/scope'
import { noteDisconnect } from '@/lib/features/purge/mutations'
import { getRemoval } from '@/lib/features/purge/queries'
import { type Graph, graphFor } from '@/lib/graph/client'
import { inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import type { ConnectionScope } from '@/lib/platform/scope'
import { writeLedger } from '@/lib/sync/ledger'
import { calendarMark } from '../../link/rules'
import { deleteCalendar } from '../graph'
import { findMarkedCalendars } from './calendar'

/**
 * Takes Tandem's own calendar out of Outlook while a connection is being left, if the person asked for it (R13b): those
 * known by id, and any that bears the mark. Nobody is told: copies have no attendees. Answers whether that is settled;
 * if not, it notes why it waits. Doing it again is harmless.
 * @param wait seconds until the next try, for the screen
 */
export async function removeCalendar(
  connectionId: string,
  disconnectId: string,
  { lastTry, wait }: { lastTry: boolean; wait: number },
): Promise<boolean> {
  const scope = await leavingScope(connectionId)
  const asked = scope && (await inScope(scope, (db) => getRemoval(db, disconnectId)))
  if (!scope || asked?.state !== 'asked') return true
  const note = (change: Parameters<typeof noteDisconnect>[3]) =>
    inScope(scope, (db) => noteDisconnect(db, scope, disconnectId, change))
  try {
    const graph = graphFor(scope, 'person')
    for (const id of new Set([...asked.ids, ...(await findMarkedCalendars(graph, calendarMark(scope)))]))
      await removeOne(scope, graph, id)
  } catch (thrown) {
    const error = toAppError(thrown)
    const isRefused = error.job === 'pause' || error.job === 'never'
    if (isRefused || lastTry) {
      await note({ calendar: { state: isRefused ? 'refused' : 'failed', ids: [] }, waiting: null })
      return true
    }
    await note({ waiting: { reason: error.userMessage, until: new Date(Date.now() + wait * 1000).toISOString() } })
    return false
  }
  await note({ calendar: { state: 'gone', ids: [] }, waiting: null })
  return true
}

/** Gone already is done. */
async function removeOne(scope: ConnectionScope, graph: Graph, id: string): Promise<void> {
  let requestId: string | null = null
  try {
    requestId = (await graph.send(deleteCalendar(id))).requestId
  } catch (thrown) {
    if (toAppError(thrown).code === 'not_found') return
    throw thrown
  }
  await inScope(scope, (db) =>
    writeLedger(db, scope, [{ direction: 'out', kind: 'calendar', what: 'deleted', why: 'person', requestId }]),
  )
}
