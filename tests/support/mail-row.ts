import type { MessageRow } from '@/components/mail/view'

/** A line of the list, for tests. */
export function mailRow(more: Partial<MessageRow> & { id: string }): MessageRow {
  return {
    folderId: 'in',
    conversationId: null,
    count: 1,
    senders: ['Amara Okafor'],
    toNames: [],
    isDraft: false,
    known: null,
    fromName: 'Amara Okafor',
    fromAddress: 'amara@brannock.example',
    subject: 'Calibration',
    preview: '',
    receivedAt: '2026-11-25T10:00:00.000Z',
    isRead: true,
    hasAttachments: false,
    importance: 'normal',
    flagged: false,
    isInvitation: false,
    ...more,
  }
}
