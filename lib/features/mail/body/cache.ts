import { LRUCache } from 'lru-cache'
import type { AttachmentView, InvitationView } from '@/components/mail/view'
import { onLive } from '@/lib/platform/live'
import type { Recipient } from './read'

/** A body made safe, as the reader shows it. */
export interface SafeBody {
  html: string | null
  text: string | null
  remoteImages: number
  attachments: AttachmentView[]
  bcc: Recipient[]
  invitation: InvitationView | null
  /** Where the sender wants answers; usually nowhere else. */
  replyTo: Recipient[]
  /** content id (lower case) → attachment id */
  inline: Record<string, string>
}

// In memory only, for five minutes at most (R19). The key holds the connection's epoch: what was read under an older
// one is never found again, and Disconnect empties the rest through NOTIFY.
const store = globalThis as typeof globalThis & { tandemBodies?: LRUCache<string, SafeBody> }

function cache(): LRUCache<string, SafeBody> {
  if (!store.tandemBodies) {
    store.tandemBodies = new LRUCache<string, SafeBody>({
      maxSize: 64 * 1024 * 1024,
      sizeCalculation: (body) => 1 + (body.html?.length ?? 0) + (body.text?.length ?? 0),
      ttl: 5 * 60_000,
      ttlAutopurge: true,
    })
    void onLive((hint) => {
      if (hint?.topics.includes('disconnect')) store.tandemBodies?.clear()
    })
  }
  return store.tandemBodies
}

const key = (connection: { id: string; epoch: number }, message: { id: string; changeKey: string }) =>
  `${connection.id} ${connection.epoch} ${message.id} ${message.changeKey}`

type Place = Parameters<typeof key>

export const cachedBody = (...place: Place): SafeBody | undefined => cache().get(key(...place))
export const keepBody = (body: SafeBody, ...place: Place): void => {
  cache().set(key(...place), body)
}
