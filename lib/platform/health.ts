import 'server-only'
import { sql } from 'drizzle-orm'
import { rawDatabase } from './db/handle'
import { env } from './env'
import { log } from './log'

/** Whether the environment is valid and the database answers. */
export async function isHealthy(): Promise<boolean> {
  try {
    env()
    await (await rawDatabase()).execute(sql`select 1`)
    return true
  } catch (err) {
    log.error({ err }, 'not healthy')
    return false
  }
}
