import 'server-only'
import { and, desc, eq, isNull, lte, or, sql } from 'drizzle-orm'
import { mailLinks, mailMessages } from '@/drizzle/schema/mail'
import { tasks } from '@/drizzle/schema/tasks'
import { memberships } from '@/drizzle/schema/workspaces'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { idArray, LINE_COLUMNS, type ListRecord, walkIndexes } from '../list/queries'

export type ThreadRecord = ListRecord & { ccRecipients: { name: string; address: string }[] }

/** Beyond this many older messages are not counted. */
const MOST_COUNTED = 10_000

/** The newest messages of a conversation in some folders, oldest first, and how many older ones there are. */
export async function listThread(
  db: Db,
  { connectionId, conversationId, folderIds, most }: Thread,
): Promise<{ records: ThreadRecord[]; left: number }> {
  await walkIndexes(db)
  const of = sql`connection_id = ${connectionId} and conversation_id = ${conversationId} and not pending_gone`
  const records = await db
    .select({ ...LINE_COLUMNS, ccRecipients: mailMessages.ccRecipients })
    .from(mailMessages)
    .where(
      sql`${mailMessages.id} = any(array(
        select m.id from unnest(${idArray(folderIds)}) f(id), lateral (
          select id, received_at from mail_messages where ${of} and folder_id = f.id
          order by received_at desc, id desc limit ${most}) m
        order by m.received_at desc, m.id desc limit ${most}))`,
    )
    .orderBy(mailMessages.receivedAt, mailMessages.id)
  if (records.length < most) return { records, left: 0 }
  const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from (
    select 1 from mail_messages where ${of} and folder_id = any(${idArray(folderIds)}) limit ${MOST_COUNTED}) m`)
  return { records, left: Math.max(0, (rows[0]?.n ?? 0) - records.length) }
}

export interface Thread {
  connectionId: string
  conversationId: string
  folderIds: readonly string[]
  /** At most so many messages. */
  most: number
}

/** A message as a conversation of its own. */
export async function getThreadMessage(db: Db, id: string): Promise<ThreadRecord[]> {
  return db
    .select({ ...LINE_COLUMNS, ccRecipients: mailMessages.ccRecipients })
    .from(mailMessages)
    .where(eq(mailMessages.id, id))
}

/** Tasks made of a conversation, or of this message, newest first. What waits for a reply shows only once it is due. */
export async function listTasksOf(
  db: Db,
  connectionId: string,
  message: { graphId: string; conversationId: string | null },
) {
  const rows = await db
    .selectDistinct({
      id: tasks.id,
      title: tasks.title,
      dueOn: tasks.dueOn,
      doneAt: tasks.doneAt,
      createdAt: tasks.createdAt,
    })
    .from(mailLinks)
    .innerJoin(tasks, eq(tasks.id, mailLinks.taskId))
    .where(
      and(
        eq(mailLinks.connectionId, connectionId),
        or(
          eq(mailLinks.graphId, message.graphId),
          message.conversationId ? eq(mailLinks.conversationId, message.conversationId) : undefined,
        ),
        or(isNull(tasks.waitsForReplyUntil), lte(tasks.waitsForReplyUntil, now())),
      ),
    )
    .orderBy(desc(tasks.createdAt), desc(tasks.id))
    .limit(50)
  return rows.map(({ id, title, dueOn, doneAt }) => ({ id, title, dueOn, done: doneAt !== null }))
}

/** What colleagues see of the person's mail on timelines (R20). */
export async function getVisibility(db: Db, scope: UserScope): Promise<'metadata' | 'subject' | 'everything'> {
  const [row] = await db
    .select({ visibility: memberships.mailVisibility })
    .from(memberships)
    .where(eq(memberships.userId, scope.userId))
  return row?.visibility ?? 'metadata'
}
