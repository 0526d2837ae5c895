import { withoutTurns } from '@/lib/platform/text'
import 'server-only'
import type { OutlookHits } from '@/components/mail/view'
import { getConnection } from '@/lib/features/connection/queries'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { graphOf } from '../../body/read'
import { getLineFacts } from '../../facts/queries'
import { searchMailbox } from '../../graph'
import { listLines } from '../../list/queries'
import { toMessage } from '../../map'
import { listFolders, listKnown } from '../../queries'
import { placesOf } from '../../rules'
import { toPeople } from '../../view'
import { inputOf, live, toHit } from '../queries'
import { parseSearch, toKql } from '../rules'

const HITS = 25

/**
 * What Outlook itself finds: whole texts, and mail that was not imported. Throws invalid_input, not_found, and what
 * lib/graph/errors.ts makes of Graph's answers.
 */
export async function findInOutlook(scope: UserScope, query: URLSearchParams): Promise<OutlookHits> {
  const { q, folder } = inputOf(query)
  const { connection, folders } = await inScope(scope, async (db) => {
    const connection = live(await getConnection(db, scope))
    return { connection, folders: await listFolders(db, connection.id) }
  })
  const search = parseSearch(q, folders)
  const kql = toKql(search)
  if (kql === null) return { rows: [], elsewhere: [] }
  const within = folder ?? (search.folderIds?.length === 1 ? search.folderIds[0] : undefined)
  const place = folders.find(({ id }) => id === within)?.graphId ?? null
  const graph = await graphOf(connection, 'person')
  const { body } = await graph.send<{ value?: unknown }>(searchMailbox(kql, place, HITS))
  const found = (Array.isArray(body?.value) ? body.value : []).flatMap((each) => toMessage(each) ?? [])
  const wanted = found.filter((each) => !search.flagged || each.flag_status === 'flagged')
  return inScope(scope, async (db) => {
    // It may have been left meanwhile.
    if (live(await getConnection(db, scope)).id !== connection.id) return { rows: [], elsewhere: [] }
    const graphIds = wanted.map((each) => each.graph_id)
    const held = await listKnown(db, connection.id, graphIds)
    const lines = await listLines(
      db,
      held.map(({ id }) => id),
    )
    const idOf = new Map(held.map((each) => [each.graphId, each.id]))
    const facts = await getLineFacts(db, lines, { connection, places: placesOf(folders), folderId: '', grouped: false })
    return {
      rows: graphIds.flatMap((graphId) => {
        const line = lines.find(({ id }) => id === idOf.get(graphId))
        return line ? [toHit(line, facts, folders)] : []
      }),
      elsewhere: wanted
        .filter((each) => !idOf.has(each.graph_id) && each.received_at)
        .map((each) => ({
          subject: withoutTurns(each.subject ?? ''),
          from: toPeople([{ name: each.from_name ?? '', address: each.from_address ?? '' }])[0] ?? NOBODY,
          receivedAt: each.received_at ?? '',
          preview: withoutTurns(each.preview ?? ''),
          webLink: each.web_link?.startsWith('https://') ? each.web_link : null,
        })),
    }
  })
}
const NOBODY = { name: '', address: '' }
