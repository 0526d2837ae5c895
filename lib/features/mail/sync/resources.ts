import 'server-only'
import { announceReplies, noteReplies } from '@/lib/features/tasks/reminders/mutations'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { ConnectionScope } from '@/lib/platform/scope'
import type { Cursor } from '@/lib/sync/cursors'
import { type ApplyResult, type DeltaPage, type DeltaResource, syncRound } from '@/lib/sync/delta'
import type { SyncContext } from '@/lib/sync/job'
import { folderDelta, messageDelta } from '../graph'
import { type FolderFields, isComplete, type MessageFields, toFolder, toMessage } from '../map'
import {
  mergeMessages,
  removeFolders,
  removeMessages,
  removeUnseenFolders,
  removeUnseenMessages,
  upsertFolders,
  upsertMessages,
} from '../mutations'
import { FOLDER_STREAM, importLimit, streamOfFolder } from '../rules'

/** At most 500 rows a transaction: PGlite has one connection, and a person waits behind it. */
const PAGE = 500

/** A folder whose messages are followed. */
export interface FollowedFolder {
  id: string
  graphId: string
}

/**
 * The messages of one folder, as the delta loop follows them.
 * @param limit mail received before it is not kept
 * @param onReply told within the transaction that mail came which seems to be a reply
 */
export function messagesOf(
  folder: FollowedFolder,
  limit: Date | null,
  onReply: () => void = () => {},
): DeltaResource<MessageFields> {
  return {
    stream: streamOfFolder(folder.id),
    start: messageDelta(folder.graphId),
    pageSize: PAGE,
    topics: ['mail'],
    kind: 'mail',
    map: toMessage,
    apply: (db, scope, page) => applyMessages(db, scope, { folderId: folder.id, limit, onReply }, page),
    removeUnseen: (db, _scope, roundStartedAt) => removeUnseenMessages(db, folder.id, roundStartedAt),
  }
}

async function applyMessages(
  db: Db,
  scope: ConnectionScope,
  { folderId, limit, onReply }: { folderId: string; limit: Date | null; onReply: () => void },
  { items, removed, readAt, fullRound }: DeltaPage<MessageFields>,
): Promise<ApplyResult> {
  const inRange = (item: MessageFields) => !limit || !item.received_at || new Date(item.received_at) >= limit
  const kept = items.filter(inRange)
  // Mail that grew older than the range since it came in stays until the next full round, and stays right.
  const outside = fullRound ? [] : items.filter((item) => !inRange(item))
  const aged = await mergeMessages(db, scope, folderId, outside, readAt)
  const written = await upsertMessages(db, scope, folderId, kept.filter(isComplete), readAt)
  if (written.some(({ awaited }) => awaited) && (await noteReplies(db, scope))) onReply()
  const partial = kept.filter((item) => !isComplete(item))
  const merged = new Set(await mergeMessages(db, scope, folderId, partial, readAt))
  const gone = await removeMessages(db, scope, removed, { readAt, folderId })
  const entry = (what: string) => ({ direction: 'in' as const, kind: 'mail', what, why: 'signal' })
  return {
    changed: written.length + merged.size + aged.length + gone,
    kept: kept.length,
    ledger: [
      ...written.map(({ isNew }) => entry(isNew ? 'created' : 'updated')),
      ...[...merged, ...aged].map(() => entry('updated')),
      ...Array.from({ length: gone }, () => entry('deleted')),
    ],
    incomplete: partial.map((item) => item.graph_id).filter((id) => !merged.has(id)),
  }
}

/** Mail received before this instant is not kept; null: all is (R19). */
export const limitOf = ({ connection }: SyncContext): Date | null => importLimit(connection.importDays, now())

/**
 * Follows one folder's messages to the end of the round. A folder that went away in Outlook meanwhile is forgotten by
 * way of the folder list, and is no error.
 */
export async function syncFolder(
  context: SyncContext,
  folder: FollowedFolder,
  limit: Date | null,
  options: { why: string; until?: number; from?: Cursor; onPage?: (page: DeltaPage<MessageFields>) => void },
): ReturnType<typeof syncRound> {
  let replied = false
  const messages = messagesOf(folder, limit, () => {
    replied = true
  })
  try {
    return await syncRound(context, messages, options)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    const { changed } = await syncRound(context, folderList, { why: options.why })
    return { complete: true, changed, incomplete: [] }
  } finally {
    if (replied) await announceReplies(context.scope.connectionId)
  }
}

/** The list of folders, nested ones included. */
export const folderList: DeltaResource<FolderFields> = {
  stream: FOLDER_STREAM,
  start: folderDelta,
  pageSize: 200,
  topics: ['mail'],
  kind: 'folder',
  map: toFolder,
  async apply(db, scope, { items, removed, readAt }) {
    const changed = await upsertFolders(db, scope, items, readAt)
    const gone = await removeFolders(db, scope, removed)
    const entry = (what: string, count: number) =>
      count > 0 ? [{ direction: 'in' as const, kind: 'folder', what, why: 'signal', count }] : []
    return { changed: changed + gone, ledger: [...entry('updated', changed), ...entry('deleted', gone)] }
  },
  removeUnseen: removeUnseenFolders,
}
