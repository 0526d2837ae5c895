import 'server-only'
import { sql } from 'drizzle-orm'
import { isOn } from '@/lib/features/connection/queries'
import { pathOfLink } from '@/lib/graph/links'
import { now } from '@/lib/platform/clock'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { assertActive, runJob, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { MOST_PEOPLE, rankedPeople } from './graph'
import { toRanked } from './map'
import { acceptRanking, noteRead, recountWritten } from './mutations'
import { PEOPLE_STREAM } from './rules'

/** Reads anew whom the person writes to: Microsoft's ranking if that is on, and Sent Items. */
export async function readSuggestions(connectionId: string): Promise<void> {
  await runJob(
    connectionId,
    'bulk',
    async (context) => {
      const { scope, connection } = context
      const people = isOn(connection, 'suggestions') ? await readRanking(context) : null
      await inScope(scope, async (db) => {
        await assertActive(db, scope)
        if (people) await acceptRanking(db, scope, people)
        await recountWritten(db, scope)
        const { rows } = await db.execute<{ open: boolean }>(sql`
          select exists (select 1 from cursors where connection_id = ${scope.connectionId} and phase <> 'live') as open`)
        await noteRead(db, scope, rows[0]?.open === false)
        await writeLedger(db, scope, [
          { direction: 'in', kind: 'suggestions', what: 'imported', why: 'sweep', count: people?.length ?? 0 },
        ])
      })
    },
    (connection) => isOn(connection, 'suggestions') || isOn(connection, 'mail'),
  )
}

async function readRanking({ graph }: SyncContext): Promise<{ name: string; address: string }[]> {
  const people: { name: string; address: string }[] = []
  let request = rankedPeople
  while (people.length < MOST_PEOPLE) {
    const { body } = await graph.send<{ value?: unknown[]; '@odata.nextLink'?: unknown }>(request)
    const page = Array.isArray(body?.value) ? body.value : []
    people.push(...page.flatMap(toRanked))
    const next = body?.['@odata.nextLink']
    if (typeof next !== 'string') break
    request = { path: pathOfLink(next) }
  }
  return people.slice(0, MOST_PEOPLE)
}

/** Connections whose suggestions were never read, not for a day, or not since all of the mailbox is in. */
export async function listSuggestionsDue(): Promise<string[]> {
  const dayAgo = new Date(now().getTime() - 86_400_000).toISOString()
  const { rows } = await inSystem((db) =>
    db.execute<{ id: string }>(sql`
      select c.id from connections c
      join memberships m on m.user_id = c.user_id and m.workspace_id = c.workspace_id
      left join cursors p on p.connection_id = c.id and p.stream = ${PEOPLE_STREAM}
      where c.state = 'active' and m.integration_enabled and m.disabled_at is null
        and exists (select 1 from cursors k where k.connection_id = c.id and k.stream <> ${PEOPLE_STREAM})
        and (p.synced_at is null or p.synced_at < ${dayAgo}::timestamptz
          or (p.seen = 0 and not exists (select 1 from cursors o where o.connection_id = c.id and o.phase <> 'live')))
      limit 500`),
  )
  return rows.map(({ id }) => id)
}
