import 'server-only'
import { isOn } from '@/lib/features/connection/queries'
import type { Lane } from '@/lib/graph/lanes'
import { type JobResult, runJob, type SyncContext } from '@/lib/sync/job'
import type { SignalSource } from '@/lib/sync/subscriptions'
import { MESSAGES_RESOURCE } from '../graph'

/** What mail wants to hear of: all messages of the mailbox. */
export const MAIL_SIGNALS: SignalSource = { resource: 'mail', path: MESSAGES_RESOURCE }

/** A job on mail: only while the person's inbox feature is chosen and granted (R2). */
export async function runMailJob<T>(
  connectionId: string,
  lane: Lane,
  work: (context: SyncContext) => Promise<T>,
): Promise<JobResult<T>> {
  return runJob(connectionId, lane, work, (connection) => isOn(connection, 'mail'))
}
