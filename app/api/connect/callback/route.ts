import { requireUser } from '@/lib/auth/scope'
import { acceptCallback } from '@/lib/features/connection/callback/mutations'
import { env } from '@/lib/platform/env'
import { toAppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'

export const dynamic = 'force-dynamic'

/** Microsoft sends the person back here with a code or an error. Always answers with a page of ours. */
export async function GET(request: Request): Promise<Response> {
  const to = (path: string) => Response.redirect(new URL(path, env().APP_URL), 303)
  try {
    const scope = await requireUser()
    return to(await acceptCallback(scope, new URL(request.url).searchParams))
  } catch (err) {
    // Signed out meanwhile: the page asks for the sign-in, and says that the attempt was lost.
    if (toAppError(err).code === 'unauthenticated') return to('/settings/integrations/done?code=stale')
    log.error({ err }, 'the callback failed')
    return to('/settings/integrations/done?code=unavailable')
  }
}
