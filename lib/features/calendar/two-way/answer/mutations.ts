import 'server-only'
import { and, eq, ne, notInArray, or } from 'drizzle-orm'
import { calendarLinks, externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { outbox } from '@/drizzle/schema/sync'
import { requireLiveConnection } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { ANSWER } from '../../link/rules'
import { onlyObserves } from './queries'

export type Answer = 'accepted' | 'tentativelyAccepted' | 'declined'
type Target = { entryId: string } | { eventId: string }

/**
 * Answers an invitation: it is on its way to Outlook, which tells the organiser. Answers the connection to announce after
 * the commit. Throws not_found, and as requireLiveConnection does.
 */
export async function answerInvitation(db: Db, scope: UserScope, target: Target, answer: Answer): Promise<string> {
  const connection = await requireLiveConnection(db, scope, 'publishing')
  if (await onlyObserves(db, connection.id))
    throw new AppError('conflict', 'observe only', {
      userMessage: 'Tandem only watches your calendar for now. Answer in Outlook, or let Tandem write in Settings.',
    })
  const found =
    'entryId' in target ? await ofEntry(db, connection.id, target.entryId) : await ofEvent(db, connection.id, target)
  if (!found)
    throw new AppError('not_found', 'no invitation', { userMessage: 'This invitation is no longer in your calendar.' })
  const { entryId, externalEventId } = found
  await db
    .delete(outbox)
    .where(and(eq(outbox.connectionId, connection.id), eq(outbox.kind, ANSWER), eq(outbox.subjectId, found.subjectId)))
  await db.insert(outbox).values({
    workspaceId: scope.workspaceId,
    connectionId: connection.id,
    kind: ANSWER,
    subjectId: found.subjectId,
    payload: { externalEventId, answer },
    notBefore: now(),
  })
  if (entryId)
    await db
      .update(scheduleEntries)
      .set({ responseStatus: answer })
      .where(or(eq(scheduleEntries.id, entryId), eq(scheduleEntries.seriesId, entryId)))
  await db
    .update(externalCalendarEvents)
    .set({ responseStatus: answer })
    .where(
      and(
        eq(externalCalendarEvents.connectionId, connection.id),
        or(
          eq(externalCalendarEvents.externalCalendarEventId, externalEventId),
          eq(externalCalendarEvents.seriesMasterId, externalEventId),
        ),
      ),
    )
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['schedule'] })
  return connection.id
}

interface Invitation {
  subjectId: string
  entryId: string | null
  externalEventId: string
}

async function ofEntry(db: Db, connectionId: string, entryId: string): Promise<Invitation | null> {
  const [row] = await db
    .select({ eventId: calendarLinks.externalEventId, organizer: scheduleEntries.organizerAddress })
    .from(calendarLinks)
    .innerJoin(scheduleEntries, eq(scheduleEntries.id, calendarLinks.entryId))
    .where(
      and(
        eq(calendarLinks.connectionId, connectionId),
        eq(calendarLinks.entryId, entryId),
        eq(calendarLinks.mode, 'two-way'),
        ne(calendarLinks.state, 'unlinked'),
      ),
    )
  return row?.eventId && row.organizer ? { subjectId: entryId, entryId, externalEventId: row.eventId } : null
}

async function ofEvent(db: Db, connectionId: string, { eventId }: { eventId: string }): Promise<Invitation | null> {
  const [row] = await db
    .select({
      externalEventId: externalCalendarEvents.externalCalendarEventId,
      isOrganizer: externalCalendarEvents.isOrganizer,
    })
    .from(externalCalendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, externalCalendarEvents.calendarId))
    .where(
      and(
        eq(externalCalendarEvents.connectionId, connectionId),
        eq(externalCalendarEvents.id, eventId),
        // Invitations in a colleague's calendar are theirs to answer; of a private one nobody knows who invited.
        eq(externalCalendars.role, 'own'),
        eq(externalCalendarEvents.isCancelled, false),
        notInArray(externalCalendarEvents.sensitivity, ['private', 'confidential']),
      ),
    )
  return row && !row.isOrganizer ? { subjectId: eventId, entryId: null, externalEventId: row.externalEventId } : null
}
