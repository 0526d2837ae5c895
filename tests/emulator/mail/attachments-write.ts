// Attaching to a message and taking away: the message changes with it, as a person would see it change in Outlook.

import { GraphFault } from '../seam'
import type { Attachment, StoredContent } from './content'
import type { Item } from './item'
import { emptyContent, parseDraftProperties } from './message-json'
import type { Opened } from './request'

/** Microsoft Graph: a file from 3 MB on needs an upload session. */
const DIRECT_LIMIT = 3 * 1024 * 1024

const bad = (message: string, code = 'ErrorInvalidRequest') => new GraphFault(400, code, message)
const KEY_SPACE = 0xff_0000

/** The message's content with another list of attachments. Ids of those that stay are kept. */
function withAttachments(opened: Opened, item: Item, change: (list: Attachment[]) => Attachment[]): StoredContent {
  const body = opened.renderer.body(item)
  const attachments = change(body.attachments.map((each, index) => ({ ...each, key: each.key ?? index })))
  return {
    kind: 'stored',
    head: { ...opened.renderer.head(item), hasAttachments: attachments.some(({ isInline }) => !isInline) },
    body: { ...body, attachments, mime: null },
  }
}

/** Adds an attachment. @returns its place in the list. */
export function attach(opened: Opened, item: Item, attachment: Attachment, now: number): number {
  let index = 0
  const content = withAttachments(opened, item, (list) => {
    const taken = new Set(list.map(({ key }) => key))
    // Above all places in a list, so that no id of a removed attachment comes back.
    let key = 0x1000 + (opened.mailbox.seq % (KEY_SPACE - 0x2000))
    while (taken.has(key)) key++
    index = list.length
    return [...list, { ...attachment, key, attached: Math.floor(now / 1000) * 1000 }]
  })
  opened.mailbox.update(item, { content })
  return index
}

/** Takes the attachment at `index` away. */
export function detach(opened: Opened, item: Item, index: number): void {
  opened.mailbox.update(item, {
    content: withAttachments(opened, item, (list) => list.filter((_, place) => place !== index)),
  })
}

type Json = Record<string, unknown>

function only(given: Json, allowed: readonly string[], type: string): void {
  for (const name of Object.keys(given)) {
    if (!name.startsWith('@') && !allowed.includes(name))
      throw bad(`The property '${name}' does not exist on type '${type}'.`, 'RequestBodyRead')
  }
}

const COMMON = ['name', 'contentType', 'isInline', 'size', 'lastModifiedDateTime', 'id']
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function optionalText(given: Json, name: string): string | null {
  const value = given[name]
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  throw bad(`'${name}' must be a string.`, 'RequestBodyRead')
}

function isTrue(given: Json): boolean {
  const value = given.isInline ?? false
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw bad("'isInline' must be a boolean.", 'RequestBodyRead')
}

function nameOf(given: Json): string {
  const name = optionalText(given, 'name')
  if (!name) throw bad("An attachment needs a 'name'.", 'ErrorRequiredPropertyMissing')
  return name
}

function fileOf(given: Json): Attachment {
  only(given, [...COMMON, 'contentBytes', 'contentId', 'contentLocation'], 'microsoft.graph.fileAttachment')
  const text = optionalText(given, 'contentBytes')
  if (text === null) throw bad("A file attachment needs 'contentBytes'.", 'ErrorRequiredPropertyMissing')
  if (!BASE64.test(text))
    throw bad("Cannot convert the value of 'contentBytes' to the expected type 'Edm.Binary'.", 'RequestBodyRead')
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  if (bytes.byteLength >= DIRECT_LIMIT)
    throw new GraphFault(413, 'ErrorMessageSizeExceeded', 'A file of 3 MB or more needs an upload session.')
  return {
    name: nameOf(given),
    contentType: optionalText(given, 'contentType') ?? 'application/octet-stream',
    isInline: isTrue(given),
    contentId: optionalText(given, 'contentId'),
    bytes,
    item: null,
  }
}

function itemOf(given: Json): Attachment {
  only(given, [...COMMON, 'item'], 'microsoft.graph.itemAttachment')
  const inner = given.item
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
    throw bad("An item attachment needs an 'item'.", 'ErrorRequiredPropertyMissing')
  const { '@odata.type': type, ...rest } = inner as Json
  if (String(type).replace('#', '').toLowerCase() !== 'microsoft.graph.message')
    throw new GraphFault(501, 'NotImplemented', `The emulator attaches messages only, not ${String(type)}.`)
  const message = parseDraftProperties(rest, emptyContent(0, 'mail.example'))
  return {
    name: nameOf(given),
    contentType: 'message/rfc822',
    isInline: isTrue(given),
    contentId: null,
    bytes: null,
    item: { subject: message.head.subject ?? '', body: message.body.content },
  }
}

/**
 * Reads the body of POST …/attachments.
 * @throws GraphFault 400 for what Microsoft refuses, 413 from 3 MB on, 501 for kinds that the emulator lacks.
 */
export function parseAttachment(given: Json): Attachment {
  const type = String(given['@odata.type'] ?? '')
    .replace('#', '')
    .toLowerCase()
  if (type === 'microsoft.graph.fileattachment') return fileOf(given)
  if (type === 'microsoft.graph.itemattachment') return itemOf(given)
  if (type === 'microsoft.graph.referenceattachment')
    throw new GraphFault(501, 'NotImplemented', 'The emulator does not attach links to files.')
  throw bad('The attachment needs an @odata.type: the type microsoft.graph.attachment is abstract.', 'RequestBodyRead')
}
