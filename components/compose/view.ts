/**
 * What the composer needs to know, and nothing more. Times are ISO 8601 in UTC, sizes are bytes. Actions answer with a
 * refusal in words instead of throwing, so that what was typed is never lost.
 */

export type Refusal = { error: string }

export type RecipientView = { name: string; address: string }

export type DraftKind = 'new' | 'reply' | 'replyAll' | 'forward'

/** editing: with the person. queued: leaves at `sendAt`. unsure: Microsoft never said whether it left. */
export type DraftState = 'editing' | 'queued' | 'sending' | 'unsure' | 'sent'

export type DraftAttachment = {
  id: string
  name: string
  size: number
  contentType: string
  /** Set for a picture in the text; in `html` it stands as `<img src="/api/compose/attachments/{id}">`. */
  contentId: string | null
  state: 'uploading' | 'attached' | 'failed'
}

/** What a person edits. */
export type DraftContent = {
  to: RecipientView[]
  cc: RecipientView[]
  bcc: RecipientView[]
  subject: string
  /**
   * The person's own part, without the quoted mail. What the editor makes: p, br, strong, em, u, s, code, pre, ul, ol, li,
   * blockquote, a[href], img[src|alt|width|height]; and the signature, `<div data-signature="{id}">…</div>`, which the
   * composer itself puts in when a mail is begun.
   */
  html: string
  importance: 'low' | 'normal' | 'high'
  /** "Remind me if no reply" after so many days; null: not. */
  remindDays: number | null
}

export type DraftView = DraftContent & {
  id: string
  kind: DraftKind
  state: DraftState
  /** Rises with every save; a save names the one that it builds on. */
  version: number
  attachments: DraftAttachment[]
  /** The quoted mail, sanitised for the frame of the reader; kept by Outlook, folded in the composer. Null: none. */
  quoteHtml: string | null
  /** The message that is answered, if Tandem holds it. */
  sourceId: string | null
  conversationId: string | null
  sendAt: string | null
  savedAt: string
  /** It stands in Outlook's Drafts as it is here. */
  inOutlook: boolean
  /** Why it was not sent or not saved in Outlook, in words. */
  problem: string | null
  /** Edited in Outlook since: both texts, for the person to choose. */
  difference: { html: string; subject: string; changedAt: string } | null
}

/** Begins a mail: at once, without waiting for Outlook. `sourceId` is the message answered or passed on. */
export type OpenDraft = (input: {
  kind: DraftKind
  sourceId?: string
  to?: RecipientView[]
  subject?: string
}) => Promise<{ draft: DraftView } | Refusal>

/** Opens what lies in Drafts, here or made in Outlook: by the id of its message row, or of the draft. */
export type ResumeDraft = (input: { messageId?: string; draftId?: string }) => Promise<{ draft: DraftView } | Refusal>

/** Saves; `version` is the one that the change builds on. Another tab was faster: answers its draft, nothing is lost. */
export type SaveDraft = (
  id: string,
  version: number,
  content: DraftContent,
) => Promise<{ version: number; savedAt: string } | { newer: DraftView } | Refusal>

/** Ends the way of a draft: gone here, and in Outlook's Deleted Items. */
export type DiscardDraft = (id: string) => Promise<Refusal | undefined>

/** A thing to say before it leaves; the person may send all the same unless it stops. */
export type SendWarning = {
  code:
    | 'no-recipients'
    | 'bad-address'
    | 'too-many'
    | 'too-big'
    | 'uploading'
    | 'no-subject'
    | 'forgotten-attachment'
    | 'away'
  text: string
  stops: boolean
  /** The address or file that it is about. */
  about?: string
}

/**
 * Saves and hands over to be sent at `at` (null: after the ten seconds in which it can be taken back). Answers when it
 * leaves. With `confirmed` warnings that do not stop are passed over.
 */
export type SendDraft = (input: {
  id: string
  version: number
  content: DraftContent
  at: string | null
  confirmed: boolean
  /** Send and archive the conversation. */
  archive: boolean
  /** A save of this window is still on its way: the next version, if it is there already, is its own. */
  saving?: boolean
}) => Promise<{ sendAt: string } | { warnings: SendWarning[] } | { newer: DraftView } | Refusal>

/** Takes a queued mail back into writing. Refuses in words if it has left. */
export type UndoSend = (id: string) => Promise<{ draft: DraftView } | Refusal>

/** After Microsoft never said whether a mail left: the person looked, and says what to do. */
export type SettleUnsure = (
  id: string,
  what: 'it-left' | 'send-again' | 'keep-as-draft',
) => Promise<Refusal | undefined>

/** Chooses after an edit on both sides: ours goes over Outlook's, or Outlook's over ours. */
export type SettleDifference = (id: string, keep: 'tandem' | 'outlook') => Promise<{ draft: DraftView } | Refusal>

/**
 * Adds a file. Under 3 MB: PUT the bytes to `/api/compose/attachments/{id}`. Larger ones, to 150 MB: PUT in parts of
 * `partSize` straight to `uploadUrl` (Microsoft's; no cookie, no token goes there), then finishUpload.
 */
export type StartUpload = (
  draftId: string,
  file: { name: string; size: number; contentType: string; inline: boolean },
) => Promise<
  | { attachment: DraftAttachment; way: { kind: 'direct' } | { kind: 'parts'; uploadUrl: string; partSize: number } }
  | Refusal
>
export type FinishUpload = (attachmentId: string) => Promise<{ attachment: DraftAttachment } | Refusal>
export type RemoveAttachment = (attachmentId: string) => Promise<Refusal | undefined>

/** GET /api/compose/suggestions?q=: best first, at most 8. Also known before the first letter (`q` empty). */
export type Suggestion = RecipientView & {
  /** Where it comes from: Microsoft's ranking, or a person of the CRM. Both: one entry with the person. */
  personId: string | null
  company: string | null
}

/** GET /api/compose/absence?address=…&address=…: of these, who is away. Same tenant only; others are left out. */
export type Absence = { address: string /** Null: no end is known. */; until: string | null; text: string }

/** Makes a Teams meeting and answers its link. Asking twice with the same `key` answers the same meeting. */
export type MakeTeamsLink = (key: string, subject: string) => Promise<{ joinUrl: string } | Refusal>

export type SignatureView = { id: string; name: string; html: string; forNew: boolean; forReplies: boolean }
export type SnippetView = { id: string; name: string; html: string; shared: boolean; mine: boolean }

/** GET /api/compose/home: what the composer knows before it opens. */
export type ComposeHome = {
  address: string
  name: string
  signatures: SignatureView[]
  snippets: SnippetView[]
  /** Features that are on; the button of one that is off says how to turn it on. */
  can: { teams: boolean; suggestions: boolean; absence: boolean; send: boolean }
  /** Mails on their way or waiting to leave, soonest first. */
  outgoing: OutgoingView[]
}

/** A mail that waits, is on its way, or needs the person. GET /api/compose/outgoing. Live topic: outbox. */
export type OutgoingView = {
  id: string
  subject: string
  to: string[]
  state: DraftState
  sendAt: string | null
  /** Milliseconds until then when this was read; null: it does not wait. Clocks of devices differ, spans do not. */
  leavesIn: number | null
  sentAt: string | null
  problem: string | null
}

/** Changes when a queued mail leaves (ISO 8601; null: now). Refuses in words if it has left. */
export type RescheduleSend = (id: string, at: string | null) => Promise<{ sendAt: string } | Refusal>

/** Keeps a signature; without `id` a new one. At most one is the default for new mails, and one for replies. */
export type SaveSignature = (
  input: Omit<SignatureView, 'id'> & { id?: string },
) => Promise<{ signature: SignatureView } | Refusal>
export type DeleteSignature = (id: string) => Promise<Refusal | undefined>

/** Keeps a snippet; without `id` a new one. Shared ones are seen by all of the workspace, changed by their maker. */
export type SaveSnippet = (input: {
  id?: string
  name: string
  html: string
  shared: boolean
}) => Promise<{ snippet: SnippetView } | Refusal>
export type DeleteSnippet = (id: string) => Promise<Refusal | undefined>

/** What the composer can do, handed down by the frame's layout. */
export type ComposeActions = {
  openDraft: OpenDraft
  resumeDraft: ResumeDraft
  saveDraft: SaveDraft
  discardDraft: DiscardDraft
  sendDraft: SendDraft
  undoSend: UndoSend
  rescheduleSend: RescheduleSend
  settleUnsure: SettleUnsure
  settleDifference: SettleDifference
  startUpload: StartUpload
  finishUpload: FinishUpload
  removeAttachment: RemoveAttachment
  makeTeamsLink: MakeTeamsLink
}

/** What Settings → Writing can do. */
export type WritingActions = {
  saveSignature: SaveSignature
  deleteSignature: DeleteSignature
  saveSnippet: SaveSnippet
  deleteSnippet: DeleteSnippet
}
