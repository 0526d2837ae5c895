import 'server-only'
import { and, asc, eq, gt, inArray, isNotNull, lte, or, sql } from 'drizzle-orm'
import { draftAttachments, drafts } from '@/drizzle/schema/compose'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { outbox } from '@/drizzle/schema/sync'
import { open } from '@/lib/platform/crypto'
import type { Db } from '@/lib/platform/db/handle'

export type Draft = typeof drafts.$inferSelect
export type Attachment = typeof draftAttachments.$inferSelect
export interface DraftWithFiles {
  draft: Draft
  files: Attachment[]
}

/** What the person typed, opened. */
export const htmlOfDraft = ({ id, body }: Pick<Draft, 'id' | 'body'>): string =>
  body === '' ? '' : open(body, { table: 'drafts', column: 'body', row: id })

/** One draft of a connection with its files. */
export async function getDraft(db: Db, connectionId: string, id: string): Promise<DraftWithFiles | null> {
  const [draft] = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.connectionId, connectionId), eq(drafts.id, id)))
  return draft ? { draft, files: await listFiles(db, id) } : null
}

/** The draft whose twin in Outlook this is. */
export async function getDraftOfTwin(db: Db, connectionId: string, graphId: string): Promise<Draft | null> {
  const [draft] = await db
    .select()
    .from(drafts)
    .where(and(eq(drafts.connectionId, connectionId), eq(drafts.graphId, graphId)))
  return draft ?? null
}

/** Files of a draft in the order in which they came. */
export async function listFiles(db: Db, draftId: string): Promise<Attachment[]> {
  return db
    .select()
    .from(draftAttachments)
    .where(eq(draftAttachments.draftId, draftId))
    .orderBy(asc(draftAttachments.createdAt), asc(draftAttachments.id))
}

/** A file of a connection with its draft. */
export async function getFile(
  db: Db,
  connectionId: string,
  id: string,
): Promise<{ file: Attachment; draft: Draft } | null> {
  const [row] = await db
    .select({ file: draftAttachments, draft: drafts })
    .from(draftAttachments)
    .innerJoin(drafts, eq(drafts.id, draftAttachments.draftId))
    .where(and(eq(draftAttachments.connectionId, connectionId), eq(draftAttachments.id, id)))
  return row ?? null
}

/** A message that Tandem holds, by its row or by Graph's id. */
export async function getSource(db: Db, connectionId: string, by: { id: string } | { graphId: string }) {
  const [row] = await db
    .select()
    .from(mailMessages)
    .where(
      and(
        eq(mailMessages.connectionId, connectionId),
        'id' in by ? eq(mailMessages.id, by.id) : eq(mailMessages.graphId, by.graphId),
      ),
    )
  return row ?? null
}

/** Graph's id of a well-known folder; null when the mailbox has none. */
export async function getFolderId(db: Db, connectionId: string, wellKnown: string): Promise<string | null> {
  const [row] = await db
    .select({ graphId: mailFolders.graphId })
    .from(mailFolders)
    .where(and(eq(mailFolders.connectionId, connectionId), eq(mailFolders.wellKnown, wellKnown)))
  return row?.graphId ?? null
}

/** Mails that wait, are on their way or need the person, and what left within the last minute. Soonest first. */
export async function listOutgoing(db: Db, connectionId: string, now: Date): Promise<Draft[]> {
  return db
    .select()
    .from(drafts)
    .where(
      and(
        eq(drafts.connectionId, connectionId),
        or(
          inArray(drafts.state, ['queued', 'sending', 'unsure']),
          // Not sent, and the person may not have seen it yet.
          and(eq(drafts.state, 'editing'), isNotNull(drafts.sendAt), isNotNull(drafts.reason)),
          and(eq(drafts.state, 'sent'), gt(drafts.sentAt, new Date(now.getTime() - 60_000))),
        ),
      ),
    )
    .orderBy(asc(drafts.sendAt), asc(drafts.id))
    .limit(200)
}

/** How many mails of a connection wait to be sent: they would not be, after Disconnect. */
export async function countWaiting(db: Db, connectionId: string): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from ${drafts} where ${eq(drafts.connectionId, connectionId)} and ${eq(drafts.state, 'queued')}`,
  )
  return rows[0]?.n ?? 0
}

/** A row of the outbox that concerns a draft. */
export interface DraftJob {
  id: string
  kind: 'draft.save' | 'draft.send' | 'draft.discard'
  draftId: string
  payload: Record<string, unknown>
  attempts: number
}

const DRAFT_JOBS = ['draft.save', 'draft.send', 'draft.discard'] as const

/** What is due for drafts: mails that shall leave before drafts that shall be saved. */
export async function listDueJobs(db: Db, connectionId: string, at: Date): Promise<DraftJob[]> {
  const rows = await db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.connectionId, connectionId),
        inArray(outbox.kind, [...DRAFT_JOBS]),
        eq(outbox.state, 'waiting'),
        lte(outbox.notBefore, at),
      ),
    )
    .orderBy(sql`${outbox.kind} <> 'draft.send'`, asc(outbox.notBefore))
    .limit(20)
  return rows.map(({ id, kind, subjectId, payload, attempts }) => ({
    id,
    kind: kind as DraftJob['kind'],
    draftId: subjectId,
    payload,
    attempts,
  }))
}
