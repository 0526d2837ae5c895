// Brings a sent message into the mailboxes of its recipients, and tells the sender of those that do not exist.

import type { Core, DirectoryUser } from '../seam'
import { GROUPS, ROOMS } from '../seed/people-ranking'
import { bounce } from './bounce'
import type { Head, Importance, StoredContent } from './content'
import type { Mailbox } from './mailbox'
import type { Opened } from './request'
import { recipientsOf } from './submission'

export interface Letter {
  sender: DirectoryUser
  content: StoredContent
  importance: Importance
}

const ids = (text: string | undefined) => text?.match(/<[^>]+>/g) ?? []

function headerOf({ body }: StoredContent, wanted: string): string | undefined {
  return body.headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** A thread that the mailbox knows keeps its name there; another one goes by the sender's. */
function conversationIn(mailbox: Mailbox, content: StoredContent): string {
  const wanted = new Set([...ids(headerOf(content, 'references')), ...ids(headerOf(content, 'in-reply-to'))])
  if (wanted.size > 0) {
    for (const { content: known } of mailbox.items.values()) {
      if (known.kind === 'stored' && wanted.has(known.head.internetMessageId)) return known.head.conversation
    }
  }
  return content.head.conversation
}

const list = (people: Head['to']) => people.map(({ name, address }) => `${name} <${address}>`).join(', ')

/** Headers as the recipient sees them. */
function headersOf({ head, body }: StoredContent, at: number): [string, string][] {
  const host = `mail.${head.from?.address.split('@')[1] ?? 'mail.example'}`
  const date = new Date(at).toUTCString()
  return [
    ['Received', `from ${host} by ${host} with HTTPS; ${date}`],
    ['From', list(head.from ? [head.from] : [])],
    ...(head.to.length > 0 ? [['To', list(head.to)] as [string, string]] : []),
    ...(head.cc.length > 0 ? [['Cc', list(head.cc)] as [string, string]] : []),
    ['Subject', head.subject ?? ''],
    ['Date', new Date(head.sentAt).toUTCString()],
    ['Message-ID', head.internetMessageId],
    ...body.headers,
    ['MIME-Version', '1.0'],
  ]
}

/** Who has this address; `tenant` tells whether it is one of ours at all. Sub-addresses (name+tag) count. */
function resolve(core: Core, address: string): { tenant: boolean; user: DirectoryUser | undefined } {
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  const plain = `${local.split('+')[0]}@${domain}`
  const user = core.users().find(({ upn, mail }) => [upn, mail].some((own) => own?.toLowerCase() === plain))
  return { tenant: core.tenants().some((tenant) => tenant.domain === domain), user }
}

/** A group's mail goes to its members, a room's to nobody. */
function mailboxesBehind(address: string): string[] {
  const wanted = address.toLowerCase()
  if (ROOMS.some((each) => each.address === wanted)) return []
  return GROUPS.find((each) => each.address === wanted)?.members ?? [address]
}

/** Outside addresses are left to the record of what was sent. */
export function deliver(core: Core, openFor: (owner: DirectoryUser) => Opened, letter: Letter): void {
  const { content, sender } = letter
  const now = core.now()
  const reached = new Set<string>()
  for (const address of recipientsOf(content.head).flatMap((each) => mailboxesBehind(each.address))) {
    const { tenant, user } = resolve(core, address)
    if (!tenant && !user) continue
    if (user && reached.has(user.id)) continue
    if (!user?.hasMailbox || user.mailboxFull) {
      if (user) reached.add(user.id)
      const { mailbox } = openFor(sender)
      mailbox.create({
        content: bounce(sender, content, address, user?.hasMailbox ? 'full' : 'unknown', now),
        folder: mailbox.wellKnown('inbox'),
        received: now,
        isRead: false,
      })
      continue
    }
    reached.add(user.id)
    const { mailbox } = openFor(user)
    mailbox.create({
      content: {
        kind: 'stored',
        head: { ...content.head, bcc: [], conversation: conversationIn(mailbox, content) },
        body: {
          ...content.body,
          headers: headersOf(content, now),
          attachments: [...content.body.attachments],
        },
      },
      folder: mailbox.wellKnown('inbox'),
      received: now,
      isRead: false,
      importance: letter.importance,
    })
  }
}
