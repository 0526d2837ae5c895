import 'server-only'
import { and, eq, inArray, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { cursors } from '@/drizzle/schema/connection'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { awaitsReply } from '@/lib/features/tasks/reminders/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import { type CompleteMessage, type FolderFields, findable, type MessageFields } from './map'
import { isFollowable, streamOfFolder } from './rules'

/** A row that a write made or really changed. */
export interface WrittenMessage {
  graphId: string
  isNew: boolean
  /** It is new, and somebody waits for replies in this mailbox: reminders have to be looked at. */
  awaited: boolean
}

const RECORD = sql.raw(`t(graph_id text, change_key text, subject text, preview text, from_name text, from_address text,
  to_recipients jsonb, cc_recipients jsonb, received_at timestamptz, sent_at timestamptz, is_read boolean,
  is_draft boolean, has_attachments boolean, importance text, flag_status text, conversation_id text,
  internet_message_id text, web_link text, is_invitation boolean, participants text[], words text[])`)

/**
 * Writes messages of one folder in one statement. Of two reads of a message the one begun later wins, whatever the
 * order of their commits. Answers with the rows that are new or have another change key.
 */
export async function upsertMessages(
  db: Db,
  scope: ConnectionScope,
  folderId: string,
  messages: CompleteMessage[],
  readAt: Date,
): Promise<WrittenMessage[]> {
  if (messages.length === 0) return []
  const incoming = JSON.stringify(messages.map((each) => ({ ...each, ...findable(each, scope.connectionId) })))
  const { rows } = await db.execute<{ graph_id: string; is_new: boolean; awaited: boolean }>(sql`
    with incoming as (select * from jsonb_to_recordset(${incoming}::jsonb) as ${RECORD}),
    before as (
      -- No join: in a table that grows faster than its statistics, one is planned as every row times every item.
      select graph_id, change_key, coalesce(moved_from, folder_id) as folder_id from mail_messages
      where connection_id = ${scope.connectionId} and graph_id = any(array(select graph_id from incoming))
    ),
    written as (
      insert into mail_messages as m (workspace_id, connection_id, folder_id, graph_id, change_key, subject, preview,
        from_name, from_address, to_recipients, cc_recipients, received_at, sent_at, is_read, is_draft,
        has_attachments, importance, flag_status, conversation_id, internet_message_id, web_link, is_invitation,
        participants, words, read_at)
      select ${scope.workspaceId}, ${scope.connectionId}, ${folderId}::uuid, graph_id, change_key, subject,
        coalesce(preview, ''), coalesce(from_name, ''), coalesce(from_address, ''), coalesce(to_recipients, '[]'),
        coalesce(cc_recipients, '[]'), received_at, sent_at, is_read, coalesce(is_draft, false),
        coalesce(has_attachments, false), coalesce(importance, 'normal'), coalesce(flag_status, 'notFlagged'),
        conversation_id, internet_message_id, web_link, coalesce(is_invitation, false),
        participants, array_to_tsvector(words), ${readAt.toISOString()}::timestamptz
      from incoming
      on conflict (connection_id, graph_id) do update set folder_id = ${whereItLies(sql`excluded.folder_id`)},
        moved_from = case when m.moved_from is not null then excluded.folder_id end, change_key = excluded.change_key, subject = excluded.subject, preview = excluded.preview,
        from_name = excluded.from_name, from_address = excluded.from_address,
        to_recipients = excluded.to_recipients, cc_recipients = excluded.cc_recipients,
        received_at = excluded.received_at, sent_at = excluded.sent_at, is_read = excluded.is_read,
        is_draft = excluded.is_draft, has_attachments = excluded.has_attachments, importance = excluded.importance,
        flag_status = excluded.flag_status, conversation_id = excluded.conversation_id,
        internet_message_id = excluded.internet_message_id, web_link = excluded.web_link,
        is_invitation = excluded.is_invitation, participants = excluded.participants, words = excluded.words,
        read_at = excluded.read_at
      where excluded.read_at >= m.read_at
      returning m.graph_id, m.change_key, coalesce(m.moved_from, m.folder_id) as folder_id
    )
    select w.graph_id, b.graph_id is null as is_new, ${awaitsReply(scope)} as awaited
    from written w left join before b using (graph_id)
    where b.graph_id is null or b.change_key <> w.change_key or b.folder_id <> w.folder_id`)
  return rows.map((row) => ({ graphId: row.graph_id, isNew: row.is_new, awaited: row.is_new && row.awaited }))
}

/**
 * Merges changed properties into rows that are here, unless a later read brought them. Answers with the ids of the rows
 * it found.
 */
export async function mergeMessages(
  db: Db,
  scope: ConnectionScope,
  folderId: string,
  messages: MessageFields[],
  readAt: Date,
): Promise<string[]> {
  if (messages.length === 0) return []
  const { rows } = await db.execute<{ graph_id: string }>(sql`
    with incoming as (select * from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as ${sql.raw(RECORD_ALIASED)}),
    merged as (
      update mail_messages m set folder_id = ${whereItLies(sql`${folderId}::uuid`)},
        moved_from = case when m.moved_from is not null then ${folderId}::uuid end, change_key = coalesce(i.change_key, m.change_key),
        subject = coalesce(i.subject, m.subject), preview = coalesce(i.preview, m.preview),
        from_name = coalesce(i.from_name, m.from_name), from_address = coalesce(i.from_address, m.from_address),
        to_recipients = coalesce(i.to_recipients, m.to_recipients),
        cc_recipients = coalesce(i.cc_recipients, m.cc_recipients),
        received_at = coalesce(i.received_at, m.received_at), is_read = coalesce(i.is_read, m.is_read),
        is_draft = coalesce(i.is_draft, m.is_draft), has_attachments = coalesce(i.has_attachments, m.has_attachments),
        importance = coalesce(i.importance, m.importance), flag_status = coalesce(i.flag_status, m.flag_status),
        read_at = ${readAt.toISOString()}::timestamptz
      from incoming i
      where m.connection_id = ${scope.connectionId} and m.graph_id = i.graph_id
        and m.read_at <= ${readAt.toISOString()}::timestamptz
    )
    select graph_id from mail_messages
    where connection_id = ${scope.connectionId} and graph_id = any(array(select graph_id from incoming))`)
  const found = new Set(rows.map((row) => row.graph_id))
  await findAnew(
    db,
    scope,
    messages.filter((each) => found.has(each.graph_id) && TEXTS.some((key) => each[key] !== undefined)),
  )
  return [...found]
}
const TEXTS = ['subject', 'preview', 'from_address', 'to_recipients', 'cc_recipients'] as const

/** Of messages whose text changed in part: what they are found by, from the whole row. */
async function findAnew(db: Db, scope: ConnectionScope, messages: MessageFields[]): Promise<void> {
  if (messages.length === 0) return
  const rows = await db
    .select({
      id: mailMessages.id,
      subject: mailMessages.subject,
      preview: mailMessages.preview,
      from_name: mailMessages.fromName,
      from_address: mailMessages.fromAddress,
      to_recipients: mailMessages.toRecipients,
      cc_recipients: mailMessages.ccRecipients,
    })
    .from(mailMessages)
    .where(
      and(
        eq(mailMessages.connectionId, scope.connectionId),
        inArray(
          mailMessages.graphId,
          messages.map((each) => each.graph_id),
        ),
      ),
    )
  const anew = JSON.stringify(rows.map(({ id, ...texts }) => ({ id, ...findable(texts, scope.connectionId) })))
  await db.execute(sql`
    update mail_messages m set participants = t.participants, words = array_to_tsvector(t.words)
    from jsonb_to_recordset(${anew}::jsonb) as t(id uuid, participants text[], words text[]) where m.id = t.id`)
}

/** Where a message is shown: while a move of the person's waits, there, wherever Outlook still has it. */
const whereItLies = (inOutlook: SQL): SQL => sql`case when m.moved_from is null then ${inOutlook} else m.folder_id end`

const RECORD_ALIASED = `i(graph_id text, change_key text, subject text, preview text, from_name text, from_address text,
  to_recipients jsonb, cc_recipients jsonb, received_at timestamptz, is_read boolean, is_draft boolean,
  has_attachments boolean, importance text, flag_status text)`

/**
 * Removes messages, unless a later read has seen them or they have moved to another folder: in Outlook, or here, where
 * Outlook will follow. Answers how many.
 */
export async function removeMessages(
  db: Db,
  scope: ConnectionScope,
  graphIds: string[],
  { readAt, folderId }: { readAt: Date; folderId?: string },
): Promise<number> {
  if (graphIds.length === 0) return 0
  return deleteMessages(
    db,
    and(
      eq(mailMessages.connectionId, scope.connectionId),
      inArray(mailMessages.graphId, graphIds),
      lte(mailMessages.readAt, readAt),
      folderId ? and(eq(mailMessages.folderId, folderId), isNull(mailMessages.movedFrom)) : undefined,
    ),
  )
}

/** After a full round of a folder: removes what Outlook did not return, i.e. rows last read before the round began. */
export async function removeUnseenMessages(db: Db, folderId: string, roundStartedAt: Date): Promise<number> {
  return deleteMessages(
    db,
    and(
      eq(mailMessages.folderId, folderId),
      lt(mailMessages.readAt, roundStartedAt),
      // Not there yet: a move of the person's waits.
      isNull(mailMessages.movedFrom),
    ),
  )
}

async function deleteMessages(db: Db, where: SQL | undefined): Promise<number> {
  const gone = await db.delete(mailMessages).where(where).returning({ id: mailMessages.id })
  return gone.length
}

/** Writes folders; a partial item keeps what it does not name. New ones are followed from now on. Answers how many. */
export async function upsertFolders(
  db: Db,
  scope: ConnectionScope,
  folders: FolderFields[],
  readAt: Date,
): Promise<number> {
  for (const folder of folders) {
    const named = {
      ...(folder.display_name === undefined ? {} : { displayName: folder.display_name }),
      ...(folder.parent_graph_id === undefined ? {} : { parentGraphId: folder.parent_graph_id }),
      ...(folder.outlook_total === undefined ? {} : { outlookTotal: folder.outlook_total }),
      ...(folder.well_known === undefined ? {} : { wellKnown: folder.well_known }),
      readAt,
    }
    const [row] = await db
      .insert(mailFolders)
      .values({
        workspaceId: scope.workspaceId,
        connectionId: scope.connectionId,
        graphId: folder.graph_id,
        displayName: '',
        followed: isFollowable(folder.well_known),
        ...named,
      })
      .onConflictDoUpdate({ target: [mailFolders.connectionId, mailFolders.graphId], set: named })
      .returning({ id: mailFolders.id, followed: mailFolders.followed })
    if (row?.followed) await startFollowing(db, scope, row.id)
  }
  return folders.length
}

async function startFollowing(db: Db, scope: ConnectionScope, folderId: string): Promise<void> {
  await db
    .insert(cursors)
    .values({ connectionId: scope.connectionId, workspaceId: scope.workspaceId, stream: streamOfFolder(folderId) })
    .onConflictDoNothing()
}

/** Forgets folders that are gone in Outlook, with their messages and cursors. Answers how many. */
export async function removeFolders(db: Db, scope: ConnectionScope, graphIds: string[]): Promise<number> {
  return graphIds.length === 0 ? 0 : forgetFolders(db, scope, inArray(mailFolders.graphId, graphIds))
}

/** After a full round of the folder list: forgets folders that it did not show. */
export async function removeUnseenFolders(db: Db, scope: ConnectionScope, roundStartedAt: Date): Promise<number> {
  return forgetFolders(db, scope, lt(mailFolders.readAt, roundStartedAt))
}

async function forgetFolders(db: Db, scope: ConnectionScope, which: SQL): Promise<number> {
  const rows = await db
    .select({ id: mailFolders.id })
    .from(mailFolders)
    .where(and(eq(mailFolders.connectionId, scope.connectionId), which))
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return 0
  await dropMessagesOf(db, scope.connectionId, ids)
  await db.delete(mailFolders).where(inArray(mailFolders.id, ids))
  return ids.length
}

/** A job that began before a folder went may have made its cursor anew: nothing would ever finish it. */
export async function dropOrphanCursors(db: Db, connectionId: string): Promise<void> {
  await db.execute(sql`delete from cursors c where c.connection_id = ${connectionId} and c.stream like ${streamOfFolder('%')}
    and not exists (select 1 from mail_folders f where f.connection_id = c.connection_id
      and c.stream = ${streamOfFolder('')} || f.id::text)`)
}

/** Removes the messages of folders and forgets their cursors: a folder that is gone, or no longer followed. */
export async function dropMessagesOf(db: Db, connectionId: string, folderIds: string[]): Promise<void> {
  if (folderIds.length === 0) return
  const streams = folderIds.map(streamOfFolder)
  await db.delete(cursors).where(and(eq(cursors.connectionId, connectionId), inArray(cursors.stream, streams)))
  await db.delete(mailMessages).where(inArray(mailMessages.folderId, folderIds))
}
