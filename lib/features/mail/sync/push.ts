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
import { isComplete, toMessage } from '../map'
import { upsertMessages } from '../mutations'
import { listFolderStreams } from '../queries'

/** What a person chose for a message. */
interface Waiting {
  id: string
  graphId: string
  isRead: boolean
}

/**
 * Does in Outlook what people did here: marks messages read or unread. Repeating is harmless (the same value again), so
 * an answer that got lost is simply asked for again.
 */
export async function pushMail(context: SyncContext): Promise<void> {
  for (let rows = await nextRows(context.scope); rows.length > 0; rows = await nextRows(context.scope)) {
    const sentAt = new Date()
    const answers = await sendBatch(
      context.graph,
      rows.map((row) => patchMessage(row.graphId, { isRead: row.isRead })),
    )
    const fatal = await settle(context.scope, rows, answers, sentAt)
    if (fatal) throw fatal
  }
}

async function nextRows(scope: ConnectionScope): Promise<Waiting[]> {
  const rows = await inScope(scope, (db) =>
    db
      .select({ id: outbox.id, payload: outbox.payload })
      .from(outbox)
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
  return rows.map(({ id, payload }) => ({ id, graphId: String(payload.graphId), isRead: payload.isRead === true }))
}

/** Takes in what Outlook answered; answers the error that must stop the job, if there is one. */
async function settle(
  scope: ConnectionScope,
  rows: Waiting[],
  answers: BatchMember<unknown>[],
  sentAt: Date,
): Promise<Error | null> {
  let stop: Error | null = null
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const folders = await listFolderStreams(db, scope.connectionId)
    for (const [index, row] of rows.entries()) {
      const answer = answers[index]
      const error = answer && 'error' in answer ? answer.error : null
      // Gone in Outlook, or refused for good: nothing more can be done, and the row shows Outlook's state again.
      if (error && error.job !== 'never') {
        stop ??= error
        continue
      }
      // A newer wish for the same message replaced this row's payload meanwhile: leave it for the next turn.
      const done = await db
        .delete(outbox)
        .where(and(eq(outbox.id, row.id), sql`(${outbox.payload}->>'isRead')::boolean = ${row.isRead}`))
        .returning({ id: outbox.id })
      if (done.length === 0) continue
      await db
        .update(mailMessages)
        .set({ pendingRead: null })
        .where(and(eq(mailMessages.connectionId, scope.connectionId), eq(mailMessages.graphId, row.graphId)))
      // The answer is the whole message as it is now. Its key alone would hide what else has changed in it.
      const message = answer && 'body' in answer ? toMessage(answer.body) : null
      const folder = folders.find((each) => each.graphId === message?.folder_graph_id)
      if (message && folder && isComplete(message)) await upsertMessages(db, scope, folder.id, [message], sentAt)
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
