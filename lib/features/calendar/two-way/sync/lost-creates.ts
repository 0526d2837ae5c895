import 'server-only'
import { inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { findMarked } from '../graph'
import { tieDeleted } from '../mutations'
import { listAskedDeleted } from '../queries'

/** The event that a create made whose answer is not known; null: there is none. */
export async function findMade({ graph }: SyncContext, entryId: string): Promise<string | null> {
  const { body } = await graph.send<{ value?: { id?: unknown; isOrganizer?: unknown }[] }>(findMarked(entryId))
  if (!Array.isArray(body?.value)) throw new AppError('unavailable', 'a list that cannot be understood')
  const id = body.value.find(({ isOrganizer }) => isOrganizer === true)?.id
  return typeof id === 'string' ? id : null
}

/**
 * Of entries that were deleted before the answer to their create was known: what was made goes with them, or is theirs
 * again if the deletion is taken back. Nobody's, it would come in as a new meeting. Throws AppError.
 */
export async function findDeleted(context: SyncContext): Promise<void> {
  const { scope } = context
  for (const { linkId, entryId } of await inScope(scope, (db) => listAskedDeleted(db, scope.connectionId))) {
    const eventId = await findMade(context, entryId)
    await inScope(scope, async (db) => {
      await assertActive(db, scope)
      await tieDeleted(db, scope, { linkId, eventId })
    })
  }
}
