// Turns what a scene wants to say into a message.

import type { Address, Attachment, Importance, Meeting, StoredContent } from '../mail/content'
import type { Flag } from '../mail/item'
import { hash, type Random } from './random'

/** Where a seeded message lies: a well-known name or the key of a person's own folder. */
export type Place =
  | 'inbox'
  | 'sentitems'
  | 'drafts'
  | 'deleteditems'
  | 'archive'
  | 'junkemail'
  | 'customers'
  | 'project'

export interface SeedMail {
  content: StoredContent
  place: Place
  received: number
  isRead: boolean
  isDraft?: boolean
  focused?: boolean
  importance?: Importance
  flag?: Flag
  categories?: string[]
}

/** What every scene gets. */
export interface Stage {
  random: Random
  owner: Address
  /** Microsoft's clock at the seeding, epoch milliseconds. */
  now: number
  /** Seed of this mailbox. */
  seed: number
  /** A moment in the last 400 days, denser towards now. */
  moment(): number
}

export interface Draft {
  subject: string | null
  from: Address | null
  to?: Address[]
  cc?: Address[]
  replyTo?: Address[]
  at: number
  type?: 'html' | 'text'
  body: string
  unique?: string
  headers?: [string, string][]
  attachments?: Attachment[]
  meeting?: Meeting
  /** Message-id of the conversation's first message, and the place in it. */
  thread?: { root: string; depth: number }
}

/** `key` makes the message-id: the same key gives the same id. */
export function compose(stage: Stage, key: string, draft: Draft): StoredContent {
  const domain = draft.from?.address.split('@')[1] ?? 'mail.example'
  const mark = hash(stage.seed, ...[...key].map((char) => char.charCodeAt(0)))
  const messageId = `<${key.replace(/[^\w-]/g, '')}.${mark.toString(16)}@${domain || 'mail.example'}>`
  const attachments = draft.attachments ?? []
  return {
    kind: 'stored',
    head: {
      subject: draft.subject,
      from: draft.from,
      sender: draft.from,
      to: draft.to ?? [stage.owner],
      cc: draft.cc ?? [],
      bcc: [],
      replyTo: draft.replyTo ?? [],
      internetMessageId: messageId,
      conversation: draft.thread?.root ?? messageId,
      depth: draft.thread?.depth ?? 0,
      sentAt: Math.floor(draft.at / 1000) * 1000,
      hasAttachments: attachments.some(({ isInline }) => !isInline),
      meeting: draft.meeting ?? null,
    },
    body: {
      type: draft.type ?? 'html',
      content: draft.body,
      unique: draft.unique ?? null,
      preview: null,
      headers: [['Message-ID', messageId], ['MIME-Version', '1.0'], ...(draft.headers ?? [])],
      attachments,
      mime: null,
    },
  }
}

export const file = (name: string, contentType: string, bytes: Uint8Array): Attachment => ({
  name,
  contentType,
  isInline: false,
  contentId: null,
  bytes,
  item: null,
})

export const inline = (name: string, contentId: string, bytes: Uint8Array): Attachment => ({
  name,
  contentType: 'image/png',
  isInline: true,
  contentId,
  bytes,
  item: null,
})
