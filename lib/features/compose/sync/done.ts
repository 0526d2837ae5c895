import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { drafts } from '@/drizzle/schema/compose'
import { applyDeed } from '@/lib/features/mail/deeds/mutations'
import { countWritten } from '@/lib/features/suggestions/mutations'
import { createReminder } from '@/lib/features/tasks/reminders/mutations'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import type { ConnectionScope } from '@/lib/platform/scope'
import { straightName } from '@/lib/platform/text'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { dropJobs, tellOutbox } from '../mutations'
import { getSource } from '../queries'

/**
 * The mail left: its text is emptied, its jobs go, the reminder is made, suggestions learn. Does nothing for a mail
 * that is known to have left already. Answers whether it did anything.
 */
export async function finishSent(
  db: Db,
  { scope }: Pick<SyncContext, 'scope'>,
  draftId: string,
  { by, at = null, requestId = null }: { by: 'tandem' | 'outlook'; at?: string | null; requestId?: string | null },
): Promise<boolean> {
  await assertActive(db, scope)
  const told = at ? new Date(at) : null
  const sentAt = told && !Number.isNaN(told.getTime()) ? told : now()
  const [row] = await db
    .update(drafts)
    .set({ state: 'sent', sentAt, body: '', reason: null })
    .where(and(eq(drafts.id, draftId), ne(drafts.state, 'sent')))
    .returning()
  if (!row) return false
  await dropJobs(db, draftId, ['draft.save', 'draft.send'])
  const everybody = [...row.toRecipients, ...row.ccRecipients, ...row.bccRecipients]
  await countWritten(db, scope, everybody)
  if (row.remindDays !== null && row.graphId !== null) {
    await createReminder(db, scope, {
      graphId: row.graphId,
      conversationId: row.conversationId,
      names: row.toRecipients.map(({ name, address }) => straightName(name || address)),
      addresses: everybody.map(({ address }) => address),
      subject: row.subject,
      sentAt,
      days: row.remindDays,
    })
  }
  if (row.archiveSource && row.sourceGraphId) await archive(db, scope, row.sourceGraphId)
  await writeLedger(db, scope, [
    { direction: 'out', kind: 'mail', what: 'sent', why: by === 'tandem' ? 'person' : 'outlook', requestId },
  ])
  await tellOutbox(db, scope)
  return true
}

/** "Send and archive": the conversation that was answered leaves its folder. What cannot be archived stays. */
async function archive(db: Db, scope: ConnectionScope, sourceGraphId: string): Promise<void> {
  const source = await getSource(db, scope.connectionId, { graphId: sourceGraphId })
  if (!source) return
  const owner = { id: scope.connectionId, workspaceId: scope.workspaceId, userId: scope.userId }
  try {
    await applyDeed(db, owner, { ids: [source.id], conversations: true, deed: { kind: 'archive' } })
  } catch (error) {
    // A refusal in words (no archive folder) comes before anything is written.
    if (!(error instanceof AppError)) throw error
    log.warn({ code: error.code }, 'an answered conversation was not archived')
  }
}
