import 'server-only'
import { and, eq, getTableColumns, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { texts } from '@/lib/features/timeline/reach/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import type { Db } from '@/lib/platform/db/handle'
import { latestBy, nextAfter } from '@/lib/platform/recurrence/expand'
import type { UserScope } from '@/lib/platform/scope'
import { isReadable } from '../entry/queries'
import { endOf } from '../rules'
import { seriesOf } from '../series/rules'
import { listAttendees, listLinks } from '../ties/queries'
import { listTwinNames } from '../twins/queries'
import { firstOfTwins } from '../twins/rules'

/** Whom entries are about: by their link, or by the addresses and domains of those who are asked. */
export interface Concern {
  personId?: string
  companyId?: string
  addresses: string[]
  domains: string[]
}

/** What stands on timelines of those that Outlook brought, and how much of an entry the viewer sees. */
export interface Viewing {
  keeps: (entry: { connectionId: string; addresses: string[] }) => boolean
  rank: (entry: Pick<Concerned, 'connectionId' | 'owner' | 'takesPart'>) => number
}

/** Up to an instant newest first, from a place on; or after it, soonest first. */
export interface Range {
  until?: Date
  since?: Date
  after?: { at: Date; id: string } | null
  limit: number
}

/** Most series of one person or company that are looked at. */
const MOST_SERIES = 200
const millis = (at: SQL | typeof scheduleEntries.startAt) => sql`date_trunc('milliseconds', ${at})`

/** Entries about somebody: linked to them, to a company's people, or with them among those who are asked, or asking. */
const isAbout = (scope: UserScope, { personId, companyId, addresses, domains }: Concern): SQL => {
  const links = personId
    ? sql`select entry_id from entry_links where person_id = ${personId}`
    : sql`select entry_id from entry_links where company_id = ${companyId ?? null}
        or person_id in (select id from people where company_id = ${companyId ?? null})`
  return sql`${scheduleEntries.id} = any(array(
    ${links}
    union select entry_id from entry_attendees where workspace_id = ${scope.workspaceId} and address = any(${texts(addresses)})
    union select entry_id from entry_attendees where workspace_id = ${scope.workspaceId} and domain = any(${texts(domains)})
    union select id from schedule_entries where workspace_id = ${scope.workspaceId} and organizer_address is not null
      and (organizer_address = any(${texts(addresses)}) or tandem_domain(organizer_address) = any(${texts(domains)}))))`
}

/** What stands on timelines: no time off, no colleague's part in a call, and nothing private of others. */
const isShown = (scope: UserScope): SQL | undefined =>
  and(
    eq(scheduleEntries.workspaceId, scope.workspaceId),
    ne(scheduleEntries.kind, 'time_off'),
    isNull(scheduleEntries.parentId),
    isReadable,
    or(isNull(scheduleEntries.seriesId), eq(scheduleEntries.isCancelled, false)),
    sql`(not ${scheduleEntries.isPrivate} or ${scope.userId}::uuid in (${scheduleEntries.ownerId}, ${scheduleEntries.createdBy})
      or exists (select 1 from entry_attendees a where a.entry_id = ${scheduleEntries.id} and a.user_id = ${scope.userId}::uuid))`,
  )

const select = (db: Db) =>
  db
    .select({
      ...getTableColumns(scheduleEntries),
      owner: { id: users.id, name: nameOfUser },
    })
    .from(scheduleEntries)
    .leftJoin(users, eq(users.id, scheduleEntries.ownerId))
type Row = Awaited<ReturnType<typeof listSingles>>[number]

async function listSingles(db: Db, scope: UserScope, concern: Concern, { until, since, after, limit }: Range) {
  const { startAt, id, recurrence } = scheduleEntries
  const at = millis(startAt)
  const order = since ? [sql`${at}`, id] : [sql`${at} desc`, sql`${id} desc`]
  return select(db)
    .where(
      and(
        isShown(scope),
        isNull(recurrence),
        isAbout(scope, concern),
        until ? sql`${startAt} <= ${until.toISOString()}::timestamptz` : undefined,
        since ? sql`${startAt} > ${since.toISOString()}::timestamptz` : undefined,
        after ? sql`(${at}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(...order)
    .limit(limit)
}

/** Of each series the one occurrence that stands on a timeline: the next, or the last that was. */
async function listSeries(db: Db, scope: UserScope, concern: Concern, { until, since, after }: Range): Promise<Row[]> {
  const rows = await select(db)
    .where(and(isShown(scope), isNotNull(scheduleEntries.recurrence), isAbout(scope, concern)))
    .limit(MOST_SERIES)
  const taken = await listTaken(
    db,
    rows.map(({ id }) => id),
  )
  return rows.flatMap((row) => {
    const series = row.recurrence && seriesOf(row, row.recurrence)
    if (!series) return []
    const isTaken = (date: string) => taken.has(`${row.id}@${date}`)
    const found = since ? nextAfter(series, since, isTaken) : until ? latestBy(series, until, isTaken) : null
    if (!found) return []
    const { startAt, endAt, date } = found
    const isBeyond = !after || startAt < after.at || (startAt.getTime() === after.at.getTime() && row.id < after.id)
    return isBeyond ? [{ ...row, startAt, endAt, occurrenceDate: date, startDate: row.isAllDay ? date : null }] : []
  })
}

/** Dates of series that have a row of their own. */
async function listTaken(db: Db, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .select({ id: scheduleEntries.seriesId, date: scheduleEntries.occurrenceDate })
    .from(scheduleEntries)
    .where(inArray(scheduleEntries.seriesId, ids))
  return new Set(rows.map(({ id, date }) => `${id}@${date}`))
}

/** An entry on a timeline, before it is decided how much of it somebody sees. */
export interface Concerned {
  id: string
  /** The entry that opens: itself, or the first of its series. */
  headId: string
  occurrenceDate: string | null
  kind: 'call' | 'medical_event' | 'meeting'
  startAt: Date
  endAt: Date
  isAllDay: boolean
  startDate: string | null
  title: string
  location: string
  isOnline: boolean
  isRecurring: boolean
  isCancelled: boolean
  channel: Row['channel']
  createdAt: Date
  owner: { id: string; name: string } | null
  /** Outlook brought it: its owner's choices apply. */
  connectionId: string | null
  /** The viewer is asked to it or entered it. */
  takesPart: boolean
  attendees: { name: string; address: string }[]
  people: { id: string; name: string }[]
}

/**
 * Entries about a person or a company, newest first up to an instant or soonest first after it; each meeting once,
 * however many colleagues hold it.
 */
export async function listEntriesAbout(
  db: Db,
  scope: UserScope,
  concern: Concern,
  range: Range & Viewing,
): Promise<Concerned[]> {
  const found: Concerned[] = []
  const once = async (rows: Row[]) =>
    withoutTwins(db, scope, concern, range, await withTies(db, scope, rows, range.keeps))
  const series = await once(await listSeries(db, scope, concern, range))
  let after = range.after ?? null
  while (found.length < range.limit) {
    const batch = await listSingles(db, scope, concern, { ...range, after })
    found.push(...(await once(batch)))
    const last = batch.at(-1)
    // What is yet to come is a few: no second look.
    if (!last || batch.length < range.limit || range.since) break
    after = { at: last.startAt, id: last.id }
  }
  const sign = range.since ? 1 : -1
  return [...found, ...series]
    .sort((a, b) => sign * (a.startAt.getTime() - b.startAt.getTime() || (a.id < b.id ? -1 : 1)))
    .slice(0, range.limit)
}

/** Of a meeting that several colleagues hold, one; whichever page it stands on, it is the same one. */
async function withoutTwins(
  db: Db,
  scope: UserScope,
  concern: Concern,
  { keeps, rank }: Viewing,
  found: Concerned[],
): Promise<Concerned[]> {
  const names = await listTwinNames(db, new Set(found.map(({ headId }) => headId)))
  const heads = [...names.keys()]
  if (heads.length === 0) return found
  const { id, seriesId } = scheduleEntries
  const rows = await select(db).where(
    and(isShown(scope), isAbout(scope, concern), or(inArray(id, heads), inArray(seriesId, heads))),
  )
  const nameOf = (each: Concerned) => {
    const name = names.get(each.headId)
    return name ? `${name} ${each.id === each.headId ? '' : each.occurrenceDate}` : null
  }
  const all = await withTies(db, scope, rows, keeps)
  const first = firstOfTwins(all.map((each) => ({ ...each, name: nameOf(each), rank: rank(each) })))
  return found.filter((each) => !names.has(each.headId) || first.has(each.id))
}

async function withTies(
  db: Db,
  scope: UserScope,
  rows: Row[],
  keeps: (entry: { connectionId: string; addresses: string[] }) => boolean,
): Promise<Concerned[]> {
  const ids = rows.map(({ id }) => id)
  const attendees = await listAttendees(db, ids)
  const links = await listLinks(db, ids)
  return rows.flatMap((row) => {
    const asked = attendees.filter(({ entryId }) => entryId === row.id)
    const { connectionId, kind, organizerAddress } = row
    if (kind === 'time_off') return []
    const addresses = [...asked.map(({ address }) => address), ...(organizerAddress ? [organizerAddress] : [])]
    if (connectionId && !keeps({ connectionId, addresses })) return []
    return [
      {
        ...row,
        kind,
        headId: row.seriesId ?? row.id,
        endAt: endOf(row),
        isOnline: row.isOnline || row.joinUrl !== null,
        isRecurring: row.recurrence !== null || row.seriesId !== null,
        takesPart: row.createdBy === scope.userId || asked.some(({ userId }) => userId === scope.userId),
        attendees: asked.map(({ name, address }) => ({ name, address })),
        people: links
          .filter(({ entryId, personId }) => entryId === row.id && personId !== null)
          .map(({ personId, personName }) => ({ id: personId ?? '', name: personName ?? '' })),
      },
    ]
  })
}

/** When each of some people or companies was last met or called, by their ids: entries that have begun. */
export async function listLastEntries(
  db: Db,
  scope: UserScope,
  concerns: { id: string; addresses: string[]; domains: string[] }[],
  until: Date,
): Promise<Map<string, Date>> {
  if (concerns.length === 0) return new Map()
  const wanted = concerns.map(({ id, addresses, domains }) => ({ g: id, a: addresses, d: domains }))
  const { rows } = await db.execute<{ g: string; at: string | Date | null }>(sql`
    select w.g, (select max(${scheduleEntries.startAt}) from ${scheduleEntries}
      where ${isShown(scope)} and ${scheduleEntries.recurrence} is null and not ${scheduleEntries.isCancelled}
        and ${scheduleEntries.connectionId} is null and ${scheduleEntries.startAt} <= ${until.toISOString()}::timestamptz
        and ${scheduleEntries.id} = any(array(
          select entry_id from entry_links where person_id = w.g or company_id = w.g
            or person_id in (select id from people where company_id = w.g)
          union select entry_id from entry_attendees where workspace_id = ${scope.workspaceId} and address = any(w.a)
          union select entry_id from entry_attendees where workspace_id = ${scope.workspaceId} and domain = any(w.d)))) as at
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(g uuid, a text[], d text[])`)
  return new Map(rows.flatMap(({ g, at }) => (at ? [[g, new Date(at)] as const] : [])))
}

/** Where an entry opens. */
export const hrefOf = ({ headId, occurrenceDate, startDate, startAt }: Concerned): string =>
  `/schedule?${new URLSearchParams({
    date: startDate ?? startAt.toISOString().slice(0, 10),
    entry: headId,
    ...(occurrenceDate ? { on: occurrenceDate } : {}),
  })}`
