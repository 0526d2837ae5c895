import { type SQL, sql } from 'drizzle-orm'
import { mailLinks } from '@/drizzle/schema/mail'
import { tasks } from '@/drizzle/schema/tasks'
import type { ConnectionScope } from '@/lib/platform/scope'

/** As a condition within another statement: whether the person waits for a reply to anything. */
export const awaitsReply = (scope: ConnectionScope): SQL => sql`exists (
  select 1 from ${mailLinks} l join ${tasks} t on t.id = l.task_id
  where l.connection_id = ${scope.connectionId} and t.waits_for_reply_until is not null and t.done_at is null)`
