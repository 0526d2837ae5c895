import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { outbox } from '@/drizzle/schema/sync'
import type { Db } from '@/lib/platform/db/handle'
import { idArray, walkIndexes } from '../list/queries'
import { outboxKind, type WishKind } from './rules'

/** A message with everything that wishes weigh. */
export type DeedRow = Pick<
  typeof mailMessages.$inferSelect,
  'id' | 'graphId' | 'folderId' | 'movedFrom' | 'isRead' | 'pendingRead' | 'flagStatus' | 'pendingFlag' | 'pendingGone'
>

/** Messages of a connection for changing them, locked in one order so that two deeds never wait for each other. */
export async function lockMessages(db: Db, connectionId: string, ids: readonly string[]): Promise<DeedRow[]> {
  if (ids.length === 0) return []
  return db
    .select({
      id: mailMessages.id,
      graphId: mailMessages.graphId,
      folderId: mailMessages.folderId,
      movedFrom: mailMessages.movedFrom,
      isRead: mailMessages.isRead,
      pendingRead: mailMessages.pendingRead,
      flagStatus: mailMessages.flagStatus,
      pendingFlag: mailMessages.pendingFlag,
      pendingGone: mailMessages.pendingGone,
    })
    .from(mailMessages)
    .where(and(eq(mailMessages.connectionId, connectionId), sql`${mailMessages.id} = any(${idArray(ids)})`))
    .orderBy(mailMessages.id)
    .for('update')
}

/** Ids of all messages of the conversations of some, in the same folders; those without a conversation stay alone. */
export async function expandConversations(
  db: Db,
  connectionId: string,
  ids: readonly string[],
  most: number,
): Promise<string[]> {
  await walkIndexes(db)
  const { rows } = await db.execute<{ id: string }>(sql`
    select m.id from (
      select distinct conversation_id, folder_id from mail_messages
      where connection_id = ${connectionId} and id = any(${idArray(ids)}) and conversation_id is not null and not pending_gone
    ) w, lateral (
      select id from mail_messages where connection_id = ${connectionId} and conversation_id = w.conversation_id
        and folder_id = w.folder_id and not pending_gone limit ${most + 1}
    ) m limit ${most + 1}`)
  return [...new Set([...ids, ...rows.map(({ id }) => id)])]
}

/** Outbox rows of a kind that wait for some messages: Graph's id → whether it may have reached Outlook. */
export async function listWaiting(
  db: Db,
  connectionId: string,
  kind: WishKind,
  graphIds: readonly string[],
): Promise<Map<string, { ids: string[]; sent: boolean }>> {
  const rows = await db
    .select({ id: outbox.id, graphId: sql<string>`${outbox.payload}->>'graphId'`, attempts: outbox.attempts })
    .from(outbox)
    .where(
      and(
        eq(outbox.connectionId, connectionId),
        eq(outbox.kind, outboxKind(kind)),
        inArray(sql`${outbox.payload}->>'graphId'`, [...graphIds]),
      ),
    )
    .for('update')
  const found = new Map<string, { ids: string[]; sent: boolean }>()
  for (const { id, graphId, attempts } of rows) {
    const each = found.get(graphId) ?? { ids: [], sent: false }
    found.set(graphId, { ids: [...each.ids, id], sent: each.sent || attempts > 0 })
  }
  return found
}

/** Folders of a mailbox, held so that none goes while messages are put into it. */
export async function holdFolders(db: Db, connectionId: string) {
  return db
    .select({
      id: mailFolders.id,
      graphId: mailFolders.graphId,
      parentGraphId: mailFolders.parentGraphId,
      wellKnown: mailFolders.wellKnown,
    })
    .from(mailFolders)
    .where(eq(mailFolders.connectionId, connectionId))
    .orderBy(mailFolders.id)
    .for('key share')
}
