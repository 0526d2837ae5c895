import 'server-only'
import type { Absence } from '@/components/compose/view'
import { type Connection, isOn } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import { isWithin } from '@/lib/platform/rate'
import { runJob } from '@/lib/sync/job'
import { mailTips, ownReplies, TIPS_AT_ONCE } from './graph'
import { toAbsences, toOwnAbsence } from './map'
import { domainOf, keepAbsence, knownAbsence } from './queries'

/** Most addresses that are asked about at once. */
const MOST = 500
/** Calls for one person; beyond them only what is known already is told. */
const RATE = { times: 60, perMs: 60_000 }

/** Who of these people of one's own organisation is away; of all others nothing is asked. */
export async function readAbsences(
  connection: Connection,
  domains: ReadonlySet<string>,
  addresses: readonly string[],
): Promise<Absence[]> {
  const own = connection.address.toLowerCase()
  const asked = [...new Set(addresses.map((address) => address.toLowerCase()))]
    .filter((address) => domains.has(domainOf(address)))
    .slice(0, MOST)
  const open = asked.filter((address) => address !== own && knownAbsence(connection, address) === undefined)
  if (asked.includes(own) && knownAbsence(connection, own) === undefined) await readOwn(connection, own)
  for (let at = 0; at < open.length; at += TIPS_AT_ONCE) {
    const some = open.slice(at, at + TIPS_AT_ONCE)
    if (!isWithin(`absence ${connection.id}`, RATE)) break
    const result = await runJob(
      connection.id,
      'person',
      async ({ graph }) => toAbsences((await graph.send(mailTips(some))).body, now()),
      (present) => isOn(present, 'absence'),
    )
    if (!result.ran) return []
    for (const address of some) keepAbsence(connection, address, result.value.get(address) ?? null)
  }
  return asked.flatMap((address) => knownAbsence(connection, address) ?? [])
}

/** One's own automatic replies stand in the mailbox's settings: tips tell only of others. */
async function readOwn(connection: Connection, own: string): Promise<void> {
  if (!isWithin(`absence ${connection.id}`, RATE)) return
  const result = await runJob(
    connection.id,
    'person',
    async ({ graph }) => toOwnAbsence((await graph.send(ownReplies)).body, own, now()),
    (present) => isOn(present, 'absence'),
  )
  if (result.ran) keepAbsence(connection, own, result.value)
}
