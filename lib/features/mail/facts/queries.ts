import 'server-only'
import { sql } from 'drizzle-orm'
import type { KnownPerson } from '@/components/mail/view'
import { getKnownBehind } from '@/lib/features/people/addresses/queries'
import type { Db } from '@/lib/platform/db/handle'
import { idArray, type ListRecord, textArray } from '../list/queries'
import type { Places } from '../rules'
import { addressOfLine, type LineFacts } from '../view'

/** Who of the CRM is behind some addresses, by address in lower case. */
export async function getKnown(db: Db, addresses: readonly string[]): Promise<Map<string, KnownPerson>> {
  const known = await getKnownBehind(db, addresses)
  return new Map(
    [...known].map(([address, { personId, name, companyId, company }]) => [
      address,
      { id: personId, name, company: companyId && company !== null ? { id: companyId, name: company } : null },
    ]),
  )
}

/** A conversation as its line tells it. */
export interface Conversation {
  /** Messages, to 99. */
  count: number
  /** The newest speakers, the last one last, at most four; null for oneself. */
  speakers: ({ name: string; address: string } | null)[]
}

interface ConversationInput {
  connectionId: string
  /** The connected person's own address. */
  address: string
  /** The folder whose list it is. */
  folderId: string
  /** Sent mail is one's own, whatever address it was sent from. */
  sentId: string | null
  /** Folders that do not count: deleted mail and junk. */
  excluded: readonly string[]
}

/** How many messages of a conversation are looked at, in the folder of the list and outside it. */
const MOST = 99

/** Size and speakers of conversations, by their ids. */
async function getConversations(
  db: Db,
  ids: readonly string[],
  { connectionId, address, folderId, sentId, excluded }: ConversationInput,
): Promise<Map<string, Conversation>> {
  if (ids.length === 0) return new Map()
  const others = excluded.filter((id) => id !== folderId)
  const { rows } = await db.execute<{ conversation_id: string; count: number; speakers: [string, string][] }>(sql`
    with wanted as (select unnest(${textArray(ids)}) as conversation_id),
    messages as materialized (
      select w.conversation_id, m.from_name, m.received_at, m.id,
        case when m.folder_id = ${sentId}::uuid or m.is_draft or lower(m.from_address) = ${address.toLowerCase()}
          then '' else lower(m.from_address) end as address
      from wanted w, lateral (
        (select id, folder_id, from_name, from_address, received_at, is_draft from mail_messages
         where connection_id = ${connectionId} and conversation_id = w.conversation_id and folder_id = ${folderId}::uuid
           and not pending_gone order by received_at desc, id desc limit ${MOST})
        union all
        (select id, folder_id, from_name, from_address, received_at, is_draft from mail_messages
         where connection_id = ${connectionId} and conversation_id = w.conversation_id and folder_id <> ${folderId}::uuid
           and not pending_gone and folder_id <> all(${idArray(others)}) limit ${MOST})
      ) m
    ),
    speakers as (
      select conversation_id, address, (array_agg(from_name order by received_at desc, id desc))[1] as name,
        row_number() over (partition by conversation_id order by max(received_at) desc, address) as place
      from messages group by conversation_id, address
    )
    select conversation_id, least(count(*), ${MOST})::int as count,
      (select coalesce(json_agg(json_build_array(s.name, s.address) order by s.place desc), '[]') from speakers s
       where s.conversation_id = m.conversation_id and s.place <= 4) as speakers
    from messages m group by conversation_id`)
  return new Map(
    rows.map((row) => [
      row.conversation_id,
      {
        count: row.count,
        speakers: row.speakers.map(([name, at]) => (at === '' ? null : { name, address: at })),
      },
    ]),
  )
}

/** What the lines of a list tell beside their messages. */
export async function getLineFacts(
  db: Db,
  records: readonly ListRecord[],
  mailbox: { connection: { id: string; address: string }; places: Places; folderId: string; grouped: boolean },
): Promise<LineFacts> {
  const { connection, places, folderId, grouped } = mailbox
  const { address } = connection
  const { sentId, deletedId, excluded } = places
  const ids = grouped ? [...new Set(records.flatMap((record) => record.conversationId ?? []))] : []
  const input = { connectionId: connection.id, address, folderId, sentId, excluded }
  return {
    address,
    sentId,
    deletedId,
    conversations: await getConversations(db, ids, input),
    known: await getKnown(
      db,
      records.map((record) => addressOfLine(record, { address, sentId })),
    ),
  }
}
