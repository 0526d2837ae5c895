import 'server-only'
import { sql } from 'drizzle-orm'
import { mailLinks } from '@/drizzle/schema/mail'
import { tasks } from '@/drizzle/schema/tasks'
import { domainOf } from '@/lib/platform/addresses'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { isPublicDomain } from '@/lib/platform/domains'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope } from '@/lib/platform/scope'
import { TITLE_HIDDEN } from '../rules'

const DAY = 86_400_000

/** A mail after which somebody wants to be reminded. */
export interface Sent {
  /** Graph's immutable id. */
  graphId: string
  conversationId: string | null
  names: string[]
  /** Everybody it was sent to. */
  addresses: string[]
  subject: string
  sentAt: Date
  /** Days without a reply. */
  days: number
}

/** "Remind me if no reply": a task that stays hidden until then, and that a reply removes (settleReminders). */
export async function createReminder(db: Db, scope: ConnectionScope, sent: Sent): Promise<void> {
  const until = new Date(sent.sentAt.getTime() + sent.days * DAY)
  const [first = 'anybody', ...others] = sent.names
  const who = others.length > 0 ? `${first} and ${others.length} more` : first
  const [task] = await db
    .insert(tasks)
    .values({
      workspaceId: scope.workspaceId,
      ownerId: scope.userId,
      createdBy: scope.userId,
      title: `No reply from ${who}: ${sent.subject || 'no subject'}`.slice(0, 300),
      dueOn: until.toISOString().slice(0, 10),
      waitsForReplyUntil: until,
      createdAt: sent.sentAt,
      updatedAt: sent.sentAt,
    })
    .returning({ id: tasks.id })
  if (!task) return
  await db.insert(mailLinks).values({
    workspaceId: scope.workspaceId,
    connectionId: scope.connectionId,
    graphId: sent.graphId,
    conversationId: sent.conversationId,
    taskId: task.id,
    replyFrom: repliesOf(sent.addresses),
  })
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['tasks'] })
}

/** Whose mail answers: those written to, and anybody of their companies. */
function repliesOf(addresses: readonly string[]): string[] {
  const all = addresses.map((address) => address.trim().toLowerCase()).filter(Boolean)
  const domains = all.map(domainOf).filter((domain) => domain !== '' && !isPublicDomain(domain))
  return [...new Set([...all, ...domains.map((domain) => `@${domain}`)])]
}

/** Senders that answer for machines: that a mail could not be delivered is no reply. */
const NOBODY = '^(postmaster|mailer-daemon|microsoftexchange[0-9a-f]{32})@'

/**
 * New mail came in: reminders whose conversation one of those written to has answered since go; which conversation a
 * mail belongs to is its sender's to choose (In-Reply-To), so a stranger's answers nothing. One that came due and was
 * touched by its person stays. Call it after rows were written; without reminders it costs one look at an index.
 */
export async function settleReminders(db: Db, scope: ConnectionScope): Promise<void> {
  const { rows } = await db.execute<{ id: string }>(sql`
    delete from ${tasks} t using ${mailLinks} l
    where l.connection_id = ${scope.connectionId} and l.task_id = t.id and l.conversation_id is not null
      and t.waits_for_reply_until is not null and t.done_at is null
      and (t.waits_for_reply_until > ${now().toISOString()}::timestamptz or t.updated_at = t.created_at)
      and exists (
        select 1 from mail_messages m join connections c on c.id = m.connection_id
        where m.connection_id = l.connection_id and m.conversation_id = l.conversation_id
          and m.received_at > t.created_at and not m.is_draft and lower(m.from_address) <> lower(c.address)
          and m.from_address !~* ${NOBODY}
          and (l.reply_from is null or lower(m.from_address) = any(l.reply_from)
            or '@' || tandem_domain(lower(m.from_address)) = any(l.reply_from)
            or exists (select 1 from person_addresses theirs join person_addresses same using (person_id)
              where theirs.address = lower(m.from_address) and same.address = any(l.reply_from))))
    returning t.id`)
  if (rows.length > 0) {
    await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['tasks'] })
  }
}

/**
 * The mailbox is disconnected: reminders name whom was written to and what about, and no reply will ever remove them.
 * One to which the person added notes stays with these alone.
 */
export async function forgetReminders(db: Db, scope: ConnectionScope): Promise<void> {
  const ofConnection = sql`t.waits_for_reply_until is not null
    and exists (select 1 from ${mailLinks} l where l.task_id = t.id and l.connection_id = ${scope.connectionId})`
  await db.execute(sql`update ${tasks} t set title = 'No reply to a mail' where ${ofConnection} and t.notes <> ''`)
  await db.execute(sql`delete from ${tasks} t where ${ofConnection} and t.notes = ''`)
  // A task made of a mail is the person's; the subject that it bears is the mail's.
  await db.execute(sql`update ${tasks} t set title = ${TITLE_HIDDEN}, title_of_mail = false where t.title_of_mail
    and exists (select 1 from ${mailLinks} l where l.task_id = t.id and l.connection_id = ${scope.connectionId})`)
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['tasks'] })
}
