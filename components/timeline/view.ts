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
      text: string
      fromMail: string | null
      mine: boolean
    }
  | { kind: 'task'; id: string; at: string; owner: Who; title: string; dueOn: string | null; done: boolean }
  | { kind: 'created'; id: string; at: string; by: Who | null }

export type TimelinePage = {
  entries: TimelineEntry[]
  nextCursor: string | null
}

export type TimelineFilter = 'all' | 'mails' | 'notes' | 'tasks'
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
