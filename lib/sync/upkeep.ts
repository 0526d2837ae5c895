import 'server-only'
import { and, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
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

type Connection = typeof connections.$inferSelect

/** A stream of a feature that needs looking after: what Microsoft signals of it, its cursors and its comparisons. */
export interface UpkeepSource {
  /** Name of its signals, e.g. `mail`. */
  resource: string
  /** The feature that it belongs to. */
  feature: string
  /** Whether that feature was chosen and granted. */
  isOn(connection: Pick<Connection, 'features' | 'grantedScopes' | 'accountKind'>): boolean
  /** Cursor that is there once the stream was opened, and moves with each comparison. */
  opened: string
  /** Its other cursors, as a pattern: `mail/%`. */
  streams: string
  /** hourly: whatever happens. quiet: not while signals keep it right, and less often where nothing is ever found. */
  sweeps: 'hourly' | 'quiet'
}

/** A connection that has something to do in one of its streams. */
export interface DueWork {
  connectionId: string
  resource: string
}

const CHOICE = {
  id: connections.id,
  features: connections.features,
  grantedScopes: connections.grantedScopes,
  accountKind: connections.accountKind,
}
type ChoiceRow = Pick<Connection, 'id' | 'features' | 'grantedScopes' | 'accountKind'>

const chose = ({ feature }: UpkeepSource) => sql`${feature} = any(${connections.features})`

const dueOf = (source: UpkeepSource, rows: ChoiceRow[]): DueWork[] =>
  [...new Set(rows.filter((row) => source.isOn(row)).map(({ id }) => id))].map((connectionId) => ({
    connectionId,
    resource: source.resource,
  }))

const syncedOf = ({ opened, streams }: UpkeepSource) => sql`(select max(${cursors.syncedAt}) from ${cursors}
  where ${cursors.connectionId} = ${connections.id} and (${cursors.stream} = ${opened} or ${cursors.stream} like ${streams}))`

/**
 * Connections to compare with Outlook in this minute: a sixtieth of all, by hash. Hourly streams whenever the last
 * comparison is 55 minutes old. Of quiet ones only those without a good sync for 55 minutes, or without a sweep for 6
 * hours: in a busy mailbox a good sync of one folder says nothing of a lost signal in another; and where sweeps keep
 * finding nothing it is looked less often, down to every 6 h.
 */
async function listToSweep(db: Db, source: UpkeepSource, at: Date): Promise<DueWork[]> {
  const present = sql`${at.toISOString()}::timestamptz`
  const hourly = sql`exists (select 1 from ${cursors} where ${cursors.connectionId} = ${connections.id}
    and ${cursors.stream} = ${source.opened} and coalesce(${cursors.syncedAt}, '-infinity') < ${present} - interval '55 minutes')`
  const quiet = and(
    or(
      sql`coalesce(${syncedOf(source)}, '-infinity') < ${present} - interval '55 minutes'`,
      sql`coalesce(${connections.lastSweepAt}, ${connections.createdAt}) < ${present} - interval '6 hours'`,
    ),
    or(
      isNull(connections.lastSweepAt),
      sql`${connections.lastSweepAt} < ${present}
        - least(greatest(${connections.quietSweeps} - 3, 1), 6) * interval '55 minutes'`,
    ),
  )
  const rows = await db
    .select(CHOICE)
    .from(connections)
    .where(
      and(
        syncing,
        chose(source),
        sql`abs(hashtext(${connections.id}::text)) % 60 = ${at.getUTCMinutes()}`,
        source.sweeps === 'hourly' ? hourly : quiet,
      ),
    )
  return dueOf(source, rows)
}

/** Connections whose signals are missing or end within a day (spread over an hour by hash). */
async function listToRenew(db: Db, source: UpkeepSource, at: Date): Promise<DueWork[]> {
  const soon = new Date(at.getTime() + 24 * 60 * MINUTE)
  const atOnce = new Date(at.getTime() + 60 * MINUTE)
  const rows = await db
    .select(CHOICE)
    .from(connections)
    .leftJoin(
      subscriptions,
      and(eq(subscriptions.connectionId, connections.id), eq(subscriptions.resource, source.resource)),
    )
    .where(
      and(
        syncing,
        chose(source),
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
  return dueOf(source, rows)
}

/** Linked, but never opened: the event that told of it got lost. */
async function listUnopened(db: Db, source: UpkeepSource): Promise<DueWork[]> {
  const rows = await db
    .select(CHOICE)
    .from(connections)
    .where(
      and(
        syncing,
        chose(source),
        lt(connections.createdAt, new Date(Date.now() - 2 * MINUTE)),
        sql`not exists (select 1 from ${cursors} where ${cursors.connectionId} = ${connections.id}
          and (${cursors.stream} = ${source.opened} or ${cursors.stream} like ${source.streams}))`,
      ),
    )
  return dueOf(source, rows)
}

/** Connections whose import stands still: a full round is open and nothing came for two minutes. */
async function listStalledImports(db: Db, source: UpkeepSource, at: Date): Promise<DueWork[]> {
  const before = sql`${new Date(at.getTime() - 2 * MINUTE).toISOString()}::timestamptz`
  const rows = await db
    .select(CHOICE)
    .from(connections)
    .where(
      and(
        syncing,
        chose(source),
        sql`exists (select 1 from ${cursors} where ${cursors.connectionId} = ${connections.id}
          and (${cursors.stream} = ${source.opened} or ${cursors.stream} like ${source.streams})
          and ${inArray(cursors.phase, ['first', 'resync'])})`,
        sql`coalesce(${stoodStill(source)}, '-infinity') < ${before}`,
      ),
    )
  return dueOf(source, rows)
}

/** When a page of an open round came last. */
const stoodStill = ({ opened, streams }: UpkeepSource) => sql`(select max(${cursors.syncedAt}) from ${cursors}
  where ${cursors.connectionId} = ${connections.id} and (${cursors.stream} = ${opened} or ${cursors.stream} like ${streams})
    and ${inArray(cursors.phase, ['first', 'resync'])})`

/** Connections with outbox rows that are due and that nobody announced, or whose announcement came to nothing. */
async function listUnannounced(db: Db, at: Date): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: outbox.connectionId })
    .from(outbox)
    .innerJoin(connections, eq(connections.id, outbox.connectionId))
    .where(and(syncing, eq(outbox.state, 'waiting'), lte(outbox.notBefore, at)))
  return rows.map(({ id }) => id)
}

/** How far the minute job looks ahead: beyond its own next turn, which may come late. */
const AHEAD_MS = 90_000
/** What is put off for less is waited for by whoever put it off. */
const SHORT = '30 seconds'

/**
 * What is due before the minute job has looked once more, and was put there long before (a mail for later): whoever
 * hears of it waits for its instant. Announced twice it is done once.
 */
async function listSoon(db: Db, at: Date): Promise<{ connectionId: string; at: string }[]> {
  const rows = await db
    .selectDistinct({ connectionId: outbox.connectionId, at: outbox.notBefore })
    .from(outbox)
    .innerJoin(connections, eq(connections.id, outbox.connectionId))
    .where(
      and(
        syncing,
        eq(outbox.state, 'waiting'),
        gt(outbox.notBefore, at),
        lte(outbox.notBefore, new Date(at.getTime() + AHEAD_MS)),
        sql`${outbox.notBefore} > ${outbox.createdAt} + ${SHORT}::interval`,
      ),
    )
  return rows.map(({ connectionId, at: due }) => ({ connectionId, at: due.toISOString() }))
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

/** Everything that is due in this minute. */
export async function findWork(sources: readonly UpkeepSource[]) {
  const at = now()
  return inSystem(async (db) => {
    await deleteOldLedger(db, at)
    const ofAll = async (list: (source: UpkeepSource) => Promise<DueWork[]>): Promise<DueWork[]> => {
      const due: DueWork[] = []
      for (const source of sources) due.push(...(await list(source)))
      return due
    }
    return {
      sweep: await ofAll((source) => listToSweep(db, source, at)),
      unopened: await ofAll((source) => listUnopened(db, source)),
      renew: await ofAll((source) => listToRenew(db, source, at)),
      imports: await ofAll((source) => listStalledImports(db, source, at)),
      outbox: await listUnannounced(db, at),
      soon: await listSoon(db, at),
      disconnects: await listOpenDisconnects(db),
    }
  })
}
