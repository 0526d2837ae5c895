import 'server-only'
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import { syncPauses } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope } from '@/lib/platform/scope'
import { hintOf } from './job'
import { writeLedger } from './ledger'

/** The circuit breaker (R54): a sync that would change or delete an implausible share of records stops and asks. */

export type Pause = typeof syncPauses.$inferSelect
/** in: Outlook lost or changed much. out: Tandem would change Outlook much. */
type Stream = { kind: string; direction: 'in' | 'out' }

const SHARE = 0.3
const FEWEST = 20
const EXAMPLES = 10

/** Whether this many of so many is a mishap rather than a day's work. */
export const isImplausible = (affected: number, total: number): boolean =>
  affected >= FEWEST && affected >= SHARE * total

const of = (connectionId: string, { kind, direction }: Stream) =>
  and(eq(syncPauses.connectionId, connectionId), eq(syncPauses.kind, kind), eq(syncPauses.direction, direction))

/**
 * Asks whether a sync may go on that would change or delete `affected` of `total` linked records. `wait`: it is paused
 * until the person has decided. `apply`: they said so, or it is nothing unusual. `keep`: what would be lost stays. A
 * decision holds until `closePauses`, at the end of the sync that followed it.
 */
export async function mayGoOn(
  db: Db,
  scope: ConnectionScope,
  { affected, total, examples, ...stream }: Stream & { affected: number; total: number; examples: readonly string[] },
): Promise<'apply' | 'keep' | 'wait'> {
  const last = await lastPause(db, scope.connectionId, stream)
  if (last?.decision) return last.decision
  if (!last && !isImplausible(affected, total)) return 'apply'
  const figures = { affected, total, examples: examples.slice(0, EXAMPLES) }
  if (last) {
    if (affected !== last.affected || total !== last.total)
      await db.update(syncPauses).set(figures).where(eq(syncPauses.id, last.id))
    return 'wait'
  }
  await db.insert(syncPauses).values({
    ...figures,
    ...stream,
    workspaceId: scope.workspaceId,
    connectionId: scope.connectionId,
    at: now(),
  })
  await writeLedger(db, scope, [
    {
      direction: stream.direction,
      kind: stream.kind,
      what: 'paused',
      why: 'breaker',
      count: affected,
      result: 'skipped',
    },
  ])
  await notifyLive(db, { ...hintOf(scope), topics: ['schedule', 'connection'] })
  return 'wait'
}

/** What the last pause of a stream came to; null: there is none. */
async function lastPause(db: Db, connectionId: string, stream: Stream): Promise<Pause | null> {
  const [row] = await db.select().from(syncPauses).where(of(connectionId, stream)).orderBy(desc(syncPauses.at)).limit(1)
  return row ?? null
}

/** The sync that a decision was made for is done: the next mishap asks anew. */
export async function closePauses(db: Db, connectionId: string, stream: Stream): Promise<void> {
  await db.delete(syncPauses).where(and(of(connectionId, stream), isNotNull(syncPauses.decision)))
}

/** What waits for the person's word, oldest first. */
export async function listPauses(db: Db, connectionId: string): Promise<Pause[]> {
  return db
    .select()
    .from(syncPauses)
    .where(and(eq(syncPauses.connectionId, connectionId), isNull(syncPauses.decision)))
    .orderBy(syncPauses.at)
}

/** The person decided. Null: it was decided already, or is not theirs. */
export async function decidePause(
  db: Db,
  connectionId: string,
  id: string,
  decision: 'apply' | 'keep',
): Promise<Pause | null> {
  const [row] = await db
    .update(syncPauses)
    .set({ decision, decidedAt: now() })
    .where(and(eq(syncPauses.connectionId, connectionId), eq(syncPauses.id, id), isNull(syncPauses.decision)))
    .returning()
  return row ?? null
}

/** The person asked for a large change themselves: it does not ask again. */
export async function decideBefore(
  db: Db,
  connection: { id: string; workspaceId: string },
  stream: Stream,
): Promise<void> {
  await db.insert(syncPauses).values({
    ...stream,
    connectionId: connection.id,
    workspaceId: connection.workspaceId,
    affected: 0,
    total: 0,
    at: now(),
    decision: 'apply',
    decidedAt: now(),
  })
}
