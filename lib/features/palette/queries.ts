import 'server-only'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { findEvents } from '@/lib/features/calendar/queries'
import { isReadable, nearestDate } from '@/lib/features/schedule/entry/queries'
import { titleFor } from '@/lib/features/tasks/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { prefixQuery } from '@/lib/platform/words'

/** So many matches of the index are looked at; the best of them are shown. */
const LOOKED_AT = 400
const SHOWN = 6

export type PersonHit = { id: string; name: string; company: string | null; address: string | null }
export type CompanyHit = { id: string; name: string; domain: string | null }
export type TaskHit = { id: string; title: string; dueOn: string | null; done: boolean }

/** `date` in the entry's own zone; `on`: which occurrence of a series that is. */
export type EntryHit = { id: string; title: string; kind: string; date: string; on: string | null }

const list = async <T>(db: Db, query: SQL): Promise<T[]> => [...(await db.execute(query)).rows] as T[]

/** A name that begins with what was typed stands before one that has it in the middle. */
const namesFirst = (name: SQL, typed: string) =>
  sql`(lower(${name}) like ${`${escapeLike(typed.toLowerCase())}%`}) desc`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** People whose name, address or company has words that begin like those typed. */
export async function findPeople(db: Db, scope: UserScope, typed: string): Promise<PersonHit[]> {
  const query = prefixQuery(typed, scope.workspaceId)
  if (!query) return []
  return list(
    db,
    sql`select p.id, p.name, c.name as company,
          (select a.address from person_addresses a where a.person_id = p.id order by a.position limit 1) as address
        from (select id from people_index where words @@ ${query}::tsquery limit ${LOOKED_AT}) found
        join people p on p.id = found.id
        left join companies c on c.id = p.company_id
        order by ${namesFirst(sql`p.sort_name`, typed)}, p.sort_name, p.id limit ${SHOWN}`,
  )
}

/** Companies whose name or domain has words that begin like those typed. */
export async function findCompanies(db: Db, scope: UserScope, typed: string): Promise<CompanyHit[]> {
  const query = prefixQuery(typed, scope.workspaceId)
  if (!query) return []
  return list(
    db,
    sql`select c.id, c.name,
          (select d.domain from company_domains d where d.company_id = c.id order by d.domain limit 1) as domain
        from (select id from companies_index where words @@ ${query}::tsquery limit ${LOOKED_AT}) found
        join companies c on c.id = found.id
        order by ${namesFirst(sql`c.sort_name`, typed)}, c.sort_name, c.id limit ${SHOWN}`,
  )
}

/** Tasks that the person may see and whose title has all the words; their own and open ones first. */
export async function findTasks(db: Db, scope: UserScope, typed: string): Promise<TaskHit[]> {
  const words = typed.split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return []
  const all = sql.join(
    words.map((word) => sql`${titleFor(scope)} ilike ${`%${escapeLike(word)}%`}`),
    sql` and `,
  )
  return list(
    db,
    sql`select id, ${titleFor(scope)} as title, due_on::text as "dueOn", done_at is not null as done from tasks
        where ${all}
          and (waits_for_reply_until is null or (owner_id = ${scope.userId} and waits_for_reply_until <= ${now()}))
        order by (done_at is not null), (owner_id = ${scope.userId}) desc, due_on nulls last, id limit ${SHOWN}`,
  )
}

/** Entries of the person's own schedule whose title has all the words: what comes next first, then what was last. */
export async function findEntries(db: Db, scope: UserScope, typed: string): Promise<EntryHit[]> {
  const words = typed.split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return []
  const { workspaceId, ownerId, seriesId, title, startAt, endAt, recurrence, seriesEndsAt, id } = scheduleEntries
  const at = now().toISOString()
  const until = sql`case when ${recurrence} is null then coalesce(${endAt}, ${startAt}) else coalesce(${seriesEndsAt}, 'infinity') end`
  const rows = await db
    .select()
    .from(scheduleEntries)
    .where(
      and(
        eq(workspaceId, scope.workspaceId),
        eq(ownerId, scope.userId),
        isNull(seriesId),
        ...words.map((word) => sql`${title} ilike ${`%${escapeLike(word)}%`}`),
        isReadable,
      ),
    )
    .orderBy(sql`${until} < ${at}`, sql`abs(extract(epoch from ${startAt} - ${at}::timestamptz))`, id)
    .limit(SHOWN)
  return rows.map((row) => {
    const { date, isOccurrence } = nearestDate(row, now())
    return { id: row.id, title: row.title, kind: row.kind, date, on: isOccurrence ? date : null }
  })
}

/** Events of Outlook in the person's schedule, as entries are told: they open on their day. */
export async function findOutlook(db: Db, scope: UserScope, typed: string): Promise<EntryHit[]> {
  const words = typed.split(/\s+/).filter(Boolean).slice(0, 8)
  const found = await findEvents(db, scope, words, SHOWN)
  return found.map(({ id, title, day }) => ({ id, title, kind: 'event', date: day, on: null }))
}
