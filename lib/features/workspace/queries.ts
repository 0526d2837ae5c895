import 'server-only'
import { and, asc, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { users } from '@/drizzle/schema/users'
import { invitations, memberships, workspaces } from '@/drizzle/schema/workspaces'
import { tokenHash } from '@/lib/platform/crypto'
import { type Db, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** Who the person is, and where: for the frame around every page. */
export async function getMe(db: Db, scope: UserScope) {
  const [row] = await db
    .select({ workspace: workspaces.name, name: users.name, email: users.email, contact: users.contactEmail })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.userId, scope.userId))
  const email = row?.email ?? row?.contact ?? ''
  return {
    workspace: row?.workspace ?? '',
    user: { id: scope.userId, name: row?.name ?? email, email, isAdmin: scope.role === 'admin' },
  }
}

/** Everybody of the workspace, with their link to Microsoft, in order of joining. */
export async function listMembers(db: Db) {
  return db
    .select({
      userId: memberships.userId,
      name: users.name,
      email: users.email,
      contactEmail: users.contactEmail,
      role: memberships.role,
      disabledAt: memberships.disabledAt,
      integrationEnabled: memberships.integrationEnabled,
      joinedAt: memberships.createdAt,
      connection: connections,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(connections, eq(connections.userId, memberships.userId))
    .orderBy(asc(memberships.createdAt), asc(memberships.id))
}

/** Invitations that nobody accepted yet, newest first. */
export async function listInvitations(db: Db) {
  return db.select().from(invitations).where(isNull(invitations.acceptedAt)).orderBy(desc(invitations.createdAt))
}

/** The workspace's name and policy. */
export async function getWorkspace(db: Db, scope: UserScope) {
  const [row] = await db.select().from(workspaces).where(eq(workspaces.id, scope.workspaceId))
  return { name: row?.name ?? '', allowPersonal: row?.allowPersonal ?? true }
}

/** Invitations of the last 24 hours in this workspace, and those among them to the address of this hash. */
export async function countInvited(db: Db, to: string): Promise<{ all: number; same: number }> {
  const [row] = await db
    .select({
      all: sql<number>`count(*)::int`,
      same: sql<number>`(count(*) filter (where ${auditLog.detail}->>'to' = ${to}))::int`,
    })
    .from(auditLog)
    .where(and(eq(auditLog.action, 'invitation.created'), sql`${auditLog.at} > now() - interval '24 hours'`))
  return row ?? { all: 0, same: 0 }
}

/** How many active administrators there are besides this person. */
export async function countOtherAdmins(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(memberships)
    .where(and(eq(memberships.role, 'admin'), isNull(memberships.disabledAt), ne(memberships.userId, userId)))
  return row?.count ?? 0
}

/** What stands behind an invitation's link, for whoever holds it; and what `userId` is in that workspace already. */
export async function findInvitation(token: string, userId: string | null) {
  return inSystem(async (db) => {
    const [row] = await db
      .select({
        role: invitations.role,
        expiresAt: invitations.expiresAt,
        acceptedAt: invitations.acceptedAt,
        workspaceId: invitations.workspaceId,
        workspace: workspaces.name,
        invitedBy: users.name,
      })
      .from(invitations)
      .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
      .leftJoin(users, eq(users.id, invitations.invitedBy))
      .where(eq(invitations.tokenHash, tokenHash(token)))
    if (!row) return null
    const [me] = userId ? await db.select().from(users).where(eq(users.id, userId)) : []
    const [member] = userId
      ? await db
          .select({ id: memberships.id })
          .from(memberships)
          .where(and(eq(memberships.userId, userId), eq(memberships.workspaceId, row.workspaceId)))
      : []
    return { ...row, isMember: member !== undefined, me: me ? (me.name ?? me.email ?? me.contactEmail ?? '') : null }
  })
}
