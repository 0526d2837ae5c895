/** One timeline of a person or company, newest first. Times are ISO 8601 in UTC. */

export type Who = { id: string; name: string; isMe: boolean }

export type TimelineEntry =
  | {
      kind: 'mail'
      id: string
      at: string
      /** They wrote (in) or we wrote (out). */
      direction: 'in' | 'out'
      /** Whose mailbox. Mails that several colleagues hold are one entry, the one shown that says most. */
      owner: Who
      /** Addresses and names on it, without colleagues. */
      people: { name: string; address: string; personId: string | null }[]
      /** Null: hidden by the owner's choice. */
      subject: string | null
      preview: string | null
      /** Opens in the viewer's own inbox. */
      href: string | null
      /** May be read here though it is a colleague's: GET /api/timeline/mails/{id}. */
      readable: boolean
      /** For a hidden one: whether asking makes sense, was done, or was answered. */
      access: 'none' | 'may-ask' | 'asked' | 'declined' | 'granted'
      conversationId: string | null
    }
  | {
      kind: 'note' | 'call'
      id: string
      at: string
      by: Who | null
      /** Empty for a mail that was logged without a word. */
      text: string
      /** Logged from a mail, and the viewer's own mailbox holds it: where it opens. */
      fromMail: string | null
      /** Whom it is about; null: the company itself, or somebody who was deleted. */
      about: { id: string; name: string } | null
      /** Logged from a mail, the viewer's or not. */
      logged: boolean
      mine: boolean
    }
  | { kind: 'task'; id: string; at: string; owner: Who; title: string; dueOn: string | null; done: boolean }
  | {
      kind: 'event'
      id: string
      /** Its start. */
      at: string
      endsAt: string
      isAllDay: boolean
      /** Of all-day ones: the date, YYYY-MM-DD. */
      startDate: string | null
      /** Whose calendar. A meeting that several colleagues hold is one entry, the one shown that says most. */
      owner: Who
      /** Who takes part, without colleagues. */
      people: { name: string; address: string; personId: string | null }[]
      /** Null: hidden by the owner's choice. */
      title: string | null
      location: string | null
      isOnline: boolean
      isRecurring: boolean
      isCancelled: boolean
      /** Opens in the viewer's own schedule. */
      href: string | null
    }
  | {
      /** A call, a meeting or a medical event of the CRM's schedule; of a series the last one that was, or the next. */
      kind: 'entry'
      id: string
      /** Its start. */
      at: string
      endsAt: string
      isAllDay: boolean
      /** Of all-day ones: the date, YYYY-MM-DD. */
      startDate: string | null
      what: 'call' | 'medical_event' | 'meeting'
      channel: 'in_person' | 'phone' | 'video' | 'chat' | null
      /** Null: nobody's yet. */
      owner: Who | null
      /** Who takes part, without colleagues. */
      people: { name: string; address: string; personId: string | null }[]
      /** Null: hidden by the owner's choice. */
      title: string | null
      location: string | null
      isOnline: boolean
      isRecurring: boolean
      isCancelled: boolean
      /** Opens in the schedule; null if there is nothing more to see. */
      href: string | null
    }
  | { kind: 'created'; id: string; at: string; by: Who | null }

export type TimelinePage = {
  entries: TimelineEntry[]
  /** On the first page: what is yet to come, soonest first, a few of them. */
  upcoming?: TimelineEntry[]
  /** On the first page: what is to be done, soonest first. Tasks stand among the entries once they are done. */
  open?: Extract<TimelineEntry, { kind: 'task' }>[]
  nextCursor: string | null
}

export type TimelineFilter = 'all' | 'mails' | 'meetings' | 'notes' | 'tasks'
/** GET /api/timeline?person=|company=&filter=&cursor= answers TimelinePage. */

export type Refusal = { error: string }
export type AddActivity = (input: {
  kind: 'note' | 'call'
  text: string
  at: string | null
  personId: string | null
  companyId: string | null
}) => Promise<{ id: string } | Refusal>
export type DeleteActivity = (id: string) => Promise<Refusal | undefined>
/** Logs a mail as an activity on the timeline of its people, with a note of the person's. */
export type LogMail = (input: {
  messageId: string
  text: string
  personId: string | null
}) => Promise<{ id: string } | Refusal>
/** Asks the owner of a hidden mail to be let in; the owner hears of it at once. */
export type AskAccess = (entryId: string) => Promise<Refusal | undefined>

/** A colleague's mail that may be read here. GET /api/timeline/mails/{id}; sanitised like one's own, pictures blocked. */
export type SharedMail = {
  id: string
  owner: Who
  subject: string
  from: { name: string; address: string }
  to: { name: string; address: string }[]
  cc: { name: string; address: string }[]
  receivedAt: string
  bodyHtml: string | null
  bodyText: string | null
  /** How many pictures from outside were held back. */
  remoteImagesBlocked: number
  /** Names of attached files; they are their owner's to open. */
  attachments: { name: string; size: number }[]
}
