import type { Mailbox } from '../mail/mailbox'
import type { Core, DirectoryUser } from '../seam'
import { hash } from './random'

/** Fills a new mailbox: the same for one seed number, owner and time. */
export function fillMailbox(mailbox: Mailbox, owner: DirectoryUser, core: Core, seed: number): void {
  const now = core.now()
  const own = hash(seed, ...[...owner.upn].map((char) => char.charCodeAt(0)))
  for (let i = 0; i < 100; i++) {
    mailbox.create({
      content: { kind: 'recipe', seed: own, index: i, sentAt: now - i * 3_600_000 },
      folder: mailbox.wellKnown('inbox'),
      received: now - i * 3_600_000,
      isRead: i % 3 > 0,
    })
  }
}
