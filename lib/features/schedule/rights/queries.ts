import 'server-only'
import { mailsFrom } from '@/lib/features/calendar/link/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'

/**
 * Nobody makes a colleague's Outlook mail people: of an entry with people on it that Outlook keeps in its owner's name
 * only the owner's own deeds leave as invitations, updates and cancellations (R34). Throws forbidden.
 */
export async function checkInviter(
  db: Db,
  scope: UserScope,
  entry: { id: string; ownerId: string | null },
  hasPeople: boolean,
): Promise<void> {
  if (!hasPeople || !entry.ownerId || entry.ownerId === scope.userId) return
  if (!(await mailsFrom(db, entry.ownerId, entry.id))) return
  throw new AppError('forbidden', 'it would be mailed in the name of somebody else', {
    userMessage: 'Outlook would mail the people on it in its owner’s name. Only the owner can do that.',
  })
}
