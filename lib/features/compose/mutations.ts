import 'server-only'
import { randomUUID } from 'node:crypto'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { DraftContent, DraftKind } from '@/components/compose/view'
import { draftAttachments, drafts } from '@/drizzle/schema/compose'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import { seal } from '@/lib/platform/crypto'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { sanitiseOwn } from './body/rules'
import { type Draft, type DraftJob, getDraft } from './queries'
import { foldRecipients, SAVE_AFTER_MS, UNDO_MS } from './rules'

/** Whose mailbox it is. */
export interface Owner {
  id: string
  workspaceId: string
  userId: string
}

export const sealBody = (draftId: string, html: string): string =>
  seal(html, { table: 'drafts', column: 'body', row: draftId })

/** Says that something about mails on their way changed. */
export const tellOutbox = (db: Db, { workspaceId, userId }: Pick<Owner, 'workspaceId' | 'userId'>) =>
  notifyLive(db, { workspaceId, userId, topics: ['outbox'] })

/** Columns of what a person edits, made clean. */
function columnsOf(draftId: string, content: DraftContent) {
  const { to, cc, bcc, subject, html, importance, remindDays } = foldRecipients(content)
  return {
    toRecipients: to,
    ccRecipients: cc,
    bccRecipients: bcc,
    subject: subject
      .replace(/[\r\n]+/g, ' ')
      .toWellFormed()
      .replaceAll('\u0000', ''),
    body: sealBody(draftId, sanitiseOwn(html)),
    importance,
    remindDays,
  }
}

export interface NewDraft {
  kind: DraftKind
  content: DraftContent
  sourceGraphId?: string | null
  conversationId?: string | null
  files?: { name: string; size: number; contentType: string }[]
}

/** Begins a draft. Nothing goes to Outlook before it is saved. */
export async function createDraft(db: Db, owner: Owner, input: NewDraft): Promise<Draft> {
  const id = randomUUID()
  const [row] = await db
    .insert(drafts)
    .values({
      id,
      workspaceId: owner.workspaceId,
      connectionId: owner.id,
      kind: input.kind,
      sourceGraphId: input.sourceGraphId ?? null,
      conversationId: input.conversationId ?? null,
      ...columnsOf(id, input.content),
      createdAt: now(),
      updatedAt: now(),
    })
    .returning()
  if (!row) throw new AppError('internal', 'no draft was made')
  if (input.files?.length) {
    await db.insert(draftAttachments).values(
      input.files.map((file) => ({
        ...file,
        workspaceId: owner.workspaceId,
        connectionId: owner.id,
        draftId: id,
        state: 'attached' as const,
      })),
    )
  }
  return row
}

/** What a save that builds on an older version meets. */
export class NewerDraft extends Error {
  constructor(readonly draft: Draft) {
    super('another tab was faster')
  }
}

const ON_ITS_WAY: Record<string, string> = {
  queued: 'This mail is about to leave. Take it back to change it.',
  sending: 'This mail is leaving just now.',
  unsure: 'Nobody knows whether this mail left. Say first what to do with it.',
  sent: 'This mail has left.',
}

/**
 * Saves what a person typed, and puts it on its way to Outlook. Nothing is lost to another tab: throws NewerDraft when
 * `version` is not the present one. Throws not_found, and conflict (in words) for a mail that is on its way. `job`: when
 * its way to Outlook begins, if nobody has been told of that yet.
 */
export async function saveDraftContent(
  db: Db,
  owner: Owner,
  { id, version, content }: { id: string; version: number; content: DraftContent },
): Promise<{ draft: Draft; job: Date | null }> {
  const [row] = await db
    .update(drafts)
    .set({
      ...columnsOf(id, content),
      version: sql`${drafts.version} + 1`,
      // Going on after an older problem settles it; a difference only the person's choice does.
      reason: sql`case when ${drafts.reason} = 'difference' then ${drafts.reason} end`,
      sendAt: null,
      updatedAt: now(),
    })
    .where(
      and(
        eq(drafts.connectionId, owner.id),
        eq(drafts.id, id),
        eq(drafts.version, version),
        eq(drafts.state, 'editing'),
      ),
    )
    .returning()
  if (row) {
    const at = new Date(now().getTime() + SAVE_AFTER_MS)
    const isNew = row.reason !== 'difference' && (await putJob(db, owner, 'draft.save', id, at))
    return { draft: row, job: isNew ? at : null }
  }
  throw await whyNot(db, owner, id)
}

async function whyNot(db: Db, owner: Owner, id: string): Promise<Error> {
  const found = await getDraft(db, owner.id, id)
  if (!found) return new AppError('not_found', 'no such draft', { userMessage: 'This draft no longer exists.' })
  if (found.draft.state !== 'editing')
    return new AppError('conflict', `the draft is ${found.draft.state}`, {
      userMessage: ON_ITS_WAY[found.draft.state],
    })
  return new NewerDraft(found.draft)
}

/**
 * Puts a job of a draft into the outbox. One that waits already stays as it is, unless `replace`. Answers whether it
 * is new: only then somebody has to be told.
 */
export async function putJob(
  db: Db,
  owner: Pick<Owner, 'id' | 'workspaceId'>,
  kind: DraftJob['kind'],
  draftId: string,
  notBefore: Date,
  { replace = false, payload = {} }: { replace?: boolean; payload?: Record<string, unknown> } = {},
): Promise<boolean> {
  const mine = and(eq(outbox.connectionId, owner.id), eq(outbox.kind, kind), eq(outbox.subjectId, draftId))
  const kept = replace
    ? await db.update(outbox).set({ notBefore, attempts: 0 }).where(mine).returning({ id: outbox.id })
    : await db.select({ id: outbox.id }).from(outbox).where(mine)
  if (kept.length > 0) return false
  await db
    .insert(outbox)
    .values({ workspaceId: owner.workspaceId, connectionId: owner.id, kind, subjectId: draftId, payload, notBefore })
  return true
}

/** Takes jobs of a draft out of the outbox. */
export async function dropJobs(db: Db, draftId: string, kinds: DraftJob['kind'][]): Promise<void> {
  await db.delete(outbox).where(and(eq(outbox.subjectId, draftId), inArray(outbox.kind, kinds)))
}

/**
 * Hands a saved draft over to be sent. One commit: until it, the draft is with the person; from it on it leaves at its
 * time, tab or no tab. Throws as saveDraftContent does.
 */
export async function queueSend(
  db: Db,
  owner: Owner,
  input: { id: string; version: number; content: DraftContent; at: Date | null; archive: boolean },
): Promise<Draft> {
  const { draft: saved } = await saveDraftContent(db, owner, input)
  if (saved.reason === 'difference')
    throw new AppError('conflict', 'both sides changed the draft', {
      userMessage: 'This draft was changed in Outlook too. Choose which text stays, then send it.',
    })
  const sendAt = input.at ?? new Date(now().getTime() + UNDO_MS)
  const [row] = await db
    .update(drafts)
    .set({ state: 'queued', sendAt, sendStartedAt: null, archiveSource: input.archive, reason: null })
    .where(and(eq(drafts.id, saved.id), eq(drafts.version, saved.version), eq(drafts.state, 'editing')))
    .returning()
  if (!row) throw await whyNot(db, owner, input.id)
  // Saved in Outlook at once, so that at its time only the one call is left to do.
  await putJob(db, owner, 'draft.save', row.id, now(), { replace: true })
  await putJob(db, owner, 'draft.send', row.id, sendAt, { replace: true })
  await tellOutbox(db, owner)
  return row
}

/** Takes a queued mail back. Null: it was not there to be taken back any more, as far as anybody knows it left. */
export async function takeBack(db: Db, owner: Owner, id: string): Promise<Draft | null> {
  const [row] = await db
    .update(drafts)
    .set({ state: 'editing', sendAt: null, archiveSource: false })
    .where(
      and(
        eq(drafts.connectionId, owner.id),
        eq(drafts.id, id),
        eq(drafts.state, 'queued'),
        isNull(drafts.sendStartedAt),
      ),
    )
    .returning()
  if (!row) return null
  await dropJobs(db, id, ['draft.send'])
  await tellOutbox(db, owner)
  return row
}

/** Changes when a queued mail leaves. False: it is no longer queued. */
export async function moveSend(db: Db, owner: Owner, id: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(drafts)
    .set({ sendAt: at })
    .where(
      and(
        eq(drafts.connectionId, owner.id),
        eq(drafts.id, id),
        eq(drafts.state, 'queued'),
        isNull(drafts.sendStartedAt),
      ),
    )
    .returning({ id: drafts.id })
  if (rows.length === 0) return false
  await putJob(db, owner, 'draft.send', id, at, { replace: true })
  await tellOutbox(db, owner)
  return true
}

/**
 * Ends a draft: gone here at once, and to Outlook's Deleted Items through the outbox. Throws conflict (in words) for a
 * mail that is on its way.
 */
export async function discardDraftRow(db: Db, owner: Owner, id: string): Promise<void> {
  const [row] = await db
    .delete(drafts)
    .where(and(eq(drafts.connectionId, owner.id), eq(drafts.id, id), eq(drafts.state, 'editing')))
    .returning()
  if (!row) {
    const why = await whyNot(db, owner, id)
    // Thrown away twice: done.
    if (why instanceof AppError && why.code === 'not_found') return
    throw why
  }
  await dropJobs(db, id, ['draft.save', 'draft.send'])
  if (row.graphId || row.makingSince)
    await putJob(db, owner, 'draft.discard', id, now(), { payload: { graphId: row.graphId } })
  await tellOutbox(db, owner)
}
