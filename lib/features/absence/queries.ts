import 'server-only'
import { and, eq } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Absence } from '@/components/compose/view'
import { connections } from '@/drizzle/schema/connection'
import type { Connection } from '@/lib/features/connection/queries'
import { domainOf as domainIn } from '@/lib/platform/addresses'
import type { Db } from '@/lib/platform/db/handle'
import { onLive } from '@/lib/platform/live'
import { straightName } from '@/lib/platform/text'

/** Mail domains of a connection's organisation, as far as Tandem knows them: nobody else is asked about. */
export async function listOwnDomains(db: Db, connection: Connection): Promise<Set<string>> {
  const rows = await db
    .select({ address: connections.address })
    .from(connections)
    .where(and(eq(connections.workspaceId, connection.workspaceId), eq(connections.tenantId, connection.tenantId)))
  return new Set(rows.map(({ address }) => domainOf(address)))
}

export const domainOf = (address: string): string => domainIn(address).toLowerCase()

// In memory only, for five minutes; Disconnect empties it.
interface Known {
  absence: Absence | null
}
const store = globalThis as typeof globalThis & { tandemAbsences?: LRUCache<string, Known> }

function cache(): LRUCache<string, Known> {
  if (!store.tandemAbsences) {
    store.tandemAbsences = new LRUCache<string, Known>({ max: 20_000, ttl: 5 * 60_000 })
    void onLive((hint) => {
      if (hint?.topics.includes('disconnect')) store.tandemAbsences?.clear()
    })
  }
  return store.tandemAbsences
}

const key = ({ id, epoch }: Pick<Connection, 'id' | 'epoch'>, address: string) =>
  `${id} ${epoch} ${address.toLowerCase()}`

/** What is known of somebody's absence just now; undefined: not asked within five minutes. */
export const knownAbsence = (
  connection: Pick<Connection, 'id' | 'epoch'>,
  address: string,
): Absence | null | undefined => cache().get(key(connection, address))?.absence

/** Keeps an answer for five minutes. */
export const keepAbsence = (
  connection: Pick<Connection, 'id' | 'epoch'>,
  address: string,
  absence: Absence | null,
): void => {
  cache().set(key(connection, address), { absence })
}

/** Of these recipients, who is known to be away, in a sentence each. Asks nobody. */
export const knownAwayOf = (
  connection: Pick<Connection, 'id' | 'epoch'>,
  people: readonly { name: string; address: string }[],
): { address: string; text: string }[] =>
  people.flatMap(({ name, address }) => {
    const absence = knownAbsence(connection, address)
    return absence ? [{ address, text: `${straightName(name || address)} is out of office.` }] : []
  })
