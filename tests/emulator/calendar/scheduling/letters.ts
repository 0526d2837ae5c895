// Mail about meetings: invitations, updates, cancellations and answers. Each leaves as one mail to all whom it concerns
// and lies in the inboxes of those who have one here.

import { randomUUID } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Address, Meeting, StoredContent } from '../../mail/content'
import { deliver } from '../../mail/deliver'
import type { Mail } from '../../mail/mail'
import { htmlToText, textToHtml } from '../../mail/text'
import type { Core, DirectoryUser } from '../../seam'
import type { Attendee } from '../model'
import { toWall } from '../zones/zones'
import { type IcsMeeting, icsOf } from './ics'

export interface Letter extends Omit<IcsMeeting, 'now'> {
  /** Whose mailbox sends it. */
  sender: DirectoryUser
  from: Address
  to: readonly Pick<Attendee, 'name' | 'address' | 'type'>[]
  messageType: Meeting['messageType']
  /** Before the subject of the event: 'Canceled: '. */
  prefix: string
  /** What the person says; it stands above the event's own text. */
  comment: string
}

function bodyOf({ content, comment, method }: Letter): string {
  const said = comment === '' ? '' : textToHtml(comment)
  if (method === 'REPLY' || method === 'COUNTER') return said
  const { type, content: own } = content.body
  const html = type === 'html' ? own : textToHtml(own)
  if (said === '') return html
  const at = html.search(/<body[^>]*>/i)
  const inner = said.replace(/^.*<body>|<\/body>.*$/g, '')
  if (at < 0) return `${inner}<hr>${html}`
  const end = html.indexOf('>', at) + 1
  return `${html.slice(0, end)}${inner}<hr>${html.slice(end)}`
}

function mime(head: StoredContent['head'], html: string, method: string, ics: string): Promise<Buffer> {
  const mailbox = ({ name, address }: Address) => ({ name: name === address ? '' : name, address })
  const node = new MailComposer({
    from: head.from ? mailbox(head.from) : undefined,
    to: head.to.map(mailbox),
    cc: head.cc.map(mailbox),
    subject: head.subject ?? '',
    messageId: head.internetMessageId,
    date: new Date(head.sentAt),
    text: htmlToText(html),
    html,
    alternatives: [{ contentType: `text/calendar; charset="utf-8"; method=${method}`, content: ics }],
  }).compile()
  return new Promise((resolve, reject) => {
    node.build((error, message) => (error ? reject(error) : resolve(message)))
  })
}

interface Made {
  stored: StoredContent
  mime: Buffer
}

async function make(core: Core, letter: Letter): Promise<Made> {
  const { content, from, to, messageType, method, event, date } = letter
  const now = core.now()
  const { times } = content
  const zone = times.startZone
  const wall = (at: number) => toWall(at, zone).slice(0, 19)
  const domain = from.address.split('@')[1] ?? 'mail.example'
  const plain = (people: Letter['to']) => people.map(({ name, address }) => ({ name, address }))
  const head: StoredContent['head'] = {
    subject: `${letter.prefix}${content.subject ?? ''}`,
    from,
    sender: from,
    to: plain(to.filter(({ type }) => type !== 'optional')),
    cc: plain(to.filter(({ type }) => type === 'optional')),
    bcc: [],
    replyTo: [],
    internetMessageId: `<${randomUUID()}@${domain}>`,
    conversation: `${event.uid} ${date ?? ''}`,
    depth: 0,
    sentAt: Math.floor(now / 1000) * 1000,
    hasAttachments: false,
    meeting: {
      messageType,
      start: wall(times.start),
      end: wall(times.end),
      timeZone: zone,
      location: content.locations.map(({ displayName }) => displayName).join('; '),
      isAllDay: times.isAllDay,
    },
  }
  const html = bodyOf(letter)
  const bytes = await mime(head, html, method, icsOf({ ...letter, now }))
  const body = { type: 'html' as const, content: html, unique: null, preview: null, headers: [], attachments: [] }
  return { stored: { kind: 'stored', head, body: { ...body, mime: new Uint8Array(bytes) } }, mime: bytes }
}

/** Sends one mail: a line of /_control/sent, and a message in each inbox that the emulated tenants have. */
export async function sendLetter(core: Core, mail: Mail, letter: Letter): Promise<void> {
  if (letter.to.length === 0) return
  const made = await make(core, letter)
  const { subject, internetMessageId } = made.stored.head
  core.recordSent({
    via: 'invitation',
    from: letter.from.address,
    to: letter.to.map(({ address }) => address),
    subject: subject ?? '',
    internetMessageId,
    mime: made.mime.toString('utf8'),
  })
  deliver(core, mail.opened, { sender: letter.sender, content: made.stored, importance: letter.content.importance })
}

/** A mail from outside comes in: it has not left this Microsoft 365. */
export async function receiveLetter(core: Core, mail: Mail, letter: Letter): Promise<void> {
  const { stored } = await make(core, letter)
  deliver(core, mail.opened, { sender: letter.sender, content: stored, importance: letter.content.importance })
}
