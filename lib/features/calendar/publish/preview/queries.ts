import 'server-only'
import { and, asc, desc, eq, gt, notInArray, type SQL, sql } from 'drizzle-orm'
import type { ObservedWrite, PublishingPreview, PublishingView } from '@/components/publishing/view'
import { calendarLinks, externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { entryAttendees, scheduleEntries } from '@/drizzle/schema/schedule'
import type { Connection } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { digestOf } from '../../link/rules'
import { isInvited, listDates, loadTwoWay, twoWay } from '../../two-way/queries'
import { type CopyBase, copyOf, type Entry } from '../map'
import {
  countLinks,
  countUnplanned,
  due,
  getLabel,
  loadUnits,
  nearness,
  type Publishing,
  published,
  type Unit,
} from '../queries'
import { type Bounds, boundsOf, CALENDAR_DELETED, calendarName, decide, MOST_A_PUSH } from '../rules'
import { sentencesOf, whenOf } from './rules'

const EXAMPLES = 6
const OBSERVED = 200
const REFUSALS = 10

type Owner = Pick<Connection, 'id' | 'userId' | 'displayName' | 'timeZone'>
type Chosen = Pick<
  Publishing,
  'mode' | 'writes' | 'reminderMinutes' | 'firstPushAt' | 'calendarGraphId' | 'waiting' | 'problem'
>

const boundsFor = ({ timeZone }: Owner, row: Chosen | null): Bounds =>
  boundsOf(now(), timeZone ?? 'UTC', row?.firstPushAt == null)

/** Name of Tandem's own calendar: as the person calls it by now, or as it will be made. */
export async function getCalendarTitle(db: Db, owner: Owner, row: Chosen | null): Promise<string> {
  if (row?.calendarGraphId) {
    const [known] = await db
      .select({ title: externalCalendars.title })
      .from(externalCalendars)
      .where(
        and(
          eq(externalCalendars.connectionId, owner.id),
          eq(externalCalendars.externalCalendarId, row.calendarGraphId),
        ),
      )
    if (known) return known.title
  }
  const label = await getLabel(db, owner.userId)
  return calendarName(label.name ?? owner.displayName, label.identifier)
}

const linkMode = (row: Pick<Chosen, 'mode'> | null) => (row?.mode === 'two-way' ? 'two-way' : 'published')

/** Figures for the settings page. */
export async function countPublished(db: Db, owner: Owner, row: Chosen | null): Promise<PublishingView['counts']> {
  const { inOutlook, waiting, refused } = await countLinks(db, owner.id, linkMode(row))
  if (row?.problem === CALENDAR_DELETED) {
    // What goes there once the calendar is made again.
    const due = await countUnplanned(db, NOBODY, owner.userId, boundsFor(owner, null))
    return { inOutlook, waiting: Math.max(0, due - refused), refused, later: 0 }
  }
  const later = row?.mode === 'separate' ? await countUnplanned(db, owner.id, owner.userId, boundsFor(owner, row)) : 0
  return { inOutlook, waiting, refused, later }
}

/** Entries that Outlook refused, newest first. */
export async function listRefusals(
  db: Db,
  owner: Pick<Owner, 'id'>,
  row: Pick<Chosen, 'mode'> | null,
): Promise<PublishingView['refusals']> {
  const mine = and(eq(calendarLinks.connectionId, owner.id), eq(calendarLinks.mode, linkMode(row)))
  const rows = await db
    .select({ entry: scheduleEntries })
    .from(calendarLinks)
    .innerJoin(scheduleEntries, eq(scheduleEntries.id, calendarLinks.entryId))
    .where(and(mine, eq(calendarLinks.state, 'refused')))
    .orderBy(desc(calendarLinks.updatedAt), desc(calendarLinks.id))
    .limit(REFUSALS)
  const dated = await withDates(
    db,
    rows.map(({ entry }) => entry),
  )
  return dated.map(({ entry, when, repeats }) => ({ entryId: entry.id, title: entry.title, when, repeats }))
}

/** What a change of mode would do, by figures (R60). Nothing is written. */
export async function previewMode(
  db: Db,
  owner: Owner,
  row: Chosen | null,
  mode: PublishingPreview['mode'],
): Promise<PublishingPreview> {
  const before = row?.mode ?? 'off'
  const { inOutlook } = await countLinks(db, owner.id)
  const bounds = boundsFor(owner, before === mode ? row : null)
  const pending =
    mode === 'off' ? 0 : await countUnplanned(db, before === mode ? owner.id : NOBODY, owner.userId, bounds)
  const leaves = before === 'separate' && mode !== 'separate'
  const observes = row?.writes === 'observe'
  const begins = mode === 'two-way' && before !== 'two-way'
  const takeIn = begins ? await countMeetings(db, owner.id) : 0
  const invitedBefore = begins ? await countWithPeople(db, owner.userId, bounds, isInvited) : 0
  const figures = {
    mode,
    add: Math.min(pending - invitedBefore, MOST_A_PUSH),
    change: 0,
    remove: leaves && !observes ? inOutlook : 0,
    takeIn,
  }
  return {
    ...figures,
    sentences: sentencesOf({
      ...figures,
      before,
      observes,
      later: Math.max(0, pending - MOST_A_PUSH),
      left: leaves && observes ? inOutlook : 0,
      calendar: await getCalendarTitle(db, owner, row),
      invited: begins ? await countWithPeople(db, owner.userId, bounds, sql`not ${isInvited}`) : 0,
      invitedBefore,
    }),
    examples: mode === 'off' ? [] : await listExamples(db, owner.userId, bounds),
  }
}

/** No connection has links by this id: every entry counts. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Meetings of the default calendar that would come in: a series is one. Private ones stay out. */
async function countMeetings(db: Db, connectionId: string): Promise<number> {
  const [row] = await db
    .select({
      n: sql<number>`count(distinct coalesce(${externalCalendarEvents.seriesMasterId}, ${externalCalendarEvents.externalCalendarEventId}))::int`,
    })
    .from(externalCalendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, externalCalendarEvents.calendarId))
    .where(
      and(
        eq(externalCalendarEvents.connectionId, connectionId),
        eq(externalCalendars.isDefaultCalendar, true),
        eq(externalCalendarEvents.isCancelled, false),
        notInArray(externalCalendarEvents.sensitivity, ['private', 'confidential']),
        gt(externalCalendarEvents.endDatetime, now()),
      ),
    )
  return row?.n ?? 0
}

/** Entries with people on them: in two-way mode Outlook invites these, unless they were invited before. */
async function countWithPeople(db: Db, userId: string, bounds: Bounds, which: SQL): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(scheduleEntries)
    .where(
      and(
        due(userId, bounds),
        which,
        sql`exists (select 1 from ${entryAttendees} where ${entryAttendees.entryId} = ${scheduleEntries.id})`,
      ),
    )
  return row?.n ?? 0
}

async function listExamples(db: Db, userId: string, bounds: Bounds): Promise<PublishingPreview['examples']> {
  const rows = await db
    .select()
    .from(scheduleEntries)
    .where(due(userId, bounds))
    .orderBy(asc(nearness(now())), asc(scheduleEntries.id))
    .limit(EXAMPLES)
  const dated = await withDates(db, rows)
  const distance = ({ when }: { when: string }) => Math.abs(Date.parse(when) - now().getTime())
  return dated
    .sort((a, b) => distance(a) - distance(b))
    .map(({ entry, when, repeats }) => ({ title: entry.title, when, repeats, what: 'add' as const }))
}

/** Entries with the date that they are shown by. */
async function withDates(db: Db, entries: readonly Entry[]) {
  const series = entries.flatMap(({ id, recurrence }) => (recurrence ? [id] : []))
  const exceptions = series.length > 0 ? await listDates(db, series) : []
  return entries.map((entry) => {
    const own = exceptions.filter(({ seriesId }) => seriesId === entry.id)
    return { entry, ...whenOf(entry, own, now()) }
  })
}

/** What observe-only holds back, newest first (R60). */
export async function listObservedWrites(db: Db, owner: Owner, row: Publishing): Promise<ObservedWrite[]> {
  if (row.mode === 'two-way') return listHeldBack(db, owner)
  const ids = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(and(published(owner.id), eq(calendarLinks.state, 'waiting')))
    .orderBy(desc(calendarLinks.updatedAt), desc(calendarLinks.id))
    .limit(OBSERVED)
  const units = await loadUnits(
    db,
    owner.id,
    ids.map(({ id }) => id),
  )
  return units.flatMap((unit) => {
    const what = wouldDo(unit, owner, row)
    return what ? [{ id: unit.link.id, at: unit.link.updatedAt.toISOString(), what, ...nameOf(unit) }] : []
  })
}

/** In two-way mode: the links say what is held back. */
async function listHeldBack(db: Db, owner: Owner): Promise<ObservedWrite[]> {
  const ids = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(and(twoWay(owner.id), eq(calendarLinks.state, 'waiting'), eq(calendarLinks.reason, 'observed')))
    .orderBy(desc(calendarLinks.updatedAt), desc(calendarLinks.id))
    .limit(OBSERVED)
  const units = await loadTwoWay(
    db,
    owner.id,
    ids.map(({ id }) => id),
  )
  return units.map((unit) => {
    const { link, entry } = unit
    const goes = entry?.ownerId !== owner.userId
    const what = goes ? ('delete' as const) : link.externalEventId ? ('change' as const) : ('create' as const)
    return { id: link.id, at: link.updatedAt.toISOString(), what, ...nameOf(unit) }
  })
}

function wouldDo({ link, entry, exceptions }: Unit, owner: Owner, row: Publishing): ObservedWrite['what'] | null {
  const hash = entry ? digestOf(copyOf(entry, exceptions, row.reminderMinutes)) : ''
  const base = (link.base ?? null) as CopyBase | null
  const known = { externalEventId: link.externalEventId, base }
  const bounds = boundsFor(owner, row)
  const deed = decide({ entry, copy: entry && { hash }, link: known, userId: owner.userId, bounds })
  return deed === 'create' || deed === 'change' || deed === 'delete' ? deed : null
}

/** How a link is named; an entry that was deleted here, as its event or its copy is. */
export function nameOf({ link, entry, exceptions }: Unit): { title: string; when: string; repeats?: true } {
  if (entry) return { title: entry.title, ...whenOf(entry, exceptions, now()) }
  const base = (link.base ?? {}) as Partial<CopyBase> & { ours?: { title: string; times: { start: string } } }
  return { title: base.state?.subject ?? base.ours?.title ?? '', when: base.until ?? base.ours?.times.start ?? '' }
}
