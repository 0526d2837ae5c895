// Messages as MIME: GET …/$value, what leaves by sending, and mail that tests hand in as it would come over the wire.

import MailComposer from 'nodemailer/lib/mail-composer'
import type { Attachment as Part } from 'nodemailer/lib/mailer'
import PostalMime, { type Address as ParsedAddress } from 'postal-mime'
import type { Address, Attachment, Body, Head, Importance, StoredContent } from './content'
import { htmlToText } from './text'

/** The composer writes these itself. */
const COMPOSED =
  /^(from|sender|to|cc|bcc|reply-to|subject|date|message-id|mime-version|importance|x-priority|content-.*)$/i
const HEADER_NAME = /^[!-9;-~]+$/

const mailbox = ({ name, address }: Address) => ({ name: name === address ? '' : name, address })

function build(options: ConstructorParameters<typeof MailComposer>[0], keepBcc: boolean): Promise<Buffer> {
  const node = new MailComposer(options).compile()
  node.keepBcc = keepBcc
  return new Promise((resolve, reject) => {
    node.build((error, message) => (error ? reject(error) : resolve(message)))
  })
}

async function part({ name, contentType, contentId, bytes, spooled, item, isInline }: Attachment): Promise<Part> {
  // A Content-ID makes a part belong to the HTML only if it is inline; Outlook gives one to plain files too.
  const id = contentId && isInline ? { cid: contentId } : {}
  const disposition = isInline ? ('inline' as const) : ('attachment' as const)
  if (!item) {
    return {
      ...id,
      ...(contentId && !isInline && { headers: { 'Content-ID': `<${contentId}>` } }),
      filename: name,
      contentType,
      contentDisposition: disposition,
      ...(spooled ? { path: spooled.path } : { content: Buffer.from(bytes ?? new Uint8Array()) }),
    }
  }
  const inner = await build({ subject: item.subject, text: item.body }, false)
  return {
    filename: name,
    contentType: 'message/rfc822',
    contentDisposition: disposition,
    contentTransferEncoding: '7bit',
    content: inner,
  }
}

/**
 * The message as it came, or composed from its parts: text beside HTML, pictures related to it, then the files.
 * `keepBcc`: for the sender's own copy.
 */
export async function toMime(
  head: Head,
  body: Body,
  { importance = 'normal' as Importance, keepBcc = false } = {},
): Promise<Uint8Array> {
  if (body.mime) return body.mime
  const headers = body.headers
    .filter(([name]) => HEADER_NAME.test(name) && !COMPOSED.test(name))
    .map(([key, value]) => ({ key, value: value.replace(/[\r\n]+/g, ' ') }))
  if (importance !== 'normal') headers.push({ key: 'Importance', value: importance })
  return build(
    {
      from: head.from ? mailbox(head.from) : undefined,
      sender: head.sender && head.sender.address !== head.from?.address ? mailbox(head.sender) : undefined,
      to: head.to.map(mailbox),
      cc: head.cc.map(mailbox),
      bcc: head.bcc.map(mailbox),
      replyTo: head.replyTo.map(mailbox),
      subject: head.subject ?? '',
      messageId: head.internetMessageId,
      date: new Date(head.sentAt),
      headers,
      ...(body.type === 'html' ? { html: body.content, text: htmlToText(body.content) } : { text: body.content }),
      attachments: await Promise.all(body.attachments.map(part)),
    },
    keepBcc,
  )
}

function addresses(list: ParsedAddress[] | undefined): Address[] {
  return (list ?? []).flatMap((entry) => {
    if (entry.group) return entry.group.map(({ name, address }) => ({ name: name || address, address }))
    return entry.address ? [{ name: entry.name || entry.address, address: entry.address }] : []
  })
}

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)

/** Reads a raw message. `at`: when it came, epoch milliseconds. */
export async function fromMime(mime: Uint8Array, at: number): Promise<StoredContent> {
  const mail = await PostalMime.parse(mime)
  const attachments: Attachment[] = mail.attachments.map((each) => ({
    name: each.filename ?? 'attachment',
    contentType: each.mimeType,
    isInline: each.disposition === 'inline' || (each.disposition !== 'attachment' && each.related === true),
    contentId: each.contentId?.replace(/^<|>$/g, '') ?? null,
    bytes: bytesOf(each.content),
    item: null,
  }))
  const from = addresses(mail.from ? [mail.from] : [])[0] ?? null
  const references = mail.references?.match(/<[^>]+>/g) ?? []
  const messageId = mail.messageId ?? `<${crypto.randomUUID()}@mime.example>`
  const sent = mail.date ? Date.parse(mail.date) : Number.NaN
  return {
    kind: 'stored',
    head: {
      subject: mail.subject ?? null,
      from,
      sender: mail.sender ? (addresses([mail.sender])[0] ?? from) : from,
      to: addresses(mail.to),
      cc: addresses(mail.cc),
      bcc: addresses(mail.bcc),
      replyTo: addresses(mail.replyTo),
      internetMessageId: messageId,
      conversation: references[0] ?? mail.inReplyTo ?? messageId,
      depth: references.length || (mail.inReplyTo ? 1 : 0),
      sentAt: Number.isNaN(sent) ? at : sent,
      hasAttachments: attachments.some(({ isInline }) => !isInline),
      meeting: null,
    },
    body: {
      type: mail.html ? 'html' : 'text',
      content: mail.html ?? mail.text ?? '',
      unique: null,
      preview: null,
      headers: mail.headers.map(({ originalKey, key, value }) => [originalKey ?? key, value]),
      attachments,
      mime,
    },
  }
}
