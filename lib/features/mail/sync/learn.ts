import 'server-only'
import { connectionScope } from '@/lib/auth/scope'
import { graphFor } from '@/lib/graph/client'
import { inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { assertActive } from '@/lib/sync/job'
import { wellKnownFolder } from '../graph'
import { toFolder } from '../map'
import { upsertFolders } from '../mutations'

/**
 * Asks Microsoft for a well-known folder and makes it known here; a mailbox that has none leaves everything as it is.
 * A person waits for it.
 */
export async function learnFolder(connectionId: string, name: string): Promise<void> {
  const scope = await connectionScope(connectionId)
  if (!scope) return
  const readAt = new Date()
  try {
    const { body } = await graphFor(scope, 'person').send(wellKnownFolder(name))
    const folder = toFolder(body)
    if (!folder || folder === 'skip') return
    await inScope(scope, async (db) => {
      await assertActive(db, scope)
      await upsertFolders(db, scope, [{ ...folder, well_known: name }], readAt)
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
  }
}
