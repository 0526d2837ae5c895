import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { cursors } from '@/drizzle/schema/connection'
import { mailFolders } from '@/drizzle/schema/mail'
import { correspondents } from '@/drizzle/schema/people'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import { PEOPLE_STREAM, UNRANKED } from './rules'

interface Person {
  name: string
  address: string
}

/** Addresses in lower case, each once, the first name that is one. */
function once(people: readonly Person[]): Person[] {
  const found = new Map<string, Person>()
  for (const { name, address } of people) {
    const key = address.trim().toLowerCase()
    const before = found.get(key)
    if (key && (!before || (before.name === '' && name !== ''))) found.set(key, { name, address: key })
  }
  return [...found.values()]
}

/** A mail left for these: they are suggested sooner. */
export async function countWritten(db: Db, scope: ConnectionScope, people: readonly Person[]): Promise<void> {
  const rows = once(people)
  if (rows.length === 0) return
  await db
    .insert(correspondents)
    .values(rows.map((each) => ({ ...each, ...whose(scope), rank: UNRANKED, written: 1, readAt: now() })))
    .onConflictDoUpdate({
      target: [correspondents.connectionId, correspondents.address],
      set: {
        written: sql`${correspondents.written} + 1`,
        name: sql`case when ${correspondents.name} = '' then excluded.name else ${correspondents.name} end`,
      },
    })
}

const whose = ({ connectionId, workspaceId }: ConnectionScope) => ({ connectionId, workspaceId })

/** Takes in Microsoft's ranking (best first), and forgets the ranks that it no longer names. */
export async function acceptRanking(db: Db, scope: ConnectionScope, people: readonly Person[]): Promise<void> {
  await db.update(correspondents).set({ rank: UNRANKED }).where(eq(correspondents.connectionId, scope.connectionId))
  const rows = once(people)
  for (let at = 0; at < rows.length; at += 500) {
    await db
      .insert(correspondents)
      .values(
        rows.slice(at, at + 500).map((each, index) => ({ ...each, ...whose(scope), rank: at + index, readAt: now() })),
      )
      .onConflictDoUpdate({
        target: [correspondents.connectionId, correspondents.address],
        set: {
          rank: sql`excluded.rank`,
          name: sql`case when excluded.name = '' then ${correspondents.name} else excluded.name end`,
          readAt: sql`excluded.read_at`,
        },
      })
  }
}

/** Most addresses of one's own history that are kept. */
const MOST = 2000

/** Counts anew to whom the person wrote within the last year, as far as Sent Items were taken in. */
export async function recountWritten(db: Db, scope: ConnectionScope): Promise<void> {
  const since = new Date(now().getTime() - 365 * 86_400_000)
  await db.execute(sql`
    with counted as (
      select lower(r->>'address') as address, max(r->>'name') as name, count(*)::int as n
      from mail_messages m join ${mailFolders} f on f.id = m.folder_id,
        lateral jsonb_array_elements(m.to_recipients || m.cc_recipients) r
      where f.connection_id = ${scope.connectionId} and f.well_known = 'sentitems' and not m.is_draft
        and m.received_at > ${since.toISOString()}::timestamptz and coalesce(r->>'address', '') like '%@%'
      group by 1 order by 3 desc limit ${MOST})
    insert into ${correspondents} as c (connection_id, workspace_id, address, name, rank, written, read_at)
    select ${scope.connectionId}::uuid, ${scope.workspaceId}::uuid, address, coalesce(name, ''), ${UNRANKED}::int, n,
      ${now().toISOString()}::timestamptz
    from counted
    on conflict (connection_id, address) do update set written = excluded.written,
      name = case when c.name = '' then excluded.name else c.name end`)
  await db.execute(sql`delete from ${correspondents}
    where ${and(eq(correspondents.connectionId, scope.connectionId), eq(correspondents.rank, UNRANKED), eq(correspondents.written, 0))}`)
}

/** Notes that the suggestions of a connection were read; `whole`: all of the mailbox was in by then. */
export async function noteRead(db: Db, scope: ConnectionScope, whole: boolean): Promise<void> {
  const seen = whole ? 1 : 0
  await db
    .insert(cursors)
    .values({ ...whose(scope), stream: PEOPLE_STREAM, phase: 'live', seen, syncedAt: now() })
    .onConflictDoUpdate({ target: [cursors.connectionId, cursors.stream], set: { seen, syncedAt: now() } })
}
