import { shortTime } from '@/components/ui/time'
import type { MessageRow } from './view'
import { words } from './words'

/** Who a mail is from, in words. */
export function senderOf(row: Pick<MessageRow, 'fromName' | 'fromAddress'>): string {
  return row.fromName.trim() || row.fromAddress || words.noSender
}

/** The subject, or that there is none. */
export function subjectOf(row: Pick<MessageRow, 'subject'>): string {
  return row.subject.trim() || words.noSubject
}

function firstName(name: string): string {
  if (name.includes('@')) return name
  const bare = name.trim().replace(/^(?:dr|prof|mr|mrs|ms|sir)\.?\s+/i, '')
  return bare.split(/[\s,]+/)[0] || name
}

/**
 * Who stands on a line: the sender; of a conversation with several voices their first names, the newest last. In
 * folders for what goes out ("out") those it goes to.
 */
export function namesOf(row: MessageRow, out: boolean): string {
  if (out && row.toNames.length > 0) return `${words.to} ${row.toNames.join(', ')}`
  if (row.senders.length < 2) return senderOf(row)
  return row.senders.map((name) => (name === null ? words.me : firstName(name))).join(', ')
}

/** A row's accessible name: sender (or recipients), subject, then what else the eye sees. */
export function rowLabel(
  row: MessageRow & { folderName?: string },
  now: number,
  locale: string,
  zone: string,
  out = false,
): string {
  return [
    out ? namesOf(row, out) : senderOf(row),
    subjectOf(row),
    row.isDraft && words.row.draft,
    !row.isRead && words.row.unread,
    row.count > 1 && words.row.messages(row.count),
    row.importance === 'high' && words.row.important,
    row.flagged && words.row.flagged,
    row.isInvitation && words.row.invitation,
    row.hasAttachments && words.row.attachment,
    row.folderName && words.row.in(row.folderName),
    row.known?.company?.name,
    shortTime(Date.parse(row.receivedAt), now, locale, zone),
    row.preview,
  ]
    .filter(Boolean)
    .join(', ')
}
