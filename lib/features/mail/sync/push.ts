import 'server-only'
import { and, asc, eq, inArray, lte, notInArray, type SQL, sql } from 'drizzle-orm'
import { mailMessages } from '@/drizzle/schema/mail'
import { outbox } from '@/drizzle/schema/sync'
import { type BatchMember, sendBatch } from '@/lib/graph/batch'
import type { GraphRequest } from '@/lib/graph/client'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope } from '@/lib/platform/scope'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { type LedgerEntry, writeLedger } from '@/lib/sync/ledger'
import { ledgerWord, outboxKind, WISH_KINDS, type WishKind } from '../deeds/rules'
import { eraseMessage, moveMessage, patchMessage } from '../graph'
import { isComplete, toMessage } from '../map'
import { upsertMessages } from '../mutations'
import { listFolderStreams } from '../queries'
import { readSingly } from './accept'
import { limitOf } from './resources'

/** What a person wishes for a message, as the outbox keeps it. */
interface Waiting {
  id: string
  kind: WishKind
  graphId: string
  value: string
  /** Graph's id of the folder to move to. */
  destination: string
  /** How often it was sent, this time included. */
  attempts: number
}

const AT_ONCE = 4
/** So often what Outlook refuses without saying why, or finds overlapping with another change, is tried. */
const MOST_ATTEMPTS = 8

/**
 * Does in Outlook what people did here: marks, flags, moves, deletes for good. Repeating is harmless (the same value, the
 * same folder, gone is gone), so an answer that got lost is simply asked for again. What Outlook refuses for good shows
 * Outlook's state again.
 */
export async function pushMail(context: SyncContext): Promise<void> {
  const waiting: string[] = []
  let stop: AppError | null = null
  for (;;) {
    const rows = await nextRows(context.scope, waiting)
    if (rows.length === 0) break
    const sentAt = new Date()
    const answers = await sendBatch(context.graph, rows.map(requestOf))
    const outcomes = rows.map((row, at) => outcomeOf(row, answers[at]))
    await settle(context, outcomes, sentAt)
    const later = outcomes.filter(({ verdict }) => verdict === 'later')
    waiting.push(...later.map(({ row }) => row.id))
    const ofMailbox = later.find(({ error }) => isOfMailbox(error))
    stop = ofMailbox?.error ?? stop ?? later[0]?.error ?? null
    // One message's trouble holds up no other; the mailbox's does.
    if (ofMailbox) break
  }
  if (stop) throw stop
}

/** The oldest that are due, one a message: two changes of one message at once overlap. Marked as on their way. */
async function nextRows(scope: ConnectionScope, besides: readonly string[]): Promise<Waiting[]> {
  return inScope(scope, async (db) => {
    const due = await db
      .select({ id: outbox.id, kind: outbox.kind, payload: outbox.payload, attempts: outbox.attempts })
      .from(outbox)
      .where(
        and(
          eq(outbox.connectionId, scope.connectionId),
          inArray(outbox.kind, WISH_KINDS.map(outboxKind)),
          eq(outbox.state, 'waiting'),
          lte(outbox.notBefore, now()),
          besides.length > 0 ? notInArray(outbox.id, [...besides]) : undefined,
        ),
      )
      .orderBy(asc(outbox.createdAt), asc(outbox.id))
      .limit(AT_ONCE * 4)
    const rows = new Map<string, Waiting>()
    for (const { id, kind, payload, attempts } of due) {
      const graphId = String(payload.graphId)
      const wish = WISH_KINDS.find((each) => outboxKind(each) === kind)
      if (!wish || rows.has(graphId) || rows.size === AT_ONCE) continue
      const { value, destination } = payload
      rows.set(graphId, {
        ...{ id, kind: wish, graphId, attempts: attempts + 1 },
        ...{ value: String(value), destination: String(destination ?? '') },
      })
    }
    const chosen = [...rows.values()]
    if (chosen.length > 0) {
      // From here on it may have reached Outlook: a wish that takes it back must be pushed too.
      const ids = chosen.map(({ id }) => id)
      await db
        .update(outbox)
        .set({ attempts: sql`${outbox.attempts} + 1` })
        .where(inArray(outbox.id, ids))
    }
    return chosen
  })
}

function requestOf({ kind, graphId, value, destination }: Waiting): GraphRequest {
  switch (kind) {
    case 'read':
      return patchMessage(graphId, { isRead: value === 'true' })
    case 'flag':
      return patchMessage(graphId, { flag: { flagStatus: value } })
    case 'move':
      return moveMessage(graphId, destination)
    case 'erase':
      return eraseMessage(graphId)
  }
}

/** What became of a wish. */
interface Outcome {
  row: Waiting
  verdict: 'done' | 'failed' | 'later'
  error: AppError | null
  body: unknown
  requestId: string | null
}

/** The whole mailbox waits: throttled, away, or its grant is dead. */
const isOfMailbox = (error: AppError | null): boolean =>
  error !== null && error.code !== 'conflict' && error.code !== 'internal'

function outcomeOf(row: Waiting, answer: BatchMember<unknown> | undefined): Outcome {
  if (answer && 'body' in answer) {
    return { row, verdict: 'done', error: null, body: answer.body, requestId: answer.requestId }
  }
  const error = answer?.error ?? new AppError('unavailable', 'a batch member has no answer')
  const common = { row, error, body: null, requestId: error.requestId ?? null }
  // Gone is what was wished for; an answer that got lost ends here too.
  if (row.kind === 'erase' && error.code === 'not_found') return { ...common, verdict: 'done' }
  const again = isOfMailbox(error) ? error.job !== 'never' : row.attempts < MOST_ATTEMPTS
  return { ...common, verdict: again ? 'later' : 'failed' }
}

/** Takes in what Outlook answered. What was refused is read first: its row then shows what Outlook really has. */
async function settle(context: SyncContext, outcomes: Outcome[], sentAt: Date): Promise<void> {
  const { scope } = context
  const over = outcomes.filter(({ verdict }) => verdict !== 'later')
  if (over.length === 0) return
  const folders = await inScope(scope, (db) => listFolderStreams(db, scope.connectionId))
  const readLater = await listReadAfter(scope, over, sentAt)
  const unsure = over.filter(
    ({ row, verdict }) => verdict === 'failed' || (row.kind === 'move' && readLater.has(row.graphId)),
  )
  const reread = new Set(unsure.map(({ row }) => row.graphId))
  if (reread.size > 0) await readSingly(context, [...reread], folders, limitOf(context), 'person')
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    // Messages before outbox rows, as deeds take them: neither waits for the other's end.
    await db
      .select({ id: mailMessages.id })
      .from(mailMessages)
      .where(
        and(
          eq(mailMessages.connectionId, scope.connectionId),
          inArray(
            mailMessages.graphId,
            over.map(({ row }) => row.graphId),
          ),
        ),
      )
      .orderBy(mailMessages.id)
      .for('update')
    const lines: LedgerEntry[] = []
    for (const { row, verdict, body, requestId } of over) {
      // A newer wish for the same message took this one's place meanwhile: that one counts.
      const held = await db.delete(outbox).where(eq(outbox.id, row.id)).returning({ id: outbox.id })
      if (held.length === 0) continue
      await note(db, scope, row, verdict === 'done', reread.has(row.graphId))
      // The answer is the whole message as it is now. Its key alone would hide what else has changed in it.
      const message = row.kind === 'erase' ? null : toMessage(body)
      const folder = folders.find((each) => each.graphId === message?.folder_graph_id)
      if (message && folder && isComplete(message)) await upsertMessages(db, scope, folder.id, [message], sentAt)
      // Moved to where mail is not followed.
      if (message?.folder_graph_id && !folder) await db.delete(mailMessages).where(isMessage(scope, row.graphId))
      lines.push({
        direction: 'out',
        kind: 'mail',
        what: ledgerWord(row.kind, row.value),
        why: 'person',
        result: verdict === 'done' ? 'done' : 'failed',
        requestId,
      })
    }
    await writeLedger(db, scope, lines)
    await notifyLive(db, { ...hintOf(scope), topics: ['mail', 'outbox'] })
  })
}

const isMessage = (scope: ConnectionScope, graphId: string): SQL | undefined =>
  and(eq(mailMessages.connectionId, scope.connectionId), eq(mailMessages.graphId, graphId))

/** Messages that somebody read after their wish was sent: that read may know better than the wish's answer, or worse. */
async function listReadAfter(scope: ConnectionScope, over: Outcome[], sentAt: Date): Promise<Set<string>> {
  const graphIds = over.map(({ row }) => row.graphId)
  const rows = await inScope(scope, (db) =>
    db
      .select({ graphId: mailMessages.graphId, readAt: mailMessages.readAt })
      .from(mailMessages)
      .where(and(eq(mailMessages.connectionId, scope.connectionId), inArray(mailMessages.graphId, graphIds))),
  )
  return new Set(rows.filter(({ readAt }) => readAt > sentAt).map(({ graphId }) => graphId))
}

/** The wish is no longer pending: the message shows what Outlook has. */
async function note(db: Db, scope: ConnectionScope, row: Waiting, isDone: boolean, isRead: boolean): Promise<void> {
  const where = isMessage(scope, row.graphId)
  switch (row.kind) {
    case 'read':
      await db.update(mailMessages).set({ pendingRead: null }).where(where)
      return
    case 'flag':
      await db.update(mailMessages).set({ pendingFlag: null }).where(where)
      return
    case 'erase':
      if (isDone) await db.delete(mailMessages).where(where)
      else await db.update(mailMessages).set({ pendingGone: false }).where(where)
      return
    case 'move':
      await db
        .update(mailMessages)
        .set({
          movedFrom: null,
          // Where it was just read, unless that folder went away in this moment.
          ...(isRead && {
            folderId: sql`coalesce((select f.id from mail_folders f where f.id = moved_from), folder_id)`,
          }),
        })
        .where(where)
  }
}
