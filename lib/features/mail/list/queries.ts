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
    set_config('enable_indexscan', 'on', true), set_config('enable_sort', 'off', true)`)

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
      // The innermost limit keeps it a look-up for each address: as a join it is planned as every row times everybody.
      return sql`exists (select 1 from unnest(${m}.participants) a(address) where a.address <> ${address.toLowerCase()}
        and (select true from person_addresses p where p.workspace_id = ${m}.workspace_id and p.address = a.address limit 1))`
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
const STRIDES = [300, 1_500, 6_000, 30_000, 1_000_000]

/** Messages from a place on, newest first, so many: id, conversation_id, received_at. */
type Source = (after: ListPlace | null, count: number) => SQL

/**
 * A page of a folder, newest first, from a place on (keyset: the deepest page costs what the first does). With
 * `grouped` a conversation is the newest of its messages in this folder that the filter lets through.
 */
export async function listMessages(db: Db, input: ListInput): Promise<ListPage> {
  await walkIndexes(db)
  if (input.filter === 'people') return listOfPeople(db, input)
  const m = sql`m`
  const records = await readLines(
    db,
    input,
    (after, count) => sql`
    select m.id, m.conversation_id, m.received_at from mail_messages m
    where m.folder_id = ${input.folderId} and not m.pending_gone and ${passes(input.filter, input.address, m)}
      and ${beyond(after, m)} order by m.received_at desc, m.id desc limit ${count}`,
  )
  return { records, next: null }
}

/** `next`: of a page that came short, the place to which it has looked; null: there is nothing more. */
export interface ListPage {
  records: ListRecord[]
  next: ListPlace | null
}

const readLines = (db: Db, input: ListInput, source: Source): Promise<ListRecord[]> =>
  input.grouped ? readGrouped(db, input, source) : read(db, sql`select id from (${source(input.after, input.limit)}) f`)

/** The newest of each conversation among what `source` walks. */
async function readGrouped(db: Db, input: ListInput, source: Source): Promise<ListRecord[]> {
  const n = sql`n`
  const ids: string[] = []
  let from = input.after
  for (const stride of STRIDES) {
    const { rows } = await db.execute<{ ids: string[]; walked: number; last: string | null; at: number | null }>(sql`
      with walked as materialized (${source(from, stride)}),
      newest as (
        select distinct on (coalesce(conversation_id, id::text)) * from walked
        order by coalesce(conversation_id, id::text), received_at desc, id desc
      ),
      lines as (
        select m.id, m.received_at from newest m
        where m.conversation_id is null or not exists (
          select 1 from mail_messages n
          where n.connection_id = ${input.connectionId} and n.conversation_id = m.conversation_id
            and n.folder_id = ${input.folderId} and (n.received_at, n.id) > (m.received_at, m.id)
            and not n.pending_gone and ${passes(input.filter, input.address, n)})
        order by m.received_at desc, m.id desc limit ${input.limit - ids.length}
      ),
      last as (select id, received_at from walked order by received_at, id limit 1)
      select (select coalesce(json_agg(id), '[]') from lines) as ids, (select count(*)::int from walked) as walked,
        (select id from last) as last, (select (extract(epoch from received_at) * 1000)::float8 from last) as at`)
    const [found] = rows
    ids.push(...(found?.ids ?? []))
    if (ids.length >= input.limit || !found?.last || found.at === null || found.walked < stride) break
    from = { id: found.last, receivedAt: new Date(found.at) }
  }
  return ids.length === 0 ? [] : read(db, sql`select unnest(${idArray(ids)}) as id`)
}

/** Rows of some ids, newest first. */
const read = (db: Db, ids: SQL): Promise<ListRecord[]> =>
  db
    .select(LINE_COLUMNS)
    .from(mailMessages)
    // No join: without statistics one is planned as every row times every id.
    .where(sql`${mailMessages.id} = any(array(select id from (${ids}) found))`)
    .orderBy(sql`${mailMessages.receivedAt} desc, ${mailMessages.id} desc`)

/** So many messages are looked through for people's at once. */
const STRIDE = 4_000
/** With more addresses than this, looking through the folder is the cheaper way. */
const MOST_ADDRESSES = 1_000
/** What the index is asked for at once. */
const MOST_FOUND = 2_000
/** A page looks no longer than this (milliseconds): the rest of a folder is looked through with the next ones. */
const LONGEST_MS = 600

/**
 * Mail with people of the CRM: where it is frequent it is found among the newest, where it is rare by the index of
 * participants, or, with many people, by looking on through the folder. Then a page may come short.
 */
async function listOfPeople(db: Db, input: ListInput): Promise<ListPage> {
  const until = Date.now() + LONGEST_MS
  const records: ListRecord[] = []
  let look = through
  for (let from = input.after; ; ) {
    const { found, next } = await look(db, { ...input, after: from, limit: input.limit - records.length })
    records.push(...found)
    if (records.length >= input.limit || next === null) return { records, next: null }
    if (Date.now() > until) return { records, next }
    from = next
    if (look === through && (await fewAddresses(db))) look = byIndex
  }
}

/** A look at one stretch: the lines in it, and where it ends; null at the end of the folder. */
type Look = (db: Db, input: ListInput) => Promise<{ found: ListRecord[]; next: ListPlace | null }>

/** Looks through the next messages of the folder. */
const through: Look = async (db, input) => {
  const m = sql`m`
  const stretch = sql`select * from mail_messages m
    where m.folder_id = ${input.folderId} and not m.pending_gone and ${beyond(input.after, m)}
    order by m.received_at desc, m.id desc limit ${STRIDE}`
  const found = await readLines(
    db,
    input,
    (after, count) => sql`
    select m.id, m.conversation_id, m.received_at from (${stretch}) m
    where ${passes('people', input.address, m)} and ${beyond(after, m)}
    order by m.received_at desc, m.id desc limit ${count}`,
  )
  if (found.length >= input.limit) return { found, next: null }
  const { rows } = await db.execute<{ id: string; at: number }>(sql`
    select id, (extract(epoch from received_at) * 1000)::float8 as at from mail_messages m
    where m.folder_id = ${input.folderId} and not m.pending_gone and ${beyond(input.after, m)}
    order by m.received_at desc, m.id desc offset ${STRIDE - 1} limit 1`)
  return { found, next: placeOf(rows[0]) }
}

/** Asks the index of participants for the next messages with people. */
const byIndex: Look = async (db, input) => {
  const known = await db.select({ address: personAddresses.address }).from(personAddresses).limit(MOST_ADDRESSES)
  const addresses = known.map(({ address }) => address).filter((address) => address !== input.address.toLowerCase())
  await findByBitmaps(db)
  const i = sql`i`
  const { rows } = await db.execute<{ id: string; at: number }>(sql`
    select i.id, (extract(epoch from i.received_at) * 1000)::float8 as at from mail_index i
    where i.participants && ${textArray(addresses)} and i.folder_id = ${input.folderId}
      and not i.pending_gone and ${beyond(input.after, i)} order by i.received_at desc, i.id desc limit ${MOST_FOUND}`)
  await walkIndexes(db)
  const ids = rows.map(({ id }) => id)
  const m = sql`m`
  const found = await readLines(
    db,
    input,
    (after, count) => sql`
    select m.id, m.conversation_id, m.received_at from mail_messages m
    where m.id = any(${idArray(ids)}) and ${beyond(after, m)} order by m.received_at desc, m.id desc limit ${count}`,
  )
  return { found, next: rows.length < MOST_FOUND ? null : placeOf(rows.at(-1)) }
}

const placeOf = (row: { id: string; at: number } | undefined): ListPlace | null =>
  row ? { id: row.id, receivedAt: new Date(row.at) } : null

/** Whether the people of the CRM have so few addresses that an index may be asked for all of them. */
async function fewAddresses(db: Db): Promise<boolean> {
  const known = await db
    .select({ address: personAddresses.address })
    .from(personAddresses)
    .limit(MOST_ADDRESSES + 1)
  return known.length <= MOST_ADDRESSES
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
