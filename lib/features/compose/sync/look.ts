import 'server-only'
import { and, eq } from 'drizzle-orm'
import { drafts } from '@/drizzle/schema/compose'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { whereabouts } from '../graph'
import { type Twin, toTwin } from '../map'
import { dropJobs, tellOutbox } from '../mutations'
import type { Draft, DraftJob } from '../queries'
import { FEWEST_LOOKS, LEFT_MS, LOOK_AT_MOST_MS, LOOK_MS, lookDelay } from '../rules'
import { finishSent } from './done'
import { findMarked } from './twin'

/**
 * The answer to the one call got lost, or the process died around it: looks where the mail is. It left Drafts: sent.
 * Still a draft after two minutes: the person decides, nothing is repeated. Answers whether it is known to have left.
 */
export async function lookForMail(context: SyncContext, draft: Draft, job: DraftJob): Promise<boolean> {
  const { scope } = context
  const since = now().getTime() - (draft.sendStartedAt ?? now()).getTime()
  let seen: Twin | 'nowhere' | 'unreachable'
  try {
    seen = await whereIs(context, draft)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.job === 'pause' || error.code === 'throttled') throw error
    seen = 'unreachable'
  }
  const gone = seen === 'nowhere' ? since >= LEFT_MS : seen !== 'unreachable' && !seen.isDraft
  if (gone) {
    const at = typeof seen === 'string' ? null : seen.sentAt
    await inScope(scope, (db) => finishSent(db, context, draft.id, { by: 'tandem', at }))
    return true
  }
  const enough = seen === 'unreachable' ? LOOK_AT_MOST_MS : LOOK_MS
  // Time may have passed while nobody looked: an outage is one only after some looks.
  const early = since < enough || (seen === 'unreachable' && job.attempts < FEWEST_LOOKS)
  if (early || seen === 'nowhere') {
    const wait =
      since < enough ? Math.min(lookDelay(job.attempts), Math.max(1000, enough - since)) : lookDelay(job.attempts)
    await inScope(scope, (db) =>
      db
        .update(outbox)
        .set({ notBefore: new Date(now().getTime() + wait), attempts: job.attempts + 1 })
        .where(eq(outbox.id, job.id)),
    )
    return false
  }
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const rows = await db
      .update(drafts)
      .set({ state: 'unsure', reason: 'unsure' })
      .where(and(eq(drafts.id, draft.id), eq(drafts.state, 'sending')))
      .returning({ id: drafts.id })
    if (rows.length > 0) await dropJobs(db, draft.id, ['draft.send', 'draft.save'])
    await tellOutbox(db, scope)
  })
  return false
}

/** Where a mail is: by its id, which it keeps when it is sent, or by its mark. */
export async function whereIs(context: SyncContext, draft: Pick<Draft, 'id' | 'graphId'>): Promise<Twin | 'nowhere'> {
  if (draft.graphId !== null) {
    try {
      const { body } = await context.graph.send(whereabouts(draft.graphId))
      const twin = toTwin(body)
      if (twin) return twin
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not_found') throw thrown
    }
  }
  return (await findMarked(context, draft.id)) ?? 'nowhere'
}
