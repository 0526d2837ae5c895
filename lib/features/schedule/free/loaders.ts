import 'server-only'
import type { FreeTimes } from '@/components/compose/free-times/view'
import { withUser } from '@/lib/auth/with-user'
import { AppError } from '@/lib/platform/errors'
import { isZone } from '@/lib/platform/zones'
import { listFreeTimes } from './queries'

/** When the signed-in person is free; `zone` (IANA) is their browser's. Throws invalid_input, unauthenticated. */
export async function loadFreeTimes(zone: string): Promise<FreeTimes> {
  if (!isZone(zone)) throw new AppError('invalid_input', 'no such zone')
  return withUser((db, scope) => listFreeTimes(db, scope, zone))
}
