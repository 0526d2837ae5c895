import { draftDifferences, type HeldDraft } from './oracle-drafts'
import type { HeldCalendar, HeldEvent } from './oracle-events'

interface TruePerson {
  name: string
  address: string
}

/** A message as the mailbox itself tells it (the control API's truth). */
export interface TrueMessage {
  id: string
  changeKey: string
  /** Well-known name of the folder, else its display name. */
  folder: string
  folderId: string
  subject: string | null
  isRead: boolean
  isDraft: boolean
  receivedDateTime: string
  hasAttachments: boolean
  flag: string
  conversationId?: string
  internetMessageId?: string
  from?: TruePerson | null
  to?: TruePerson[]
  cc?: TruePerson[]
  bcc?: TruePerson[]
  /** Extended properties by their id. */
  extended?: Record<string, string>
}

/** A message as Tandem's export tells it. */
export interface HeldMessage {
  tandemId: string
  id: string
  changeKey: string
  folderId: string
  conversationId: string | null
  subject: string
  isRead: boolean
  pendingRead: boolean | null
  isDraft: boolean
  flagStatus: string
  pendingFlag: string | null
  movedFrom: string | null
  pendingGone: boolean
  participants: string[]
  receivedDateTime: string
  hasAttachments: boolean
}

export interface HeldData {
  connection: { id: string; state: string } | null
  folders: {
    id: string
    tandemId: string
    wellKnown: string | null
    total: number
    unread: number
    followed: boolean
  }[]
  messages: HeldMessage[]
  drafts: HeldDraft[]
  calendars: HeldCalendar[]
  events: HeldEvent[]
  subscriptions: { id: string | null; resource: string; expiresAt: string | null }[]
  outbox: unknown[]
  ledger: { kind: string; what: string; why: string; result: string; requestId: string | null }[]
  disconnects: { id: string; finishedAt: string | null; stage: string }[]
}

const clean = (text: string | null | undefined): string => (text ?? '').replaceAll('\u0000', '').toWellFormed()

const addressesOf = ({ from, to = [], cc = [] }: TrueMessage): string =>
  [
    ...new Set(
      [...(from ? [from] : []), ...to, ...cc]
        .map(({ address }) => clean(address).trim().toLowerCase())
        .filter((address) => address !== ''),
    ),
  ]
    .sort()
    .join(' ')

/**
 * The oracle: where Tandem and the mailbox differ, as sentences; empty when they are equal. Both sides must hold the
 * same messages once each, with the same mirrored fields, nothing pending, counters that fit, one live subscription a
 * stream, and of each draft that Tandem says is in Outlook exactly one twin there.
 */
export function differences(
  held: HeldData,
  truth: TrueMessage[],
  live: { id: string }[],
  { since = null }: { since?: Date | null } = {},
): string[] {
  const found: string[] = []
  const byId = new Map<string, HeldMessage>()
  for (const message of held.messages) {
    if (byId.has(message.id)) found.push(`${message.id} is here twice`)
    byId.set(message.id, message)
  }
  const followed = new Set(held.folders.filter((folder) => folder.followed).map(({ id }) => id))
  const expected = truth.filter(
    (each) => followed.has(each.folderId) && (!since || new Date(each.receivedDateTime) >= since),
  )
  for (const each of expected) {
    const mine = byId.get(each.id)
    if (!mine) found.push(`${each.id} (${each.subject}) is missing here`)
    else {
      byId.delete(each.id)
      found.push(...differencesOf(mine, each))
    }
  }
  for (const left of byId.values()) found.push(`${left.id} (${left.subject}) is only here`)
  for (const folder of held.folders) {
    const inside = held.messages.filter((each) => each.folderId === folder.id && !each.pendingGone)
    const unread = inside.filter((each) => !(each.pendingRead ?? each.isRead)).length
    if (folder.total !== inside.length) found.push(`a folder counts ${folder.total}, holds ${inside.length}`)
    if (folder.unread !== unread) found.push(`a folder counts ${folder.unread} unread, holds ${unread}`)
  }
  if (held.outbox.length > 0) found.push(`${held.outbox.length} rows wait in the outbox`)
  const ours = held.subscriptions.map(({ id }) => id).sort()
  const theirs = live.map(({ id }) => id).sort()
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) found.push(`signals: ${ours} here, ${theirs} at Microsoft`)
  found.push(...draftDifferences(held.drafts, truth))
  return found
}

function differencesOf(mine: HeldMessage, theirs: TrueMessage): string[] {
  const same: [string, unknown, unknown][] = [
    ['change key', mine.changeKey, theirs.changeKey],
    ['folder', mine.folderId, theirs.folderId],
    ['subject', mine.subject, clean(theirs.subject)],
    ['read', mine.pendingRead ?? mine.isRead, theirs.isRead],
    ['flag', mine.pendingFlag ?? mine.flagStatus, theirs.flag],
    ['draft', mine.isDraft, theirs.isDraft],
    ['attachments', mine.hasAttachments, theirs.hasAttachments],
    ['received', Date.parse(mine.receivedDateTime), Date.parse(theirs.receivedDateTime)],
    ['participants', [...mine.participants].sort().join(' '), addressesOf(theirs)],
  ]
  const found = same
    .filter(([, ours, outlooks]) => ours !== outlooks)
    .map(([what, ours, outlooks]) => `${theirs.id}: ${what} is ${ours} here, ${outlooks} in Outlook`)
  const waits = {
    'a choice': mine.pendingRead !== null,
    'a flag': mine.pendingFlag !== null,
    'a move': mine.movedFrom !== null,
    'a deletion': mine.pendingGone,
  }
  for (const [what, pending] of Object.entries(waits)) if (pending) found.push(`${theirs.id}: ${what} is still pending`)
  return found
}
