// A message as Graph shows it: canonical names and order, null for what is empty, nothing that was not selected.

import type { Message } from '@microsoft/microsoft-graph-types'
import type { Address, Meeting } from './content'
import type { Flag, Item } from './item'
import type { Mailbox } from './mailbox'
import type { Renderer } from './render'
import { htmlToText, preview, textToHtml } from './text'

export interface ViewOptions {
  mailbox: Mailbox
  renderer: Renderer
  immutableIds: boolean
  /** Prefer: outlook.body-content-type */
  textBodies: boolean
  /** Mail.ReadBasic only: no body, no preview, no attachments (Microsoft Graph: permissions). */
  basic: boolean
}

type Reader = (item: Item, view: ViewOptions) => unknown
/** Microsoft's own types say which names a message has. */
type Readers = { readonly [Name in keyof Message]: Reader }

/** Microsoft Graph: message times are UTC with whole seconds. */
export const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
export const etagOf = (changeKey: string) => `W/"${changeKey}"`
export const idOf = (item: Item, view: Pick<ViewOptions, 'mailbox' | 'immutableIds'>) =>
  view.immutableIds ? view.mailbox.ids.immutable(item.n) : view.mailbox.restId(item)

const recipient = ({ name, address }: Address) => ({ emailAddress: { name, address } })
const maybe = (address: Address | null) => (address ? recipient(address) : null)

function flagView(flag: Flag): object {
  const zoned = (value: string | null) => (value ? { dateTime: value, timeZone: 'UTC' } : undefined)
  return {
    flagStatus: flag.status,
    ...(flag.start && { startDateTime: zoned(flag.start) }),
    ...(flag.due && { dueDateTime: zoned(flag.due) }),
    ...(flag.completed && { completedDateTime: zoned(flag.completed) }),
  }
}

/** 22 bytes for the first message, 5 more for each answer. */
function conversationIndex(conversation: string, depth: number): string {
  const root = Buffer.from(conversation.slice(-24), 'base64url').subarray(0, 16)
  const head = Buffer.concat([Buffer.from([1, 0xd9, root[0] ?? 0, root[1] ?? 0, root[2] ?? 0, 0]), root])
  const tail = Buffer.alloc(depth * 5)
  for (let i = 0; i < depth; i++) tail.writeUInt32BE((i + 1) * 77_003, i * 5)
  return Buffer.concat([head, tail]).toString('base64')
}

function bodyView(type: 'html' | 'text', content: string, asText: boolean): object {
  if (asText) return { contentType: 'text', content: type === 'text' ? content : htmlToText(content) }
  return { contentType: 'html', content: type === 'html' ? content : textToHtml(content) }
}

const head = (item: Item, view: ViewOptions) => view.renderer.head(item)

/** In Graph's order. The last three come only when selected. */
const READERS: Readers = {
  createdDateTime: (item) => instant(item.created),
  lastModifiedDateTime: (item) => instant(item.modified),
  changeKey: (item, { mailbox }) => mailbox.ids.changeKey(item.seq),
  categories: (item) => item.categories,
  receivedDateTime: (item) => instant(item.received),
  sentDateTime: (item, view) => instant(head(item, view).sentAt),
  hasAttachments: (item, view) => head(item, view).hasAttachments,
  internetMessageId: (item, view) => head(item, view).internetMessageId,
  subject: (item, view) => head(item, view).subject,
  bodyPreview(item, { renderer }) {
    const body = renderer.body(item)
    return preview(body.preview ?? (body.type === 'html' ? htmlToText(body.content) : body.content))
  },
  importance: (item) => item.importance,
  parentFolderId: (item) => item.folder.id,
  conversationId: (item, view) => view.mailbox.ids.conversation(head(item, view).conversation),
  conversationIndex(item, view) {
    const { conversation, depth } = head(item, view)
    return conversationIndex(view.mailbox.ids.conversation(conversation), depth)
  },
  isDeliveryReceiptRequested: (item, view) => head(item, view).deliveryReceipt ?? (item.isDraft ? null : false),
  isReadReceiptRequested: (item, view) => head(item, view).readReceipt ?? false,
  isRead: (item) => item.isRead,
  isDraft: (item) => item.isDraft,
  webLink: (item, view) =>
    `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(idOf(item, view))}&exvsurl=1&viewmodel=ReadMessageItem`,
  inferenceClassification: (item) => (item.focused ? 'focused' : 'other'),
  body(item, { renderer, textBodies }) {
    const { type, content } = renderer.body(item)
    return bodyView(type, content, textBodies)
  },
  sender: (item, view) => maybe(head(item, view).sender),
  from: (item, view) => maybe(head(item, view).from),
  toRecipients: (item, view) => head(item, view).to.map(recipient),
  ccRecipients: (item, view) => head(item, view).cc.map(recipient),
  bccRecipients: (item, view) => head(item, view).bcc.map(recipient),
  replyTo: (item, view) => head(item, view).replyTo.map(recipient),
  flag: (item) => flagView(item.flag),
  uniqueBody(item, { renderer, textBodies }) {
    const { type, content, unique } = renderer.body(item)
    return bodyView(type, unique ?? content, textBodies)
  },
  internetMessageHeaders(item, { renderer }) {
    return renderer.body(item).headers.map(([name, value]) => ({ name, value }))
  },
}

const ONLY_SELECTED = new Set(['uniqueBody', 'internetMessageHeaders'])
/** Microsoft Graph: hidden from a token that has Mail.ReadBasic only. */
const NOT_BASIC = new Set(['body', 'bodyPreview', 'uniqueBody'])

const zoned = (dateTime: string, timeZone: string) => ({ dateTime: `${dateTime}.0000000`, timeZone })

const EVENT_READERS: Record<string, (meeting: Meeting) => unknown> = {
  meetingMessageType: (meeting) => meeting.messageType,
  type: () => 'singleInstance',
  isOutOfDate: () => false,
  isAllDay: (meeting) => meeting.isAllDay,
  isDelegated: () => false,
  startDateTime: (meeting) => zoned(meeting.start, meeting.timeZone),
  endDateTime: (meeting) => zoned(meeting.end, meeting.timeZone),
  location: (meeting) => ({ displayName: meeting.location, locationType: 'default', uniqueIdType: 'unknown' }),
  recurrence: () => null,
}
const REQUEST_READERS: Record<string, (meeting: Meeting) => unknown> = {
  ...EVENT_READERS,
  responseRequested: () => true,
  allowNewTimeProposals: () => true,
  meetingRequestType: () => 'newMeetingRequest',
  previousLocation: () => null,
  previousStartDateTime: () => null,
  previousEndDateTime: () => null,
}

const CASTS: Record<string, Record<string, (meeting: Meeting) => unknown>> = {
  'microsoft.graph.eventMessage': EVENT_READERS,
  'microsoft.graph.eventMessageRequest': REQUEST_READERS,
}

const isRequest = (meeting: Meeting) => meeting.messageType === 'meetingRequest'

/** `#microsoft.graph.eventMessageRequest` for invitations, null for plain messages. */
function odataTypeOf(meeting: Meeting | null): string | null {
  if (!meeting) return null
  if (isRequest(meeting)) return '#microsoft.graph.eventMessageRequest'
  return meeting.messageType === 'meetingCancelled'
    ? '#microsoft.graph.eventMessage'
    : '#microsoft.graph.eventMessageResponse'
}

/** A compiled $select: what to read of each message. */
export interface Selection {
  names: readonly string[]
  cast: readonly { name: string; request: boolean }[]
  all: boolean
}

const DEFAULT_NAMES = Object.keys(READERS).filter((name) => !ONLY_SELECTED.has(name))

/** @returns the first unknown name as text, else the selection. */
export function compileSelect(select: readonly string[] | null): Selection | string {
  if (!select) return { names: DEFAULT_NAMES, cast: [], all: true }
  const names = new Set<string>()
  const cast: { name: string; request: boolean }[] = []
  for (const name of select) {
    if (name === 'id') continue
    if (name === '*') {
      for (const each of DEFAULT_NAMES) names.add(each)
      continue
    }
    const slash = name.indexOf('/')
    const table = slash > 0 ? CASTS[name.slice(0, slash)] : undefined
    const below = name.slice(slash + 1)
    if (table && Object.hasOwn(table, below)) cast.push({ name: below, request: table === REQUEST_READERS })
    else if (Object.hasOwn(READERS, name)) names.add(name)
    else return name
  }
  return { names: Object.keys(READERS).filter((name) => names.has(name)), cast, all: false }
}

export function viewMessage(item: Item, selection: Selection, view: ViewOptions): Record<string, unknown> {
  const { meeting } = head(item, view)
  const type = odataTypeOf(meeting)
  const out: Record<string, unknown> = {}
  if (type) out['@odata.type'] = type
  out['@odata.etag'] = etagOf(view.mailbox.ids.changeKey(item.seq))
  out.id = idOf(item, view)
  for (const name of selection.names) {
    if (view.basic && NOT_BASIC.has(name)) continue
    out[name] = READERS[name as keyof Message]?.(item, view)
  }
  if (meeting && !view.basic) {
    if (selection.all) {
      const readers = isRequest(meeting) ? REQUEST_READERS : EVENT_READERS
      for (const [name, read] of Object.entries(readers)) out[name] = read(meeting)
    } else {
      for (const { name, request } of selection.cast) {
        if (!request || isRequest(meeting)) out[name] = REQUEST_READERS[name]?.(meeting)
      }
    }
  }
  return out
}
