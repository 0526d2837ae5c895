import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { correspondents, peopleIndex } from '@/drizzle/schema/people'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { prefixQuery } from '@/lib/platform/words'
import { type Candidate, UNRANKED } from './rules'

/** Whom a connection wrote to, and whom Microsoft ranks; a few thousand rows at most. */
export async function listCorrespondents(db: Db, connectionId: string): Promise<Candidate[]> {
  const rows = await db
    .select({
      name: correspondents.name,
      address: correspondents.address,
      rank: correspondents.rank,
      written: correspondents.written,
    })
    .from(correspondents)
    .where(eq(correspondents.connectionId, connectionId))
  return rows.map((row) => ({ ...row, personId: null, company: null }))
}

/** People of the CRM that one letter finds are too many to sort: the index gives some. */
const MOST_FOUND = 60

/** People of the CRM of whom every typed word begins a word. */
export async function findPeople(db: Db, scope: UserScope, typed: string): Promise<Candidate[]> {
  const query = prefixQuery(typed, scope.workspaceId)
  if (query === null) return []
  const { rows } = await db.execute<{ id: string; name: string; address: string; company: string | null }>(sql`
    with found as materialized (select id from ${peopleIndex} where words @@ ${query}::tsquery limit ${MOST_FOUND}),
    -- Each table is read once, by its key: a join is planned by statistics, and the embedded database may have none.
    p as materialized (select id, name, company_id from people where id = any(array(select id from found))),
    a as materialized (
      select person_id, address, position from person_addresses where person_id = any(array(select id from found))),
    c as materialized (select id, name from companies where id = any(array(select company_id from p)))
    select p.id, p.name, a.address, c.name as company
    from p join a on a.person_id = p.id left join c on c.id = p.company_id
    order by a.position`)
  return rows.map(({ id, name, address, company }) => ({
    name,
    address,
    company,
    personId: id,
    rank: UNRANKED,
    written: 0,
  }))
}

/** The people of the CRM behind addresses. */
export async function listPeopleOf(db: Db, addresses: string[]): Promise<Candidate[]> {
  if (addresses.length === 0) return []
  const { rows } = await db.execute<{ id: string; name: string; address: string; company: string | null }>(sql`
    select p.id, p.name, a.address, c.name as company
    from person_addresses a join people p on p.id = a.person_id left join companies c on c.id = p.company_id
    where a.address in (${sql.join(
      addresses.map((address) => sql`${address}`),
      sql`, `,
    )})`)
  return rows.map(({ id, name, address, company }) => ({
    name,
    address,
    company,
    personId: id,
    rank: UNRANKED,
    written: 0,
  }))
}
