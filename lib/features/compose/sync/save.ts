import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { draftAttachments, drafts } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { picturesIn } from '../body/rules'
import { patchDraft, removeFile } from '../graph'
import { contentOf, digestOf, type Twin, toGraphDraft } from '../map'
import { dropJobs, putJob, tellOutbox } from '../mutations'
import { type Draft, type DraftWithFiles, getDraft, htmlOfDraft } from '../queries'
import { makeTwin } from './make'
import { finishSentThere } from './sent-there'
import { findMarked, isThrownAway, readTwin, understood } from './twin'
import { ownerOf } from './work'

/**
 * What became of a save. saved: Outlook has this version. outlook-newer: edited in Outlook, nothing unsaved here.
 * difference: edited on both sides. sent: it left from Outlook. deleted: thrown away there. missing: neither a draft
 * nor sent, as far as can be seen just now. busy: somebody else is making it. gone: there is no such draft here.
 */
export type Saved =
  | { as: 'saved' | 'outlook-newer'; draft: Draft; twin: Twin }
  | { as: 'difference' | 'sent' | 'deleted' | 'missing' | 'busy' | 'gone' }

/**
 * Brings a draft's present version to Outlook: makes its twin or writes it, never over an edit made there.
 * @param last before it is sent: pictures that are no longer in the text go
 */
export async function saveToOutlook(context: SyncContext, draftId: string, { last = false } = {}): Promise<Saved> {
  const { scope } = context
  const found = await inScope(scope, (db) => getDraft(db, scope.connectionId, draftId))
  if (!found || !['editing', 'queued'].includes(found.draft.state)) return { as: 'gone' }
  let { draft } = found
  let twin: Twin | null
  if (draft.graphId === null) {
    const made = await makeTwin(context, draft)
    if (typeof made === 'string') return { as: made }
    const again = await inScope(scope, (db) => getDraft(db, scope.connectionId, draftId))
    if (!again) return { as: 'gone' }
    twin = made.twin
    // Its version stays the one that this save began with.
    draft = { ...draft, ...pick(again.draft) }
  } else {
    if (last) await removeUnusedPictures(context, found)
    twin = await readTwin(context, draft.graphId)
  }

  twin ??= await findMarked(context, draft.id)
  if (!twin) return { as: 'missing' }
  if (!twin.isDraft) {
    await finishSentThere(context, draft.id, twin)
    return { as: 'sent' }
  }
  if (await isThrownAway(context, twin)) {
    await noteDeleted(context, draft.id)
    return { as: 'deleted' }
  }
  if (draft.reason === 'difference') return { as: 'difference' }
  if (twin.html === null) return { as: 'missing' }

  const own = twin.version !== null && twin.version > draft.pushedVersion
  const pushed = own ? (twin.version ?? 0) : draft.pushedVersion
  const digest = digestOf(twin, draft.kind !== 'new')
  const edited = !own && twin.key !== draft.outlookKey && digest !== draft.outlookDigest
  if (edited && draft.version > pushed) {
    await noteDifference(context, draft.id)
    return { as: 'difference' }
  }
  if (edited) return { as: 'outlook-newer', draft, twin }
  if (draft.version <= pushed) {
    await note(context, draft, twin, { digest, version: pushed, requestId: null })
    return { as: 'saved', draft, twin }
  }
  return write(context, draft, twin, found.files)
}

const pick = ({ graphId, outlookKey, outlookDigest, pushedVersion, conversationId }: Draft) => ({
  graphId,
  outlookKey,
  outlookDigest,
  pushedVersion,
  conversationId,
})

async function write(context: SyncContext, draft: Draft, twin: Twin, files: DraftWithFiles['files']): Promise<Saved> {
  const answers = draft.kind !== 'new'
  const content = contentOf(draft, htmlOfDraft(draft))
  const body = toGraphDraft({ content, version: draft.version, pictures: files, answers }, twin)
  let answer: Awaited<ReturnType<typeof context.graph.send>>
  try {
    answer = await context.graph.send(patchDraft(twin.graphId, twin.key, body))
  } catch (thrown) {
    // Somebody was faster by a moment: look at it anew.
    if (toAppError(thrown).code === 'conflict') return { as: 'busy' }
    throw thrown
  }
  const written = understood(answer.body)
  // The answer of a change need not carry the body as it now is.
  const whole = written.html === null ? ((await readTwin(context, twin.graphId)) ?? written) : written
  const digest = digestOf(whole, answers)
  await note(context, draft, whole, { digest, version: draft.version, requestId: answer.requestId })
  return { as: 'saved', draft: { ...draft, pushedVersion: draft.version, outlookKey: whole.key }, twin: whole }
}

/** Commits what Outlook now has, and takes the job away if nothing newer waits. */
async function note(
  { scope, ...rest }: SyncContext,
  draft: Draft,
  twin: Twin,
  { digest, version, requestId }: { digest: string; version: number; requestId: string | null },
): Promise<void> {
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const [row] = await db
      .update(drafts)
      .set({
        outlookKey: twin.key,
        outlookDigest: digest,
        pushedVersion: version,
        reason: sql`case when ${drafts.reason} in ('not-saved', 'deleted') then null else ${drafts.reason} end`,
      })
      .where(and(eq(drafts.id, draft.id), eq(drafts.graphId, twin.graphId)))
      .returning({ version: drafts.version })
    if (row && row.version <= version) await dropJobs(db, draft.id, ['draft.save'])
    else if (row) await putJob(db, ownerOf({ scope, ...rest }), 'draft.save', draft.id, now())
    if (requestId !== null)
      await writeLedger(db, scope, [
        { direction: 'out', kind: 'draft', what: 'saved', why: 'person', result: 'done', requestId },
      ])
    await tellOutbox(db, scope)
  })
}

async function removeUnusedPictures({ scope, graph }: SyncContext, { draft, files }: DraftWithFiles): Promise<void> {
  const used = new Set(picturesIn(htmlOfDraft(draft)))
  for (const file of files) {
    if (file.contentId === null || file.graphId === null || draft.graphId === null || used.has(file.id)) continue
    try {
      await graph.send(removeFile(draft.graphId, file.graphId))
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not_found') throw thrown
    }
    await inScope(scope, (db) => db.delete(draftAttachments).where(eq(draftAttachments.id, file.id)))
  }
}

/** Edited on both sides: the person chooses; until then nothing is written. */
async function noteDifference(context: SyncContext, draftId: string): Promise<void> {
  await back(context, draftId, 'difference', (db) => dropJobs(db, draftId, ['draft.save', 'draft.send']))
}

/** Thrown away in Outlook: kept here, with its text; its files were only there. */
export async function noteDeleted(context: SyncContext, draftId: string): Promise<void> {
  await back(context, draftId, 'deleted', async (db) => {
    await dropJobs(db, draftId, ['draft.save', 'draft.send'])
    await db
      .update(drafts)
      .set({ graphId: null, outlookKey: null, outlookDigest: null, makingSince: null, pushedVersion: 0 })
      .where(eq(drafts.id, draftId))
    await db
      .update(draftAttachments)
      .set({ graphId: null, uploadUrl: null, state: 'failed' })
      .where(eq(draftAttachments.draftId, draftId))
  })
}

/**
 * Gives a draft back to the person with a reason, if nobody has begun to send it. A mail that waited to leave does not
 * leave.
 */
export async function back(
  { scope }: SyncContext,
  draftId: string,
  reason: string,
  besides: (db: Db) => Promise<void> = async () => {},
): Promise<void> {
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const rows = await db
      .update(drafts)
      .set({ reason, state: 'editing' })
      .where(and(eq(drafts.id, draftId), sql`${drafts.state} in ('editing', 'queued')`))
      .returning({ id: drafts.id })
    if (rows.length === 0) return
    await besides(db)
    await tellOutbox(db, scope)
  })
}

/** Throws what a person can read when a save came to nothing. */
export function mustBeSaved(saved: Saved): { draft: Draft; twin: Twin } {
  if ('twin' in saved) return saved
  const words: Record<Exclude<Saved['as'], 'saved' | 'outlook-newer'>, string> = {
    difference: 'This draft was changed in Outlook too. Choose first which text stays.',
    sent: 'This mail was sent from Outlook.',
    deleted: 'This draft was deleted in Outlook. Go on writing, then try again.',
    missing: 'Outlook does not show this draft just now. Try again in a moment.',
    busy: 'Outlook is still making this draft. Try again in a moment.',
    gone: 'This draft no longer exists.',
  }
  throw new AppError('conflict', `the draft is ${saved.as}`, { userMessage: words[saved.as as 'gone'] })
}
