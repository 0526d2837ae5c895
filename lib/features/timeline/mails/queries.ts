import 'server-only'
import { inArray, type SQL, sql } from 'drizzle-orm'
import { mailMessages } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'
import { isEmpty, logged, reaches, texts, uuids } from '../reach/queries'
import { bestOf, type Found, isLogged, nameOf, outsideOf, type Place, type Reach, type Sight } from '../rules'

/** Mail that Tandem holds of mailboxes in sight, in folders that count. */
const held = (sight: Sight): SQL => sql`not is_draft and not pending_gone
  and connection_id = any(${uuids(sight.mailboxes.keys())}) and folder_id <> all(${uuids(sight.hiddenFolders)})`

const COLUMNS = sql`id, connection_id, conversation_id, internet_message_id, from_address, received_at, participants`

interface FoundRow extends Record<string, unknown> {
  id: string
  connection_id: string
  conversation_id: string | null
  internet_message_id: string | null
  from_address: string
  received_at: string | Date
  participants: string[]
}

const toFound = (row: FoundRow): Found => ({
  id: row.id,
  connectionId: row.connection_id,
  conversationId: row.conversation_id,
  internetMessageId: row.internet_message_id,
  fromAddress: row.from_address.toLowerCase(),
  receivedAt: new Date(row.received_at),
  participants: row.participants,
})

/**
 * Mail of a reach, newest first, each once, from a place on; answers at most `limit`. Copies in several mailboxes are
 * one entry, at the place of the one that shows the viewer most.
 */
export async function listMails(
  db: Db,
  sight: Sight,
  asked: Reach,
  { after, limit }: { after: Place | null; limit: number },
): Promise<Found[]> {
  const reach = outsideOf(asked, sight)
  const page: Found[] = []
  if (isEmpty(reach) || sight.mailboxes.size === 0) return page
  let from = after
  for (let size = limit * 2; ; size = Math.min(size * 2, 1000)) {
    const batch = await findMails(db, sight, reach, from, size)
    const copies = await findCopies(db, sight, reach, batch)
    for (const found of batch) {
      if (bestOf(copies.get(nameOf(found)) ?? [found], sight)?.id === found.id) page.push(found)
      if (page.length === limit) return page
    }
    const last = batch.at(-1)
    if (!last || batch.length < size) return page
    from = { at: last.receivedAt, id: last.id }
  }
}

/** The rules are looked at one by one from the newest on (`offset 0`), not for all mail of a long acquaintance. */
async function findMails(db: Db, sight: Sight, reach: Reach, after: Place | null, limit: number): Promise<Found[]> {
  const beyond = after
    ? sql`and (received_at, id) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await db.execute<FoundRow>(sql`
    select ${COLUMNS} from (
      select ${COLUMNS} from mail_index where ${reaches(reach)} and ${held(sight)} ${beyond}
      order by received_at desc, id desc offset 0) found
    where ${logged(sight)} order by received_at desc, id desc limit ${limit}`)
  return rows.map(toFound).filter((found) => isLogged(found, sight))
}

async function findCopies(db: Db, sight: Sight, reach: Reach, batch: Found[]): Promise<Map<string, Found[]>> {
  const byName = new Map<string, Found[]>()
  const names = [...new Set(batch.flatMap(({ internetMessageId }) => (internetMessageId ? [internetMessageId] : [])))]
  if (names.length === 0) return byName
  const { rows } = await db.execute<FoundRow>(sql`
    select ${COLUMNS} from mail_index found
    where ${reaches(reach)} and ${held(sight)} and internet_message_id = any(${texts(names)})`)
  for (const found of rows.map(toFound)) {
    const known = byName.get(nameOf(found))
    if (known) known.push(found)
    else byName.set(nameOf(found), [found])
  }
  return byName
}

/** Most mails that are counted: a head says "999+" beyond. */
const MOST_COUNTED = 999

/** How many mails of a reach stand on its timeline, each once, at most one more than `MOST_COUNTED`. */
export async function countMails(db: Db, sight: Sight, asked: Reach): Promise<number> {
  const reach = outsideOf(asked, sight)
  if (isEmpty(reach) || sight.mailboxes.size === 0) return 0
  const { rows } = await db.execute<{ n: number }>(sql`
    select count(distinct coalesce(
      nullif(trim(internet_message_id), '') || ' ' || lower(from_address) || ' '
        || (select string_agg(p, ' ' order by p) from unnest(participants) p), id::text))::int as n from (
      select ${COLUMNS} from mail_index where ${reaches(reach)} and ${held(sight)}
      order by received_at desc, id desc limit ${MOST_COUNTED + 1}) found
    where ${logged(sight)}`)
  return rows[0]?.n ?? 0
}

/** The newest mail of each of some reaches, by their ids: what "last contact" says. */
export async function listLastMails(
  db: Db,
  sight: Sight,
  reaches: ({ id: string } & Reach)[],
): Promise<Map<string, Date>> {
  const asked = reaches.map((reach) => outsideOf(reach, sight)).filter((reach) => !isEmpty(reach))
  if (asked.length === 0 || sight.mailboxes.size === 0) return new Map()
  const wanted = asked.map(({ id, addresses, domains }) => ({ g: id, a: addresses, d: domains }))
  const withDomains = asked.some(({ domains }) => domains.length > 0)
  const { rows } = await db.execute<{ g: string; at: string | Date }>(sql`
    select w.g, last.received_at as at
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(g uuid, a text[], d text[])
    cross join lateral (
      select received_at from (
        select received_at, connection_id, participants from mail_index
        where ${withDomains ? sql`(participants && w.a or domains && w.d)` : sql`participants && w.a`} and ${held(sight)}
        order by received_at desc, id desc offset 0) found
      where ${logged(sight)} limit 1) last`)
  return new Map(rows.map(({ g, at }) => [g, new Date(at)]))
}

/** One message by its id, if it stands on a timeline; whoever's it is. */
export async function findMail(db: Db, sight: Sight, id: string): Promise<Found | undefined> {
  if (sight.mailboxes.size === 0) return undefined
  const { rows } = await db.execute<FoundRow>(
    sql`select ${COLUMNS} from mail_index where id = ${id}::uuid and ${held(sight)}`,
  )
  return rows.map(toFound).find((found) => isLogged(found, sight))
}

/** What an entry shows. Subject and preview of hidden mail are not even read. */
export async function listContents(db: Db, ids: { all: string[]; subject: string[]; preview: string[] }) {
  if (ids.all.length === 0) return []
  const { id, subject, preview } = mailMessages
  return db
    .select({
      id,
      folderId: mailMessages.folderId,
      fromName: mailMessages.fromName,
      fromAddress: mailMessages.fromAddress,
      to: mailMessages.toRecipients,
      cc: mailMessages.ccRecipients,
      subject: sql<string | null>`case when ${id} = any(${uuids(ids.subject)}) then ${subject} end`,
      preview: sql<string | null>`case when ${id} = any(${uuids(ids.preview)}) then ${preview} end`,
    })
    .from(mailMessages)
    .where(inArray(id, ids.all))
}
export type MailContent = Awaited<ReturnType<typeof listContents>>[number]
