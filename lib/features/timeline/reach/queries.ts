import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Reach, Sight } from '../rules'

// What finding mail and finding events have in common: whom they reach, and what stands on timelines at all.

/** An array as Postgres writes it: the same to every driver. */
const pgArray = (values: Iterable<string>): string =>
  `{${[...values].map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

export const texts = (values: Iterable<string>) => sql`${pgArray(values)}::text[]`
export const uuids = (values: Iterable<string>) => sql`${pgArray(values)}::uuid[]`

export const isEmpty = ({ addresses, domains }: Reach) => addresses.length === 0 && domains.length === 0

/** Rows of a reach: of these addresses, or of anybody of these domains. */
export function reaches({ addresses, domains }: Reach): SQL {
  if (domains.length === 0) return sql`participants && ${texts(addresses)}`
  if (addresses.length === 0) return sql`domains && ${texts(domains)}`
  return sql`(participants && ${texts(addresses)} or domains && ${texts(domains)})`
}

/** The rule `isLogged` in SQL, so that a blocked or internal past is not read page by page. */
export function logged(sight: Sight): SQL {
  const outsiders = sql`exists (select 1 from unnest(found.participants) p where p like '%@%'
    and p <> all(${texts(sight.ours)}) and tandem_domain(p) <> all(${texts(sight.internal)}))`
  const lists = [...sight.mailboxes.values()].flatMap(({ connectionId, blocked: { addresses, domains } }) =>
    addresses.length + domains.length === 0 ? [] : [{ c: connectionId, a: addresses, d: domains }],
  )
  if (lists.length === 0) return outsiders
  return sql`${outsiders} and not exists (
    select 1 from jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) as b(c uuid, a text[], d text[])
    where b.c = found.connection_id and (found.participants && b.a
      or exists (select 1 from unnest(found.participants) p, unnest(b.d) y
        where tandem_domain(p) = y or right(p, length(y) + 1) = '.' || y)))`
}
