import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/lib/platform/db/handle'
import { matches, wordsOf } from '../rules'
import { beginning, rangesOf } from './rules'

export type ColleagueFound = { name: string; address: string }

/** More whom one never wrote to are never shown. */
const MOST = 60

/** As `plain` (rules) folds: marks go. */
const MARKS = `[${rangesOf(/\p{Mn}/u)}]+`
const folded = (text: SQL): SQL => sql`
  case when octet_length(${text}) = length(${text}) then lower(${text})
  else lower(regexp_replace(normalize(${text}, NFKD), ${MARKS}, '', 'g')) end`

/** A word of plain letters is looked for before its beginning is: that is cheaper, and most rows do not hold it. */
const begins = (word: string): SQL => {
  const begun = sql`and words ~ ${beginning(word)}`
  return /^[a-z0-9]+$/.test(word) ? sql`and words like ${`%${word}%`} ${begun}` : begun
}

/**
 * Active members of whom every typed word begins a word of name or address, by the address to invite: all whom the
 * connection wrote to or knows from Microsoft, and of the others the first by name.
 */
export async function findColleagues(db: Db, connectionId: string | null, typed: string): Promise<ColleagueFound[]> {
  const wanted = sql.join([...new Set(wordsOf(typed))].map(begins), sql` `)
  const known = sql`select address from correspondents where connection_id = ${connectionId}::uuid`
  const { rows } = await db.execute<ColleagueFound>(sql`
    -- By keys, whatever the planner thinks of joins: they go by statistics, and the embedded database may have none.
    with told as (
      select u.id, coalesce(u.name, u.email, u.contact_email, '') as name, lower(coalesce(
        (select nullif(address, '') from connections where user_id = u.id and state <> 'disconnecting'),
        nullif(u.email, ''), nullif(u.contact_email, ''))) as address
      from users u where id = any(array(select user_id from memberships where disabled_at is null)) offset 0),
    -- A tab sorts before all that a name can hold, so that names are sorted as if alone.
    spelt as (
      select *, ${folded(sql`(name || E'\t' || address)`)} as words from told where address is not null offset 0),
    found as materialized (select *, (address in (${known})) as known from spelt where true ${wanted})
    select name, address from (
      (select * from found where known)
      union all
      (select * from found where not known order by words collate "C", id limit ${MOST})
    ) best order by known desc, words collate "C", id`)
  return rows.filter((each) => matches(typed, each))
}
