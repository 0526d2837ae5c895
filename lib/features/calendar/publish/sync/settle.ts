import 'server-only'
import { and, inArray, sql } from 'drizzle-orm'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { type LedgerEntry, writeLedger } from '@/lib/sync/ledger'
import { published } from '../queries'
import type { Outcome } from './write'

/** So few are told one by one; more share a line. */
const ONE_BY_ONE = 8
/** NOTIFY takes a lock of the whole database at commit: a long push speaks at most once a second. */
const NOTIFY_MS = 1_000

/**
 * Writes down what became of some entries, in one transaction. A link that somebody touched since it was read waits
 * again, but keeps what is true of Outlook.
 */
export async function settle({ scope }: SyncContext, outcomes: readonly Outcome[], why: string): Promise<void> {
  if (outcomes.length === 0) return
  const gone = outcomes.filter(({ verdict }) => verdict === 'gone').map(({ link }) => link.id)
  const kept = outcomes.filter(({ verdict }) => verdict !== 'gone')
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    if (gone.length > 0) {
      await db
        .delete(calendarLinks)
        .where(and(published(scope.connectionId), inArray(calendarLinks.id, gone), untouched(outcomes)))
    }
    if (kept.length > 0) {
      const rows = JSON.stringify(kept.map(rowOf))
      await db.execute(sql`update ${calendarLinks} l set
          external_event_id = t.event_id, change_key = t.change_key, base = t.base, asked_at = null,
          transaction_id = t.transaction_id, pushed_version = t.version, reason = t.reason,
          state = case when date_trunc('milliseconds', l.updated_at) = t.read_at then t.state else 'waiting' end,
          updated_at = case when date_trunc('milliseconds', l.updated_at) = t.read_at then t.at else l.updated_at end
        from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, event_id text, change_key text, base jsonb,
          transaction_id text, version int, reason text, state text, read_at timestamptz, at timestamptz)
        where l.id = t.id and l.connection_id = ${scope.connectionId}`)
    }
    await writeLedger(db, scope, linesOf(outcomes, why))
    if (mayNotify(scope.connectionId)) await notifyLive(db, { ...hintOf(scope), topics: ['schedule'] })
  })
}

/** Somebody restored an entry while its copy was removed: the link stays, and waits. */
const untouched = (outcomes: readonly Outcome[]) =>
  sql`(${calendarLinks.id}, date_trunc('milliseconds', ${calendarLinks.updatedAt})) in (
    select t.id, t.read_at from jsonb_to_recordset(${JSON.stringify(
      outcomes.map(({ link }) => ({ id: link.id, read_at: link.updatedAt })),
    )}::jsonb) as t(id uuid, read_at timestamptz))`

function rowOf({ link, verdict, event, transactionId, base, version, reason }: Outcome) {
  const known = event === undefined ? { id: link.externalEventId, changeKey: link.changeKey } : event
  return {
    id: link.id,
    event_id: known?.id ?? null,
    change_key: known?.changeKey ?? null,
    base: base === undefined ? link.base : base,
    transaction_id: transactionId ?? link.transactionId,
    version: version ?? link.pushedVersion,
    reason: reason ?? null,
    state: verdict === 'again' ? 'waiting' : verdict,
    read_at: link.updatedAt,
    at: now(),
  }
}

function linesOf(outcomes: readonly Outcome[], why: string): LedgerEntry[] {
  const lines = outcomes.flatMap(({ what, verdict, requestId }): LedgerEntry[] => {
    if (verdict === 'refused')
      return [{ direction: 'out', kind: 'entry', what: 'updated', why, result: 'failed', requestId: requestId ?? null }]
    return what ? [{ direction: 'out', kind: 'entry', what, why, requestId: requestId ?? null }] : []
  })
  if (lines.length <= ONE_BY_ONE) return lines
  const grouped = new Map<string, LedgerEntry>()
  for (const line of lines) {
    const key = `${line.what} ${line.result}`
    const group = grouped.get(key)
    if (group) group.count = (group.count ?? 1) + 1
    else grouped.set(key, { ...line, count: 1, requestId: null })
  }
  return [...grouped.values()]
}

const lastNotified = new Map<string, number>()
function mayNotify(connectionId: string): boolean {
  const present = Date.now()
  if (present - (lastNotified.get(connectionId) ?? 0) < NOTIFY_MS) return false
  lastNotified.set(connectionId, present)
  return true
}
