import type { TaskOfMail } from '@/components/tasks/view'
import type { LogMail } from '@/components/timeline/view'

/**
 * What the inbox screens need to know, and nothing more. Times are ISO 8601 in UTC; sizes are bytes.
 * The same shapes come from the page's loader (first paint) and from the JSON routes (afterwards).
 */

/** One mail folder as the navigation shows it. */
export type FolderView = {
  id: string
  name: string
  /** Microsoft Graph's well-known name in lower case ("inbox", "sentitems"), or null for a folder of the person's own. */
  wellKnown: string | null
  parentId: string | null
  /** 0 for a folder at the top. */
  depth: number
  unread: number
  total: number
}

/** A deed of ours that Microsoft has not confirmed yet. */
export type PendingDeed = 'read' | 'unread' | 'move' | 'delete' | 'flag'

/** Somebody of the CRM to whom an address belongs. */
export type KnownPerson = { id: string; name: string; company: { id: string; name: string } | null }

/**
 * One line of the list: a message, and with `grouped` the newest one of its conversation in this folder that the filter
 * lets through.
 */
export type MessageRow = {
  id: string
  folderId: string
  conversationId: string | null
  /** Messages of the conversation in all folders that are not deleted or junk; 1 when it stands alone. Counted to 99. */
  count: number
  /** Names of a conversation in the order of their speaking, the newest last, each once, at most four; "me" as null. */
  senders: (string | null)[]
  /** To whom it goes: shown instead of the sender in Sent and Drafts. At most three names. */
  toNames: string[]
  isDraft: boolean
  /** The person of the CRM behind the sender (in Sent: behind the first recipient), if there is one. */
  known: KnownPerson | null
  /** Empty if the mail names no sender; the screen then shows the address. */
  fromName: string
  fromAddress: string
  /** May be empty. */
  subject: string
  preview: string
  receivedAt: string
  isRead: boolean
  hasAttachments: boolean
  importance: 'low' | 'normal' | 'high'
  flagged: boolean
  isInvitation: boolean
  pending?: PendingDeed
}

/** A page of the list, newest first. */
export type MessagePage = {
  rows: MessageRow[]
  /** Opaque keyset cursor of the next older page; null on the last. */
  nextCursor: string | null
  /** Changes whenever something in the folder changed; lets the screen skip what it has. */
  revision: string
}

export type MailFilter = 'all' | 'unread' | 'people' | 'flagged' | 'attachments'

/** How far the import of older mail is. `first` = the newest 50 are being fetched. */
export type ImportView = {
  /** off: the connection is for other things than mail. */
  state: 'idle' | 'off' | 'first' | 'importing' | 'done' | 'paused'
  done: number
  /** null while Microsoft has not said how many there are. */
  total: number | null
  /** A sentence for the person, when paused. */
  reason?: string
}

export type PersonView = { name: string; address: string }

export type AttachmentView = {
  id: string
  name: string
  /** What can be shown here without download; decided by the bytes' type on the server, never by the name alone. */
  preview: 'image' | 'pdf' | 'text' | null
  /** Bytes. */
  size: number
  contentType: string
  isInline: boolean
}

/** A calendar invitation, as the mail says. Times are ISO 8601 in UTC; for all-day ones the date counts. */
export type InvitationView = {
  kind: 'request' | 'cancellation' | 'answer'
  /** Who answered what. */
  answer?: 'accepted' | 'tentative' | 'declined'
  subject: string
  startsAt: string | null
  endsAt: string | null
  isAllDay: boolean
  location: string | null
  organizer: PersonView | null
  /** The person's own answer so far. */
  response: 'none' | 'accepted' | 'tentative' | 'declined' | null
  joinUrl: string | null
}

/** One opened mail. */
export type MessageView = MessageRow & {
  to: PersonView[]
  cc: PersonView[]
  bcc: PersonView[]
  sentAt: string | null
  /**
   * Sanitised on the server. Remote pictures stand in `data-src` instead of `src`, inline ones (cid:) are already
   * addresses on this origin. null for a mail with plain text only.
   */
  bodyHtml: string | null
  bodyText?: string
  /** How many pictures from outside were held back. */
  remoteImagesBlocked: number
  attachments: AttachmentView[]
  /** The mail in Outlook on the web. */
  webLink: string | null
  /** Language of the text, if known (BCP 47). */
  lang?: string
  /** The person wants this sender's pictures always (or the sender's whole domain). */
  trustsPictures: boolean
  invitation: InvitationView | null
  /** Written by the connected person. */
  isMine: boolean
}

/** A message of a conversation before its text is read: all that a folded line needs. */
export type ThreadMessage = MessageRow & { toPeople: PersonView[]; isMine: boolean }

/**
 * A conversation, oldest first: GET /api/mail/threads/{message id}. Also for a message that stands alone. Deleted and
 * junk messages are left out, unless the one asked for lies there. At most the newest 200.
 */
export type ThreadView = {
  messageId: string
  conversationId: string | null
  subject: string
  messages: ThreadMessage[]
  /** Older ones that are not in `messages`. */
  left: number
  /** Everybody in it but oneself, who speaks most first, with what the CRM knows; at most 20. */
  people: (PersonView & { known: KnownPerson | null })[]
  /** Tasks of the CRM made of it, newest first. */
  tasks: { id: string; title: string; dueOn: string | null; done: boolean }[]
  /** What colleagues see of it on timelines (R20). */
  visibility: 'metadata' | 'subject' | 'everything'
}

/** The state of the person's link to Microsoft, as the light at the foot of the navigation tells it. */
export type ConnectionView = {
  state: 'connected' | 'catching-up' | 'slowed' | 'paused' | 'reconnect' | 'suspended' | 'none'
  /** The Microsoft account, for instance sarah@contoso.test. */
  account?: string
  /** Last good sync. */
  syncedAt?: string
  /** Since when it stopped (reconnect), or until when it waits (slowed). */
  at?: string
  /** Changes still to take in (catching-up). */
  left?: number
  /** A sentence for the person: why it is paused or must be reconnected. */
  reason?: string
}

/** Everything the inbox needs for its first paint. */
export type InboxView = {
  folders: FolderView[]
  /** The folder shown; null if there is none yet (not connected, or the import has not begun). */
  folderId: string | null
  filter: MailFilter
  /** Lines are conversations (the person's choice, kept in a cookie). */
  grouped: boolean
  page: MessagePage
  import: ImportView
  connection: ConnectionView
}

/** GET /api/mail/folders */
export type FoldersView = { folders: FolderView[]; import: ImportView }

/** GET /api/mail/search?q=&folder=&cursor=: newest first, over subject, people and preview. `q` may hold operators. */
export type SearchPage = {
  rows: (MessageRow & { folderName: string })[]
  nextCursor: string | null
  /** What of `q` was taken for an operator, for instance "from: tomas". */
  understood: string[]
}

/** GET /api/mail/search/outlook?q=: what Outlook itself finds, bodies and mail that was not imported included. */
export type OutlookHits = {
  /** Those that Tandem holds. */
  rows: (MessageRow & { folderName: string })[]
  /** Those that it does not. */
  elsewhere: { subject: string; from: PersonView; receivedAt: string; preview: string; webLink: string | null }[]
}

/** What can be done to messages at once. `archive` and `delete` are moves; `erase` is for good and only from Deleted Items. */
export type Deed =
  | { kind: 'read' | 'unread' | 'flag' | 'unflag' | 'archive' | 'delete' | 'junk' | 'erase' }
  | { kind: 'move'; folderId: string }

/**
 * Does a deed to messages of one connection: here at once, in Outlook through the outbox. With `conversations`, to all
 * messages of their conversations in the same folder. Answers what undo needs, or a refusal in words. Nothing is done
 * in part.
 */
export type DoDeed = (input: {
  ids: string[]
  conversations: boolean
  deed: Deed
}) => Promise<{ undo: UndoToken; changed: string[] } | { error: string }>

/** How to take a deed back: sent back as it came. */
export type UndoToken = { deed: string; before: { id: string; value: string }[] }
export type UndoDeed = (token: UndoToken) => Promise<{ error: string } | undefined>

/** Remembers or forgets that a sender's pictures (an address, or `@domain`) are shown always. */
export type TrustPictures = (pattern: string, trusts: boolean) => Promise<{ error: string } | undefined>

/** How tall the lines of the list are: the person's choice, kept in the cookie `tandem-mail-density`. */
export type Density = 'comfortable' | 'compact'

/** Everything that the inbox can do, handed in by its page. */
export type MailActions = {
  doDeed: DoDeed
  undoDeed: UndoDeed
  trustPictures: TrustPictures
  taskOfMail: TaskOfMail
  logMail: LogMail
}
