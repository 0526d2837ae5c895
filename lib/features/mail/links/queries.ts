import 'server-only'
import { and, eq, inArray, ne } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { mailLinks, mailMessages } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** A mail that a task or an activity was made of, as its owner finds it. */
export interface LinkedMail {
  messageId: string
  folderId: string
  subject: string
  to: { name: string; address: string }[]
}

/** The mails that tasks or activities were made of, as far as the viewer's own mailbox holds them: by their id. */
export async function listLinkedMails(
  db: Db,
  scope: UserScope,
  of: 'taskId' | 'activityId',
  ids: string[],
): Promise<Map<string, LinkedMail>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: mailLinks[of],
      messageId: mailMessages.id,
      folderId: mailMessages.folderId,
      subject: mailMessages.subject,
      to: mailMessages.toRecipients,
    })
    .from(mailLinks)
    .innerJoin(connections, eq(connections.id, mailLinks.connectionId))
    .innerJoin(
      mailMessages,
      and(eq(mailMessages.connectionId, mailLinks.connectionId), eq(mailMessages.graphId, mailLinks.graphId)),
    )
    .where(
      and(
        inArray(mailLinks[of], ids),
        eq(connections.userId, scope.userId),
        ne(connections.state, 'disconnecting'),
        eq(mailMessages.pendingGone, false),
      ),
    )
  return new Map(rows.map(({ id, ...mail }) => [id ?? '', mail]))
}
