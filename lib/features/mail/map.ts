import { ownerWord, wordsOf } from '@/lib/platform/words'
import { type GraphFolder, type GraphMessage, graphFolder, graphMessage } from './schema'

/** A message as its row, in snake case for one bulk statement. Absent properties stay undefined. */
export interface MessageFields {
  graph_id: string
  change_key?: string
  folder_graph_id?: string
  subject?: string
  preview?: string
  from_name?: string
  from_address?: string
  to_recipients?: Recipient[]
  cc_recipients?: Recipient[]
  received_at?: string
  sent_at?: string | null
  is_read?: boolean
  is_draft?: boolean
  has_attachments?: boolean
  importance?: 'low' | 'normal' | 'high'
  flag_status?: 'notFlagged' | 'complete' | 'flagged'
  conversation_id?: string | null
  internet_message_id?: string | null
  web_link?: string | null
  is_invitation?: boolean
}

/** What a message is found by. */
export interface Findable {
  /** Addresses of sender and recipients in lower case, each once. */
  participants: string[]
  /** Words of subject, people and preview, and the connection's own. */
  words: string[]
}

export type CompleteMessage = MessageFields & Required<Pick<MessageFields, 'change_key' | 'received_at'>>

interface Recipient {
  name: string
  address: string
}

/** Postgres takes neither NUL nor half a surrogate pair (previews are cut anywhere); some mails carry them. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()

const cleanOrNull = (text: string | null | undefined): string | null => (text == null ? null : clean(text))

/** `W/"<change key>"` → change key. */
export const keyOfEtag = (etag: string | undefined): string | undefined => etag?.replace(/^W\//, '').replaceAll('"', '')

/** One message of a list, a delta or a single read; null when a property has the wrong type. */
export function toMessage(json: unknown): MessageFields | null {
  const parsed = graphMessage.safeParse(json)
  return parsed.success ? fields(parsed.data) : null
}

function fields(message: GraphMessage): MessageFields {
  const has = (key: keyof GraphMessage) => message[key] !== undefined
  const who = message.from?.emailAddress ?? message.sender?.emailAddress
  const out: MessageFields = { graph_id: message.id }
  out.change_key = message.changeKey ?? keyOfEtag(message['@odata.etag'])
  if (message.parentFolderId) out.folder_graph_id = message.parentFolderId
  if (has('subject')) out.subject = clean(message.subject ?? '')
  if (has('bodyPreview')) out.preview = clean((message.bodyPreview ?? '').slice(0, 255))
  if (has('from') || has('sender')) {
    out.from_name = clean(who?.name ?? '')
    out.from_address = clean(who?.address ?? '')
  }
  if (has('toRecipients')) out.to_recipients = recipients(message.toRecipients)
  if (has('ccRecipients')) out.cc_recipients = recipients(message.ccRecipients)
  const received = message.receivedDateTime ?? message.sentDateTime
  if (received) out.received_at = received
  if (has('sentDateTime')) out.sent_at = message.sentDateTime ?? null
  if (typeof message.isRead === 'boolean') out.is_read = message.isRead
  if (typeof message.isDraft === 'boolean') out.is_draft = message.isDraft
  if (typeof message.hasAttachments === 'boolean') out.has_attachments = message.hasAttachments
  if (message.importance) out.importance = message.importance
  if (message.flag?.flagStatus) out.flag_status = message.flag.flagStatus
  if (has('conversationId')) out.conversation_id = cleanOrNull(message.conversationId)
  if (has('internetMessageId')) out.internet_message_id = cleanOrNull(message.internetMessageId)
  if (has('webLink')) out.web_link = cleanOrNull(message.webLink)
  if (has('@odata.type')) out.is_invitation = /eventMessage/i.test(message['@odata.type'] ?? '')
  return out
}

/** True when a new row can be made of it. A change of one property comes without the rest. */
export const isComplete = (message: MessageFields): message is CompleteMessage =>
  message.change_key !== undefined &&
  message.received_at !== undefined &&
  message.subject !== undefined &&
  message.is_read !== undefined

/**
 * What a message is found by. Recipients come last: of a mail to hundreds, subject, sender and preview are found all the
 * same (see wordsOf).
 */
export function findable(message: Omit<MessageFields, 'graph_id'>, connectionId: string): Findable {
  const others = [...(message.to_recipients ?? []), ...(message.cc_recipients ?? [])]
  const addresses = [message.from_address ?? '', ...others.map(({ address }) => address)]
  const texts = [message.subject, message.from_name, message.from_address, message.preview]
  return {
    participants: [...new Set(addresses.map((address) => address.trim().toLowerCase()))].filter(Boolean),
    words: [ownerWord(connectionId), ...wordsOf([...texts, ...others.flatMap(({ name, address }) => [name, address])])],
  }
}

export function recipients(list: GraphMessage['toRecipients']): Recipient[] {
  return (list ?? []).flatMap((each) => {
    const { name, address } = each?.emailAddress ?? {}
    return name || address ? [{ name: clean(name ?? ''), address: clean(address ?? '') }] : []
  })
}

export interface FolderFields {
  graph_id: string
  parent_graph_id?: string | null
  display_name?: string
  outlook_total?: number
  /** Known only from a read by its well-known name. */
  well_known?: string
}

/** One mail folder; null when it cannot be understood, 'skip' for one that Outlook hides. */
export function toFolder(json: unknown): FolderFields | 'skip' | null {
  const parsed = graphFolder.safeParse(json)
  if (!parsed.success) return null
  if (parsed.data.isHidden) return 'skip'
  const folder: GraphFolder = parsed.data
  return {
    graph_id: folder.id,
    parent_graph_id: folder.parentFolderId,
    ...(folder.displayName == null ? {} : { display_name: clean(folder.displayName) }),
    ...(folder.totalItemCount == null ? {} : { outlook_total: folder.totalItemCount }),
  }
}
