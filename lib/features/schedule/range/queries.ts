import 'server-only'
import { and, eq, getTableColumns, gt, gte, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { type PgColumn, unionAll } from 'drizzle-orm/pg-core'
import type { ScheduleItem } from '@/components/schedule/view'
import { calendarLinks, externalCalendars } from '@/drizzle/schema/calendar'
import { people } from '@/drizzle/schema/people'
import { entryAttendees, entryLinks, scheduleEntries } from '@/drizzle/schema/schedule'
import { listMemberDomains, listNamedDomains } from '@/lib/features/privacy/queries'
import { uuids } from '@/lib/features/timeline/reach/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { dateOf } from '@/lib/platform/zones'
import { isReadable } from '../entry/queries'
import { mayChange } from '../rules'
import { listTwinNames } from '../twins/queries'
import { firstOfTwins } from '../twins/rules'
import { type Company, type Place, type RangeEntry, showAll, toItem } from './rules'

/** Most items of one answer; nobody reads so many. */
const MOST = 2000
/** An all-day entry is a date wherever one looks at it from: zones are at most this far apart. */
const ZONES_MS = 26 * 3_600_000

/** What lasts longer is found by an index of its own. */
const LASTING_MS = 2 * 24 * 3_600_000

const later = (at: Date, ms: number) => new Date(at.getTime() + ms)

/**
 * The person's entries that touch a stretch of time (its end excluded), in order: their own, unassigned ones that they
 * entered, and meetings of colleagues to which they are asked. Series come as occurrences. Whole days near the ends may
 * be in it too.
 */
export async function listItems(db: Db, scope: UserScope, from: Date, to: Date): Promise<ScheduleItem[]> {
  const around = { from: later(from, -ZONES_MS), to: later(to, ZONES_MS) }
  const rows = await withoutTwins(db, scope, await listTouching(db, scope, around))
  const masters = rows.filter(({ recurrence }) => recurrence !== null)
  const replaced = await listReplaced(db, masters, around)
  const shown = showAll(rows, replaced, from, to).slice(0, MOST)
  const companies = await listCompany(db, scope, new Set(shown.map(({ entry }) => entry.id)))
  const places = await listPlaces(db, new Set(shown.map(({ headId }) => headId)))
  return shown.map((each) =>
    toItem(each, {
      company: companies.get(each.entry.id),
      place: places.get(each.headId),
      mayChange: mayChange(each.entry, scope),
    }),
  )
}

/** A meeting to which several colleagues ask, each from a mailbox of their own, is one; the person's own counts first. */
async function withoutTwins(db: Db, { userId }: UserScope, rows: RangeEntry[]): Promise<RangeEntry[]> {
  const headOf = (row: RangeEntry) => row.seriesId ?? row.id
  const heads = new Map(rows.map((row) => [headOf(row), row]))
  const names = await listTwinNames(db, new Set(heads.keys()))
  const first = firstOfTwins(
    [...heads].map(([id, { ownerId, connectionId, createdAt }]) => ({
      ...{ id, connectionId, createdAt },
      name: names.get(id) ?? null,
      rank: Number(ownerId === userId),
    })),
  )
  return rows.filter((row) => first.has(headOf(row)))
}

interface Stretch {
  from: Date
  to: Date
}

/** Entries and changed occurrences that touch a stretch, and series that may; everything but their notes. */
async function listTouching(db: Db, scope: UserScope, stretch: Stretch): Promise<RangeEntry[]> {
  const { notes: _, ...columns } = getTableColumns(scheduleEntries)
  const { workspaceId, ownerId, createdBy } = scheduleEntries
  const ours = and(eq(workspaceId, scope.workspaceId), isReadable)
  const select = (where: SQL | undefined) => db.select(columns).from(scheduleEntries).where(where).limit(MOST)
  const mine = and(ours, eq(ownerId, scope.userId), isNotOutlooksAlone)
  const nobodys = and(ours, isNull(ownerId), eq(createdBy, scope.userId))
  const asked = and(ours, isAskedTo(scope))
  return unionAll(
    select(and(mine, isShort(stretch))),
    select(and(mine, isLasting(stretch))),
    select(and(nobodys, isShort(stretch))),
    select(and(nobodys, isLasting(stretch))),
    select(and(asked, or(isShort(stretch), isLasting(stretch)))),
  )
}

const { startAt, endAt, recurrence, seriesEndsAt, seriesId, occurrenceDate, isCancelled } = scheduleEntries
/** A deleted occurrence is none. */
const isThere = or(isNull(seriesId), eq(isCancelled, false))

/** What came from Outlook and is no longer one with its event stands there as the event. */
const isNotOutlooksAlone = or(
  isNull(scheduleEntries.connectionId),
  sql`not exists (select 1 from calendar_links l where l.entry_id = coalesce(${seriesId}, ${scheduleEntries.id})
    and l.mode = 'two-way' and l.state = 'unlinked')`,
)

/** Single entries of up to two days: those begin near the stretch. */
const isShort = ({ from, to }: Stretch) =>
  and(
    isNull(recurrence),
    isThere,
    gt(startAt, later(from, -LASTING_MS)),
    lt(startAt, to),
    // Without an end: half an hour.
    or(gt(endAt, from), and(isNull(endAt), gt(startAt, later(from, -30 * 60_000))), gte(startAt, from)),
    // As in the index of those that last.
    sql`(${endAt} is null or not (${endAt} - ${startAt} > interval '2 days'))`,
  )

/** Series, and what lasts longer: they have an index of their own. */
const isLasting = ({ from, to }: Stretch) =>
  and(
    sql`(${recurrence} is not null or ${endAt} - ${startAt} > interval '2 days')`,
    lt(startAt, to),
    or(
      and(isNotNull(recurrence), or(isNull(seriesEndsAt), gt(seriesEndsAt, from))),
      and(isNull(recurrence), isThere, gt(endAt, from)),
    ),
  )

/** Asked by a colleague, unless the person's own mailbox has the meeting: there it is one with the colleague's. */
const isAskedTo = ({ userId }: UserScope) => sql`
  ${scheduleEntries.kind} = 'meeting' and ${scheduleEntries.ownerId} is distinct from ${userId}::uuid
  and ${scheduleEntries.id} = any(array(
    select a.entry_id from entry_attendees a where a.user_id = ${userId}::uuid and a.response <> 'declined'))
  and (not exists (select 1 from calendar_links l where l.entry_id = ${scheduleEntries.id} and l.mode = 'two-way')
    or not exists (select 1 from connections c where c.user_id = ${userId}::uuid and c.state <> 'disconnecting'))`

/** Dates of series that have a row of their own, or were deleted: series → dates. */
async function listReplaced(db: Db, masters: RangeEntry[], { from, to }: Stretch): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>()
  if (masters.length === 0) return found
  const longest = Math.max(...masters.map((each) => (each.endAt ?? each.startAt).getTime() - each.startAt.getTime()))
  const rows = await db
    .select({ seriesId, occurrenceDate })
    .from(scheduleEntries)
    .where(
      and(
        isAny(seriesId, new Set(masters.map(({ id }) => id))),
        gte(occurrenceDate, dateOf(later(from, -longest - ZONES_MS), 'UTC')),
        lte(occurrenceDate, dateOf(later(to, ZONES_MS), 'UTC')),
      ),
    )
  for (const row of rows)
    if (row.seriesId && row.occurrenceDate)
      found.set(row.seriesId, (found.get(row.seriesId) ?? new Set()).add(row.occurrenceDate))
  return found
}

/** One parameter, however many. */
const isAny = (column: PgColumn, ids: ReadonlySet<string>): SQL => sql`${column} = any(${uuids(ids)})`

/** Who is on some entries: people of the CRM first, then others; and whether anybody is from outside. */
async function listCompany(db: Db, scope: UserScope, ids: Set<string>): Promise<Map<string, Company>> {
  const found = new Map<string, Company>()
  if (ids.size === 0) return found
  const of = (id: string) => {
    const company = found.get(id) ?? { names: [], isExternal: false, response: null }
    found.set(id, company)
    return company
  }
  const { entryId, personId } = entryLinks
  const linked = await db
    .select({ entryId, name: people.name })
    .from(entryLinks)
    .leftJoin(people, eq(people.id, personId))
    .where(isAny(entryId, ids))
    .orderBy(people.sortName, entryLinks.id)
  for (const row of linked) {
    const company = of(row.entryId)
    company.isExternal = true
    if (row.name) company.names.push(row.name)
  }
  const { userId, address, position, name, response } = entryAttendees
  const isMe = sql`${userId} = ${scope.userId}::uuid`
  const asked = await db
    .select({
      entryId: entryAttendees.entryId,
      domains: sql<
        string[]
      >`coalesce(array_agg(distinct tandem_domain(${address})) filter (where ${userId} is null), '{}')`,
      names: sql<
        string[]
      >`coalesce(array_agg(${name} order by ${position}) filter (where ${position} < 6 and ${isMe} is not true), '{}')`,
      response: sql<Company['response']>`max(${response}) filter (where ${isMe})`,
    })
    .from(entryAttendees)
    .where(isAny(entryAttendees.entryId, ids))
    .groupBy(entryAttendees.entryId)
  const inside = asked.some(({ domains }) => domains.length > 0) ? await listInside(db, scope) : new Set()
  for (const row of asked) {
    const company = of(row.entryId)
    company.isExternal ||= row.domains.some((domain) => domain !== '' && !inside.has(domain))
    company.names.push(...row.names.filter((each) => each && !company.names.includes(each)))
    company.response = row.response
  }
  return found
}

/** Domains of colleagues, in lower case. */
async function listInside(db: Db, scope: UserScope): Promise<Set<string>> {
  const domains = [...(await listNamedDomains(db, scope)), ...(await listMemberDomains(db))]
  return new Set(domains.map((each) => each.toLowerCase()))
}

/** How entries stand with Outlook. */
async function listPlaces(db: Db, ids: Set<string>): Promise<Map<string, Place>> {
  if (ids.size === 0) return new Map()
  const rows = await db
    .select({
      entryId: calendarLinks.entryId,
      mode: calendarLinks.mode,
      state: calendarLinks.state,
      calendarId: externalCalendars.id,
    })
    .from(calendarLinks)
    .leftJoin(
      externalCalendars,
      and(
        eq(externalCalendars.connectionId, calendarLinks.connectionId),
        eq(externalCalendars.externalCalendarId, calendarLinks.externalCalendarId),
      ),
    )
    .where(and(isAny(calendarLinks.entryId, ids), ne(calendarLinks.state, 'unlinked')))
  return new Map(rows.map(({ entryId, ...place }) => [entryId ?? '', place]))
}
