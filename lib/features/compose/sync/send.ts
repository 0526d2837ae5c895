import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { drafts } from '@/drizzle/schema/compose'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { type AppError, toAppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { sendOne } from '../graph'
import { dropJobs, tellOutbox } from '../mutations'
import { type Draft, type DraftJob, getDraft } from '../queries'
import { LATEST_MS, lookDelay, refusalReason, whatItSays } from '../rules'
import { finishSent } from './done'
import { lookForMail } from './look'
import { back, noteDeleted, saveToOutlook } from './save'

/** Looks for a draft that Outlook does not show (a minute in all), before it counts as thrown away. */
const MISSES = 5
const SOON_MS = 2_000

/**
 * What is due for a mail that shall leave. Exactly one call sends it: whoever makes the call has changed the row from
 * queued to sending before, in a commit of its own, and nothing changes it back except an answer which says for certain
 * that nothing was sent. Answers whether it left and its source is to be archived.
 */
export async function sendDue(context: SyncContext, job: DraftJob): Promise<boolean> {
  const { scope } = context
  const found = await inScope(scope, (db) => getDraft(db, scope.connectionId, job.draftId))
  const draft = found?.draft
  if (draft?.state === 'sending') return archives(draft, await lookForMail(context, draft, job))
  if (draft?.state !== 'queued' || !draft.sendAt) {
    await inScope(scope, (db) => dropJobs(db, job.draftId, ['draft.send']))
    return false
  }
  if (draft.sendAt > now()) {
    // Its time was changed after this job was read.
    await later(context, job, draft.sendAt.getTime() - now().getTime(), 0)
    return false
  }
  if (now().getTime() > draft.sendAt.getTime() + LATEST_MS) {
    await refuse(context, draft.id, 'late', null)
    return false
  }
  const saved = await saveToOutlook(context, draft.id, { last: true })
  switch (saved.as) {
    case 'gone':
      await inScope(scope, (db) => dropJobs(db, draft.id, ['draft.send']))
      return false
    case 'sent':
      return archives(draft, true)
    case 'difference':
    case 'deleted':
      return false
    case 'busy':
      await later(context, job, SOON_MS, job.attempts)
      return false
    case 'missing':
      if (job.attempts >= MISSES) await noteDeleted(context, draft.id)
      else await later(context, job, SOON_MS * 2 ** job.attempts, job.attempts + 1)
      return false
  }
  const claimed = await claim(context, saved.draft)
  if (!claimed) return false
  return archives(draft, await callOnce(context, claimed, job, saved.twin.graphId))
}

const archives = ({ archiveSource, sourceGraphId }: Draft, gone: boolean): boolean =>
  gone && archiveSource && sourceGraphId !== null

/** From this commit on the mail cannot be taken back, and no other sender will call. Null: taken back, or claimed. */
async function claim({ scope }: SyncContext, { id, version }: Draft): Promise<Draft | null> {
  return inScope(scope, async (db) => {
    await assertActive(db, scope)
    const [row] = await db
      .update(drafts)
      .set({ state: 'sending', sendStartedAt: now() })
      .where(
        and(
          eq(drafts.id, id),
          eq(drafts.state, 'queued'),
          isNull(drafts.sendStartedAt),
          eq(drafts.version, version),
          sql`${drafts.sendAt} <= ${now().toISOString()}::timestamptz`,
        ),
      )
      .returning()
    // Looks count from here on.
    if (row)
      await db
        .update(outbox)
        .set({ attempts: 0 })
        .where(and(eq(outbox.subjectId, id), eq(outbox.kind, 'draft.send')))
    return row ?? null
  })
}

/** The one call. Answers whether the mail is known to have left. */
async function callOnce(context: SyncContext, draft: Draft, job: DraftJob, graphId: string): Promise<boolean> {
  const { scope, graph } = context
  let requestId: string | null
  try {
    requestId = (await graph.send(sendOne(graphId))).requestId
  } catch (thrown) {
    const error = toAppError(thrown)
    switch (whatItSays(error)) {
      case 'refused':
        if (error.code === 'not_found') {
          // It went since it was read: the next turn sees whether it was sent from Outlook, or thrown away.
          await giveBack(context, draft.id)
          await later(context, job, SOON_MS, 0)
          return false
        }
        await refuse(context, draft.id, refusalReason(error.reason, 'refused'), error)
        return false
      case 'again':
        await giveBack(context, draft.id)
        await later(context, job, SOON_MS, 0)
        return false
      case 'later':
        await giveBack(context, draft.id)
        throw error
      case 'unknown':
        await later(context, job, lookDelay(0), 0)
        return false
    }
  }
  await inScope(scope, (db) => finishSent(db, context, draft.id, { by: 'tandem', requestId }))
  return true
}

/** The answer said for certain that nothing was sent: the mail waits again, and can be taken back again. */
async function giveBack({ scope }: SyncContext, draftId: string): Promise<void> {
  await inScope(scope, async (db) => {
    await db
      .update(drafts)
      .set({ state: 'queued', sendStartedAt: null })
      .where(and(eq(drafts.id, draftId), eq(drafts.state, 'sending')))
    await tellOutbox(db, scope)
  })
}

/** Microsoft said no, for good: back to the person with the reason. */
async function refuse(context: SyncContext, draftId: string, reason: string, error: AppError | null): Promise<void> {
  const { scope } = context
  if (error) await giveBack(context, draftId)
  await back(context, draftId, reason, async (db) => {
    await db.update(drafts).set({ sendStartedAt: null }).where(eq(drafts.id, draftId))
    await dropJobs(db, draftId, ['draft.send'])
    await writeLedger(db, scope, [
      {
        direction: 'out',
        kind: 'mail',
        what: 'sent',
        why: 'person',
        result: 'failed',
        requestId: error?.requestId ?? null,
      },
    ])
  })
}

/** The job is due again after a while. */
async function later({ scope }: SyncContext, job: DraftJob, ms: number, attempts: number): Promise<void> {
  await inScope(scope, (db) =>
    db
      .update(outbox)
      .set({ notBefore: new Date(now().getTime() + ms), attempts })
      .where(eq(outbox.id, job.id)),
  )
}
