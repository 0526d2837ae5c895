import { Client, neonConfig, Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { log } from '../log'
import type { OpenDatabase } from './connect'
import { assertMigrated } from './migrate'
import { PromptSocket } from './prompt-socket'

export interface NeonOptions {
  /** Pooled address: ordinary work. */
  url: string
  /** Direct address: LISTEN and migrations (a pooler breaks LISTEN and session locks). */
  unpooled: string
  /** `host:port` of a WebSocket-to-TCP proxy before an ordinary Postgres; Neon itself needs none. */
  wsProxy?: string | undefined
}

/** Points the driver at Neon, or at an ordinary Postgres behind a local WebSocket proxy. */
export function configureNeon({ wsProxy }: Pick<NeonOptions, 'wsProxy'>): void {
  neonConfig.webSocketConstructor = PromptSocket
  neonConfig.coalesceWrites = false
  if (!wsProxy) return
  neonConfig.wsProxy = () => `${wsProxy}/v1`
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
}

/** Opens Postgres through the Neon driver. Refuses a database whose migrations are not those of this build. */
export async function openNeon(options: NeonOptions): Promise<OpenDatabase> {
  configureNeon(options)
  const pool = new Pool({ connectionString: options.url, max: 10 })
  pool.on('error', (err: Error) => log.warn({ err }, 'database connection lost'))
  const db = drizzle(pool, { casing: 'snake_case' })
  await assertMigrated(db)
  return {
    db,
    listen: (channel, onNotify) => listen(options.unpooled, channel, onNotify),
    scrub: async () => {},
    close: () => pool.end(),
  }
}

async function listen(url: string, channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
  let stopped = false
  let client: Client | undefined
  const start = async (wait: number): Promise<void> => {
    if (stopped) return
    const next = new Client(url)
    // The driver may report one loss as an error and as an end: come back once.
    let gone = false
    const again = () => {
      if (gone || stopped) return
      gone = true
      setTimeout(() => void start(Math.min(wait * 2, 10_000)), wait)
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', (message: { payload?: string }) => onNotify(message.payload ?? ''))
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
      client = next
      wait = 250
      // Whatever was said while nobody listened is made good by one hint to everybody.
      onNotify('')
    } catch (err) {
      log.warn({ err }, 'cannot listen to the database')
      again()
    }
  }
  await start(250)
  return async () => {
    stopped = true
    await client?.end()
  }
}
