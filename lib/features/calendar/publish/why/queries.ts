import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { PublishingView } from '@/components/publishing/view'
import type { ScheduleView } from '@/components/schedule/view'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import { whyPaused } from '@/lib/auth/pause-reasons'
import { type Connection, getConnection, isOn } from '@/lib/features/connection/queries'
import { nameOfUser } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { listPauses } from '@/lib/sync/breaker'
import { isInvited } from '../../two-way/queries'
import { type Entry, untilOf } from '../map'
import { tellPause } from '../pause/queries'
import { getPublishing, type Link, type Publishing } from '../queries'
import { boundsOf, DAYS_AHEAD } from '../rules'
import { type Case, problemWords, SETTINGS, type Standing, whyOf } from './rules'

/** How an entry stands with the viewer's own Outlook: "Why is this not in Outlook?" (R53). */
export async function whyNot(db: Db, scope: UserScope, entryId: string): Promise<Standing> {
  const [found] = await db
    .select({ entry: scheduleEntries, ownerName: users.name })
    .from(scheduleEntries)
    .leftJoin(users, eq(users.id, scheduleEntries.ownerId))
    .where(eq(scheduleEntries.id, entryId))
  if (!found) return { state: 'off', sentence: '', fix: null }
  if (found.entry.seriesId) return whyNot(db, scope, found.entry.seriesId)
  const { entry, ownerName } = found
  const connection = await getConnection(db, scope)
  const row = connection ? await getPublishing(db, connection.id) : null
  const pauses = connection ? await listPauses(db, connection.id) : []
  const [link] = connection
    ? await db
        .select()
        .from(calendarLinks)
        .where(and(eq(calendarLinks.connectionId, connection.id), eq(calendarLinks.entryId, entry.id)))
    : []
  const zone = connection?.timeZone ?? entry.timeZone
  return whyOf({
    entry: {
      isNobodys: entry.ownerId === null,
      isTheirs: entry.ownerId === scope.userId,
      isPart: entry.parentId !== null,
      cameFromOutlook: entry.connectionId !== null,
      isCancelled: entry.isCancelled,
    },
    ownerName,
    connection: await standingOf(db, scope, connection),
    pausedWhy: connection?.state === 'paused' ? whyPaused(connection.pausedReason) : '',
    isAllowed: connection !== null && isOn(connection, 'publishing'),
    mode: row?.mode ?? 'off',
    observes: row?.writes === 'observe',
    problem: row?.problem ?? null,
    pause: pauses.find(({ direction }) => direction === 'out') ?? null,
    slowedUntil: slowedUntil(connection, zone),
    invited: await inviterOf(db, scope, entry, link ?? null),
    link: link ? { state: link.state, isThere: link.externalEventId !== null, reason: link.reason } : null,
    ...placeOf(entry, row, zone),
    waiting: row?.waiting ?? 0,
  })
}

/** Whose mailbox invited the people on an entry that is not followed in the viewer's own. */
async function inviterOf(
  db: Db,
  { userId }: UserScope,
  { id, ownerId, invitedFrom }: Entry,
  link: Link | null,
): Promise<Case['invited']> {
  if (invitedFrom === null || ownerId !== userId || (link && link.reason !== 'owner')) return null
  const [asked] = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(and(eq(scheduleEntries.id, id), isInvited))
  if (!asked) return null
  const [by] = await db
    .select({ id: users.id, name: nameOfUser })
    .from(connections)
    .innerJoin(users, eq(users.id, connections.userId))
    .where(eq(connections.id, invitedFrom))
  return { from: by ? (by.id === userId ? 'your mailbox before' : `${by.name}’s mailbox`) : null }
}

async function standingOf(db: Db, scope: UserScope, connection: Connection | null): Promise<Case['connection']> {
  if (!connection || connection.state === 'disconnecting') return 'none'
  const [member] = await db
    .select({ enabled: memberships.integrationEnabled })
    .from(memberships)
    .where(eq(memberships.userId, scope.userId))
  if (!member?.enabled) return 'switched-off'
  return connection.state
}

/** The clock of Microsoft's answer is the wall clock. */
function slowedUntil(connection: Connection | null, timeZone: string): string | null {
  const until = connection?.throttledUntil
  if (!until || until.getTime() <= Date.now()) return null
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(until)
}

function placeOf(entry: Entry, row: Publishing | null, zone: string): Pick<Case, 'place' | 'begins'> {
  const bounds = boundsOf(now(), zone, row?.firstPushAt == null)
  const until = untilOf(entry)
  const day = new Date(entry.startAt.getTime() - DAYS_AHEAD * 24 * 60 * 60_000)
  const begins = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: zone }).format(day)
  if (until !== null && until <= bounds.from) return { place: 'past', begins }
  return { place: entry.startAt < bounds.to ? 'due' : 'beyond', begins }
}

/** What stops publishing, for the settings; null: nothing. */
export function getProblem(connection: Connection, row: Publishing): PublishingView['problem'] {
  if (row.mode === 'off') return null
  const href = '/settings/integrations'
  if (connection.state === 'paused')
    return { text: whyPaused(connection.pausedReason), label: 'Reconnect', href, deed: null }
  if (!isOn(connection, 'publishing'))
    return { text: 'Tandem may not write to your calendar.', label: 'Allow it', href, deed: null }
  if (row.problem) return { ...problemWords(row.problem), href: null }
  const until = slowedUntil(connection, connection.timeZone ?? 'UTC')
  if (until) return { text: `Slowed by Microsoft until ${until}. Nothing is lost.`, label: '', href: null, deed: null }
  return null
}

/** A deleted calendar is made again from where one is; trying again needs what the settings know. */
function noticeOf(problem: string, href: string): ScheduleView['notice'] {
  const { text, label, deed } = problemWords(problem)
  return deed === 'recreate' ? { text, label, href, deed } : { text, ...SETTINGS }
}

/** What stops publishing, for the schedule's head, and the mode that was chosen. */
export async function getPublishingNotice(db: Db, scope: UserScope): Promise<Pick<ScheduleView, 'notice' | 'mode'>> {
  const connection = await getConnection(db, scope)
  const row = connection && connection.state !== 'disconnecting' ? await getPublishing(db, connection.id) : null
  if (!connection || !row || row.mode === 'off') return { notice: null, mode: row?.mode ?? 'off' }
  const href = '/settings/calendar'
  const [pause] = await listPauses(db, connection.id)
  const notice = row.problem
    ? noticeOf(row.problem, href)
    : pause
      ? {
          text: `${await tellPause(db, connection.id, row, pause)} Nothing happens until you decide.`,
          href,
          label: 'Decide',
        }
      : null
  return { notice, mode: row.mode }
}
