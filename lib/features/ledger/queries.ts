import 'server-only'
import { and, desc, eq, lt } from 'drizzle-orm'
import { ledger } from '@/drizzle/schema/sync'
import { users } from '@/drizzle/schema/users'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import type { LedgerInput } from './schema'

const FIELDS = {
  id: ledger.id,
  at: ledger.at,
  direction: ledger.direction,
  kind: ledger.kind,
  what: ledger.what,
  why: ledger.why,
  count: ledger.count,
  result: ledger.result,
  requestId: ledger.requestId,
}

const chosen = (scope: UserScope, { direction, kind, result, before }: LedgerInput) => [
  eq(ledger.workspaceId, scope.workspaceId),
  direction ? eq(ledger.direction, direction) : undefined,
  kind ? eq(ledger.kind, kind) : undefined,
  result ? eq(ledger.result, result) : undefined,
  before ? lt(ledger.id, before) : undefined,
]

/** The person's own lines, newest first (keyset by id: the deepest page costs what the first does). */
export async function listOwnLedger(db: Db, scope: UserScope, input: LedgerInput, limit: number) {
  return db
    .select(FIELDS)
    .from(ledger)
    .where(and(...chosen(scope, input), eq(ledger.userId, scope.userId)))
    .orderBy(desc(ledger.id))
    .limit(limit)
}

/** Everybody's lines of the workspace, for administrators: ask through withAdmin. */
export async function listWorkspaceLedger(db: Db, scope: UserScope, input: LedgerInput, limit: number) {
  return db
    .select({
      ...FIELDS,
      userId: ledger.userId,
      name: users.name,
      email: users.email,
      contactEmail: users.contactEmail,
    })
    .from(ledger)
    .leftJoin(users, eq(users.id, ledger.userId))
    .where(and(...chosen(scope, input)))
    .orderBy(desc(ledger.id))
    .limit(limit)
}
