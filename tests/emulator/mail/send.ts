// Sending. The draft leaves Drafts at once; its copy in Sent Items and the recipients' mail come a moment later.

import { type Core, type DirectoryUser, GraphFault } from '../seam'
import type { StoredContent } from './content'
import { deliver } from './deliver'
import { addressOf, type Written } from './drafts'
import type { Item } from './item'
import { toMime } from './mime'
import { uniquePart } from './quote'
import type { Opened } from './request'
import { checkSubmission, recipientsOf } from './submission'

const gone = () => new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')

export interface Submission {
  owner: DirectoryUser
  written: Written
  /** The draft that is sent; null for sendMail, reply and the like. */
  draft: Item | null
  /** Keep a copy in Sent Items. */
  save: boolean
  /** 'outlook': the person pressed Send there. */
  via: 'graph' | 'outlook'
}

export class Sending {
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(
    private readonly core: Core,
    private readonly openFor: (owner: DirectoryUser) => Opened,
  ) {}

  /**
   * Takes a message for sending: exactly one record of it exists afterwards.
   * @throws GraphFault what `checkSubmission` refuses; 404, 409 if the draft was sent or changed meanwhile.
   */
  async submit({ owner, written, draft, save, via }: Submission): Promise<void> {
    const { sending } = this.core
    const { mailbox } = this.openFor(owner)
    const seq = draft?.seq
    checkSubmission(owner, written.content, sending)
    const content = this.finished(owner, written.content)
    const { head, body } = content
    const importance = written.state.importance ?? 'normal'
    const mime = await toMime(head, body, { importance })
    if (draft && mailbox.items.get(draft.n) !== draft) throw gone()
    if (draft && draft.seq !== seq)
      throw new GraphFault(409, 'ErrorIrresolvableConflict', 'The message was changed while it was being sent.')
    if (save || draft) {
      const { isRead: _, ...state } = written.state
      const folder = mailbox.wellKnown('sentitems')
      const n = mailbox.hold({ ...state, content, folder, received: head.sentAt, isRead: true }, draft)
      this.core.touched('mail', owner.id)
      this.arriveLater(owner, n)
    }
    this.core.recordSent({
      via,
      from: head.from?.address ?? owner.upn,
      to: [...new Set(recipientsOf(head).map(({ address }) => address))],
      subject: head.subject ?? '',
      internetMessageId: head.internetMessageId,
      mime: Buffer.from(mime).toString('utf8'),
    })
    this.later(sending.deliveryDelayMs, () => deliver(this.core, this.openFor, { sender: owner, content, importance }))
  }

  /** After a restart: copies that were on their way come in. */
  resume(owner: DirectoryUser, { mailbox }: Opened): void {
    for (const n of mailbox.outgoing.keys()) this.arriveLater(owner, n)
  }

  /** Forgets everything that is on its way. */
  clear(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  private arriveLater(owner: DirectoryUser, n: number): void {
    this.later(this.core.sending.sentCopyDelayMs, () => this.openFor(owner).mailbox.arrive(n))
  }

  private later(delayMs: number, run: () => void): void {
    if (delayMs === 0) {
      run()
      return
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      run()
    }, delayMs)
    timer.unref()
    this.timers.add(timer)
  }

  /** The message with its author and time. */
  private finished(owner: DirectoryUser, { head, body }: StoredContent): StoredContent {
    const me = addressOf(owner)
    const sentAt = Math.floor(this.core.now() / 1000) * 1000
    const unique = body.unique ?? uniquePart(body)
    return { kind: 'stored', head: { ...head, from: me, sender: me, sentAt }, body: { ...body, unique, mime: null } }
  }
}
