import 'server-only'
import type { OutlookHits, SearchPage } from '@/components/mail/view'
import { withUser } from '@/lib/auth/with-user'
import { type Connection, getConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { prefixQuery } from '@/lib/platform/words'
import { graphOf } from '../body/read'
import { getLineFacts } from '../facts/queries'
import { searchMailbox } from '../graph'
import { type ListRecord, listLines } from '../list/queries'
import { toMessage } from '../map'
import { type FolderRow, listFolders, listKnown } from '../queries'
import { decodePlace, encodePlace, isFollowable, placesOf } from '../rules'
import { searchInput } from '../schema'
import { type LineFacts, toMessageRow, toPeople } from '../view'
import { searchMessages } from './queries'
import { looksAtText, matches, parseSearch, startOfDay, toKql, wordsToFind } from './rules'

const PAGE = 50
const HITS = 25

/** A page of what a search finds in Tandem. `zone`: the person's, for dates. Throws invalid_input, not_found. */
export const loadSearch = (query: URLSearchParams, zone: string): Promise<SearchPage> =>
  withUser((db, scope) => readSearch(db, scope, query, zone))

/** The same inside a transaction of the person's. */
export async function readSearch(db: Db, scope: UserScope, query: URLSearchParams, zone: string): Promise<SearchPage> {
  const { q, folder, cursor } = inputOf(query)
  const after = cursor ? decodePlace(cursor) : null
  if (cursor && !after) throw new AppError('invalid_input', 'bad search cursor')
  const { id: connectionId, ...connection } = live(await getConnection(db, scope))
  const folders = await listFolders(db, connectionId)
  const shown = folders.filter((each) => each.followed && isFollowable(each.wellKnown ?? undefined))
  if (folder && !shown.some(({ id }) => id === folder)) throw new AppError('not_found', 'no such folder')
  const search = parseSearch(q, shown)
  const words = prefixQuery(wordsToFind(search), connectionId)
  // Signs without a letter find nothing, rather than everything.
  if (words === null && search.understood.length === 0) return { rows: [], nextCursor: null, understood: [] }
  const within = folder ? [folder] : search.folderIds
  const { records, next } = await searchMessages(db, {
    ...search,
    connectionId,
    query: words,
    folderIds: within ?? shown.map(({ id }) => id),
    everywhere: within === null,
    since: search.after ? startOfDay(search.after, zone) : null,
    until: search.before ? startOfDay(search.before, zone) : null,
    after,
    limit: PAGE,
    keep: looksAtText(search) ? (record) => matches(record, search) : null,
  })
  const mailbox = { connection: { id: connectionId, ...connection }, places: placesOf(folders) }
  const facts = await getLineFacts(db, records, { ...mailbox, folderId: '', grouped: false })
  return {
    rows: records.map((record) => toHit(record, facts, folders)),
    nextCursor: next ? encodePlace(next) : null,
    understood: search.understood,
  }
}

/**
 * What Outlook itself finds: whole texts, and mail that was not imported. Throws invalid_input, not_found, and what
 * lib/graph/errors.ts makes of Graph's answers.
 */
export async function loadOutlookHits(query: URLSearchParams): Promise<OutlookHits> {
  const { q, folder } = inputOf(query)
  const { connection, folders } = await withUser(async (db, scope) => {
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
  return withUser(async (db, scope) => {
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
          subject: each.subject ?? '',
          from: toPeople([{ name: each.from_name ?? '', address: each.from_address ?? '' }])[0] ?? NOBODY,
          receivedAt: each.received_at ?? '',
          preview: each.preview ?? '',
          webLink: each.web_link?.startsWith('https://') ? each.web_link : null,
        })),
    }
  })
}
const NOBODY = { name: '', address: '' }

function inputOf(query: URLSearchParams) {
  const parsed = searchInput.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  if (!parsed.success) throw new AppError('invalid_input', 'bad search query')
  return parsed.data
}

function live(connection: Connection | null): Connection {
  if (!connection || connection.state === 'disconnecting') throw new AppError('not_found', 'nothing is connected')
  return connection
}

const toHit = (record: ListRecord, facts: LineFacts, folders: readonly FolderRow[]) => ({
  ...toMessageRow(record, facts),
  folderName: folders.find(({ id }) => id === record.folderId)?.displayName ?? '',
})
