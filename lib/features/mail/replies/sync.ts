import 'server-only'
import { dropNoted, listNoted, settleReminders } from '@/lib/features/tasks/reminders/mutations'
import { listSeemingReplies } from '@/lib/features/tasks/reminders/queries'
import { type BatchMember, sendBatch } from '@/lib/graph/batch'
import { inScope } from '@/lib/platform/db/handle'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { originOf } from './graph'
import { isAutomatic } from './map'

/** Reads as many at a time as fit into a batch. */
const AT_ONCE = 4
/** So many batches at once; the rest waits for the minute job: a flood of answers must not hold up what is pushed. */
const MOST_BATCHES = 10

/**
 * Mail came that seems to answer what somebody waits for: asks Outlook whether a person wrote it, and settles the
 * reminders. An automatic reply settles none (R22).
 */
export async function weighReplies({ scope, graph }: SyncContext): Promise<void> {
  const noted = await inScope(scope, (db) => listNoted(db, scope))
  if (noted.length === 0) return
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const seeming = await inScope(scope, (db) => listSeemingReplies(db, scope, AT_ONCE))
    // Only now: what is left over stays noted.
    if (seeming.length === 0) return inScope(scope, (db) => dropNoted(db, noted))
    const ids = [...new Set(seeming.map(({ graphId }) => graphId))]
    const answers = await sendBatch(graph, ids.map(originOf))
    const replies = new Set(ids.filter((_, at) => isReply(answers[at])))
    await inScope(scope, async (db) => {
      await assertActive(db, scope)
      await settleReminders(
        db,
        scope,
        seeming.map((each) => ({ ...each, isReply: replies.has(each.graphId) })),
      )
    })
  }
}

/** What Outlook does not show, and never will, is no reply. Any other error is thrown. */
function isReply(answer: BatchMember<unknown> | undefined): boolean {
  if (answer && 'body' in answer) return !isAutomatic(answer.body)
  if (answer && answer.error.job !== 'never') throw answer.error
  return false
}
