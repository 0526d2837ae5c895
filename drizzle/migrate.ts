// npm run db:migrate: the release step of a deployment with DATABASE_URL.
import { Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { migrateNeon } from '@/lib/platform/db/migrate'
import { configureNeon } from '@/lib/platform/db/neon'

const url = process.env.DATABASE_URL_UNPOOLED || process.env.DATABASE_URL
if (!url) {
  console.error('DATABASE_URL is missing. Without it Tandem uses PGlite, which migrates by itself at start.')
  process.exit(1)
}
configureNeon({ wsProxy: process.env.DATABASE_WS_PROXY })
const pool = new Pool({ connectionString: url, max: 1 })
await migrateNeon(drizzle(pool, { casing: 'snake_case' }))
await pool.end()
console.log('The database is up to date.')
