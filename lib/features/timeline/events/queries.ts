import 'server-only'
import { inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { externalCalendarEvents } from '@/drizzle/schema/calendar'
import type { Db } from '@/lib/platform/db/handle'
import { isEmpty, logged, reaches, texts, uuids } from '../reach/queries'
import { bestOf, type Found, isLogged, outsideOf, type Place, type Reach, type Sight } from '../rules'

/**
 * Events of colleagues' own calendars in sight. Those of shared calendars are told by their owners' mailboxes, private
 * ones have no participants, and one that its owner declined did not happen for them.
 */
const held = (sight: Sight): SQL => sql`connection_id = any(${uuids(sight.mailboxes.keys())})
  and calendar_id in (select id from external_calendar where role = 'own')`

/** The same meeting in several calendars has one name; all occurrences of a series share their series'. */
const NAME = sql`case when type = 'occurrence' then i_cal_uid || '@' || extract(epoch from start_datetime)::text
  else i_cal_uid end`

/** One that is kept the same as an entry: the entry stands on the timeline. */
const IS_ENTRY = sql`exists (select 1 from calendar_links l where l.connection_id = found.connection_id
  and l.mode = 'two-way' and l.state <> 'unlinked' and l.entry_id is not null
  and l.external_event_id in (found.external_calendar_event_id, found.series_master_id))`

const COLUMNS = sql`id, connection_id, external_calendar_event_id, series_master_id, start_datetime, participants,
  coalesce(organizer_address, '') as organizer, ${NAME} as name`

/** The same meeting in several calendars: who else knows its UID can call a meeting of their own by it. */
const nameOf = ({ id, internetMessageId, fromAddress }: Found): string =>
  internetMessageId ? `${internetMessageId}\n${fromAddress}` : id

interface FoundRow extends Record<string, unknown> {
  id: string
  connection_id: string
  start_datetime: string | Date
  participants: string[]
  organizer: string
  name: string | null
  is_entry: boolean
}

/** As rules look at it: an event is found at its start, and nobody asks for one. */
const toFound = (row: FoundRow): Found => ({
  id: row.id,
  connectionId: row.connection_id,
  conversationId: null,
  internetMessageId: row.name,
  fromAddress: row.organizer.toLowerCase(),
  receivedAt: new Date(row.start_datetime),
  participants: row.participants,
})

interface Range {
  /** Only what begins up to this instant (newest first), or after it (soonest first). */
  until?: Date
  since?: Date
  after?: Place | null
  limit: number
}

/** Events of a reach, each meeting once however many colleagues hold it. */
export async function listMeetings(db: Db, sight: Sight, asked: Reach, range: Range): Promise<Found[]> {
  const reach = outsideOf(asked, sight)
  const page: Found[] = []
  if (isEmpty(reach) || sight.mailboxes.size === 0) return page
  let from = range.after ?? null
  for (let size = range.limit * 2; ; size = Math.min(size * 2, 1000)) {
    const batch = await findMeetings(db, sight, reach, { ...range, after: from, limit: size })
    const copies = await findCopies(db, sight, reach, batch)
    for (const found of batch) {
      const all = copies.get(nameOf(found))
      if (all?.some(({ isEntry }) => isEntry)) continue
      if (bestOf(all ?? [found], sight)?.id === found.id) page.push(found)
      if (page.length === range.limit) return page
    }
    const last = batch.at(-1)
    if (!last || batch.length < size) return page
    from = { at: last.receivedAt, id: last.id }
  }
}

async function findMeetings(
  db: Db,
  sight: Sight,
  reach: Reach,
  { until, since, after, limit }: Range,
): Promise<Found[]> {
  const soonest = since !== undefined
  const order = soonest ? sql`start_datetime, id` : sql`start_datetime desc, id desc`
  const beyond = after
    ? sql`and (start_datetime, id) ${soonest ? sql`>` : sql`<`} (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
    : sql``
  const bound = soonest
    ? sql`and start_datetime > ${since.toISOString()}::timestamptz`
    : until
      ? sql`and start_datetime <= ${until.toISOString()}::timestamptz`
      : sql``
  const { rows } = await db.execute<FoundRow>(sql`
    select *, ${IS_ENTRY} as is_entry from (
      select ${COLUMNS} from calendar_event_index where ${reaches(reach)} and ${held(sight)} ${bound} ${beyond}
      order by ${order} offset 0) found
    where ${logged(sight)} and not ${IS_ENTRY} order by ${order} limit ${limit}`)
  return rows.map(toFound).filter((found) => isLogged(found, sight))
}

type Copy = Found & { isEntry: boolean }

async function findCopies(db: Db, sight: Sight, reach: Reach, batch: Found[]): Promise<Map<string, Copy[]>> {
  const byName = new Map<string, Copy[]>()
  const names = [...new Set(batch.flatMap(({ internetMessageId }) => (internetMessageId ? [internetMessageId] : [])))]
  if (names.length === 0) return byName
  const { rows } = await db.execute<FoundRow>(sql`
    select *, ${IS_ENTRY} as is_entry from (
      select ${COLUMNS} from calendar_event_index where ${reaches(reach)} and ${held(sight)} offset 0) found
    where name = any(${texts(names)})`)
  for (const row of rows) {
    const found = { ...toFound(row), isEntry: row.is_entry }
    const known = byName.get(nameOf(found))
    if (known) known.push(found)
    else byName.set(nameOf(found), [found])
  }
  return byName
}

/** The newest event that has begun of each of some reaches, by their ids: what "last contact" says besides mail. */
export async function listLastMeetings(
  db: Db,
  sight: Sight,
  reachesOf: ({ id: string } & Reach)[],
  until: Date,
): Promise<Map<string, Date>> {
  const asked = reachesOf.map((reach) => outsideOf(reach, sight)).filter((reach) => !isEmpty(reach))
  if (asked.length === 0 || sight.mailboxes.size === 0) return new Map()
  const wanted = asked.map(({ id, addresses, domains }) => ({ g: id, a: addresses, d: domains }))
  const withDomains = asked.some(({ domains }) => domains.length > 0)
  const { rows } = await db.execute<{ g: string; at: string | Date }>(sql`
    select w.g, last.start_datetime as at
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(g uuid, a text[], d text[])
    cross join lateral (
      select start_datetime from (
        select start_datetime, connection_id, participants from calendar_event_index
        where ${withDomains ? sql`(participants && w.a or domains && w.d)` : sql`participants && w.a`} and ${held(sight)}
          and not is_cancelled and start_datetime <= ${until.toISOString()}::timestamptz
        order by start_datetime desc, id desc offset 0) found
      where ${logged(sight)} limit 1) last`)
  return new Map(rows.map(({ g, at }) => [g, new Date(at)]))
}

/** What an entry shows. Words of hidden events are not even read. */
export async function listMeetingContents(db: Db, ids: { all: string[]; subject: string[]; open: string[] }) {
  if (ids.all.length === 0) return []
  const { id, subject, location, joinUrl } = externalCalendarEvents
  const only = (allowed: string[], column: SQLWrapper) =>
    sql<string | null>`case when ${id} = any(${uuids(allowed)}) then ${column} end`
  return db
    .select({
      id,
      endsAt: externalCalendarEvents.endDatetime,
      isAllDay: externalCalendarEvents.isAllDay,
      startDate: externalCalendarEvents.startDate,
      endDate: externalCalendarEvents.endDate,
      isCancelled: externalCalendarEvents.isCancelled,
      isRecurring: sql<boolean>`${externalCalendarEvents.seriesMasterId} is not null`,
      organizerName: externalCalendarEvents.organizerName,
      organizerAddress: externalCalendarEvents.organizerAddress,
      attendees: externalCalendarEvents.attendees,
      subject: only(ids.subject, subject),
      location: only(ids.open, location),
      joinUrl: only(ids.open, joinUrl),
    })
    .from(externalCalendarEvents)
    .where(inArray(id, ids.all))
}
export type MeetingContent = Awaited<ReturnType<typeof listMeetingContents>>[number]
