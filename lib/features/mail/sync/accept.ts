import 'server-only'
import type { ChangeHint } from '@/inngest/events'
import { announceReplies, noteReplies } from '@/lib/features/tasks/reminders/mutations'
import { sendBatch } from '@/lib/graph/batch'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { syncRound } from '@/lib/sync/delta'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { oneMessage } from '../graph'
import { isComplete, keyOfEtag, type MessageFields, toMessage } from '../map'
import { mergeMessages, removeMessages, upsertMessages } from '../mutations'
import { type FolderStream, listFolderStreams, listKnown } from '../queries'
import { folderList, limitOf, syncFolder } from './resources'

/** Reads one at a time as many as fit into a batch. */
const AT_ONCE = 4
/** After so many single reads the rest waits for the delta: a burst must not become a call a message. */
const MOST_READS = 40

/**
 * Takes in what signals of Microsoft point at. Hints only locate: a known message by the delta of its folder, an
 * unknown one by the inbox's, else it is read to learn its folder. Nothing to do when every row is already as hinted.
 * Answers the hints that Graph does not show yet (delta may lag its own signal): look again a little later.
 */
export async function acceptHints(context: SyncContext, hints: ChangeHint[]): Promise<ChangeHint[]> {
  const { scope } = context
  const rows = await known(context, hints)
  let open = unfulfilled(hints, new Map(rows.map((row) => [row.graphId, row.changeKey])))
  if (open.length === 0) return []

  const limit = limitOf(context)
  let folders = await inScope(scope, (db) => listFolderStreams(db, scope.connectionId))
  const synced = new Set<string>()
  /** What the deltas of this signal showed: change keys, null for what is gone from a folder. */
  const shown = new Map<string, string | null>()
  const follow = async (folder: FolderStream | undefined): Promise<void> => {
    if (folder?.phase !== 'live' || synced.has(folder.id)) return
    synced.add(folder.id)
    const { incomplete } = await syncFolder(context, folder, limit, {
      why: 'signal',
      from: folder.cursor,
      onPage: ({ items, removed }) => {
        for (const item of items) shown.set(item.graph_id, item.change_key ?? null)
        for (const id of removed) shown.set(id, null)
      },
    })
    await readSingly(context, incomplete, folders, limit)
  }

  const ids = new Set(open.map(({ id }) => id))
  const folderIds = new Set(rows.filter((row) => ids.has(row.graphId)).map((row) => row.folderId))
  const here = new Set(rows.map((row) => row.graphId))
  for (const folderId of folderIds) await follow(folders.find((each) => each.id === folderId))
  if (open.some((hint) => hint.changeType !== 'deleted' && !here.has(hint.id)))
    await follow(folders.find((folder) => folder.wellKnown === 'inbox'))
  // What was shown as hinted is in: nobody needs to be asked.
  open = open.filter((hint) => !shown.has(hint.id) || unfulfilled([hint], shown).length > 0)

  let listed = false
  for (let reads = 0; reads < MOST_READS; reads += AT_ONCE) {
    open = await outstanding(context, open)
    if (open.length === 0) return []
    const ids = open.slice(0, AT_ONCE).map(({ id }) => id)
    const seen = await readSingly(context, ids, folders, limit)
    if (seen.elsewhere.length > 0) {
      // A folder made a moment ago, or one that is not followed: the folder list knows which.
      if (!listed) {
        listed = true
        await syncRound(context, folderList, { why: 'signal' })
        folders = await inScope(scope, (db) => listFolderStreams(db, scope.connectionId))
      } else for (const id of seen.elsewhere) seen.settled.add(id)
    }
    for (const folderId of seen.folderIds) await follow(folders.find((folder) => folder.id === folderId))
    // Read just now: what Graph shows of these is in, whichever version the hint spoke of.
    open = open.filter((hint) => !seen.settled.has(hint.id))
  }
  return outstanding(context, open)
}

const known = ({ scope }: SyncContext, hints: ChangeHint[]) =>
  inScope(scope, (db) =>
    listKnown(
      db,
      scope.connectionId,
      hints.map(({ id }) => id),
    ),
  )

/** Hints that the rows do not fulfil yet. */
async function outstanding(context: SyncContext, hints: ChangeHint[]): Promise<ChangeHint[]> {
  if (hints.length === 0) return []
  const rows = await known(context, hints)
  return unfulfilled(hints, new Map(rows.map((row) => [row.graphId, row.changeKey])))
}

/** Hints that these change keys do not fulfil; an absent or null one is a message that is not there. */
const unfulfilled = (hints: ChangeHint[], keys: Map<string, string | null>): ChangeHint[] =>
  hints.filter((hint) => {
    const key = keys.get(hint.id) ?? null
    return hint.changeType === 'deleted' ? key !== null : !hint.etag || key !== keyOfEtag(hint.etag)
  })

interface SinglyRead {
  /** Messages whose present state is in, or that are known to be gone. */
  settled: Set<string>
  folderIds: Set<string>
  /** Messages in folders that are not known here; gone from Tandem. */
  elsewhere: string[]
}

/** Reads messages by id and takes them in; one that is gone is removed. `why`: what the ledger says caused it. */
export async function readSingly(
  context: SyncContext,
  ids: string[],
  folders: FolderStream[],
  limit: Date | null,
  why: 'signal' | 'person' = 'signal',
): Promise<SinglyRead> {
  const result: SinglyRead = { settled: new Set(), folderIds: new Set(), elsewhere: [] }
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const readAt = new Date()
    const answers = await sendBatch(context.graph, some.map(oneMessage))
    const found = new Map<string, MessageFields[]>()
    const gone: string[] = []
    for (const [index, answer] of answers.entries()) {
      const id = some[index]
      if (!id) continue
      if ('error' in answer) {
        if (answer.error.code !== 'not_found') throw answer.error
        gone.push(id)
        result.settled.add(id)
        continue
      }
      const message = toMessage(answer.body)
      const folder = folders.find((each) => each.graphId === message?.folder_graph_id)
      if (!message) result.settled.add(id)
      else if (!folder) {
        result.elsewhere.push(id)
        gone.push(id)
      } else {
        result.folderIds.add(folder.id)
        result.settled.add(id)
        found.set(folder.id, [...(found.get(folder.id) ?? []), message])
      }
    }
    await takeIn(context, { found, gone, limit, readAt, why })
  }
  return result
}

interface Seen {
  /** Messages by folder. */
  found: Map<string, MessageFields[]>
  gone: string[]
  limit: Date | null
  readAt: Date
  why: string
}

async function takeIn({ scope }: SyncContext, { found, gone, limit, readAt, why }: Seen): Promise<void> {
  const inRange = (message: MessageFields) => !limit || !message.received_at || new Date(message.received_at) >= limit
  const replied = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    let changed = 0
    let awaited = false
    for (const [folderId, messages] of found) {
      const written = await upsertMessages(db, scope, folderId, messages.filter(inRange).filter(isComplete), readAt)
      const aged = messages.filter((message) => !inRange(message))
      awaited ||= written.some((each) => each.awaited)
      changed += written.length + (await mergeMessages(db, scope, folderId, aged, readAt)).length
      await writeLedger(
        db,
        scope,
        written.map(({ isNew }) => ({
          direction: 'in',
          kind: 'mail',
          what: isNew ? 'created' : 'updated',
          why,
        })),
      )
    }
    const removed = await removeMessages(db, scope, gone, { readAt })
    if (removed > 0) {
      await writeLedger(db, scope, [{ direction: 'in', kind: 'mail', what: 'deleted', why, count: removed }])
    }
    if (changed + removed > 0) await notifyLive(db, { ...hintOf(scope), topics: ['mail'] })
    return awaited && noteReplies(db, scope)
  })
  if (replied) await announceReplies(scope.connectionId)
}
