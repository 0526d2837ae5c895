// What a program writes: a new message as Graph JSON or as MIME, before it is kept as a draft or sent.

import { type DirectoryUser, GraphFault } from '../seam'
import { parseAttachment } from './attachments-write'
import type { Address, Attachment, StoredContent } from './content'
import { readExtended } from './extended-properties'
import type { NewItem } from './item'
import { emptyContent, parseDraftProperties, parseHeaders } from './message-json'
import { fromMime } from './mime'
import { asBoolean, asCategories, asEnum, asFlag, DRAFT_ONLY, IMPORTANCE } from './patch'

/** A message that is not in any folder yet. */
export interface Written {
  content: StoredContent
  state: Pick<NewItem, 'importance' | 'focused' | 'flag' | 'categories' | 'extended'> & { isRead?: boolean }
}

export const addressOf = (owner: DirectoryUser): Address => ({
  name: owner.displayName,
  address: owner.mail ?? owner.upn,
})

/** An empty message of this person. `at`: epoch milliseconds. */
export function blank(owner: DirectoryUser, at: number): StoredContent {
  const me = addressOf(owner)
  const content = emptyContent(at, me.address.split('@')[1] ?? 'mail.example')
  content.head.from = me
  content.head.sender = me
  return content
}

const unknown = (name: string) =>
  new GraphFault(
    400,
    'RequestBodyRead',
    `The property '${name}' does not exist on type 'microsoft.graph.message' or cannot be set.`,
  )

/** `base` with what `given` says; attachments are added to those of `base`. @throws GraphFault 400 */
export function readMessage(given: Record<string, unknown>, base: StoredContent): Written {
  const draft: Record<string, unknown> = {}
  const state: Written['state'] = {}
  let { headers, attachments } = base.body
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith('@')) continue
    if (DRAFT_ONLY.has(name)) draft[name] = value
    else if (name === 'isRead') state.isRead = asBoolean(name, value)
    else if (name === 'importance') state.importance = asEnum(name, value, IMPORTANCE)
    else if (name === 'flag') state.flag = asFlag(value)
    else if (name === 'categories') state.categories = asCategories(value)
    else if (name === 'inferenceClassification') state.focused = asEnum(name, value, ['focused', 'other']) === 'focused'
    else if (name === 'singleValueExtendedProperties') state.extended = readExtended(value)
    else if (name === 'internetMessageHeaders') headers = [...headers, ...parseHeaders(value)]
    else if (name === 'attachments') attachments = [...attachments, ...readAttachments(value)]
    else throw unknown(name)
  }
  const content = parseDraftProperties(draft, base)
  const wasNew = base.head.conversation === base.head.internetMessageId
  return {
    state,
    content: {
      kind: 'stored',
      head: {
        ...content.head,
        conversation: wasNew ? content.head.internetMessageId : content.head.conversation,
        hasAttachments: attachments.some(({ isInline }) => !isInline),
      },
      body: { ...content.body, headers, attachments },
    },
  }
}

function readAttachments(value: unknown): Attachment[] {
  if (!Array.isArray(value)) throw new GraphFault(400, 'RequestBodyRead', "'attachments' must be a list.")
  return value.map((each: unknown) => {
    if (typeof each !== 'object' || each === null)
      throw new GraphFault(400, 'RequestBodyRead', 'An attachment must be an object.')
    return parseAttachment(each as Record<string, unknown>)
  })
}

const CARRIED = /^(x-|in-reply-to$|references$|thread-)/i

/** A message given as MIME. @throws GraphFault 400 ErrorMimeContentInvalid for something else. */
export async function readMime(mime: Uint8Array, owner: DirectoryUser, at: number): Promise<Written> {
  if (!/^[!-9;-~]+:/.test(Buffer.from(mime.subarray(0, 200)).toString('latin1'))) {
    throw new GraphFault(400, 'ErrorMimeContentInvalid', 'The MIME content is not valid.')
  }
  const { head, body } = await fromMime(mime, at)
  const own = blank(owner, at)
  const named = /^message-id:/im.test(
    Buffer.from(mime)
      .toString('latin1')
      .split(/\r?\n\r?\n/)[0] ?? '',
  )
  const internetMessageId = named ? head.internetMessageId : own.head.internetMessageId
  return {
    state: {},
    content: {
      kind: 'stored',
      head: {
        ...head,
        from: head.from ?? own.head.from,
        sender: head.sender ?? own.head.sender,
        internetMessageId,
        conversation: head.depth > 0 ? head.conversation : internetMessageId,
        sentAt: at,
      },
      // Exchange writes the message anew; what it keeps of the given headers are those of the thread and own ones.
      body: { ...body, headers: body.headers.filter(([name]) => CARRIED.test(name)) },
    },
  }
}
