import { GraphFault } from '../seam'
import { bytesIn, isFile, readBytes } from './attachments-bytes'
import type { Attachment } from './content'
import type { Item } from './item'
import { idOf, instant, type ViewOptions } from './view'

const PROPERTIES = [
  'lastModifiedDateTime',
  'name',
  'contentType',
  'size',
  'isInline',
  'contentId',
  'contentLocation',
  'contentBytes',
]

/** Bytes as Exchange counts them: content and some overhead. */
const sizeOf = (attachment: Attachment) => bytesIn(attachment) + 152

/** Id of the attachment that stands at `index`. */
export const attachmentId = (
  item: Item,
  { key }: Attachment,
  index: number,
  view: Pick<ViewOptions, 'mailbox' | 'immutableIds'>,
) => view.mailbox.ids.attachment(idOf(item, view), key ?? index)

/** @throws GraphFault 400 for an unknown name in $select. */
export function viewAttachment(
  item: Item,
  attachment: Attachment,
  index: number,
  select: readonly string[] | null,
  view: ViewOptions,
): Record<string, unknown> {
  for (const name of select ?? []) {
    if (name !== 'id' && !PROPERTIES.includes(name.replace(/^microsoft\.graph\.fileAttachment\//, ''))) {
      throw new GraphFault(
        400,
        'RequestBroker--ParseUri',
        `Could not find a property named '${name}' on type 'microsoft.graph.attachment'.`,
      )
    }
  }
  const wanted = select ? new Set(select.map((name) => name.slice(name.lastIndexOf('/') + 1))) : null
  const all: Record<string, unknown> = {
    lastModifiedDateTime: instant(attachment.attached ?? item.created),
    name: attachment.name,
    contentType: attachment.contentType,
    size: sizeOf(attachment),
    isInline: attachment.isInline,
  }
  const out: Record<string, unknown> = {
    '@odata.type': attachment.item ? '#microsoft.graph.itemAttachment' : '#microsoft.graph.fileAttachment',
    id: attachmentId(item, attachment, index, view),
  }
  if (isFile(attachment)) {
    out['@odata.mediaContentType'] = attachment.contentType
    all.contentId = attachment.contentId
    all.contentLocation = null
    if (!wanted || wanted.has('contentBytes')) all.contentBytes = Buffer.from(readBytes(attachment)).toString('base64')
  }
  for (const [name, value] of Object.entries(all)) if (!wanted || wanted.has(name)) out[name] = value
  return out
}

/** Ids are compared letter by letter in both kinds. @throws GraphFault 404 */
export function findAttachment(
  item: Item,
  attachments: Attachment[],
  id: string,
  view: ViewOptions,
): { attachment: Attachment; index: number } {
  for (const [index, attachment] of attachments.entries()) {
    for (const immutableIds of [true, false]) {
      if (attachmentId(item, attachment, index, { ...view, immutableIds }) === id) return { attachment, index }
    }
  }
  throw new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
}

/** For $expand=attachments. `select`: properties to show, null for all. */
export const viewAttachments = (item: Item, view: ViewOptions, select: readonly string[] | null = null): object[] =>
  view.renderer.body(item).attachments.map((attachment, index) => viewAttachment(item, attachment, index, select, view))
