import 'server-only'
import { isOn } from '@/lib/features/connection/queries'
import type { Lane } from '@/lib/graph/lanes'
import { type JobResult, runJob, type SyncContext } from '@/lib/sync/job'
import type { SignalSource } from '@/lib/sync/subscriptions'
import { EVENTS_RESOURCE } from '../graph'

/** What the calendar wants to hear of: all events of the person's own calendars. */
export const CALENDAR_SIGNALS: SignalSource = { resource: 'calendar', path: EVENTS_RESOURCE }

/** A job on calendars: only while the person's schedule feature is chosen and granted (R2). */
export async function runCalendarJob<T>(
  connectionId: string,
  lane: Lane,
  work: (context: SyncContext) => Promise<T>,
): Promise<JobResult<T>> {
  return runJob(connectionId, lane, work, (connection) => isOn(connection, 'calendar'))
}

/** Whether calendars of others are followed, too. */
export const withShared = ({ connection }: Pick<SyncContext, 'connection'>): boolean =>
  isOn(connection, 'shared-calendars')

/** The person's zone, as far as it is known. */
export const zoneOf = ({ connection }: Pick<SyncContext, 'connection'>): string => connection.timeZone ?? 'UTC'
