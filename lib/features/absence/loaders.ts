import 'server-only'
import type { Absence } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { getConnection, isOn } from '@/lib/features/connection/queries'
import { listOwnDomains } from './queries'
import { readAbsences } from './sync'

/** Who of these is away. Without the feature, or an active connection: nobody is known to be. */
export async function loadAbsences(addresses: string[]): Promise<Absence[]> {
  const found = await withUser(async (db, scope) => {
    const connection = await getConnection(db, scope)
    if (connection?.state !== 'active' || !isOn(connection, 'absence')) return null
    return { connection, domains: await listOwnDomains(db, connection) }
  })
  return found ? readAbsences(found.connection, found.domains, addresses) : []
}
