import 'server-only'
import { eq } from 'drizzle-orm'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import type { Db } from '@/lib/platform/db/handle'
import { stampOf } from '../entry/mutations'
import { type Entry, stateOfEntry } from '../map'
import { listDates, type TwoWayUnit } from '../queries'
import { type State, withoutHeld } from '../rules'

/** A unit whose entry is there. */
export type Living = TwoWayUnit & { entry: NonNullable<TwoWayUnit['entry']> }

/**
 * The entry as Outlook is to have it for now.
 * @param theirs Outlook's side, where nobody knows how both were when last alike
 */
export const oursOf = ({ entry, exceptions, attendees, held, base }: Living, theirs: State | null = null): State =>
  withoutHeld(stateOfEntry(entry, exceptions, attendees), held, base?.ours ?? theirs)

/** The entry as it stands, held until the commit; null: it is no longer as it was read. */
export async function lockAsRead(db: Db, { entry, exceptions }: Living): Promise<Entry | null> {
  const [standing] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, entry.id)).for('update')
  if (!standing) return null
  const dates = standing.recurrence ? await listDates(db, [standing.id]) : []
  return stampOf(standing, dates) === stampOf(entry, exceptions) ? standing : null
}

/** Whether a link still has the event, and its entry the state, in which they were read; both are held until the commit. */
export async function isAsRead(db: Db, { link, entry, ...unit }: TwoWayUnit): Promise<boolean> {
  if (entry && !(await lockAsRead(db, { ...unit, link, entry }))) return false
  const [standing] = await db
    .select({ eventId: calendarLinks.externalEventId, entryId: calendarLinks.entryId })
    .from(calendarLinks)
    .where(eq(calendarLinks.id, link.id))
    .for('update')
  return standing?.eventId === link.externalEventId && standing.entryId === (entry?.id ?? null)
}
