// A Graph message as JSON, read strictly: unknown names are refused, so a misspelt property never passes silently.

import { randomUUID } from 'node:crypto'
import { GraphFault } from '../seam'
import type { Address, Attachment, StoredContent } from './content'

const unknownProperty = (name: string, type: string) =>
  new GraphFault(400, 'RequestBodyRead', `The property '${name}' does not exist on type '${type}'.`)
const bad = (message: string) => new GraphFault(400, 'ErrorInvalidRequest', message)

type Json = Record<string, unknown>

function object(value: unknown, name: string, allowed: readonly string[], type: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(`'${name}' must be an object.`)
  for (const key of Object.keys(value))
    if (!key.startsWith('@') && !allowed.includes(key)) throw unknownProperty(key, type)
  return value as Json
}

const text = (value: unknown, name: string): string => {
  if (typeof value === 'string') return value
  throw bad(`'${name}' must be a string.`)
}

function parseRecipient(value: unknown, name: string): Address {
  const { emailAddress } = object(value, name, ['emailAddress'], 'microsoft.graph.recipient')
  const { address, name: display } = object(emailAddress, name, ['address', 'name'], 'microsoft.graph.emailAddress')
  const mail = text(address, 'address')
  return { address: mail, name: typeof display === 'string' ? display : mail }
}

function parseRecipients(value: unknown, name: string): Address[] {
  if (!Array.isArray(value)) throw bad(`'${name}' must be a list.`)
  return value.map((each) => parseRecipient(each, name))
}

function parseBody(value: unknown): { type: 'html' | 'text'; content: string } {
  const { contentType, content } = object(value, 'body', ['contentType', 'content'], 'microsoft.graph.itemBody')
  const type = String(contentType ?? 'text').toLowerCase()
  if (type !== 'html' && type !== 'text') throw bad(`'${String(contentType)}' is not a value of bodyType.`)
  return { type, content: text(content ?? '', 'content') }
}

const flag = (value: unknown, name: string): boolean => {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw bad(`'${name}' must be a boolean.`)
}

/** `base` with the given properties (subject, body, from, recipients, …) replaced. @throws GraphFault 400 */
export function parseDraftProperties(given: Json, base: StoredContent): StoredContent {
  const head = { ...base.head }
  let body = base.body
  for (const [name, value] of Object.entries(given)) {
    if (name === 'subject') head.subject = value === null ? null : text(value, name)
    else if (name === 'body') body = { ...body, ...parseBody(value), unique: null, preview: null, mime: null }
    else if (name === 'from') head.from = value === null ? null : parseRecipient(value, name)
    else if (name === 'sender') head.sender = value === null ? null : parseRecipient(value, name)
    else if (name === 'toRecipients') head.to = parseRecipients(value, name)
    else if (name === 'ccRecipients') head.cc = parseRecipients(value, name)
    else if (name === 'bccRecipients') head.bcc = parseRecipients(value, name)
    else if (name === 'replyTo') head.replyTo = parseRecipients(value, name)
    else if (name === 'internetMessageId') head.internetMessageId = text(value, name)
    else if (name === 'isReadReceiptRequested') head.readReceipt = flag(value, name)
    else if (name === 'isDeliveryReceiptRequested') head.deliveryReceipt = flag(value, name)
    else throw unknownProperty(name, 'microsoft.graph.message')
  }
  return { kind: 'stored', head, body: body.mime ? { ...body, mime: null } : body }
}

const ATTACHMENT = [
  'name',
  'contentType',
  'contentBytes',
  'isInline',
  'contentId',
  'size',
  'id',
  'lastModifiedDateTime',
  'contentLocation',
]

/** Own headers of a new message. Microsoft Graph: at most five, each name begins with x-. @throws GraphFault 400 */
export function parseHeaders(value: unknown): [name: string, value: string][] {
  if (!Array.isArray(value)) throw bad("'internetMessageHeaders' must be a list.")
  if (value.length > 5) {
    throw new GraphFault(
      400,
      'InvalidInternetMessageHeaderCollection',
      'Maximum number of headers in one message should be less than or equal to 5.',
    )
  }
  return value.map((each) => {
    const given = object(each, 'internetMessageHeaders', ['name', 'value'], 'microsoft.graph.internetMessageHeader')
    const name = text(given.name, 'name')
    if (!/^x-[!-9;-~]+$/i.test(name)) {
      throw new GraphFault(
        400,
        'InvalidInternetMessageHeader',
        `The internet message header name '${name}' should start with 'x-' or 'X-'.`,
      )
    }
    const content = text(given.value, 'value')
    if (/[\r\n]/.test(content) || content.length > 995) {
      throw new GraphFault(400, 'InvalidInternetMessageHeader', `The value of the header '${name}' is not valid.`)
    }
    return [name, content]
  })
}

export function parseAttachments(value: unknown): Attachment[] {
  if (!Array.isArray(value)) throw bad("'attachments' must be a list.")
  return value.map((each) => {
    const given = object(each, 'attachments', ATTACHMENT, 'microsoft.graph.fileAttachment')
    if (given['@odata.type'] !== '#microsoft.graph.fileAttachment')
      throw bad('The emulator takes file attachments only.')
    return {
      name: text(given.name, 'name'),
      contentType: typeof given.contentType === 'string' ? given.contentType : 'application/octet-stream',
      isInline: given.isInline === true,
      contentId: typeof given.contentId === 'string' ? given.contentId : null,
      bytes: new Uint8Array(Buffer.from(text(given.contentBytes ?? '', 'contentBytes'), 'base64')),
      item: null,
    }
  })
}

/** Content with nothing in it yet. `at`: epoch milliseconds. */
export function emptyContent(at: number, domain: string): StoredContent {
  const id = `<${randomUUID()}@${domain}>`
  return {
    kind: 'stored',
    head: {
      subject: null,
      from: null,
      sender: null,
      to: [],
      cc: [],
      bcc: [],
      replyTo: [],
      internetMessageId: id,
      conversation: id,
      depth: 0,
      sentAt: at,
      hasAttachments: false,
      meeting: null,
    },
    body: { type: 'text', content: '', unique: null, preview: null, headers: [], attachments: [], mime: null },
  }
}
