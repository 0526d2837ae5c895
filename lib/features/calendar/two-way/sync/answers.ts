import 'server-only'
import { and, asc, eq, lte } from 'drizzle-orm'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { oneEvent } from '../../graph'
import { ANSWER } from '../../link/rules'
import { answer as answerTo } from '../graph'
import { answerPayload } from '../schema'

/**
 * Sends answers to invitations. What stands there is read first, so that after an answer that got lost the organiser is
 * not told twice. Throws AppError when the mailbox has to wait.
 */
export async function sendAnswers(context: SyncContext): Promise<void> {
  const { scope } = context
  const rows = await inScope(scope, (db) =>
    db
      .select({ id: outbox.id, payload: outbox.payload })
      .from(outbox)
      .where(and(eq(outbox.connectionId, scope.connectionId), eq(outbox.kind, ANSWER), lte(outbox.notBefore, now())))
      .orderBy(asc(outbox.createdAt)),
  )
  for (const { id, payload } of rows) {
    const given = answerPayload.safeParse(payload).data
    const result = given ? await sendOne(context, given) : 'skipped'
    await inScope(scope, async (db) => {
      await assertActive(db, scope)
      await db.delete(outbox).where(eq(outbox.id, id))
      await writeLedger(db, scope, [{ direction: 'out', kind: 'event', what: 'answered', why: 'person', result }])
    })
  }
}

async function sendOne(
  { graph }: SyncContext,
  { externalEventId, answer }: { externalEventId: string; answer: 'accepted' | 'tentativelyAccepted' | 'declined' },
): Promise<'done' | 'skipped' | 'failed'> {
  try {
    const { body } = await graph.send<{ responseStatus?: { response?: unknown } }>(oneEvent(externalEventId))
    if (body?.responseStatus?.response === answer) return 'skipped'
    await graph.send(answerTo(externalEventId, answer))
    return 'done'
  } catch (thrown) {
    const error = toAppError(thrown)
    // A declined meeting leaves the calendar; what was called off cannot be answered.
    if (error.code === 'not_found') return 'skipped'
    if (thrown instanceof AppError && error.code === 'internal' && error.reason) return 'failed'
    throw thrown
  }
}
