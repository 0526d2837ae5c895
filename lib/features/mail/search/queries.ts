import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { mailMessages } from '@/drizzle/schema/mail'
import type { Connection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { beyond, findByBitmaps, idArray, LINE_COLUMNS, type ListRecord, walkIndexes } from '../list/queries'
import type { FolderRow } from '../queries'
import type { ListPlace } from '../rules'
import { searchInput } from '../schema'
import { type LineFacts, toMessageRow } from '../view'

export type FoundRecord = ListRecord & { ccRecipients: { name: string; address: string }[] }

export interface SearchInput {
  connectionId: string
  /** A tsquery (lib/platform/words.ts), or null: every message that the rest lets through. */
  query: string | null
  /** Folders to look in; with `everywhere` they are all there are. */
  folderIds: readonly string[]
  everywhere: boolean
  unread: boolean
  flagged: boolean
  attachments: boolean
  /** Received from this instant on; before that one. */
  since: Date | null
  until: Date | null
  after: ListPlace | null
  limit: number
  /** Looks at the text, where words alone do not tell; null: they do. */
  keep: ((record: FoundRecord) => boolean) | null
}

/** Messages, newest first. `next`: from where on there may be more, null when all is told. */
export interface Found {
  records: FoundRecord[]
  next: ListPlace | null
}

/** The newest messages that are looked through before the index of words is asked: frequent words are found there. */
const NEAR = 2_000
/** How many candidates are read at a time when their texts must be looked at: more each time. */
const CANDIDATES = [120, 400, 1_000, 3_000]
/** A page is handed out short after so long, rather than looked for any longer. */
const LONGEST_MS = 1_200

/**
 * Searches a mailbox, newest first. A word that is frequent fills its page from the newest messages; for any other the
 * index of words gives all there are. Both ways take an index whatever the planner thinks: on the embedded database it
 * has nothing to think with. A page may come short, with a place to go on from, when many candidates turn out as none.
 */
export async function searchMessages(db: Db, input: SearchInput): Promise<Found> {
  const { keep, limit, after } = input
  if (input.folderIds.length === 0) return { records: [], next: null }
  await walkIndexes(db)
  if (input.query === null) return page(await read(db, input, newestOfEach(input, limit + 1)), limit)
  if (input.query !== null && !keep) {
    const near = await read(db, input, amongNewest(input, after, limit + 1))
    if (near.length > limit) return page(near, limit)
    await findByBitmaps(db)
    return page(await read(db, input, byWords(input, after, limit + 1)), limit)
  }
  const until = Date.now() + LONGEST_MS
  const records: FoundRecord[] = []
  let from = after
  let frequent = true
  for (let round = 0; ; round++) {
    const most = CANDIDATES[Math.min(round, CANDIDATES.length - 1)] ?? limit
    // As long as the newest messages are full of candidates, the index has nothing to spare.
    let candidates = frequent ? await read(db, input, amongNewest(input, from, most)) : []
    if (frequent && candidates.length < most) {
      frequent = false
      await findByBitmaps(db)
    }
    if (!frequent) candidates = await read(db, input, byWords(input, from, most))
    records.push(...candidates.filter((each) => keep?.(each) ?? true))
    from = candidates.at(-1) ?? from
    if (records.length > limit || candidates.length < most) return page(records, limit)
    if (Date.now() > until) return { records, next: from }
  }
}

function page(records: FoundRecord[], limit: number): Found {
  const shown = records.slice(0, limit)
  return { records: shown, next: records.length > limit ? (shown.at(-1) ?? null) : null }
}

/** Rows of some ids, newest first. */
const read = (db: Db, { connectionId }: SearchInput, ids: SQL): Promise<FoundRecord[]> =>
  db
    .select({ ...LINE_COLUMNS, ccRecipients: mailMessages.ccRecipients })
    .from(mailMessages)
    .where(
      sql`${mailMessages.id} = any(array(select id from (${ids}) found)) and ${mailMessages.connectionId} = ${connectionId}`,
    )
    .orderBy(sql`${mailMessages.receivedAt} desc, ${mailMessages.id} desc`)

const received = ({ since, until }: SearchInput, m: SQL): SQL => sql`
  ${since ? sql`${m}.received_at >= ${since.toISOString()}::timestamptz` : sql`true`}
  and ${until ? sql`${m}.received_at < ${until.toISOString()}::timestamptz` : sql`true`}`

/** Marks that are wanted, of a message itself. */
const marks = ({ unread, flagged, attachments }: SearchInput, m: SQL): SQL => sql`
  ${unread ? sql`not coalesce(${m}.pending_read, ${m}.is_read)` : sql`true`}
  and ${flagged ? sql`coalesce(${m}.pending_flag, ${m}.flag_status) = 'flagged'` : sql`true`}
  and ${attachments ? sql`${m}.has_attachments` : sql`true`}`

const inFolders = ({ everywhere, folderIds }: SearchInput, m: SQL): SQL =>
  everywhere ? sql`true` : sql`${m}.folder_id = any(${idArray(folderIds)})`

const NEWEST_FIRST = sql`order by m.received_at desc, m.id desc`

/** Without words: the newest of each folder, along the indexes that its lists have. */
function newestOfEach(input: SearchInput, count: number): SQL {
  const m = sql`m`
  return sql`select m.id from unnest(${idArray(input.folderIds)}) f(id), lateral (
      select m.id, m.received_at from mail_messages m
      where m.folder_id = f.id and not m.pending_gone and ${marks(input, m)} and ${received(input, m)}
        and ${beyond(input.after, m)} ${NEWEST_FIRST} limit ${count}
    ) m ${NEWEST_FIRST} limit ${count}`
}

function amongNewest(input: SearchInput, after: ListPlace | null, count: number): SQL {
  const m = sql`m`
  return sql`with walked as materialized (
      select m.id, m.folder_id, m.received_at, m.words, m.pending_read, m.is_read, m.pending_flag, m.flag_status,
        m.has_attachments
      from mail_messages m where m.connection_id = ${input.connectionId} and not m.pending_gone
        and ${received(input, m)} and ${beyond(after, m)} ${NEWEST_FIRST} limit ${NEAR + count}
    )
    select m.id from walked m where m.words @@ ${input.query}::tsquery and ${marks(input, m)} and ${inFolders(input, m)}
    ${NEWEST_FIRST} limit ${count}`
}

function byWords(input: SearchInput, after: ListPlace | null, count: number): SQL {
  const m = sql`m`
  return sql`select m.id from mail_index m
    where m.words @@ ${input.query}::tsquery and not m.pending_gone
      and ${input.unread ? sql`m.is_unread` : sql`true`} and ${input.flagged ? sql`m.is_flagged` : sql`true`}
      and ${input.attachments ? sql`m.has_attachments` : sql`true`}
      and ${inFolders(input, m)} and ${received(input, m)} and ${beyond(after, m)} ${NEWEST_FIRST} limit ${count}`
}

/** Throws invalid_input. */
export function inputOf(query: URLSearchParams) {
  const parsed = searchInput.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  if (!parsed.success) throw new AppError('invalid_input', 'bad search query')
  return parsed.data
}

/** Throws not_found. */
export function live(connection: Connection | null): Connection {
  if (!connection || connection.state === 'disconnecting') throw new AppError('not_found', 'nothing is connected')
  return connection
}

/** A line of what was found. */
export const toHit = (record: ListRecord, facts: LineFacts, folders: readonly FolderRow[]) => ({
  ...toMessageRow(record, facts),
  folderName: folders.find(({ id }) => id === record.folderId)?.displayName ?? '',
})
