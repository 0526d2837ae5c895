import 'server-only'
import type { EventView } from '@/components/schedule/view'
import { withUser } from '@/lib/auth/with-user'
import { AppError } from '@/lib/platform/errors'
import { isUuid } from '@/lib/platform/uuid'
import { getEvent, listCalendars } from './queries'

/** An event of Outlook, for the pop-over. Throws not_found. */
export async function loadEvent(id: string): Promise<EventView> {
  const event = isUuid(id) ? await withUser((db, scope) => getEvent(db, scope, id)) : null
  if (!event)
    throw new AppError('not_found', 'no such event', { userMessage: 'This event is no longer in the schedule.' })
  return event
}

/** How many calendars stand in the person's schedule, and whether they are wanted there at all. */
export async function loadCalendarCount(): Promise<{ count: number; isWanted: boolean }> {
  const { calendars, outlook } = await withUser(listCalendars)
  return { count: calendars.length, isWanted: outlook === 'on' }
}
