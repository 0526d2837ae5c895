import 'server-only'
import type { InviteView, MembersView } from '@/components/connection/view'
import { whyPaused } from '@/lib/auth/pause-reasons'
import { signedInUserId } from '@/lib/auth/scope'
import { withAdmin } from '@/lib/auth/with-user'
import { now } from '@/lib/platform/clock'
import { canMail } from '@/lib/platform/mail'
import { findInvitation, getWorkspace, listInvitations, listMembers } from './queries'

/** People of the workspace, for administrators. Throws forbidden for others. */
export async function loadMembers(): Promise<MembersView> {
  return withAdmin(async (db, scope) => {
    const { name, allowPersonal } = await getWorkspace(db, scope)
    const members = await listMembers(db)
    const open = await listInvitations(db)
    return {
      workspace: name,
      allowPersonal,
      canMail: canMail(),
      members: members.map(({ connection, email, ...member }) => ({
        ...member,
        name: member.name ?? email ?? member.contactEmail ?? '',
        contactEmail: email ?? member.contactEmail,
        you: member.userId === scope.userId,
        disabledAt: member.disabledAt?.toISOString() ?? null,
        joinedAt: member.joinedAt.toISOString(),
        connection: connection && {
          id: connection.id,
          address: connection.address,
          state: connection.state,
          pausedReason: connection.state === 'paused' ? whyPaused(connection.pausedReason) : null,
          lastSyncAt: connection.lastSyncAt?.toISOString() ?? null,
          features: connection.features,
        },
      })),
      invitations: open.map(({ id, email, role, createdAt, expiresAt }) => ({
        id,
        email,
        role,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        expired: expiresAt <= now(),
      })),
    }
  })
}

/** /invite/{token}: public; says nothing of the workspace to who holds no link. */
export async function loadInvite(token: string): Promise<InviteView> {
  const found = token.length <= 64 ? await findInvitation(token, await signedInUserId()) : null
  if (!found) return { state: 'unknown', workspace: '', invitedBy: null, role: 'member', signedInAs: null }
  return {
    state: found.isMember ? 'member' : found.acceptedAt ? 'used' : found.expiresAt <= now() ? 'expired' : 'open',
    workspace: found.workspace,
    invitedBy: found.invitedBy,
    role: found.role,
    signedInAs: found.me,
  }
}
