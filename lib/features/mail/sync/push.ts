import 'server-only'
import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { mailMessages } from '@/drizzle/schema/mail'
import { outbox } from '@/drizzle/schema/sync'
import { type BatchMember, sendBatch } from '@/lib/graph/batch'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope } from '@/lib/platform/scope'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { patchMessage } from '../graph'
import { toMessage } from '../map'

/** An outbox row together with the message it is about. */
interface Waiting {
  id: string
  messageId: string
  graphId: string | null
  isRead: boolean
}

/**
 * Does in Outlook what people did here: marks messages read or unread. Repeating is harmless (the same value again), so
 * an answer that got lost is simply asked for again.
 */
export async function pushMail(context: SyncContext): Promise<void> {
  for (let rows = await nextRows(context.scope); rows.length > 0; rows = await nextRows(context.scope)) {
    const there = rows.filter((row) => row.graphId !== null)
    const answers = await sendBatch(
      context.graph,
      there.map((row) => patchMessage(row.graphId ?? '', { isRead: row.isRead })),
    )
    const fatal = await settle(context.scope, rows, new Map(there.map((row, index) => [row.id, answers[index]])))
    if (fatal) throw fatal
  }
}

async function nextRows(scope: ConnectionScope): Promise<Waiting[]> {
  const rows = await inScope(scope, (db) =>
    db
      .select({
        id: outbox.id,
        messageId: outbox.subjectId,
        graphId: mailMessages.graphId,
        payload: outbox.payload,
      })
      .from(outbox)
      .leftJoin(mailMessages, eq(mailMessages.id, outbox.subjectId))
      .where(
        and(
          eq(outbox.connectionId, scope.connectionId),
          eq(outbox.kind, 'mail.read'),
          eq(outbox.state, 'waiting'),
          lte(outbox.notBefore, now()),
        ),
      )
      .orderBy(asc(outbox.createdAt))
      .limit(4),
  )
  return rows.map(({ payload, ...row }) => ({ ...row, isRead: payload.isRead === true }))
}

/** Takes in what Outlook answered; answers the error that must stop the job, if there is one. */
async function settle(
  scope: ConnectionScope,
  rows: Waiting[],
  answers: Map<string, BatchMember<unknown> | undefined>,
): Promise<Error | null> {
  let stop: Error | null = null
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    for (const row of rows) {
      const answer = answers.get(row.id)
      const error = answer && 'error' in answer ? answer.error : null
      // Gone in Outlook, or refused for good: nothing more can be done, and the row shows Outlook's state again.
      if (error && error.job !== 'never') {
        stop ??= error
        continue
      }
      const changeKey = answer && 'body' in answer ? toMessage(answer.body)?.change_key : undefined
      // A newer wish for the same message replaced this row's payload meanwhile: leave it for the next turn.
      const done = await db
        .delete(outbox)
        .where(and(eq(outbox.id, row.id), sql`(${outbox.payload}->>'isRead')::boolean = ${row.isRead}`))
        .returning({ id: outbox.id })
      if (done.length === 0) continue
      await db
        .update(mailMessages)
        .set({ pendingRead: null, ...(error ? {} : { isRead: row.isRead }), ...(changeKey ? { changeKey } : {}) })
        .where(eq(mailMessages.id, row.messageId))
      await writeLedger(db, scope, [
        {
          direction: 'out',
          kind: 'mail',
          what: row.isRead ? 'marked read' : 'marked unread',
          why: 'person',
          result: error ? 'failed' : 'done',
          requestId: error ? error.requestId : answer && 'requestId' in answer ? answer.requestId : null,
        },
      ])
    }
    await notifyLive(db, { ...hintOf(scope), topics: ['mail', 'outbox'] })
  })
  return stop
}
