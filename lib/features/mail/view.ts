import type { FolderView, ImportView, KnownPerson, MessageRow, PendingDeed, PersonView } from '@/components/mail/view'
import { straightName, withoutTurns } from '@/lib/platform/text'
import type { Conversation } from './facts/queries'
import type { ListRecord } from './list/queries'
import type { FolderRow, ImportProgress } from './queries'
import { folderRank, isFollowable } from './rules'

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

/** What is known beside the messages of a list. */
export interface LineFacts {
  /** The connected person's own address. */
  address: string
  /** Sent mail is one's own, whatever address it was sent from. */
  sentId: string | null
  /** Where deleting moves to. */
  deletedId: string | null
  /** By conversation id; empty where lines are single messages. */
  conversations: Map<string, Conversation>
  /** By address in lower case. */
  known: Map<string, KnownPerson>
}

/** Written by the connected person: shown by its recipients. */
export const isMine = (
  message: Pick<ListRecord, 'isDraft' | 'folderId' | 'fromAddress'>,
  { address, sentId }: Pick<LineFacts, 'address' | 'sentId'>,
): boolean =>
  message.isDraft || message.folderId === sentId || message.fromAddress.toLowerCase() === address.toLowerCase()

/** Whose person of the CRM a line names: the sender, or of one's own mail the first recipient. */
export const addressOfLine = (message: ListRecord, facts: Pick<LineFacts, 'address' | 'sentId'>): string =>
  (isMine(message, facts) ? (message.toRecipients[0]?.address ?? '') : message.fromAddress).toLowerCase()

/** A line of the list. What the person chose counts before what Outlook has confirmed. */
export function toMessageRow(record: ListRecord, facts: LineFacts): MessageRow {
  const conversation = facts.conversations.get(record.conversationId ?? '')
  const speaker = isMine(record, facts) ? null : straightName(record.fromName || record.fromAddress)
  const pending = pendingOf(record, facts)
  return {
    id: record.id,
    folderId: record.folderId,
    conversationId: record.conversationId,
    fromName: straightName(record.fromName),
    fromAddress: straightName(record.fromAddress),
    subject: withoutTurns(record.subject),
    preview: withoutTurns(record.preview),
    toNames: toPeople(record.toRecipients.slice(0, 3)).map(({ name }) => name),
    count: conversation?.count ?? 1,
    senders: conversation?.speakers.map((each) => each && straightName(each.name || each.address)) ?? [speaker],
    known: facts.known.get(addressOfLine(record, facts)) ?? null,
    receivedAt: record.receivedAt.toISOString(),
    isRead: record.pendingRead ?? record.isRead,
    isDraft: record.isDraft,
    hasAttachments: record.hasAttachments,
    importance: record.importance,
    flagged: (record.pendingFlag ?? record.flagStatus) === 'flagged',
    isInvitation: record.isInvitation,
    ...(pending && { pending }),
  }
}

function pendingOf(record: ListRecord, { deletedId }: LineFacts): PendingDeed | null {
  if (record.movedFrom !== null) return record.folderId === deletedId ? 'delete' : 'move'
  if (record.pendingFlag !== null) return 'flag'
  if (record.pendingRead !== null) return record.pendingRead ? 'read' : 'unread'
  return null
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
  list.map(({ name, address }) => ({ name: straightName(name || address), address: straightName(address) }))
