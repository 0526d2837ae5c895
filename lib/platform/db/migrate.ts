import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { NeonDatabase } from 'drizzle-orm/neon-serverless'
import { migrate as migrateNeonFolder } from 'drizzle-orm/neon-serverless/migrator'
import type { PgliteDatabase } from 'drizzle-orm/pglite'
import { migrate as migratePgliteFolder } from 'drizzle-orm/pglite/migrator'

const config = () => ({ migrationsFolder: join(/* turbopackIgnore: true */ process.cwd(), 'drizzle/migrations') })
// Any number, always the same: two releases starting at once wait for one another.
const LOCK = 8_204_117

/** Brings PGlite up to date: at start, in its only process. */
export async function migratePglite(db: PgliteDatabase): Promise<void> {
  await migratePgliteFolder(db, config())
  await db.execute(sql`select tandem_secure_tables()`)
}

/** Brings Postgres up to date: the release step `npm run db:migrate`. Needs the direct (unpooled) address. */
export async function migrateNeon(db: NeonDatabase<Record<string, never>>): Promise<void> {
  await db.execute(sql`select pg_advisory_lock(${LOCK})`)
  try {
    await migrateNeonFolder(db, config())
    await db.execute(sql`select tandem_secure_tables()`)
  } finally {
    await db.execute(sql`select pg_advisory_unlock(${LOCK})`)
  }
}

/** Refuses to work on a database of another version. Throws with the mend. */
export async function assertMigrated(db: NeonDatabase<Record<string, never>>): Promise<void> {
  const newest = readMigrationFiles(config()).at(-1)
  const { rows } = await db
    .execute<{ created_at: string }>(
      sql`select created_at from drizzle.__drizzle_migrations order by created_at desc limit 1`,
    )
    .catch((cause) => {
      if ((cause as { cause?: { code?: string } }).cause?.code === '42P01') return { rows: [] }
      throw cause
    })
  const found = Number(rows[0]?.created_at ?? 0)
  if (found === newest?.folderMillis) return
  throw new Error(
    found < (newest?.folderMillis ?? 0)
      ? 'The database is older than this release. Run: npm run db:migrate'
      : 'The database is newer than this release. Deploy the newer release, or restore the older database.',
  )
}
