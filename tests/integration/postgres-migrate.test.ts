import { spawn } from 'node:child_process'
import { Pool } from '@neondatabase/serverless'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { configureNeon, openNeon } from '@/lib/platform/db/neon'
import { type Postgres, startPostgres } from '../support/postgres'
import { ROOT } from '../support/settings'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
  configureNeon(postgres)
})
afterAll(() => postgres.stop())

/** npm run db:migrate, as the release step runs it. */
function migrate(): Promise<{ code: number | null; output: string }> {
  const args = ['--conditions=react-server', '--import', import.meta.resolve('tsx'), 'drizzle/migrate.ts']
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    DATABASE_URL_UNPOOLED: '',
    DATABASE_WS_PROXY: postgres.wsProxy,
  }
  const child = spawn(process.execPath, args, { cwd: ROOT, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })))
}

async function query<T>(text: string): Promise<T[]> {
  const pool = new Pool({ connectionString: postgres.url, max: 1 })
  const { rows } = await pool.query(text)
  await pool.end()
  return rows as T[]
}

const open = () => openNeon({ url: postgres.url, unpooled: postgres.url, wsProxy: postgres.wsProxy })

it('an empty database is refused, with the mend; two releases at once migrate it once; a newer one is refused', async () => {
  await expect(open()).rejects.toThrow('npm run db:migrate')

  const both = await Promise.all([migrate(), migrate()])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  const done = 'select count(*)::int as n, count(distinct hash)::int as different from drizzle.__drizzle_migrations'
  const [first] = await query<{ n: number; different: number }>(done)
  const all = readMigrationFiles({ migrationsFolder: 'drizzle/migrations' }).length
  expect(first).toEqual({ n: all, different: all })

  expect(await migrate()).toMatchObject({ code: 0 })
  expect(await query(done)).toEqual([first])
  await (await open()).close()

  await query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 4102444800000)")
  await expect(open()).rejects.toThrow('newer than this release')
})
