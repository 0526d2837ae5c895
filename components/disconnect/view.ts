/** What the three faces of Disconnect show: preview, progress, receipt. Times are ISO 8601, counts are rows. */

/** Kinds of things, in the order of the list. The screen has the words for each. */
export type DisconnectKind =
  | 'messages'
  | 'drafts'
  | 'folders'
  | 'events'
  | 'calendars'
  | 'meetings'
  | 'suggestions'
  | 'pending'
  | 'signals'
  | 'keys'

export type CountLine = { kind: DisconnectKind; count: number }

export type DisconnectPreview = {
  connectionId: string
  account: string
  /** What will be deleted from Tandem. */
  goes: CountLine[]
  total: number
  /** Sentences: what stays in Tandem, and what stops working. */
  stays: string[]
  stops: string[]
  /** Changes of the person that Outlook has not taken yet; they would be lost. */
  unsent: number
  /** Tandem's own calendar in Outlook, which may go too; `copies` are entries in it. Null: there is none. */
  calendar: { title: string; copies: number; mayRemove: boolean } | null
}

export type DisconnectStep = {
  id: 'signals' | 'purge' | 'calendar' | 'tokens'
  /** failed: it came to its end without being done; the receipt says what that means. */
  state: 'waiting' | 'running' | 'done' | 'failed'
  done: number
  total: number
}

export type DisconnectProgress = {
  id: string
  startedAt: string
  steps: DisconnectStep[]
  /** Why it waits, and when it tries again. */
  waiting: { reason: string; until: string } | null
  finished: boolean
}

export type DisconnectReceipt = {
  id: string
  number: string
  startedAt: string
  finishedAt: string
  goes: CountLine[]
  total: number
  subscriptions: { found: number; confirmed: number /** When Microsoft ends the rest by itself. */; expireBy?: string }
  /** What became of Tandem's own calendar in Outlook; null: it was not to be removed. */
  calendar: 'gone' | 'refused' | 'failed' | null
  /** What was kept, and why: sentences. */
  kept: string[]
}

/** GET /api/disconnect/{id} answers this. */
export type DisconnectView =
  | { face: 'progress'; progress: DisconnectProgress }
  | { face: 'receipt'; receipt: DisconnectReceipt }
