import type { NeonDatabase } from 'drizzle-orm/neon-serverless'
import { env } from '../env'
import { openNeon } from './neon'
import { openPglite } from './pglite'

/** An open database, whichever engine serves it. */
export interface OpenDatabase {
  db: NeonDatabase<Record<string, never>>
  /** Calls `onNotify` for each NOTIFY on the channel; survives a lost connection. Returns a function that stops it. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>
  /** Wipes what deleted rows of these tables leave in the database's own files, where they are ours to wipe. */
  scrub(tables: string[]): Promise<void>
  close(): Promise<void>
}

// Routes, instrumentation and jobs are bundled apart but share the process: one handle for all.
const store = globalThis as typeof globalThis & { tandemDatabase?: Promise<OpenDatabase> }

/** The process's database: Neon with DATABASE_URL, else PGlite in TANDEM_DATA_DIR. Opened at first use. */
export function connect(): Promise<OpenDatabase> {
  store.tandemDatabase ??= open().catch((error) => {
    store.tandemDatabase = undefined
    throw error
  })
  return store.tandemDatabase
}

function open(): Promise<OpenDatabase> {
  const { DATABASE_URL, DATABASE_URL_UNPOOLED, DATABASE_WS_PROXY, TANDEM_DATA_DIR } = env()
  return DATABASE_URL
    ? openNeon({ url: DATABASE_URL, unpooled: DATABASE_URL_UNPOOLED ?? DATABASE_URL, wsProxy: DATABASE_WS_PROXY })
    : openPglite(TANDEM_DATA_DIR)
}

/** Closes the database, so that a directory is left clean. Safe to call twice. */
export async function disconnect(): Promise<void> {
  const opened = store.tandemDatabase
  store.tandemDatabase = undefined
  await (await opened)?.close()
}

/** After a purge: no deleted row may linger in a file of TANDEM_DATA_DIR. A database server looks after its own. */
export async function scrub(tables: string[]): Promise<void> {
  await (await connect()).scrub(tables)
}
