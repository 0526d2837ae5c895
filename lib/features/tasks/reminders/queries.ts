import { and, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { mailLinks } from '@/drizzle/schema/mail'
import { tasks } from '@/drizzle/schema/tasks'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'

/** As a condition within another statement: whether the person waits for a reply to anything. */
export const awaitsReply = (scope: ConnectionScope): SQL => sql`exists (
  select 1 from ${mailLinks} l join ${tasks} t on t.id = l.task_id
  where l.connection_id = ${scope.connectionId} and t.waits_for_reply_until is not null and t.done_at is null)`

const { waitsForReplyUntil, doneAt, createdAt, updatedAt } = tasks

/** A task that a reply removes. One that came due and was touched by its person stays. */
export const isWaiting = () =>
  and(isNotNull(waitsForReplyUntil), isNull(doneAt), or(gt(waitsForReplyUntil, now()), eq(updatedAt, createdAt)))

/** Senders that answer for machines: that a mail could not be delivered is no reply. */
const NOBODY = '^(postmaster|mailer-daemon|microsoftexchange[0-9a-f]{32})@'

/**
 * Reminders (tasks) with a message `reply` that settles each, unless a machine wrote it: since then, in the conversation,
 * from one of those written to. Which conversation a mail belongs to is its sender's to choose (In-Reply-To), so a
 * stranger's answers nothing.
 */
export const answered = (scope: ConnectionScope): SQL => sql`${mailLinks} l
  join ${tasks} on ${tasks.id} = l.task_id and ${isWaiting()}
  join connections c on c.id = l.connection_id
  cross join lateral (
    select m.graph_id from mail_messages m
    where m.connection_id = l.connection_id and m.conversation_id = l.conversation_id
      and m.received_at > ${createdAt} and not m.is_draft and lower(m.from_address) <> lower(c.address)
      and m.from_address !~* ${NOBODY} and m.graph_id <> all(l.no_reply)
      and (l.reply_from is null or lower(m.from_address) = any(l.reply_from)
        or '@' || tandem_domain(lower(m.from_address)) = any(l.reply_from)
        or exists (select 1 from person_addresses theirs join person_addresses same using (person_id)
          where theirs.address = lower(m.from_address) and same.address = any(l.reply_from)))
    limit 1
  ) reply
  where l.connection_id = ${scope.connectionId} and l.conversation_id is not null`

/** A message that seems to be the reply which a reminder waits for. */
export interface SeemingReply {
  taskId: string
  /** Graph's immutable id of the message. */
  graphId: string
}

/** Some reminders with one message each that would settle them. */
export async function listSeemingReplies(db: Db, scope: ConnectionScope, most: number): Promise<SeemingReply[]> {
  const { rows } = await db.execute<{ task_id: string; graph_id: string }>(
    sql`select ${tasks.id} as task_id, reply.graph_id from ${answered(scope)} limit ${most}`,
  )
  return rows.map((row) => ({ taskId: row.task_id, graphId: row.graph_id }))
}
