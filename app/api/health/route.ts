import { isHealthy } from '@/lib/platform/health'

export const dynamic = 'force-dynamic'

/** 200 when the environment is valid and the database answers; says no more than that to strangers. */
export async function GET(): Promise<Response> {
  const ok = await isHealthy()
  return Response.json({ ok }, { status: ok ? 200 : 503 })
}
