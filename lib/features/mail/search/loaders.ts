import 'server-only'
import type { OutlookHits, SearchPage } from '@/components/mail/view'
import { requireUser } from '@/lib/auth/scope'
import { withUser } from '@/lib/auth/with-user'
import { getConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { assertWithin } from '@/lib/platform/rate'
import type { UserScope } from '@/lib/platform/scope'
import { prefixQuery } from '@/lib/platform/words'
import { getLineFacts } from '../facts/queries'
import { listFolders } from '../queries'
import { decodePlace, encodePlace, isFollowable, placesOf } from '../rules'
import { findInOutlook } from './outlook/queries'
import { inputOf, live, searchMessages, toHit } from './queries'
import { looksAtText, matches, parseSearch, startOfDay, wordsToFind } from './rules'

const PAGE = 50

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

/** Searches in Outlook that one person asks for. */
const RATE = { times: 40, perMs: 60_000 }

/** What Outlook itself finds. Throws throttled, and what findInOutlook does. */
export async function loadOutlookHits(query: URLSearchParams): Promise<OutlookHits> {
  const scope = await requireUser()
  assertWithin(`search ${scope.userId}`, RATE)
  return findInOutlook(scope, query)
}
