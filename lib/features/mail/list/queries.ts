import 'server-only'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { MailFilter } from '@/components/mail/view'
import { mailMessages } from '@/drizzle/schema/mail'
import { personAddresses } from '@/drizzle/schema/people'
import type { Db } from '@/lib/platform/db/handle'
import type { ListPlace } from '../rules'

type MessageRecord = typeof mailMessages.$inferSelect

/** What a line is made of. */
export const LINE_COLUMNS = {
  id: mailMessages.id,
  folderId: mailMessages.folderId,
  conversationId: mailMessages.conversationId,
  fromName: mailMessages.fromName,
  fromAddress: mailMessages.fromAddress,
  toRecipients: mailMessages.toRecipients,
  subject: mailMessages.subject,
  preview: mailMessages.preview,
  receivedAt: mailMessages.receivedAt,
  isRead: mailMessages.isRead,
  pendingRead: mailMessages.pendingRead,
  isDraft: mailMessages.isDraft,
  hasAttachments: mailMessages.hasAttachments,
  importance: mailMessages.importance,
  flagStatus: mailMessages.flagStatus,
  pendingFlag: mailMessages.pendingFlag,
  movedFrom: mailMessages.movedFrom,
  isInvitation: mailMessages.isInvitation,
}
export type ListRecord = Pick<MessageRecord, keyof typeof LINE_COLUMNS>

export interface ListInput {
  connectionId: string
  /** The connected person's own address: mail of oneself is not mail of "people". */
  address: string
  folderId: string
  filter: MailFilter
  grouped: boolean
  after: ListPlace | null
  limit: number
}

/**
 * From here on in this transaction, rows are read along indexes in their order. The planner would otherwise guess from
 * statistics, which the embedded database never gathers by itself, and sort a whole folder for a page of it.
 */
export const walkIndexes = (db: Db) =>
  db.execute(sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
    set_config('enable_sort', 'off', true)`)

/** From here on in this transaction, rows are found by bitmaps of indexes. */
export const findByBitmaps = (db: Db) =>
  db.execute(sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'on', true),
    set_config('enable_indexscan', 'off', true)`)

/** What a filter lets through; `m` is the message's alias. */
function passes(filter: MailFilter, address: string, m: SQL): SQL {
  switch (filter) {
    case 'unread':
      return sql`not coalesce(${m}.pending_read, ${m}.is_read)`
    case 'flagged':
      return sql`coalesce(${m}.pending_flag, ${m}.flag_status) = 'flagged'`
    case 'attachments':
      return sql`${m}.has_attachments`
    case 'people':
      return sql`exists (select 1 from person_addresses p where p.workspace_id = ${m}.workspace_id
        and p.address = any(${m}.participants) and p.address <> ${address.toLowerCase()})`
    case 'all':
      return sql`true`
  }
}

/** Messages beyond a place of the list, which is newest first; `m` is the message's alias. */
export const beyond = (after: ListPlace | null, m: SQL): SQL =>
  after === null
    ? sql`true`
    : sql`(${m}.received_at, ${m}.id) < (${after.receivedAt.toISOString()}::timestamptz, ${after.id}::uuid)`

/** How many messages are walked for a page of conversations; more only when long conversations fill the first of them. */
const STRIDES = [300, 6_000, 1_000_000]

/**
 * A page of a folder, newest first, from a place on (keyset: the deepest page costs what the first does). With
 * `grouped` a conversation is the newest of its messages in this folder that the filter lets through.
 */
export async function listMessages(db: Db, input: ListInput): Promise<ListRecord[]> {
  await walkIndexes(db)
  if (input.filter === 'people') return listOfPeople(db, input)
  const m = sql`m`
  const source = (stride: number) => sql`select m.id, m.conversation_id, m.received_at from mail_messages m
    where m.folder_id = ${input.folderId} and not m.pending_gone and ${passes(input.filter, input.address, m)}
      and ${beyond(input.after, m)} order by m.received_at desc, m.id desc limit ${stride}`
  return input.grouped ? group(db, input, source) : read(db, source(input.limit))
}

/** The newest of each conversation among what `source` walks. */
async function group(db: Db, input: ListInput, source: (stride: number) => SQL): Promise<ListRecord[]> {
  const n = sql`n`
  let lines: ListRecord[] = []
  for (const stride of STRIDES) {
    lines = await read(
      db,
      sql`
      with walked as materialized (${source(stride)}),
      newest as (
        select distinct on (coalesce(conversation_id, id::text)) * from walked
        order by coalesce(conversation_id, id::text), received_at desc, id desc
      )
      select m.id from newest m
      where m.conversation_id is null or not exists (
        select 1 from mail_messages n
        where n.connection_id = ${input.connectionId} and n.conversation_id = m.conversation_id
          and n.folder_id = ${input.folderId} and (n.received_at, n.id) > (m.received_at, m.id)
          and not n.pending_gone and ${passes(input.filter, input.address, n)})
      order by m.received_at desc, m.id desc limit ${input.limit}`,
    )
    if (lines.length >= input.limit) break
    const [{ walked } = { walked: 0 }] = (
      await db.execute<{ walked: number }>(sql`select count(*)::int as walked from (${source(stride)}) w`)
    ).rows
    if (walked < stride) break
  }
  return lines
}

/** Rows of some ids, newest first. */
const read = (db: Db, ids: SQL): Promise<ListRecord[]> =>
  db
    .select(LINE_COLUMNS)
    .from(mailMessages)
    // No join: without statistics one is planned as every row times every id.
    .where(sql`${mailMessages.id} = any(array(select id from (${ids}) found))`)
    .orderBy(sql`${mailMessages.receivedAt} desc, ${mailMessages.id} desc`)

/** The newest messages that are looked through for people's before an index is asked. */
const NEWEST = 1_500
/** With more addresses than this, looking through the folder is the cheaper way. */
const MOST_ADDRESSES = 5_000

/**
 * Mail with people of the CRM: where it is frequent it is found among the newest, where it is rare by the index of
 * participants.
 */
async function listOfPeople(db: Db, input: ListInput): Promise<ListRecord[]> {
  const m = sql`m`
  const walk = (stride: number | null) => sql`
    select m.* from (select * from mail_messages m where m.folder_id = ${input.folderId} and not m.pending_gone
      and ${beyond(input.after, m)} order by m.received_at desc, m.id desc ${stride === null ? sql`` : sql`limit ${stride}`}) m
    where ${passes('people', input.address, m)} order by m.received_at desc, m.id desc`
  const page = (from: SQL) => {
    const source = (stride: number) => sql`select id, conversation_id, received_at from (${from}) f limit ${stride}`
    return input.grouped ? group(db, input, source) : read(db, source(input.limit))
  }
  const near = await page(walk(NEWEST))
  if (near.length >= input.limit) return near
  const known = await db
    .select({ address: personAddresses.address })
    .from(personAddresses)
    .limit(MOST_ADDRESSES + 1)
  if (known.length > MOST_ADDRESSES) return page(walk(null))
  const addresses = known.map(({ address }) => address).filter((address) => address !== input.address.toLowerCase())
  await findByBitmaps(db)
  const i = sql`i`
  return page(sql`select i.id, i.conversation_id, i.received_at from mail_index i
    where i.participants && ${textArray(addresses)} and i.folder_id = ${input.folderId} and not i.pending_gone
      and ${beyond(input.after, i)} order by i.received_at desc, i.id desc`)
}

/** A text[] as one value: drivers make a list of values of it. */
export const textArray = (texts: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`

/** The same for ids. */
export const idArray = (ids: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`

/** Lines of some messages, in no order; those that were deleted for good here are none. */
export const listLines = (db: Db, ids: string[]): Promise<ListRecord[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select(LINE_COLUMNS)
        .from(mailMessages)
        .where(and(inArray(mailMessages.id, ids), eq(mailMessages.pendingGone, false)))
