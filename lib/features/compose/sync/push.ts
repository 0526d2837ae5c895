import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { type AppError, toAppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import { ConnectionGone, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { deleteOne } from '../graph'
import { dropJobs } from '../mutations'
import { type DraftJob, listDueJobs } from '../queries'
import { backOff, refusalReason, whatItSays } from '../rules'
import { back, noteDeleted, saveToOutlook } from './save'
import { sendDue } from './send'
import { findMarked } from './twin'
import { inTurn } from './work'

/** What a turn did, and when the jobs that it put off are due. */
export interface Turn {
  /** Messages to archive were put into the outbox. */
  archived: boolean
  /** ISO 8601; null: nothing was put off. */
  next: string | null
}

/** Does what is due for the drafts of a mailbox: mails leave first, then drafts are saved and thrown away. */
export async function pushDrafts(context: SyncContext): Promise<Turn> {
  const { scope } = context
  const jobs = await inScope(scope, (db) => listDueJobs(db, scope.connectionId, now()))
  const turn: Turn = { archived: false, next: null }
  for (const job of jobs) {
    try {
      if (await inTurn(job.draftId, () => doJob(context, job))) turn.archived = true
    } catch (thrown) {
      await settle(context, job, thrown)
    }
  }
  turn.next = await nextOf(
    context,
    jobs.map(({ id }) => id),
  )
  return turn
}

async function doJob(context: SyncContext, job: DraftJob): Promise<boolean> {
  if (job.kind === 'draft.send') return sendDue(context, job)
  if (job.kind === 'draft.discard') await discard(context, job)
  else await save(context, job)
  return false
}

async function save(context: SyncContext, job: DraftJob): Promise<void> {
  const { as } = await saveToOutlook(context, job.draftId)
  if (as === 'busy') return putOff(context, job, 0)
  // Not to be seen just now: deleted for good, or on its way. The next look tells, a few times.
  if (as === 'missing' && job.attempts < 3) return putOff(context, job, job.attempts)
  if (as === 'missing') return noteDeleted(context, job.draftId)
  if (as !== 'saved') await inScope(context.scope, (db) => dropJobs(db, job.draftId, ['draft.save']))
}

/** To Deleted Items, as Outlook does. Gone already is done. */
async function discard(context: SyncContext, job: DraftJob): Promise<void> {
  const { scope, graph } = context
  const known = typeof job.payload.graphId === 'string' ? job.payload.graphId : null
  const twin = known ?? (await draftMarked(context, job.draftId))
  let requestId: string | null = null
  if (twin) {
    try {
      requestId = (await graph.send(deleteOne(twin))).requestId
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not_found') throw thrown
    }
  }
  await inScope(scope, async (db) => {
    await db.delete(outbox).where(eq(outbox.id, job.id))
    await writeLedger(db, scope, [{ direction: 'out', kind: 'draft', what: 'deleted', why: 'person', requestId }])
  })
}

async function draftMarked(context: SyncContext, draftId: string): Promise<string | null> {
  const found = await findMarked(context, draftId)
  return found?.isDraft ? found.graphId : null
}

/** What an error means for one job: the mailbox waits, the person is told, or it is tried again. */
async function settle(context: SyncContext, job: DraftJob, thrown: unknown): Promise<void> {
  if (thrown instanceof ConnectionGone) throw thrown
  const error = toAppError(thrown)
  if (error.job === 'pause' || error.code === 'throttled') throw error
  log.warn({ err: error, job: job.kind, code: error.code }, 'a draft waits')
  if (whatItSays(error) === 'refused') return giveUp(context, job, error)
  await putOff(context, job, job.attempts)
}

async function giveUp(context: SyncContext, job: DraftJob, error: AppError): Promise<void> {
  const { scope } = context
  const reason = refusalReason(error.reason, 'not-saved')
  await back(context, job.draftId, reason, async (db) => {
    await dropJobs(db, job.draftId, ['draft.save', 'draft.send'])
  })
  await inScope(scope, async (db) => {
    if (job.kind === 'draft.discard') await db.delete(outbox).where(eq(outbox.id, job.id))
    await writeLedger(db, scope, [
      {
        direction: 'out',
        kind: 'draft',
        what: job.kind === 'draft.discard' ? 'deleted' : 'saved',
        why: 'person',
        result: 'failed',
        requestId: error.requestId ?? null,
      },
    ])
  })
}

async function putOff({ scope }: SyncContext, job: DraftJob, tries: number): Promise<void> {
  const notBefore = new Date(now().getTime() + backOff(tries))
  await inScope(scope, (db) =>
    db
      .update(outbox)
      .set({ notBefore, attempts: job.attempts + 1 })
      .where(eq(outbox.id, job.id)),
  )
}

/** When the first of these jobs is due that are still there. */
async function nextOf({ scope }: SyncContext, ids: string[]): Promise<string | null> {
  if (ids.length === 0) return null
  const rows = await inScope(scope, (db) =>
    db
      .select({ at: outbox.notBefore })
      .from(outbox)
      .where(and(eq(outbox.connectionId, scope.connectionId), inArray(outbox.id, ids))),
  )
  const first = rows.reduce<Date | null>((min, { at }) => (min === null || at < min ? at : min), null)
  return first?.toISOString() ?? null
}
