import 'server-only'
import { and, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { connections, cursors, subscriptions } from '@/drizzle/schema/connection'
import { disconnects } from '@/drizzle/schema/purge'
import { ledger, outbox } from '@/drizzle/schema/sync'
import { memberships } from '@/drizzle/schema/workspaces'
import { now } from '@/lib/platform/clock'
import { type Db, inSystem } from '@/lib/platform/db/handle'

const MINUTE = 60_000

/** Connections whose sync is allowed now. */
const syncing = and(
  eq(connections.state, 'active'),
  sql`exists (select 1 from ${memberships} where ${memberships.userId} = ${connections.userId}
    and ${memberships.workspaceId} = ${connections.workspaceId} and ${memberships.integrationEnabled}
    and ${memberships.disabledAt} is null)`,
)

/**
 * Connections to compare with Outlook in this minute: a sixtieth of all, by hash, and of these only those without a
 * good sync for 55 minutes, or without a sweep for 6 hours: in a busy mailbox a good sync of one folder says nothing of
 * a lost signal in another. A mailbox in which sweeps keep finding nothing is looked at less often, down to every 6 h.
 */
async function listToSweep(db: Db, at: Date): Promise<string[]> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        syncing,
        sql`abs(hashtext(${connections.id}::text)) % 60 = ${at.getUTCMinutes()}`,
        or(
          isNull(connections.lastSyncAt),
          lt(connections.lastSyncAt, new Date(at.getTime() - 55 * MINUTE)),
          sql`coalesce(${connections.lastSweepAt}, ${connections.createdAt}) < ${at.toISOString()}::timestamptz - interval '6 hours'`,
        ),
        or(
          isNull(connections.lastSweepAt),
          sql`${connections.lastSweepAt} < ${at.toISOString()}::timestamptz
            - least(greatest(${connections.quietSweeps} - 3, 1), 6) * interval '55 minutes'`,
        ),
      ),
    )
  return rows.map(({ id }) => id)
}

/** Connections whose signals are missing or end within a day (spread over an hour by hash). */
async function listToRenew(db: Db, at: Date): Promise<string[]> {
  const soon = new Date(at.getTime() + 24 * 60 * MINUTE)
  const atOnce = new Date(at.getTime() + 60 * MINUTE)
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .leftJoin(subscriptions, eq(subscriptions.connectionId, connections.id))
    .where(
      and(
        syncing,
        lt(connections.createdAt, new Date(at.getTime() - 2 * MINUTE)),
        or(
          isNull(subscriptions.expiresAt),
          lte(subscriptions.expiresAt, atOnce),
          and(
            lte(subscriptions.expiresAt, soon),
            sql`abs(hashtext(${connections.id}::text)) % 60 = ${at.getUTCMinutes()}`,
          ),
        ),
      ),
    )
  return [...new Set(rows.map(({ id }) => id))]
}

/** Linked, but never opened: the event that told of it got lost. */
async function listUnopened(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        syncing,
        lt(connections.createdAt, new Date(Date.now() - 2 * MINUTE)),
        sql`not exists (select 1 from ${cursors} where ${cursors.connectionId} = ${connections.id})`,
      ),
    )
  return rows.map(({ id }) => id)
}

/** Connections whose import stands still: a full round is open and nothing came for two minutes. */
async function listStalledImports(db: Db, at: Date): Promise<string[]> {
  const rows = await db
    .select({ id: cursors.connectionId })
    .from(cursors)
    .innerJoin(connections, eq(connections.id, cursors.connectionId))
    .where(and(syncing, inArray(cursors.phase, ['first', 'resync'])))
    .groupBy(cursors.connectionId)
    .having(
      sql`coalesce(max(${cursors.syncedAt}), '-infinity') < ${new Date(at.getTime() - 2 * MINUTE).toISOString()}::timestamptz`,
    )
  return rows.map(({ id }) => id)
}

/** Connections with outbox rows that are due and that nobody announced, or whose announcement came to nothing. */
async function listUnannounced(db: Db, at: Date): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: outbox.connectionId })
    .from(outbox)
    .innerJoin(connections, eq(connections.id, outbox.connectionId))
    .where(and(syncing, eq(outbox.state, 'waiting'), lte(outbox.notBefore, at)))
  return rows.map(({ id }) => id)
}

/** Disconnects that are not done: announcing one again is harmless. */
async function listOpenDisconnects(db: Db): Promise<{ connectionId: string; disconnectId: string }[]> {
  return db
    .select({ connectionId: disconnects.connectionId, disconnectId: disconnects.id })
    .from(disconnects)
    .where(and(isNull(disconnects.finishedAt), lt(disconnects.startedAt, new Date(Date.now() - 2 * MINUTE))))
}

/** The ledger is kept for 90 days. */
async function deleteOldLedger(db: Db, at: Date): Promise<void> {
  const before = new Date(at.getTime() - 90 * 24 * 60 * MINUTE)
  await db.execute(sql`delete from ${ledger} where ctid = any(array(
    select ctid from ${ledger} where ${ledger.at} < ${before.toISOString()}::timestamptz limit 5000))`)
}

/** Everything that is due in this minute, as connection ids. */
export async function findWork() {
  const at = now()
  return inSystem(async (db) => {
    await deleteOldLedger(db, at)
    return {
      sweep: await listToSweep(db, at),
      unopened: await listUnopened(db),
      renew: await listToRenew(db, at),
      imports: await listStalledImports(db, at),
      outbox: await listUnannounced(db, at),
      disconnects: await listOpenDisconnects(db),
    }
  })
}
