import 'server-only'
import { and, asc, eq, getTableColumns, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { EntryView } from '@/components/schedule/view'
import { calendarLinks, externalCalendarEvents } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import { whyNot } from '@/lib/features/calendar/publish/why/queries'
import { mayAnswerEntry } from '@/lib/features/calendar/two-way/answer/queries'
import { getKnownBehind } from '@/lib/features/people/addresses/queries'
import { hasBlocked } from '@/lib/features/timeline/sight/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { occurrencesOf } from '@/lib/platform/recurrence/expand'
import type { UserScope } from '@/lib/platform/scope'
import { busyView, toEntryView } from '../map'
import { dayOf, type Entry, mayChange, sightOf, type Ties } from '../rules'
import { seriesOf, timesOn } from '../series/rules'
import { listAttendees, listLinks } from '../ties/queries'

const YEAR_MS = 366 * 24 * 3_600_000

/** From the click of a Disconnect on nothing that the mailbox brought can be read. */
export const isReadable: SQL = sql`(${scheduleEntries.connectionId} is null or exists (
  select 1 from connections c where c.id = ${scheduleEntries.connectionId} and c.state <> 'disconnecting'))`

/** An entry, or one occurrence of a series as it stands: the row that has its content, and its own times. */
export interface Standing {
  /** Whose id the entry goes by: itself, or the first of its series. */
  head: Entry
  /** Null: no occurrence, or one that nobody changed. */
  exception: Entry | null
  /** What it shows: the occurrence's own row, or its series' with the times of the date. */
  entry: Entry
  occurrenceDate: string | null
}

/** Finds an entry; with a date, that occurrence of a series. Null: it is not there. */
async function findStanding(db: Db, id: string, date: string | null): Promise<Standing | null> {
  const [row] = await db
    .select()
    .from(scheduleEntries)
    .where(and(eq(scheduleEntries.id, id), isReadable))
  if (!row) return null
  if (row.seriesId) return row.occurrenceDate === null ? null : findStanding(db, row.seriesId, row.occurrenceDate)
  if (!row.recurrence || date === null) return { head: row, exception: null, entry: row, occurrenceDate: null }
  const [exception] = await db
    .select()
    .from(scheduleEntries)
    .where(and(eq(scheduleEntries.seriesId, row.id), eq(scheduleEntries.occurrenceDate, date)))
  if (exception) {
    const isDeleted = exception.isCancelled
    return isDeleted ? null : { head: row, exception, entry: exception, occurrenceDate: date }
  }
  const times = timesOn(row, date)
  return times && { head: row, exception: null, entry: { ...row, ...times }, occurrenceDate: date }
}

/**
 * An entry as the viewer may see it: a colleague whom it does not concern sees that its owner is busy. Throws not_found.
 */
export async function getEntry(db: Db, scope: UserScope, id: string, date: string | null): Promise<EntryView> {
  const standing = await findStanding(db, id, date)
  if (!standing) throw new AppError('not_found', 'no such entry')
  const parent = standing.entry.parentId ? await findParent(db, standing.entry.parentId) : null
  // Who takes part in a colleague's call reads the call itself.
  const contentId = parent?.entry.id ?? (standing.exception ?? standing.head).id
  const attendees = await listAttendees(db, [contentId])
  const links = await listLinks(db, [contentId])
  const known = await getKnownBehind(
    db,
    attendees.map(({ address }) => address),
  )
  const ties: Ties = {
    takesPart: attendees.some(({ userId }) => userId === scope.userId),
    isAbout: links.length > 0 || known.size > 0,
    visibility: await visibilityOf(db, standing.entry.connectionId, [
      ...attendees.map(({ address }) => address),
      standing.entry.organizerAddress ?? '',
    ]),
  }
  const sight = sightOf(standing.entry, scope, ties)
  const owner = await findOwner(db, standing.head.ownerId)
  if (sight !== 'full') return busyView(standing, owner, sight === 'title')
  return toEntryView({
    standing,
    parent,
    owner,
    attendees,
    links,
    known,
    outlook: await whyNot(db, scope, standing.head.id),
    event: await findEvent(db, standing.head.id),
    mayChange: mayChange(standing.head, scope),
    mayAnswer: standing.head.ownerId === scope.userId && (await mayAnswerEntry(db, scope, standing.head)),
  })
}

/** The event of Outlook that an entry is one with. */
async function findEvent(db: Db, entryId: string): Promise<{ webLink: string | null } | null> {
  const { connectionId, externalEventId } = calendarLinks
  const [row] = await db
    .select({ webLink: externalCalendarEvents.webLink })
    .from(calendarLinks)
    .leftJoin(
      externalCalendarEvents,
      and(
        eq(externalCalendarEvents.connectionId, connectionId),
        eq(externalCalendarEvents.externalCalendarEventId, externalEventId),
      ),
    )
    .where(
      and(eq(calendarLinks.entryId, entryId), eq(calendarLinks.mode, 'two-way'), ne(calendarLinks.state, 'unlinked')),
    )
    .limit(1)
  return row ?? null
}

async function findParent(db: Db, id: string): Promise<{ entry: Entry; ownerName: string } | null> {
  const [row] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, id))
  if (!row) return null
  return { entry: row, ownerName: (await findOwner(db, row.ownerId))?.name ?? '' }
}

async function findOwner(db: Db, id: string | null): Promise<{ id: string; name: string } | null> {
  if (!id) return null
  const [row] = await db.select({ id: users.id, name: nameOfUser }).from(users).where(eq(users.id, id))
  return row ?? null
}

/**
 * What the person whose mailbox it is lets colleagues see (R20), whoever owns the entry now: of a meeting with somebody
 * on the block list not more than when it is.
 */
async function visibilityOf(db: Db, connectionId: string | null, addresses: string[]): Promise<Ties['visibility']> {
  if (!connectionId) return 'everything'
  const [row] = await db
    .select({ visibility: memberships.mailVisibility, userId: memberships.userId })
    .from(connections)
    .innerJoin(memberships, eq(memberships.userId, connections.userId))
    .where(
      and(eq(connections.id, connectionId), isNull(memberships.disabledAt), eq(memberships.integrationEnabled, true)),
    )
  return row && !(await hasBlocked(db, row.userId, addresses)) ? row.visibility : 'metadata'
}

/** A member's entries, as they stand in "Download my data" (R58): owned or entered by them, with who is on them. */
export async function listEntriesOf(db: Db, userId: string) {
  return db
    .select({
      ...getTableColumns(scheduleEntries),
      attendees: sql<{ address: string; name: string; type: string; response: string }[]>`coalesce((
        select json_agg(json_build_object('address', a.address, 'name', a.name, 'type', a.type, 'response', a.response)
          order by a.position, a.address)
        from entry_attendees a where a.entry_id = ${scheduleEntries.id}), '[]')`,
      links: sql<{ personId: string | null; companyId: string | null }[]>`coalesce((
        select json_agg(json_build_object('personId', l.person_id, 'companyId', l.company_id) order by l.id)
        from entry_links l where l.entry_id = ${scheduleEntries.id}), '[]')`,
    })
    .from(scheduleEntries)
    .where(and(or(eq(scheduleEntries.ownerId, userId), eq(scheduleEntries.createdBy, userId)), isReadable))
    .orderBy(asc(scheduleEntries.startAt), asc(scheduleEntries.id))
}

/** Meetings that Outlook brought to a connection and whose person gave them to somebody else: Disconnect leaves them. */
export async function countHandedOn(db: Db, connectionId: string): Promise<number> {
  return db.$count(scheduleEntries, and(eq(scheduleEntries.handedFrom, connectionId), isNull(scheduleEntries.seriesId)))
}

/** When an entry is: of a series its next occurrence, or its first if there is none for a year. */
export function nearestDate(entry: Entry, at: Date): { date: string; isOccurrence: boolean } {
  const next =
    entry.recurrence && occurrencesOf(seriesOf(entry, entry.recurrence), at, new Date(at.getTime() + YEAR_MS))[0]
  return next
    ? { date: next.date, isOccurrence: true }
    : { date: dayOf(entry), isOccurrence: entry.recurrence !== null }
}
