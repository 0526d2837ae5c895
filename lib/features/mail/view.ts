import type { FolderView, ImportView, MessageRow, PersonView } from '@/components/mail/view'
import type { FolderRow, ImportProgress, ListRecord } from './queries'
import { folderRank, isFollowable, withoutTurns } from './rules'

/** Folders as the navigation shows them: known ones first, then by name, children below their parents. */
export function toFolderViews(rows: FolderRow[], locale = 'en'): FolderView[] {
  const shown = rows.filter((row) => row.followed && isFollowable(row.wellKnown ?? undefined))
  const ids = new Map(shown.map((row) => [row.graphId, row.id]))
  const childrenOf = (parent: string | null) =>
    shown
      .filter((row) => (ids.get(row.parentGraphId ?? '') ?? null) === parent)
      .sort(
        (a, b) =>
          folderRank(a.wellKnown) - folderRank(b.wellKnown) || a.displayName.localeCompare(b.displayName, locale),
      )
  const views: FolderView[] = []
  const walk = (parent: string | null, depth: number) => {
    for (const row of childrenOf(parent)) {
      views.push({
        id: row.id,
        name: row.displayName,
        wellKnown: row.wellKnown,
        parentId: parent,
        depth,
        unread: row.unread,
        total: row.total,
      })
      if (depth < 20) walk(row.id, depth + 1)
    }
  }
  walk(null, 0)
  return views
}

/** A line of the list. What the person chose counts before what Outlook has confirmed. */
export function toMessageRow(record: ListRecord): MessageRow {
  const { receivedAt, pendingRead, isRead, flagStatus, ...rest } = record
  return {
    ...rest,
    fromName: withoutTurns(rest.fromName),
    fromAddress: withoutTurns(rest.fromAddress),
    subject: withoutTurns(rest.subject),
    preview: withoutTurns(rest.preview),
    receivedAt: receivedAt.toISOString(),
    isRead: pendingRead ?? isRead,
    flagged: flagStatus === 'flagged',
    ...(pendingRead === null ? {} : { pending: pendingRead ? 'read' : 'unread' }),
  }
}

/** How far the import is, in the words of the screens. */
export function toImportView(progress: ImportProgress, connection: { state: string } | null): ImportView {
  if (!connection || connection.state === 'disconnecting') return { state: 'idle', done: 0, total: null }
  if (progress.folders === 0) return { state: 'first', done: 0, total: null }
  const done = { done: progress.seen, total: Math.max(progress.total, progress.seen) }
  if (progress.open === 0 && progress.listed) return { state: 'done', done: progress.held, total: progress.held }
  if (connection.state === 'paused') {
    return { state: 'paused', ...done, reason: 'Paused until you reconnect Microsoft. It goes on where it stopped.' }
  }
  return { state: 'importing', ...done }
}

/** Recipients as the reader shows them. */
export const toPeople = (list: { name: string; address: string }[]): PersonView[] =>
  list.map(({ name, address }) => ({ name: withoutTurns(name || address), address: withoutTurns(address) }))
