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

/** A row's accessible name: sender, subject, then what else the eye sees. */
export function rowLabel(row: MessageRow, now: number, locale: string, zone: string): string {
  return [
    senderOf(row),
    subjectOf(row),
    !row.isRead && words.row.unread,
    row.importance === 'high' && words.row.important,
    row.flagged && words.row.flagged,
    row.isInvitation && words.row.invitation,
    row.hasAttachments && words.row.attachment,
    shortTime(Date.parse(row.receivedAt), now, locale, zone),
    row.preview,
  ]
    .filter(Boolean)
    .join(', ')
}
