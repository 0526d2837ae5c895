import 'server-only'
import { and, eq } from 'drizzle-orm'
import { oauthAttempts } from '@/drizzle/schema/connection'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** One attempt of the person's own, or null. Its sealed part is of no use here. */
export async function getAttempt(db: Db, scope: UserScope, id: string) {
  const [row] = await db
    .select()
    .from(oauthAttempts)
    .where(
      and(
        eq(oauthAttempts.id, id),
        eq(oauthAttempts.userId, scope.userId),
        eq(oauthAttempts.workspaceId, scope.workspaceId),
      ),
    )
  return row ?? null
}
