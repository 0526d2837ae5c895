import { cookies } from 'next/headers'
import { countVisit } from '@/lib/auth/visits'
import { acceptAdminConsent } from '@/lib/features/connection/approval/mutations'
import { CONSENT_COOKIE } from '@/lib/features/connection/approval/rules'
import { env } from '@/lib/platform/env'
import { errorResponse } from '@/lib/platform/errors'

export const dynamic = 'force-dynamic'

/** Microsoft sends a tenant administrator back here; no session, the state decides. */
export async function GET(request: Request): Promise<Response> {
  try {
    await countVisit('answer', request.headers)
  } catch (error) {
    return errorResponse(error)
  }
  const state = (await cookies()).get(CONSENT_COOKIE)?.value ?? null
  const path = await acceptAdminConsent(new URL(request.url).searchParams, state)
  const headers = new Headers({ location: new URL(path, env().APP_URL).href })
  if (state) headers.set('set-cookie', `${CONSENT_COOKIE}=; Path=/api/connect/admin-consent; Max-Age=0; HttpOnly`)
  return new Response(null, { status: 303, headers })
}
