import { ledger } from '@/drizzle/schema/sync'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'

/** One line of the ledger: what the sync did and why, never names, subjects or addresses. */
export interface LedgerEntry {
  direction: 'in' | 'out' | 'none'
  /** What kind of thing: mail, folder, subscription, connection. */
  kind: string
  /** e.g. created, updated, deleted, imported, pushed */
  what: string
  /** What caused it: signal, import, sweep, resync, person. */
  why: string
  count?: number
  result?: 'done' | 'skipped' | 'failed'
  requestId?: string | null
}

/** Writes ledger lines inside the transaction that did the deed. */
export async function writeLedger(db: Db, scope: ConnectionScope, entries: LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return
  await db.insert(ledger).values(
    entries.map((entry) => ({
      ...entry,
      workspaceId: scope.workspaceId,
      userId: scope.userId,
      connectionId: scope.connectionId,
    })),
  )
}
