import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { SettleUnsure } from '@/components/compose/view'
import { drafts } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { digestOf } from '../map'
import { putJob, tellOutbox } from '../mutations'
import { type Draft, getDraft } from '../queries'
import { finishSent } from './done'
import { whereIs } from './look'
import { noteDeleted } from './save'
import { takeIn } from './take-in'
import { readTwin } from './twin'
import { ownerOf } from './work'

type Wish = Parameters<SettleUnsure>[1]

/**
 * The person says what to do with a mail of which nobody knows whether it left. Sending again looks once more before:
 * what left meanwhile is not sent twice. Throws conflict, in words, when there is nothing to decide (any more).
 */
export async function settleUnsureMail(context: SyncContext, draftId: string, wish: Wish): Promise<void> {
  const { scope } = context
  const draft = await draftOf(context, draftId)
  if (draft.state !== 'unsure')
    throw new AppError('conflict', `the draft is ${draft.state}`, { userMessage: 'This mail is settled already.' })
  if (wish !== 'it-left') {
    const seen = await whereIs(context, draft)
    if (seen === 'nowhere') {
      // Deleted in Outlook, or sent and then deleted: nobody can tell. Keeping its text does no harm.
      if (wish === 'keep-as-draft') return keepWithoutTwin(context, draft.id)
      throw new AppError('conflict', 'it is nowhere', {
        userMessage: 'Outlook shows this mail neither in Drafts nor in Sent. Keep it as a draft, then look it over.',
      })
    }
    if (!seen.isDraft) {
      await inScope(scope, (db) => finishSent(db, context, draft.id, { by: 'tandem', at: seen.sentAt }))
      throw new AppError('conflict', 'it left after all', {
        userMessage: 'Good that we looked: this mail has left. It is not sent again.',
      })
    }
  }
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    if (wish === 'it-left') {
      await finishSent(db, context, draft.id, { by: 'tandem' })
      return
    }
    const again = wish === 'send-again'
    const rows = await db
      .update(drafts)
      .set({
        state: again ? 'queued' : 'editing',
        sendAt: again ? now() : null,
        sendStartedAt: null,
        reason: null,
      })
      .where(and(eq(drafts.id, draft.id), eq(drafts.state, 'unsure')))
      .returning({ id: drafts.id })
    if (rows.length > 0 && again) await putJob(db, ownerOf(context), 'draft.send', draft.id, now(), { replace: true })
    await tellOutbox(db, scope)
  })
}

/** Back to the person; it is made anew in Outlook when they go on. */
async function keepWithoutTwin(context: SyncContext, draftId: string): Promise<void> {
  await inScope(context.scope, async (db) => {
    await assertActive(db, context.scope)
    await db
      .update(drafts)
      .set({ state: 'editing', sendAt: null, sendStartedAt: null })
      .where(and(eq(drafts.id, draftId), eq(drafts.state, 'unsure')))
  })
  await noteDeleted(context, draftId)
}

async function draftOf({ scope }: SyncContext, draftId: string): Promise<Draft> {
  const found = await inScope(scope, (db) => getDraft(db, scope.connectionId, draftId))
  if (!found) throw new AppError('not_found', 'no such draft', { userMessage: 'This draft no longer exists.' })
  return found.draft
}

/** After edits on both sides: ours goes over Outlook's with the next save, or Outlook's over ours now. */
export async function settleDifferenceOf(
  context: SyncContext,
  draftId: string,
  keep: 'tandem' | 'outlook',
): Promise<void> {
  const { scope } = context
  const draft = await draftOf(context, draftId)
  if (draft.reason !== 'difference') return
  const twin = draft.graphId ? await readTwin(context, draft.graphId) : null
  if (keep === 'outlook') {
    if (!twin?.isDraft)
      throw new AppError('conflict', 'no twin', { userMessage: 'Outlook no longer has this draft. Keep yours.' })
    if (!(await takeIn(context, draft, twin)))
      throw new AppError('conflict', 'edited meanwhile', {
        userMessage: 'You went on writing meanwhile. Choose again.',
      })
    return
  }
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await db
      .update(drafts)
      .set({
        reason: null,
        // What Outlook has now is the base: it is written over, knowingly.
        ...(twin ? { outlookKey: twin.key, outlookDigest: digestOf(twin, draft.kind !== 'new') } : {}),
      })
      .where(and(eq(drafts.id, draft.id), eq(drafts.reason, 'difference')))
    await putJob(db, ownerOf(context), 'draft.save', draft.id, now(), { replace: true })
    await tellOutbox(db, scope)
  })
}
