import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { mailLinks, mailMessages } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'

/**
 * A message of the person's own mailbox, to make something of it: two presses of the key at once find one another.
 * Throws not_found for any other.
 */
export async function lockOwnMail(db: Db, scope: UserScope, messageId: string) {
  const [mail] = await db
    .select({ message: mailMessages, own: connections.address })
    .from(mailMessages)
    .innerJoin(connections, eq(connections.id, mailMessages.connectionId))
    .where(
      and(
        eq(mailMessages.id, messageId),
        eq(mailMessages.pendingGone, false),
        eq(connections.userId, scope.userId),
        ne(connections.state, 'disconnecting'),
      ),
    )
    .for('update', { of: mailMessages })
  if (!mail) throw new AppError('not_found', 'no such message', { userMessage: 'This message no longer exists.' })
  return mail
}

/** Ties what was made of a mail to it: nothing of the mail is copied, and the tie goes with the connection. */
export async function linkMail(
  db: Db,
  scope: UserScope,
  { connectionId, graphId, conversationId }: typeof mailMessages.$inferSelect,
  made: { taskId: string } | { activityId: string },
): Promise<void> {
  await db.insert(mailLinks).values({ workspaceId: scope.workspaceId, connectionId, graphId, conversationId, ...made })
}
