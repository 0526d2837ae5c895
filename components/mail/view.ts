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

/** One line of the list. */
export type MessageRow = {
  id: string
  folderId: string
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

export type MailFilter = 'all' | 'unread'

/** How far the import of older mail is. `first` = the newest 50 are being fetched. */
export type ImportView = {
  state: 'idle' | 'first' | 'importing' | 'done' | 'paused'
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
  /** Bytes. */
  size: number
  contentType: string
  isInline: boolean
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
  page: MessagePage
  import: ImportView
  connection: ConnectionView
}

/** GET /api/mail/folders */
export type FoldersView = { folders: FolderView[]; import: ImportView }

/** The action behind "mark as read": ids of one connection, at most 500 at a time. Throws if nothing was changed. */
export type SetRead = (ids: string[], isRead: boolean) => Promise<void>
