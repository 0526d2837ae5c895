import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { mailLinks } from '@/drizzle/schema/mail'
import { outbox } from '@/drizzle/schema/sync'
import { tasks } from '@/drizzle/schema/tasks'
import { inngest } from '@/inngest/client'
import { outboxPending } from '@/inngest/events'
import { domainOf } from '@/lib/platform/addresses'
import type { Db } from '@/lib/platform/db/handle'
import { isPublicDomain } from '@/lib/platform/domains'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import type { ConnectionScope } from '@/lib/platform/scope'
import { TITLE_HIDDEN } from '../rules'
import { answered, isWaiting, type SeemingReply } from './queries'

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

/** What the outbox calls "mail came that may be a reply": whether a person wrote it has to be asked of Outlook. */
export const REPLIES = 'reminder.replies'

/**
 * New mail came in. Call it after rows were written, in their transaction; without reminders it costs one look at an
 * index. Answers whether some of it seems to be a reply: then announce it after the commit.
 */
export async function noteReplies(db: Db, scope: ConnectionScope): Promise<boolean> {
  const { rows } = await db.execute(sql`
    insert into ${outbox} (workspace_id, connection_id, kind, subject_id, payload)
    select ${scope.workspaceId}, ${scope.connectionId}, ${REPLIES}, ${scope.connectionId}, '{}'
    where exists (select 1 from ${answered(scope)}) returning id`)
  return rows.length > 0
}

/** Tells the background that replies are to be looked at. What could not be told the minute job finds. */
export async function announceReplies(connectionId: string): Promise<void> {
  await inngest
    .send(outboxPending.create({ connectionId }))
    .catch((err) => log.warn({ err }, 'replies wait for the minute job'))
}

/** Outbox rows that say so. */
export async function listNoted(db: Db, scope: ConnectionScope): Promise<string[]> {
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.connectionId, scope.connectionId), eq(outbox.kind, REPLIES), eq(outbox.state, 'waiting')))
  return rows.map(({ id }) => id)
}

/** These are done with; what was noted since waits. */
export async function dropNoted(db: Db, ids: readonly string[]): Promise<void> {
  await db.delete(outbox).where(inArray(outbox.id, [...ids]))
}

/** The mailbox is being disconnected: nothing will be looked at any more. */
export async function dropAllNoted(db: Db, connectionId: string): Promise<void> {
  await db.delete(outbox).where(and(eq(outbox.connectionId, connectionId), eq(outbox.kind, REPLIES)))
}

/** Messages were looked at: a reply removes its reminder, what a machine wrote is not looked at again. */
export async function settleReminders(
  db: Db,
  scope: ConnectionScope,
  seen: readonly (SeemingReply & { isReply: boolean })[],
): Promise<void> {
  for (const { taskId, graphId } of seen.filter(({ isReply }) => !isReply)) {
    await db
      .update(mailLinks)
      .set({ noReply: sql`array_append(${mailLinks.noReply}, ${graphId}::text)` })
      .where(and(eq(mailLinks.connectionId, scope.connectionId), eq(mailLinks.taskId, taskId)))
  }
  const answeredIds = seen.filter(({ isReply }) => isReply).map(({ taskId }) => taskId)
  if (answeredIds.length === 0) return
  const gone = await db
    .delete(tasks)
    .where(and(inArray(tasks.id, answeredIds), isWaiting()))
    .returning({ id: tasks.id })
  if (gone.length > 0) {
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
