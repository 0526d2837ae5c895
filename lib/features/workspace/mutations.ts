import 'server-only'
import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { auditLog } from '@/drizzle/schema/sync'
import { invitations, memberships, workspaces } from '@/drizzle/schema/workspaces'
import { now } from '@/lib/platform/clock'
import { randomToken, tokenHash } from '@/lib/platform/crypto'
import { type Db, inSystem } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import type { Role, UserScope } from '@/lib/platform/scope'
import { countInvited, countOtherAdmins } from './queries'

/** An invitation can be accepted this long. */
const INVITATION_MS = 14 * 24 * 3600_000
/** Open invitations of one workspace: no mail relay. */
const OPEN_INVITATIONS = 100
/** Invitations of one workspace, and among these to one address, in 24 hours, taken back or not: nobody is flooded. */
const MOST_A_DAY = 200
const MOST_TO_ONE = 3

const audit = (db: Db, scope: UserScope, action: string, detail: Record<string, string>) =>
  db.insert(auditLog).values({ workspaceId: scope.workspaceId, actorId: scope.userId, action, detail })

/** Makes an invitation and answers with its token, which is kept as a hash only. An earlier one to the address ends. */
export async function createInvitation(db: Db, scope: UserScope, input: { email: string; role: Role }) {
  // The log keeps no addresses: a hash is enough to count.
  const to = tokenHash(`${scope.workspaceId} ${input.email}`).slice(0, 16)
  const today = await countInvited(db, to)
  if (today.all >= MOST_A_DAY || today.same >= MOST_TO_ONE)
    throw new AppError('invalid_input', 'too many invitations today', {
      userMessage:
        today.same >= MOST_TO_ONE
          ? 'This address was invited three times today. Try again tomorrow.'
          : 'There were 200 invitations today. Try again tomorrow.',
    })
  await db.delete(invitations).where(and(eq(invitations.email, input.email), isNull(invitations.acceptedAt)))
  await db.delete(invitations).where(and(isNull(invitations.acceptedAt), lt(invitations.expiresAt, now())))
  const open = await db.select({ id: invitations.id }).from(invitations).where(isNull(invitations.acceptedAt))
  if (open.length >= OPEN_INVITATIONS)
    throw new AppError('invalid_input', 'too many open invitations', {
      userMessage: 'There are 100 open invitations. Take some back first.',
    })
  const token = randomToken()
  const [row] = await db
    .insert(invitations)
    .values({
      ...input,
      workspaceId: scope.workspaceId,
      tokenHash: tokenHash(token),
      invitedBy: scope.userId,
      createdAt: now(),
      expiresAt: new Date(now().getTime() + INVITATION_MS),
    })
    .returning({ id: invitations.id })
  await audit(db, scope, 'invitation.created', { invitationId: row?.id ?? '', role: input.role, to })
  return { id: row?.id ?? '', token }
}

/** Takes an invitation back; its link stops working. */
export async function revokeInvitation(db: Db, scope: UserScope, id: string): Promise<void> {
  const gone = await db
    .delete(invitations)
    .where(and(eq(invitations.id, id), isNull(invitations.acceptedAt)))
    .returning({ id: invitations.id })
  if (gone.length) await audit(db, scope, 'invitation.revoked', { invitationId: id })
}

/**
 * Makes the signed-in person a member of the workspace that the link belongs to. Works once. Throws not_found for a
 * link that is unknown, used or too old, forbidden for somebody whom that workspace switched off.
 */
export async function acceptInvitation(userId: string, token: string): Promise<void> {
  await inSystem(async (db) => {
    const [invitation] = await db
      .select()
      .from(invitations)
      .where(
        and(
          eq(invitations.tokenHash, tokenHash(token)),
          isNull(invitations.acceptedAt),
          gt(invitations.expiresAt, now()),
        ),
      )
      .for('update')
    if (!invitation) throw new AppError('not_found', 'no open invitation')
    const { workspaceId, role, id } = invitation
    const [known] = await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)))
    if (known?.disabledAt) throw new AppError('forbidden', 'membership is disabled')
    if (known) return
    await db.insert(memberships).values({ workspaceId, userId, role, createdAt: now() })
    await db.update(invitations).set({ acceptedAt: now() }).where(eq(invitations.id, id))
    await db
      .insert(auditLog)
      .values({ workspaceId, actorId: userId, action: 'invitation.accepted', detail: { invitationId: id } })
  })
}

/** Changes a member, and tells that person's open screens to ask again who they are. Throws not_found. */
async function changeMember(
  db: Db,
  scope: UserScope,
  userId: string,
  set: Partial<typeof memberships.$inferInsert>,
): Promise<void> {
  const rows = await db
    .update(memberships)
    .set(set)
    .where(eq(memberships.userId, userId))
    .returning({ id: memberships.id })
  if (rows.length === 0) throw new AppError('not_found', 'no such member')
  await notifyLive(db, { workspaceId: scope.workspaceId, userId, topics: ['session', 'connection'] })
}

/** A workspace without an administrator cannot be mended from inside. */
async function keepOneAdmin(db: Db, scope: UserScope, userId: string): Promise<void> {
  // Two administrators who step down at once must not both succeed.
  await db.select().from(workspaces).where(eq(workspaces.id, scope.workspaceId)).for('update')
  if ((await countOtherAdmins(db, userId)) === 0)
    throw new AppError('invalid_input', 'last administrator', {
      userMessage: 'This is the only administrator. Make somebody else one first.',
    })
}

/** Makes a member an administrator or an ordinary member. Throws invalid_input for the last administrator. */
export async function setRole(db: Db, scope: UserScope, userId: string, role: Role): Promise<void> {
  if (role === 'member') await keepOneAdmin(db, scope, userId)
  await changeMember(db, scope, userId, { role })
  await audit(db, scope, 'member.role', { userId, role })
}

/** Ends a member's access at once, or gives it back; data stays. Throws invalid_input for the last administrator. */
export async function setDisabled(db: Db, scope: UserScope, userId: string, disabled: boolean): Promise<void> {
  if (disabled) await keepOneAdmin(db, scope, userId)
  await changeMember(db, scope, userId, { disabledAt: disabled ? now() : null })
  await audit(db, scope, disabled ? 'member.disabled' : 'member.enabled', { userId })
}

/** R14: off suspends syncing for the person and keeps the data; on resumes. */
export async function setIntegrationEnabled(db: Db, scope: UserScope, userId: string, on: boolean): Promise<void> {
  await changeMember(db, scope, userId, { integrationEnabled: on })
  await audit(db, scope, on ? 'integration.enabled' : 'integration.disabled', { userId })
}

/** R6: whether personal Microsoft accounts may be linked. Those linked already stay. */
export async function setAllowPersonal(db: Db, scope: UserScope, on: boolean): Promise<void> {
  await db.update(workspaces).set({ allowPersonal: on }).where(eq(workspaces.id, scope.workspaceId))
  await audit(db, scope, 'settings.personal_accounts', { allowed: String(on) })
}
