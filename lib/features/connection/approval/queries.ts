import 'server-only'
import { and, eq } from 'drizzle-orm'
import { approvals } from '@/drizzle/schema/connection'
import { users } from '@/drizzle/schema/users'
import { workspaces } from '@/drizzle/schema/workspaces'
import { tokenHash } from '@/lib/platform/crypto'
import { type Db, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'

/** One approval that the person asked for, or null. */
export async function getApproval(db: Db, scope: UserScope, id: string) {
  if (!isUuid(id)) return null
  const [row] = await db
    .select()
    .from(approvals)
    .where(and(eq(approvals.id, id), eq(approvals.userId, scope.userId)))
  return row ?? null
}

/** What stands behind an administrator's link; the holder of the token may see it without a session. */
export async function findApprovalByToken(token: string) {
  const [row] = await inSystem((db) =>
    db
      .select({
        scopes: approvals.scopes,
        expiresAt: approvals.expiresAt,
        grantedAt: approvals.grantedAt,
        workspace: workspaces.name,
        askedBy: users.name,
      })
      .from(approvals)
      .innerJoin(workspaces, eq(workspaces.id, approvals.workspaceId))
      .innerJoin(users, eq(users.id, approvals.userId))
      .where(eq(approvals.tokenHash, tokenHash(token))),
  )
  return row ?? null
}
