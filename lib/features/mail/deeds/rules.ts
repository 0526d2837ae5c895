import type { Deed } from '@/components/mail/view'

/** What can be wished for a message; of each kind the newest wish counts. */
export const WISH_KINDS = ['read', 'flag', 'move', 'erase'] as const
export type WishKind = (typeof WISH_KINDS)[number]

/** A wish as text, so that undo can carry it: 'true' or 'false', a flag's status, a folder's id. */
export interface Wish {
  id: string
  value: string
}

/** Messages of one deed: more would keep the outbox busy for long. */
export const MOST_CHOSEN = 500
/** Messages of the conversations of one deed. */
export const MOST_MESSAGES = 5_000

/** How long a message that was deleted for good can still be taken back, in milliseconds. */
export const ERASE_AFTER_MS = 10_000

/** Well-known folders that deeds move to (Microsoft Graph: mailFolder). */
export const TARGETS = { archive: 'archive', delete: 'deleteditems', junk: 'junkemail' } as const

/** The folder that a deed moves to by its well-known name, if it does. */
export const targetName = ({ kind }: Deed): (typeof TARGETS)[keyof typeof TARGETS] | null =>
  kind === 'archive' || kind === 'delete' || kind === 'junk' ? TARGETS[kind] : null

/** What the outbox calls a kind. */
export const outboxKind = (kind: WishKind): string => `mail.${kind}`

/** What the ledger says of a wish that was done in Outlook. */
export function ledgerWord(kind: WishKind, value: string): string {
  switch (kind) {
    case 'read':
      return value === 'true' ? 'marked read' : 'marked unread'
    case 'flag':
      return value === 'flagged' ? 'flagged' : 'unflagged'
    case 'move':
      return 'moved'
    case 'erase':
      return 'erased'
  }
}

/** A message as the wish of one kind sees it. */
export interface Standing {
  /** As Outlook had it when last heard. */
  outlook: string
  /** As it is shown. */
  shown: string
  /** A wish of this kind may have reached Outlook, though its answer is not in. */
  sent: boolean
}

/**
 * What a wish comes to: nothing, a wish that is taken back before anybody heard of it, or work in Outlook. What may have
 * reached Outlook is wished anew, since nobody knows what Outlook has now.
 */
export function weigh({ outlook, shown, sent }: Standing, value: string): 'nothing' | 'drop' | 'push' {
  if (shown === value) return 'nothing'
  return outlook === value && !sent ? 'drop' : 'push'
}
