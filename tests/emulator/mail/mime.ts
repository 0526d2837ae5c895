// Messages as MIME: GET …/$value, and mail that tests hand in as it would come over the wire.

import MailComposer from 'nodemailer/lib/mail-composer'
import PostalMime, { type Address as ParsedAddress } from 'postal-mime'
import type { Address, Attachment, Body, Head, StoredContent } from './content'

const mailbox = ({ name, address }: Address) => ({ name: name === address ? '' : name, address })

/** The message as it came, or composed from its parts. */
export function toMime(head: Head, body: Body): Promise<Uint8Array> {
  if (body.mime) return Promise.resolve(body.mime)
  const composer = new MailComposer({
    from: head.from ? mailbox(head.from) : undefined,
    sender: head.sender && head.sender.address !== head.from?.address ? mailbox(head.sender) : undefined,
    to: head.to.map(mailbox),
    cc: head.cc.map(mailbox),
    replyTo: head.replyTo.map(mailbox),
    subject: head.subject ?? '',
    messageId: head.internetMessageId,
    date: new Date(head.sentAt),
    headers: body.headers.filter(([name]) => /^x-|^list-/i.test(name)).map(([key, value]) => ({ key, value })),
    ...(body.type === 'html' ? { html: body.content } : { text: body.content }),
    attachments: body.attachments.map(({ name, contentType, contentId, bytes, item, isInline }) => ({
      filename: name,
      contentType: item ? 'message/rfc822' : contentType,
      ...(contentId && { cid: contentId }),
      contentDisposition: isInline ? ('inline' as const) : ('attachment' as const),
      content: bytes ? Buffer.from(bytes) : `Subject: ${item?.subject ?? ''}\r\n\r\n${item?.body ?? ''}`,
    })),
  })
  return new Promise((resolve, reject) => {
    composer.compile().build((error, message) => (error ? reject(error) : resolve(message)))
  })
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
    isInline: each.disposition === 'inline' || each.related === true,
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
      depth: references.length,
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
