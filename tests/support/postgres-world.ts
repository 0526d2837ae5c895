// Tandem on a real Postgres, through the Neon driver, inside a test's process.

import { Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { migrateNeon } from '@/lib/platform/db/migrate'
import { configureNeon } from '@/lib/platform/db/neon'
import { type Postgres, startPostgres } from './postgres'
import { startWorld, type World } from './tandem-world'

/** What `npm run db:migrate` does, in this process. */
async function migrateDatabase({ url, wsProxy }: Postgres): Promise<void> {
  configureNeon({ wsProxy })
  const pool = new Pool({ connectionString: url, max: 1 })
  try {
    await migrateNeon(drizzle(pool, { casing: 'snake_case' }))
  } finally {
    await pool.end()
  }
}

/** A migrated Postgres, and a Tandem that uses it beside an emulated Microsoft 365. Call before any use of the database. */
export async function startPostgresWorld(): Promise<{ postgres: Postgres; world: World; close(): Promise<void> }> {
  const postgres = await startPostgres()
  await migrateDatabase(postgres)
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    DATABASE_URL_UNPOOLED: postgres.url,
    DATABASE_WS_PROXY: postgres.wsProxy,
  })
  const world = await startWorld()
  return {
    postgres,
    world,
    close: async () => {
      await world.close()
      await postgres.stop()
    },
  }
}
