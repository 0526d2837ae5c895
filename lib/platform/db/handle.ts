import { sql } from 'drizzle-orm'
import type { NeonDatabase } from 'drizzle-orm/neon-serverless'
import type { ConnectionScope, UserScope, WorkspaceScope } from '../scope'
import { connect } from './connect'

type Database = NeonDatabase<Record<string, never>>
/** A transaction with its scope already set: what queries and mutations take as `db`. */
export type Db = Parameters<Parameters<Database['transaction']>[0]>[0]

type Scope = UserScope | WorkspaceScope | ConnectionScope

/**
 * Runs `work` in one transaction that sees the scope's workspace and nothing else (row-level security, forced).
 * Keep network calls out of it: PGlite has a single connection.
 */
export async function inScope<T>(scope: Scope, work: (db: Db) => Promise<T>): Promise<T> {
  const { db } = await connect()
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', 'tandem_app', true), set_config('app.workspace', ${scope.workspaceId}, true)`,
    )
    return work(tx)
  })
}

/**
 * Runs `work` across workspaces: sign-in, finding a connection by its id, sweeps. Everything else uses inScope.
 */
export async function inSystem<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const { db } = await connect()
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('role', 'tandem_system', true)`)
    return work(tx)
  })
}

/** The bare handle, for Auth.js's adapter and health checks only. */
export async function rawDatabase(): Promise<Database> {
  return (await connect()).db
}
