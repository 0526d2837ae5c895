import 'server-only'
import { type Db, inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { requireAdmin, requireUser } from './scope'

// The only ways from a session to the database: no loader or action can read without having asked who asks.

/** Runs `work` in one transaction that sees the signed-in person's workspace. Throws unauthenticated. */
export async function withUser<T>(work: (db: Db, scope: UserScope) => Promise<T>): Promise<T> {
  const scope = await requireUser()
  return inScope(scope, (db) => work(db, scope))
}

/** The same for administrators of the workspace. Throws unauthenticated or forbidden. */
export async function withAdmin<T>(work: (db: Db, scope: UserScope) => Promise<T>): Promise<T> {
  const scope = await requireAdmin()
  return inScope(scope, (db) => work(db, scope))
}
