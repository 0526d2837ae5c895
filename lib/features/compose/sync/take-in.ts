import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { draftAttachments, drafts } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { cidsIn, ownOf, quoteOf } from '../body/map'
import { fileList } from '../graph'
import { digestOf, ownHtmlOf, type Twin } from '../map'
import { createDraft, dropJobs, putJob, sealBody, tellOutbox } from '../mutations'
import { type Draft, getDraft, getDraftOfTwin, listFiles } from '../queries'
import { graphFile } from '../schema'
import { adoptFiles } from './make'
import { noteDeleted } from './save'
import { finishSentThere } from './sent-there'
import { isThrownAway, readTwin } from './twin'
import { ownerOf } from './work'

/** What a look at Outlook's side found: the draft is as it was or was taken in, or it is no draft any more. */
export type Looked = 'same' | 'taken-in' | 'difference' | 'sent' | 'deleted' | 'missing' | 'gone'

/**
 * Before a draft is opened: what was edited in Outlook since is taken in, if nothing unsaved stands here; else the
 * person is to choose.
 */
export async function lookAtTwin(context: SyncContext, draftId: string): Promise<Looked> {
  const { scope } = context
  const found = await inScope(scope, (db) => getDraft(db, scope.connectionId, draftId))
  if (!found) return 'gone'
  const { draft } = found
  if (draft.graphId === null || draft.state !== 'editing') return 'same'
  const twin = await readTwin(context, draft.graphId)
  if (!twin) {
    // Deleted for good, or sent from there a moment ago: the job of a save looks again, and then knows.
    await inScope(scope, async (db) => {
      await assertActive(db, scope)
      await putJob(db, ownerOf(context), 'draft.save', draft.id, now())
    })
    return 'missing'
  }
  if (!twin.isDraft) {
    await finishSentThere(context, draft.id, twin)
    return 'sent'
  }
  if (await isThrownAway(context, twin)) {
    await noteDeleted(context, draft.id)
    return 'deleted'
  }
  if (draft.reason === 'difference') return 'difference'
  const own = twin.version !== null && twin.version > draft.pushedVersion
  if (own || twin.key === draft.outlookKey || digestOf(twin, draft.kind !== 'new') === draft.outlookDigest)
    return 'same'
  if (draft.version === draft.pushedVersion) return (await takeIn(context, draft, twin)) ? 'taken-in' : 'same'
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const rows = await db
      .update(drafts)
      .set({ reason: 'difference' })
      .where(and(eq(drafts.id, draft.id), eq(drafts.state, 'editing')))
      .returning({ id: drafts.id })
    if (rows.length > 0) await dropJobs(db, draft.id, ['draft.save'])
    await tellOutbox(db, scope)
  })
  return 'difference'
}

/** Outlook's text goes over ours. False: the person typed meanwhile, nothing was done. */
export async function takeIn(context: SyncContext, draft: Draft, twin: Twin): Promise<boolean> {
  const { scope } = context
  const answers = draft.kind !== 'new'
  await adoptAll(context, draft.id, twin, answers)
  return inScope(scope, async (db) => {
    await assertActive(db, scope)
    const files = await listFiles(db, draft.id)
    const [row] = await db
      .update(drafts)
      .set({
        toRecipients: twin.to,
        ccRecipients: twin.cc,
        bccRecipients: twin.bcc,
        subject: twin.subject,
        importance: twin.importance,
        body: sealBody(draft.id, ownHtmlOf(twin, answers, files)),
        version: draft.version + 1,
        pushedVersion: draft.version + 1,
        outlookKey: twin.key,
        outlookDigest: digestOf(twin, answers),
        reason: null,
        updatedAt: now(),
      })
      .where(and(eq(drafts.id, draft.id), eq(drafts.version, draft.version), eq(drafts.state, 'editing')))
      .returning({ id: drafts.id })
    if (!row) return false
    await dropJobs(db, draft.id, ['draft.save'])
    await tellOutbox(db, scope)
    return true
  })
}

/** Files and pictures that were added in Outlook get rows here. */
async function adoptAll(context: SyncContext, draftId: string, twin: Twin, answers: boolean): Promise<void> {
  const { scope, graph } = context
  await adoptFiles(context, draftId, twin.graphId)
  const shown = cidsIn(ownOf(twin.html ?? '', answers))
  if (shown.length === 0) return
  const { body } = await graph.send<{ value?: unknown[] }>(fileList(twin.graphId))
  const files = (body?.value ?? []).flatMap((each) => graphFile.safeParse(each).data ?? [])
  await inScope(scope, async (db) => {
    const known = await listFiles(db, draftId)
    for (const file of files) {
      const contentId = file.contentId?.replace(/^<|>$/g, '')
      if (!contentId || !shown.includes(contentId.toLowerCase())) continue
      if (known.some((row) => row.contentId?.toLowerCase() === contentId.toLowerCase())) continue
      await db.insert(draftAttachments).values({
        workspaceId: scope.workspaceId,
        connectionId: scope.connectionId,
        draftId,
        name: (file.name ?? 'picture').replaceAll('\u0000', '').toWellFormed(),
        size: file.size ?? 0,
        contentType: file.contentType ?? 'application/octet-stream',
        contentId,
        graphId: file.id,
        state: 'attached',
      })
    }
  })
}

/** A draft that was begun in Outlook gets its row here. Null: it is no draft any more. */
export async function adoptFromOutlook(context: SyncContext, graphId: string): Promise<Draft | null> {
  const { scope } = context
  const known = await inScope(scope, (db) => getDraftOfTwin(db, scope.connectionId, graphId))
  if (known) return known
  const twin = await readTwin(context, graphId)
  if (!twin?.isDraft) return null
  const answers = quoteOf(twin.html ?? '', false) !== null
  const digest = digestOf(twin, answers)
  const side = {
    graphId: twin.graphId,
    outlookKey: twin.key,
    outlookDigest: digest,
    conversationId: twin.conversationId,
    makingSince: null,
  }
  const { row, begun } = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    // Ours, but its id got lost on the way: the mark tells.
    if (twin.draftId && /^[0-9a-f-]{36}$/i.test(twin.draftId)) {
      const [ours] = await db
        .update(drafts)
        .set({ ...side, pushedVersion: twin.version ?? 0 })
        .where(
          and(eq(drafts.connectionId, scope.connectionId), eq(drafts.id, twin.draftId), sql`${drafts.graphId} is null`),
        )
        .returning()
      if (ours) return { row: ours, begun: false }
    }
    const made = await createDraft(db, ownerOf(context), {
      kind: answers ? 'reply' : 'new',
      content: {
        to: twin.to,
        cc: twin.cc,
        bcc: twin.bcc,
        subject: twin.subject,
        html: '',
        importance: twin.importance,
        remindDays: null,
      },
    })
    const [row] = await db
      .update(drafts)
      .set({ ...side, pushedVersion: made.version })
      .where(eq(drafts.id, made.id))
      .returning()
    return { row: row ?? made, begun: true }
  })
  if (!begun) return row
  await takeIn(context, row, twin)
  return inScope(scope, async (db) => (await getDraft(db, scope.connectionId, row.id))?.draft ?? null)
}
