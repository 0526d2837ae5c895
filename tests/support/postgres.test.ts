import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neonConfig, Pool } from '@neondatabase/serverless'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { linkLibraries, type Postgres, startPostgres } from './postgres'

let server: Postgres | undefined
afterEach(() => server?.stop())

it('library links are made where no install script made them', () => {
  const scope = mkdtempSync(join(tmpdir(), 'tandem-test-'))
  const native = join(scope, 'linux-x64', 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  linkLibraries(scope)
  linkLibraries(scope)
  expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library')
  rmSync(scope, { recursive: true })
})

it('a real Postgres answers through the Neon driver', async () => {
  server = await startPostgres()
  const { wsProxy } = server
  neonConfig.webSocketConstructor = WebSocket
  neonConfig.wsProxy = () => wsProxy
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
  const pool = new Pool({ connectionString: server.url })
  const { rows } = await pool.query<{ n: number; encoding: string }>(
    "select 41 + 1 as n, current_setting('server_encoding') as encoding",
  )
  await pool.end()
  expect(rows).toEqual([{ n: 42, encoding: 'UTF8' }])
})
