import 'server-only'
import { isOn } from '@/lib/features/connection/queries'
import { AppError } from '@/lib/platform/errors'
import { type JobResult, runJob, type SyncContext } from '@/lib/sync/job'
import type { Owner } from '../mutations'

/** A job on drafts: only while the person's mail is chosen and granted (R2). Somebody waits for it. */
export async function runComposeJob<T>(
  connectionId: string,
  work: (context: SyncContext) => Promise<T>,
): Promise<JobResult<T>> {
  return runJob(connectionId, 'person', work, (connection) => isOn(connection, 'mail'))
}

/** The same for a person who waits: throws in words when the connection cannot work now. */
export async function atOnce<T>(connectionId: string, work: (context: SyncContext) => Promise<T>): Promise<T> {
  const result = await runComposeJob(connectionId, work)
  if (result.ran) return result.value
  throw new AppError(result.because === 'off' ? 'consent_required' : 'reauth_required', `compose: ${result.because}`)
}

/** The mailbox of a job, as mutations name it. */
export const ownerOf = ({ scope }: SyncContext): Owner => ({
  id: scope.connectionId,
  workspaceId: scope.workspaceId,
  userId: scope.userId,
})

const store = globalThis as typeof globalThis & { tandemDrafts?: Map<string, Promise<unknown>> }

/** One piece of work at a time on a draft in this process: a save by the job and one by an upload must not cross. */
export async function inTurn<T>(draftId: string, work: () => Promise<T>): Promise<T> {
  store.tandemDrafts ??= new Map()
  const turns = store.tandemDrafts
  const before = turns.get(draftId) ?? Promise.resolve()
  const mine = before.then(work, work)
  turns.set(draftId, mine)
  try {
    return await mine
  } finally {
    if (turns.get(draftId) === mine) turns.delete(draftId)
  }
}
