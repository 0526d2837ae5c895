import { DrizzleQueryError, sql } from 'drizzle-orm'
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
  return transaction(async (tx) => {
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
  return transaction(async (tx) => {
    await tx.execute(sql`select set_config('role', 'tandem_system', true)`)
    return work(tx)
  })
}

async function transaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const { db } = await connect()
  try {
    return await db.transaction(work)
  } catch (error) {
    throw error instanceof DrizzleQueryError ? new StatementFailed(error) : error
  }
}

/**
 * A statement failed. Drizzle's error quotes all its values (mails, sealed tokens) and Postgres's the row; Next.js
 * prints whatever a page or an action throws. So only what tells the cause goes on: code, constraint, place.
 */
class StatementFailed extends Error {
  readonly code: unknown
  readonly constraint: unknown
  readonly column: unknown
  readonly routine: unknown

  constructor({ cause, stack }: DrizzleQueryError) {
    super('a statement failed')
    this.name = 'StatementFailed'
    const from = (cause ?? {}) as Record<string, unknown>
    this.code = from.code
    this.constraint = from.constraint
    this.column = from.column
    this.routine = from.routine
    const frames = (stack ?? '').split('\n').filter((line) => /^ +at /.test(line))
    this.stack = [`${this.name}: ${this.message} (${String(from.code ?? 'no code')})`, ...frames].join('\n')
  }
}

/** The bare handle, for Auth.js's adapter and health checks only. */
export async function rawDatabase(): Promise<Database> {
  return (await connect()).db
}
