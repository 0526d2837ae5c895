import 'server-only'
import { and, asc, eq, ne, or } from 'drizzle-orm'
import { signatures, snippets } from '@/drizzle/schema/compose'
import { connections } from '@/drizzle/schema/connection'
import { mailLinks } from '@/drizzle/schema/mail'
import { blockedAddresses, mailAccess } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { getVisibility } from '@/lib/features/privacy/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** What the person wrote and chose in Tandem, whether Microsoft is connected or not. */
export async function exportOwn(db: Db, scope: UserScope) {
  const own = { userId: scope.userId }
  // From the click of a Disconnect on nothing of the mailbox can be read.
  const here = ne(connections.state, 'disconnecting')
  return {
    tasks: await db
      .select()
      .from(tasks)
      .where(or(eq(tasks.ownerId, own.userId), eq(tasks.createdBy, own.userId)))
      .orderBy(asc(tasks.createdAt), asc(tasks.id)),
    mailLinks: await db
      .select({
        id: mailLinks.graphId,
        conversationId: mailLinks.conversationId,
        taskId: mailLinks.taskId,
        activityId: mailLinks.activityId,
      })
      .from(mailLinks)
      .innerJoin(connections, eq(connections.id, mailLinks.connectionId))
      .where(and(eq(connections.userId, own.userId), here)),
    privacy: {
      visibility: await getVisibility(db, scope),
      blocked: await db
        .select({ pattern: blockedAddresses.pattern, createdAt: blockedAddresses.createdAt })
        .from(blockedAddresses)
        .where(eq(blockedAddresses.userId, own.userId))
        .orderBy(asc(blockedAddresses.pattern)),
      /** Asked of the person, and asked by them. */
      requests: await db
        .select({
          requesterId: mailAccess.requesterId,
          ownerId: connections.userId,
          conversationId: mailAccess.conversationId,
          state: mailAccess.state,
          askedAt: mailAccess.askedAt,
          decidedAt: mailAccess.decidedAt,
        })
        .from(mailAccess)
        .innerJoin(connections, eq(connections.id, mailAccess.connectionId))
        .where(and(here, or(eq(connections.userId, own.userId), eq(mailAccess.requesterId, own.userId))))
        .orderBy(asc(mailAccess.askedAt)),
    },
    signatures: await db
      .select()
      .from(signatures)
      .where(eq(signatures.userId, own.userId))
      .orderBy(asc(signatures.createdAt)),
    snippets: await db.select().from(snippets).where(eq(snippets.userId, own.userId)).orderBy(asc(snippets.createdAt)),
  }
}
