import { sql } from 'drizzle-orm'
import { rawDatabase } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'

export const dynamic = 'force-dynamic'

/** 200 when the environment is valid and the database answers; says no more than that to strangers. */
export async function GET(): Promise<Response> {
  try {
    env()
    await (await rawDatabase()).execute(sql`select 1`)
    return Response.json({ ok: true })
  } catch (err) {
    log.error({ err }, 'not healthy')
    return Response.json({ ok: false }, { status: 503 })
  }
}
