import 'server-only'
import { sendBatch } from '@/lib/graph/batch'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { CursorMoved, readCursor } from '@/lib/sync/cursors'
import { deltaRequest, syncRound, takePage } from '@/lib/sync/delta'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { newestMessages, WELL_KNOWN, wellKnownFolder } from '../graph'
import { type FolderFields, isComplete, toFolder, toMessage } from '../map'
import { dropOrphanCursors, upsertFolders, upsertMessages } from '../mutations'
import { type FolderStream, listFolderStreams } from '../queries'
import { folderRank, streamOfFolder } from '../rules'
import { folderList, limitOf, messagesOf, syncFolder } from './resources'

/** What a person sees at once; the rest comes with the import. */
const FIRST = 50

/** Well-known folders and the newest fifty messages: the inbox can be read before the import has begun. */
export async function openMailbox(context: SyncContext): Promise<void> {
  const { scope, graph } = context
  const readAt = new Date()
  const known: FolderFields[] = []
  let newest: unknown[] = []
  const requests = [newestMessages('inbox', FIRST), ...WELL_KNOWN.map(wellKnownFolder)]
  for (let at = 0; at < requests.length; at += 4) {
    const answers = await sendBatch<{ value?: unknown[] }>(graph, requests.slice(at, at + 4))
    for (const [index, answer] of answers.entries()) {
      if ('error' in answer) {
        // A mailbox need not have every folder (an archive is made at first use); anything else is an error.
        if (answer.error.code === 'not_found') continue
        throw answer.error
      }
      if (at + index === 0) newest = Array.isArray(answer.body.value) ? answer.body.value : []
      else {
        const folder = toFolder(answer.body)
        const name = WELL_KNOWN[at + index - 1]
        if (folder && folder !== 'skip' && name) known.push({ ...folder, well_known: name })
      }
    }
  }
  const limit = limitOf(context)
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await upsertFolders(db, scope, known, readAt)
    const [inbox] = (await listFolderStreams(db, scope.connectionId)).filter((each) => each.wellKnown === 'inbox')
    if (inbox) {
      const rows = newest.map(toMessage).filter((each) => each !== null)
      const kept = rows.filter(isComplete).filter((row) => !limit || new Date(row.received_at) >= limit)
      await upsertMessages(db, scope, inbox.id, kept, readAt)
    }
    await notifyLive(db, { ...hintOf(scope), topics: ['mail', 'import', 'connection'] })
  })
}

/**
 * Takes mail in, folder by folder, until all are done or `until` passes. One unfiltered delta round a folder is import
 * and token at once; its cursor is the place to go on from after any interruption. Answers whether all is in.
 */
export async function importMail(context: SyncContext, until: number): Promise<boolean> {
  const { scope } = context
  await syncRound(context, folderList, { why: 'import' })
  const limit = limitOf(context)
  const streams = await inScope(scope, async (db) => {
    await dropOrphanCursors(db, scope.connectionId)
    return listFolderStreams(db, scope.connectionId)
  })
  const queue = streams
    .filter(({ phase }) => phase !== 'live')
    .sort((a, b) => folderRank(a.wellKnown) - folderRank(b.wellKnown))
  let all = true
  const worker = async () => {
    for (let folder = queue.shift(); folder; folder = queue.shift()) {
      if (Date.now() >= until) {
        all = false
        return
      }
      const round = await syncFolder(context, folder, limit, { why: 'import', until })
      all &&= round.complete
    }
  }
  // Two folders at a time: the bulk lane's width.
  await Promise.all([worker(), worker()])
  if (all) await inScope(scope, (db) => notifyLive(db, { ...hintOf(scope), topics: ['mail', 'import', 'connection'] }))
  return all
}

/**
 * Looks whether Outlook has changes that no signal told of: folders first, then every folder's delta, four in a round
 * trip. Answers how many changes it found.
 */
export async function sweepMail(context: SyncContext, why: string): Promise<number> {
  const { scope, graph } = context
  let { changed } = await syncRound(context, folderList, { why })
  const limit = limitOf(context)
  const live = (await inScope(scope, (db) => listFolderStreams(db, scope.connectionId))).filter(
    ({ phase }) => phase === 'live',
  )
  for (let at = 0; at < live.length; at += 4) {
    const folders = live.slice(at, at + 4)
    const cursorOf = new Map(
      await Promise.all(
        folders.map(async (folder) => [folder.id, await readCursor(scope, streamOfFolder(folder.id))] as const),
      ),
    )
    const readAt = new Date()
    const requests = folders.map((folder) => {
      const cursor = cursorOf.get(folder.id)
      const resource = messagesOf(folder, limit)
      return cursor ? deltaRequest(resource, cursor) : { path: resource.start }
    })
    const answers = await sendBatch<Record<string, unknown>>(graph, requests)
    for (const [index, answer] of answers.entries()) {
      const folder = folders[index] as FolderStream
      const cursor = cursorOf.get(folder.id)
      if (!cursor) continue
      if ('error' in answer) {
        // Expired cursors and folders deleted meanwhile have their own way; both go through the loop.
        if (answer.error.code === 'not_found') continue
        if (answer.error.code !== 'cursor_expired') throw answer.error
        changed += (await syncFolder(context, folder, limit, { why })).changed
        continue
      }
      const page = await takePage(scope, messagesOf(folder, limit), cursor, { ...answer, readAt, why }).catch(
        ignoreRival,
      )
      changed += page?.changed ?? 0
      if (page && !page.complete) changed += (await syncFolder(context, folder, limit, { why })).changed
    }
  }
  return changed
}

function ignoreRival(error: unknown): null {
  if (error instanceof CursorMoved) return null
  throw error
}
