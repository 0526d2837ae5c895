import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { NeonDatabase } from 'drizzle-orm/neon-serverless'
import { drizzle } from 'drizzle-orm/pglite'
import type { OpenDatabase } from './connect'
import { lockDirectory } from './lock'
import { migratePglite } from './migrate'

/**
 * Opens PGlite under `<dataDir>/db` (in memory for `:memory:`) and migrates it. One process at a time: a second one
 * would corrupt the directory silently, so a lock file says no first.
 */
export async function openPglite(dataDir: string): Promise<OpenDatabase> {
  const memory = dataDir === ':memory:'
  if (!memory) mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = memory ? () => {} : lockDirectory(join(dataDir, 'db.lock'))
  const client = await PGlite.create({
    ...(memory ? {} : { dataDir: join(dataDir, 'db') }),
    extensions: { btree_gist, pg_trgm },
    // A committed transaction survives kill -9 of the process without it: the bytes are with the kernel.
    relaxedDurability: true,
  })
  const pglite = drizzle(client, { casing: 'snake_case' })
  await migratePglite(pglite)
  return {
    // Both drivers answer the same drizzle calls; `.rows` is common to their raw results.
    db: pglite as unknown as NeonDatabase<Record<string, never>>,
    listen: async (channel, onNotify) => client.listen(channel, onNotify),
    scrub: (tables) => scrub(client, tables),
    close: async () => {
      await client.close()
      unlock()
    },
  }
}

/**
 * Rewrites the tables without their dead rows, and retires the write-ahead log that still tells of them: old segments
 * are removed, not recycled, once a checkpoint no longer needs them.
 */
async function scrub(client: PGlite, tables: string[]): Promise<void> {
  for (const table of tables) await client.exec(`VACUUM FULL "${table}"`)
  await client.exec('SET wal_recycle = off')
  for (let round = 0; round < 2; round++) {
    await client.exec('SELECT pg_switch_wal()')
    await client.exec('CHECKPOINT')
  }
}
