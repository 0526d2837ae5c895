import 'server-only'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { draftAttachments, drafts } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { createAnswer, createNew, deleteOne, fileList, patchDraft } from '../graph'
import { contentOf, digestOf, markOf, type Twin, toGraphDraft } from '../map'
import { type Draft, htmlOfDraft, listFiles } from '../queries'
import { MAKING_MS, whatItSays } from '../rules'
import { graphFile } from '../schema'
import { findMarked, findUnmarked, readTwin, understood } from './twin'

/** busy: somebody else is making it just now. gone: the draft was discarded meanwhile. */
export type Made = { twin: Twin } | 'busy' | 'gone'

/**
 * Makes a draft's twin in Outlook, once: after an answer that got lost the twin is looked for by its mark before
 * another one is made. One maker at a time; a maker that died is replaced after a while.
 */
export async function makeTwin(context: SyncContext, draft: Draft): Promise<Made> {
  const { scope } = context
  const began = draft.makingSince !== null
  const claimed = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    return db
      .update(drafts)
      .set({ makingSince: now() })
      .where(
        and(
          eq(drafts.id, draft.id),
          isNull(drafts.graphId),
          or(isNull(drafts.makingSince), lt(drafts.makingSince, new Date(now().getTime() - MAKING_MS))),
        ),
      )
      .returning({ id: drafts.id })
  })
  if (claimed.length === 0) return (await stillThere(context, draft.id)) ? 'busy' : 'gone'
  try {
    const found = began ? ((await findMarked(context, draft.id)) ?? (await findUnmarked(context, draft))) : null
    if (!found) return await keep(context, draft, await create(context, draft))
    const whole = found.isDraft ? await readTwin(context, found.graphId) : null
    return await keep(context, draft, whole ? await mark(context, draft, whole) : found)
  } catch (thrown) {
    // Unless it is certain that nothing was made, whoever comes next looks for it first, and may do so at once.
    await release(context, draft, began || whatItSays(toAppError(thrown)) === 'unknown')
    throw thrown
  }
}

async function stillThere({ scope }: SyncContext, id: string): Promise<boolean> {
  const rows = await inScope(scope, (db) => db.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, id)))
  return rows.length > 0
}

async function release({ scope }: SyncContext, draft: Draft, perhaps: boolean): Promise<void> {
  await inScope(scope, (db) =>
    db
      .update(drafts)
      .set({ makingSince: perhaps ? new Date(now().getTime() - MAKING_MS - 1) : null })
      .where(and(eq(drafts.id, draft.id), isNull(drafts.graphId))),
  )
}

async function create({ graph, scope }: SyncContext, draft: Draft): Promise<Twin> {
  if (draft.kind !== 'new' && draft.sourceGraphId) {
    const message = { singleValueExtendedProperties: [markOf(draft.id)] }
    try {
      return understood((await graph.send(createAnswer(draft.kind, draft.sourceGraphId, message))).body)
    } catch (thrown) {
      // The mail that is answered is gone in Outlook: the answer goes on as a mail of its own.
      if (toAppError(thrown).code !== 'not_found') throw thrown
    }
  }
  const files = await inScope(scope, (db) => listFiles(db, draft.id))
  const content = contentOf(draft, htmlOfDraft(draft))
  const body = toGraphDraft({ content, version: draft.version, pictures: files, answers: false }, null)
  const marks = [...body.singleValueExtendedProperties, markOf(draft.id)]
  const { body: answer } = await graph.send(createNew({ ...body, singleValueExtendedProperties: marks }))
  return { ...understood(answer), version: draft.version }
}

/** Sets the mark on a twin that was found without it. */
async function mark({ graph }: SyncContext, draft: Draft, twin: Twin): Promise<Twin> {
  if (twin.draftId === draft.id) return twin
  const { body } = await graph.send(
    patchDraft(twin.graphId, twin.key, { singleValueExtendedProperties: [markOf(draft.id)] }),
  )
  return { ...twin, key: understood(body).key }
}

/** Notes the twin in the draft's row; takes it away again when the draft is gone. */
async function keep(context: SyncContext, draft: Draft, twin: Twin): Promise<Made> {
  const { scope, graph } = context
  const answers = draft.kind !== 'new'
  const kept = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    return db
      .update(drafts)
      .set({
        graphId: twin.graphId,
        outlookKey: twin.key,
        outlookDigest: digestOf(twin, answers),
        conversationId: twin.conversationId ?? draft.conversationId,
        pushedVersion: twin.version ?? 0,
        makingSince: null,
      })
      .where(and(eq(drafts.id, draft.id), isNull(drafts.graphId)))
      .returning({ id: drafts.id })
  })
  if (kept.length === 0) {
    const [row] = await inScope(scope, (db) =>
      db.select({ graphId: drafts.graphId }).from(drafts).where(eq(drafts.id, draft.id)),
    )
    // Another maker's twin counts, or the draft is gone: this one must not stay.
    if (twin.isDraft && row?.graphId !== twin.graphId) await graph.send(deleteOne(twin.graphId))
    return row ? 'busy' : 'gone'
  }
  if (draft.kind === 'forward') await adoptFiles(context, draft.id, twin.graphId)
  return { twin }
}

/**
 * Files that Outlook put on the draft by itself (a forward's), or that the person added there: ours by name and size
 * get their ids, others get rows. Pictures of the quoted mail are no files of the person's.
 */
export async function adoptFiles({ graph, scope }: SyncContext, draftId: string, graphId: string): Promise<void> {
  const { body } = await graph.send<{ value?: unknown[] }>(fileList(graphId))
  const files = (body?.value ?? []).flatMap((each) => graphFile.safeParse(each).data ?? [])
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    const rows = await listFiles(db, draftId)
    for (const file of files) {
      if (rows.some((row) => row.graphId === file.id)) continue
      const row = rows.find((each) => !each.graphId && each.name === file.name && near(each.size, file.size ?? 0))
      const values = { graphId: file.id, state: 'attached' as const, uploadUrl: null }
      if (row) {
        await db.update(draftAttachments).set(values).where(eq(draftAttachments.id, row.id))
        rows.splice(rows.indexOf(row), 1)
      } else if (!file.isInline) {
        await db.insert(draftAttachments).values({
          ...values,
          workspaceId: scope.workspaceId,
          connectionId: scope.connectionId,
          draftId,
          name: (file.name ?? 'Attachment').replaceAll('\u0000', '').toWellFormed(),
          size: file.size ?? 0,
          contentType: file.contentType ?? 'application/octet-stream',
        })
      }
    }
  })
}

/** Exchange counts some hundred bytes of its own to a file's size. */
export const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1024 + a * 0.02
