import 'server-only'
import { mailAccess } from '@/drizzle/schema/people'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { findMail } from './mails/queries'
import { accessOf } from './rules'
import { getSight } from './sight/queries'

/**
 * Asks the owner of a mail that the timeline hides to be let into its conversation; the owner hears of it at once.
 * Asking again changes nothing. Throws not_found, or conflict when the owner has said no.
 */
export async function askAccess(db: Db, scope: UserScope, id: string): Promise<void> {
  const sight = await getSight(db, scope)
  const mail = await findMail(db, sight, id)
  const mailbox = mail && sight.mailboxes.get(mail.connectionId)
  if (!mail || !mailbox) throw new AppError('not_found', 'no such mail')
  const access = accessOf(mail, sight)
  if (access === 'declined')
    throw new AppError('conflict', 'declined', { userMessage: `${mailbox.owner.name} has said no.` })
  if (access !== 'may-ask' || mail.conversationId === null) return
  await db
    .insert(mailAccess)
    .values({
      workspaceId: scope.workspaceId,
      connectionId: mail.connectionId,
      requesterId: scope.userId,
      conversationId: mail.conversationId,
      askedAt: now(),
    })
    .onConflictDoNothing()
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: mailbox.owner.id, topics: ['privacy'] })
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['people'] })
}
