import 'server-only'
import { createHash } from 'node:crypto'
import type { FoldersView, ImportView, InboxView, MessagePage } from '@/components/mail/view'
import { withUser } from '@/lib/auth/with-user'
import { type Connection, getConnection, isOn } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { getLineFacts } from './facts/queries'
import { type ListInput, listMessages } from './list/queries'
import { loadMailHome } from './navigation/loaders'
import { getImportProgress, listFolders } from './queries'
import { decodePlace, encodePlace, type Places, placesOf } from './rules'
import { type ImportDays, importDays, inboxInput } from './schema'
import { toFolderViews, toImportView, toMessageRow } from './view'

const PAGE = 50

/**
 * The inbox for its first paint: folders, the first page of one, import and connection. `grouped`: lines are
 * conversations (the person's choice; default).
 */
export async function loadInbox(input: { folder?: string; filter?: string; grouped?: boolean }): Promise<InboxView> {
  const { filter } = inboxInput.parse({ filter: input.filter })
  const asked = inboxInput.shape.folder.safeParse(input.folder).data
  const grouped = input.grouped ?? true
  const { connection, folders, light } = await loadMailHome()
  const folder =
    folders.find(({ id }) => id === asked) ?? folders.find(({ wellKnown }) => wellKnown === 'inbox') ?? folders[0]
  const [page, progress] = connection
    ? await withUser(async (db) => {
        const progress = await loadProgress(db, connection)
        if (!folder) return [EMPTY, progress] as const
        const places = placesOf(await listFolders(db, connection.id))
        const wanted = { folderId: folder.id, filter, grouped, after: null }
        return [await readPage(db, { connection, places }, wanted), progress] as const
      })
    : [EMPTY, toImportView(NOTHING, null)]
  return {
    folders,
    folderId: folder?.id ?? null,
    filter,
    grouped,
    page,
    import: progress,
    connection: light,
  }
}

/** A page of a folder, from a cursor on. Throws not_found for a folder that is not the person's. */
export const loadMessagePage = (query: URLSearchParams): Promise<MessagePage> =>
  withUser((db, scope) => readMessagePage(db, scope, query))

/** The same inside a transaction of the person's. */
export async function readMessagePage(db: Db, scope: UserScope, query: URLSearchParams): Promise<MessagePage> {
  const parsed = inboxInput.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  if (!parsed.success || !parsed.data.folder) throw new AppError('invalid_input', 'bad list query')
  const { folder, filter, grouped, cursor } = parsed.data
  const after = cursor ? decodePlace(cursor) : null
  if (cursor && !after) throw new AppError('invalid_input', 'bad list cursor')
  const connection = await getConnection(db, scope)
  const mine = connection && connection.state !== 'disconnecting' ? await listFolders(db, connection.id) : []
  if (!connection || !mine.some(({ id }) => id === folder)) throw new AppError('not_found', 'no such folder')
  const wanted = { folderId: folder, filter, grouped: grouped !== 'off', after }
  return readPage(db, { connection, places: placesOf(mine) }, wanted)
}

/** Folders with their counters, and how far the import is. */
export async function loadFolders(): Promise<FoldersView> {
  return withUser(async (db, scope) => {
    const connection = await getConnection(db, scope)
    if (!connection || connection.state === 'disconnecting') return { folders: [], import: toImportView(NOTHING, null) }
    return {
      folders: toFolderViews(await listFolders(db, connection.id)),
      import: await loadProgress(db, connection),
    }
  })
}

/** How far the import is; a connection that is for other things than mail has none. */
const loadProgress = async (db: Db, connection: Connection): Promise<ImportView> =>
  isOn(connection, 'mail')
    ? toImportView(await getImportProgress(db, connection.id), connection)
    : { state: 'off', done: 0, total: null }

async function readPage(
  db: Db,
  { connection, places }: { connection: { id: string; address: string }; places: Places },
  wanted: Pick<ListInput, 'folderId' | 'filter' | 'grouped' | 'after'>,
): Promise<MessagePage> {
  const { id: connectionId, address } = connection
  const { records, next } = await listMessages(db, { connectionId, address, ...wanted, limit: PAGE + 1 })
  const shown = records.slice(0, PAGE)
  const facts = await getLineFacts(db, shown, { connection, places, ...wanted })
  const rows = shown.map((record) => toMessageRow(record, facts))
  const goOn = records.length > PAGE ? (shown.at(-1) ?? null) : next
  return {
    rows,
    nextCursor: goOn && encodePlace(goOn),
    revision: createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22),
  }
}

const EMPTY: MessagePage = { rows: [], nextCursor: null, revision: '' }
const NOTHING = { seen: 0, total: 0, held: 0, open: 0, folders: 0, listed: false }

/** Range, folders and progress of the import, for Settings. Null when nothing is connected, or mail is not part of it. */
export async function loadImportSettings(): Promise<ImportSettingsView | null> {
  return withUser(async (db, scope) => {
    const connection = await getConnection(db, scope)
    if (!connection || connection.state === 'disconnecting' || !isOn(connection, 'mail')) return null
    const rows = await listFolders(db, connection.id)
    return {
      days: importDays.catch(null).parse(connection.importDays),
      folders: toFolderViews(rows.map((row) => ({ ...row, followed: true }))).map(({ id, name, depth }) => {
        const row = rows.find((each) => each.id === id)
        return { id, name, depth, total: row?.outlookTotal ?? 0, followed: row?.followed ?? false }
      }),
      progress: toImportView(await getImportProgress(db, connection.id), connection),
    }
  })
}

/** How far back mail is imported (days; null: all), and which folders. */
export interface ImportSettingsView {
  days: ImportDays
  folders: { id: string; name: string; depth: number; total: number; followed: boolean }[]
  progress: ImportView
}
