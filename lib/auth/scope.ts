import 'server-only'
import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import { cache } from 'react'
import { connections } from '@/drizzle/schema/connection'
import { endedSessions, users } from '@/drizzle/schema/users'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import { type Db, inSystem } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { ConnectionScope, UserScope } from '@/lib/platform/scope'
import { type PresentSession, readSession } from './session'

// The only file that mints scopes: each cast below stands behind a look-up in the database.

/** The signed-in person's user id, or null. Says nothing of a workspace: for invitations and first sign-in only. */
export async function signedInUserId(): Promise<string | null> {
  const session = await presentSession()
  return session && !(await hasEnded(session.sid)) ? session.userId : null
}

/** Loaded late: jobs and tests mint scopes without a request. */
async function presentSession(): Promise<PresentSession | null> {
  const { headers } = await import('next/headers')
  return readSession(await headers())
}

/** Whether the person signed out of this session. */
export async function hasEnded(sid: string): Promise<boolean> {
  return inSystem(async (db) => (await db.select().from(endedSessions).where(eq(endedSessions.id, sid))).length > 0)
}

/** Why somebody who did sign in is not let in, also as the sign-in page is told it. */
export const NO_MEMBERSHIP = 'NoMembership'

/**
 * Who asks, read from session and database on each request: a disabled membership or a changed role counts at once.
 * A person without any membership gets a workspace of their own. Throws unauthenticated. While one page is rendered the
 * answer is kept: frame and page ask together.
 */
export const requireUser = cache(async (): Promise<UserScope> => {
  const session = await presentSession()
  if (!session) throw new AppError('unauthenticated', 'no session')
  const { userId, sid } = session
  // One transaction in the usual case: every request passes here.
  const found = await inSystem((db) => activeMembership(db, userId, undefined, sid))
  if (!found && (await hasEnded(sid))) throw new AppError('unauthenticated', 'the session was ended')
  const scope = (found as UserScope | null) ?? (await openOwnWorkspace(userId))
  if (!scope) throw new AppError('unauthenticated', 'no active membership', { reason: NO_MEMBERSHIP })
  return scope
})

/** Like requireUser, for administrators of the workspace. Throws unauthenticated or forbidden. */
export async function requireAdmin(): Promise<UserScope> {
  const scope = await requireUser()
  if (scope.role !== 'admin') throw new AppError('forbidden', 'administrators only')
  return scope
}

/** The scope of a user in the workspace they joined last (or in the one named). Null: no active membership. */
export async function userScopeOf(userId: string, workspaceId?: string): Promise<UserScope | null> {
  const found = await inSystem((db) => activeMembership(db, userId, workspaceId))
  return found as UserScope | null
}

async function activeMembership(db: Db, userId: string, workspaceId?: string, sid?: string) {
  const [row] = await db
    .select({ workspaceId: memberships.workspaceId, userId: memberships.userId, role: memberships.role })
    .from(memberships)
    .where(
      and(
        eq(memberships.userId, userId),
        isNull(memberships.disabledAt),
        workspaceId ? eq(memberships.workspaceId, workspaceId) : undefined,
        sid ? sql`not exists (select 1 from ${endedSessions} where ${endedSessions.id} = ${sid})` : undefined,
      ),
    )
    .orderBy(desc(memberships.createdAt), desc(memberships.id))
    .limit(1)
  return row ?? null
}

/** First sign-in without an invitation: "<Name>'s workspace", with the person as its administrator. */
export async function openOwnWorkspace(userId: string): Promise<UserScope | null> {
  return inSystem(async (db) => {
    // Two tabs at first sign-in must not open two workspaces.
    await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 1))`)
    const [user] = await db.select().from(users).where(eq(users.id, userId))
    const [any] = await db
      .select({ id: memberships.id })
      .from(memberships)
      .where(eq(memberships.userId, userId))
      .limit(1)
    if (!user) return null
    if (any) return (await activeMembership(db, userId)) as UserScope | null
    const name = user.name?.trim() || (user.email ?? user.contactEmail ?? '').split('@')[0] || 'My'
    const [workspace] = await db
      .insert(workspaces)
      .values({ name: name === 'My' ? 'My workspace' : `${name}'s workspace` })
      .returning({ id: workspaces.id })
    if (!workspace) throw new AppError('internal', 'no workspace was made')
    await db.insert(memberships).values({ workspaceId: workspace.id, userId, role: 'admin' })
    return (await activeMembership(db, userId)) as UserScope | null
  })
}

/**
 * What a sync job or a verified signal may touch. Null when there is nothing to do: the connection is gone or leaving,
 * an administrator switched the integration off for its user (R14), or the user was disabled. A paused connection has
 * a scope; accessToken refuses it.
 */
export async function connectionScope(connectionId: string): Promise<ConnectionScope | null> {
  return (await connectionAtWork(connectionId))?.scope ?? null
}

/** The same with the connection's row, as it was when the work began. */
export async function connectionAtWork(
  connectionId: string,
): Promise<{ scope: ConnectionScope; connection: typeof connections.$inferSelect } | null> {
  const [row] = await inSystem((db) =>
    db
      .select({ scope: connectionFields, connection: connections })
      .from(connections)
      .innerJoin(
        memberships,
        and(eq(memberships.userId, connections.userId), eq(memberships.workspaceId, connections.workspaceId)),
      )
      .where(
        and(
          eq(connections.id, connectionId),
          ne(connections.state, 'disconnecting'),
          isNull(memberships.disabledAt),
          eq(memberships.integrationEnabled, true),
        ),
      ),
  )
  return row ? { ...row, scope: row.scope as ConnectionScope } : null
}

/** What the disconnect job may touch: only a connection that is being disconnected, else null. */
export async function leavingScope(connectionId: string): Promise<ConnectionScope | null> {
  const [row] = await inSystem((db) =>
    db
      .select(connectionFields)
      .from(connections)
      .where(and(eq(connections.id, connectionId), eq(connections.state, 'disconnecting'))),
  )
  return (row ?? null) as ConnectionScope | null
}

const connectionFields = {
  workspaceId: connections.workspaceId,
  userId: connections.userId,
  connectionId: connections.id,
  epoch: connections.epoch,
}
