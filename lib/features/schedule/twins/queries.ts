import 'server-only'
import { and, eq, isNotNull, ne, type SQL, sql } from 'drizzle-orm'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { texts, uuids } from '@/lib/features/timeline/reach/queries'
import type { Db } from '@/lib/platform/db/handle'

/** Who else knows its UID can call a meeting of their own by it: the organiser belongs to its name. */
const NAME = sql<string>`${calendarLinks.iCalUid} || ' ' || lower(coalesce(${scheduleEntries.organizerAddress}, ${connections.address}))`

const named = (db: Db, where: SQL) =>
  db
    .select({ id: scheduleEntries.id, uid: calendarLinks.iCalUid, name: NAME })
    .from(calendarLinks)
    .innerJoin(scheduleEntries, eq(scheduleEntries.id, calendarLinks.entryId))
    .innerJoin(connections, eq(connections.id, calendarLinks.connectionId))
    .where(
      and(
        where,
        eq(calendarLinks.mode, 'two-way'),
        ne(calendarLinks.state, 'unlinked'),
        isNotNull(calendarLinks.iCalUid),
        ne(connections.state, 'disconnecting'),
      ),
    )

/**
 * What the meetings are called that are one with events of Outlook, by the id of the entry (of a series: of the series).
 * Those of `ids`, and of all other entries that bear one of their names.
 */
export async function listTwinNames(db: Db, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  if (ids.size === 0) return new Map()
  const known = await named(db, sql`${calendarLinks.entryId} = any(${uuids(ids)})`)
  const uids = [...new Set(known.flatMap(({ uid }) => uid ?? []))]
  if (uids.length === 0) return new Map()
  const names = new Set(known.map(({ name }) => name))
  const all = await named(db, sql`${calendarLinks.iCalUid} = any(${texts(uids)})`)
  return new Map(all.flatMap(({ id, name }) => (names.has(name) ? [[id, name] as const] : [])))
}
