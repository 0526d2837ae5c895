import { externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { inScope } from '@/lib/platform/db/handle'
import type { MailboxRows } from './mailboxes'

/** A calendar of a mailbox, without Microsoft. Answers its id. */
export async function putCalendar(
  box: MailboxRows,
  fields: Partial<typeof externalCalendars.$inferInsert> = {},
): Promise<string> {
  const { scope, connectionId } = box
  const [row] = await inScope(scope, (db) =>
    db
      .insert(externalCalendars)
      .values({
        workspaceId: scope.workspaceId,
        connectionId,
        ownerId: scope.userId,
        externalCalendarId: crypto.randomUUID(),
        isDefaultCalendar: true,
        title: 'Calendar',
        hue: 1,
        role: 'own',
        isAdded: true,
        ...fields,
      })
      .returning({ id: externalCalendars.id }),
  )
  if (!row) throw new Error('no calendar')
  return row.id
}

/** An event in a calendar, an hour long, at `start`. Answers its id. */
export async function putEvent(
  box: MailboxRows,
  calendarId: string,
  { people = [], ...fields }: Partial<typeof externalCalendarEvents.$inferInsert> & { people?: string[] },
): Promise<string> {
  const { scope, connectionId, address } = box
  const start = fields.startDatetime ?? new Date()
  const [row] = await inScope(scope, (db) =>
    db
      .insert(externalCalendarEvents)
      .values({
        workspaceId: scope.workspaceId,
        connectionId,
        calendarId,
        externalCalendarEventId: crypto.randomUUID(),
        type: 'singleInstance',
        startDatetime: start,
        startTimezone: 'UTC',
        endDatetime: new Date(start.getTime() + 3_600_000),
        endTimezone: 'UTC',
        isAllDay: false,
        sensitivity: 'normal',
        changeKey: 'k',
        showAs: 'busy',
        responseStatus: 'organizer',
        isOrganizer: true,
        subject: 'Meeting',
        location: 'Harbour',
        organizerAddress: address,
        attendees: people.map((each) => ({ name: each, address: each, type: 'required', response: 'none' })),
        participants: [address, ...people].map((each) => each.toLowerCase()),
        readAt: new Date(),
        ...fields,
      })
      .returning({ id: externalCalendarEvents.id }),
  )
  if (!row) throw new Error('no event')
  return row.id
}
