// The report that Exchange sends to the author of a message which could not be delivered.

import { randomUUID } from 'node:crypto'
import type { DirectoryUser } from '../seam'
import type { StoredContent } from './content'
import { addressOf } from './drafts'
import { escapeHtml } from './text'

const REASONS = {
  unknown: { code: '5.1.10', text: 'was not found at' },
  full: { code: '5.2.2', text: 'has a full mailbox at' },
} as const

/** `address`: the recipient that failed. `at`: epoch milliseconds. */
export function bounce(
  sender: DirectoryUser,
  { head, body }: StoredContent,
  address: string,
  reason: keyof typeof REASONS,
  at: number,
): StoredContent {
  const me = addressOf(sender)
  const domain = me.address.split('@')[1] ?? 'mail.example'
  const postmaster = {
    name: 'Microsoft Outlook',
    address: `MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@${domain}`,
  }
  const [local = address, host = ''] = address.split('@')
  const { code, text } = REASONS[reason]
  const internetMessageId = `<${randomUUID()}@${domain}>`
  const references = body.headers.find(([name]) => name.toLowerCase() === 'references')?.[1]
  return {
    kind: 'stored',
    head: {
      subject: `Undeliverable: ${head.subject ?? ''}`,
      from: postmaster,
      sender: postmaster,
      to: [me],
      cc: [],
      bcc: [],
      replyTo: [],
      internetMessageId,
      conversation: head.conversation,
      depth: head.depth + 1,
      sentAt: Math.floor(at / 1000) * 1000,
      hasAttachments: false,
      meeting: null,
    },
    body: {
      type: 'html',
      content: `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><p>Your message to <b>${escapeHtml(address)}</b> couldn't be delivered.</p><p>${escapeHtml(local)} ${text} ${escapeHtml(host)}.</p><p>Remote server returned '550 ${code}'</p></body></html>`,
      unique: null,
      preview: null,
      headers: [
        ['Message-ID', internetMessageId],
        ['In-Reply-To', head.internetMessageId],
        ['References', [references, head.internetMessageId].filter(Boolean).join(' ')],
        ['Auto-Submitted', 'auto-replied'],
        ['X-Failed-Recipients', address],
        ['MIME-Version', '1.0'],
      ],
      attachments: [],
      mime: null,
    },
  }
}
