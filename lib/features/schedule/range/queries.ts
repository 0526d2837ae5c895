import 'server-only'
import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, ne, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { ScheduleItem } from '@/components/schedule/view'
import { calendarLinks, externalCalendars } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { people } from '@/drizzle/schema/people'
import { entryAttendees, entryLinks, scheduleEntries } from '@/drizzle/schema/schedule'
import { listMemberDomains, listNamedDomains } from '@/lib/features/privacy/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { dateOf } from '@/lib/platform/zones'
import { type Entry, mayChange } from '../rules'
import { type Company, type Place, showAll, toItem } from './rules'

/** Most items of one answer; nobody reads so many. */
const MOST = 2000
/** An all-day entry is a date wherever one looks at it from: zones are at most this far apart. */
const ZONES_MS = 26 * 3_600_000

const later = (at: Date, ms: number) => new Date(at.getTime() + ms)

/**
 * The person's entries that touch a stretch of time (its end excluded), in order: their own, unassigned ones that they
 * entered, and meetings of colleagues to which they are asked. Series come as occurrences. Whole days near the ends may
 * be in it too.
 */
export async function listItems(db: Db, scope: UserScope, from: Date, to: Date): Promise<ScheduleItem[]> {
  const around = { from: later(from, -ZONES_MS), to: later(to, ZONES_MS) }
  const { ownerId, createdBy, kind } = scheduleEntries
  const mine = eq(ownerId, scope.userId)
  const rows = [
    ...(await listTouching(db, scope, mine, around)),
    ...(await listTouching(db, scope, and(isNull(ownerId), eq(createdBy, scope.userId)), around)),
    ...(await listTouching(db, scope, and(eq(kind, 'meeting'), isAskedTo(db, scope)), around)),
  ]
  const masters = rows.filter(({ recurrence }) => recurrence !== null)
  const replaced = await listReplaced(db, masters, around)
  const shown = showAll(rows, replaced, from, to).slice(0, MOST)
  const contents = [...new Set(shown.map(({ entry }) => entry.id))]
  const heads = [...new Set(shown.map(({ headId }) => headId))]
  const companies = await listCompany(db, scope, contents)
  const places = await listPlaces(db, heads)
  return shown.map((each) =>
    toItem(each, {
      company: companies.get(each.entry.id),
      place: places.get(each.headId),
      mayChange: mayChange(each.entry, scope),
    }),
  )
}

interface Stretch {
  from: Date
  to: Date
}

/** Entries and changed occurrences that touch a stretch, and series that may. */
async function listTouching(db: Db, scope: UserScope, whose: SQL | undefined, { from, to }: Stretch): Promise<Entry[]> {
  const { workspaceId, startAt, endAt, recurrence, seriesEndsAt, seriesId, isCancelled } = scheduleEntries
  const ours = and(eq(workspaceId, scope.workspaceId), whose, lt(startAt, to))
  const single = await db
    .select()
    .from(scheduleEntries)
    .where(
      and(
        ours,
        isNull(recurrence),
        // Without an end: half an hour.
        or(gt(endAt, from), and(isNull(endAt), gt(startAt, later(from, -30 * 60_000))), gte(startAt, from)),
        // A deleted occurrence.
        or(isNull(seriesId), eq(isCancelled, false)),
      ),
    )
    .orderBy(startAt)
    .limit(MOST)
  const series = await db
    .select()
    .from(scheduleEntries)
    .where(and(ours, isNotNull(recurrence), or(isNull(seriesEndsAt), gt(seriesEndsAt, from))))
    .limit(MOST)
  return [...single, ...series]
}

/** Asked by a colleague, unless the person's own mailbox has the meeting: there it is one with the colleague's. */
const isAskedTo = (db: Db, scope: UserScope) =>
  and(
    inArray(
      scheduleEntries.id,
      db
        .select({ id: entryAttendees.entryId })
        .from(entryAttendees)
        .where(and(eq(entryAttendees.userId, scope.userId), ne(entryAttendees.response, 'declined'))),
    ),
    or(isNull(scheduleEntries.ownerId), ne(scheduleEntries.ownerId, scope.userId)),
    or(
      notExists(
        db
          .select({ one: sql`1` })
          .from(calendarLinks)
          .where(and(eq(calendarLinks.entryId, scheduleEntries.id), eq(calendarLinks.mode, 'two-way'))),
      ),
      notExists(
        db
          .select({ one: sql`1` })
          .from(connections)
          .where(and(eq(connections.userId, scope.userId), ne(connections.state, 'disconnecting'))),
      ),
    ),
  )

/** Dates of series that have a row of their own, or were deleted: series → dates. */
async function listReplaced(db: Db, masters: Entry[], { from, to }: Stretch): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>()
  if (masters.length === 0) return found
  const longest = Math.max(0, ...masters.map(({ startAt, endAt }) => (endAt ?? startAt).getTime() - startAt.getTime()))
  const { seriesId, occurrenceDate } = scheduleEntries
  const rows = await db
    .select({ seriesId, occurrenceDate })
    .from(scheduleEntries)
    .where(
      and(
        inArray(
          seriesId,
          masters.map(({ id }) => id),
        ),
        gte(occurrenceDate, dateOf(later(from, -longest - ZONES_MS), 'UTC')),
        lte(occurrenceDate, dateOf(later(to, ZONES_MS), 'UTC')),
      ),
    )
  for (const row of rows)
    if (row.seriesId && row.occurrenceDate)
      found.set(row.seriesId, (found.get(row.seriesId) ?? new Set()).add(row.occurrenceDate))
  return found
}

/** Who is on some entries: people of the CRM first, then others; and whether anybody is from outside. */
async function listCompany(db: Db, scope: UserScope, ids: string[]): Promise<Map<string, Company>> {
  const found = new Map<string, Company>()
  if (ids.length === 0) return found
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
    .where(inArray(entryId, ids))
    .orderBy(people.sortName, entryLinks.id)
  for (const row of linked) {
    const company = of(row.entryId)
    company.isExternal = true
    if (row.name) company.names.push(row.name)
  }
  const inside = [...(await listNamedDomains(db, scope)), ...(await listMemberDomains(db))].map((each) =>
    each.toLowerCase(),
  )
  const { userId, address, position, name, response } = entryAttendees
  const isInside = sql`split_part(${address}, '@', 2) = any(array[${sql.join(
    ['', ...inside].map((domain) => sql`${domain}`),
    sql`, `,
  )}]::text[])`
  const asked = await db
    .select({
      entryId: entryAttendees.entryId,
      isExternal: sql<boolean>`bool_or(${userId} is null and not ${isInside})`,
      names: sql<
        string[]
      >`coalesce(array_agg(${name} order by ${position}) filter (where ${position} < 4 and ${userId} is distinct from ${scope.userId}::uuid), '{}')`,
      response: sql<Company['response']>`max(${response}) filter (where ${userId} = ${scope.userId}::uuid)`,
    })
    .from(entryAttendees)
    .where(inArray(entryAttendees.entryId, ids))
    .groupBy(entryAttendees.entryId)
  for (const row of asked) {
    const company = of(row.entryId)
    company.isExternal ||= row.isExternal
    company.names.push(...row.names.filter((each) => each && !company.names.includes(each)))
    company.response = row.response
  }
  return found
}

/** How entries stand with Outlook. */
async function listPlaces(db: Db, ids: string[]): Promise<Map<string, Place>> {
  if (ids.length === 0) return new Map()
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
    .where(and(inArray(calendarLinks.entryId, ids), ne(calendarLinks.state, 'unlinked')))
  return new Map(rows.map(({ entryId, ...place }) => [entryId ?? '', place]))
}
