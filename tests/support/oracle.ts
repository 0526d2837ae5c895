/** A message as the mailbox itself tells it (the control API's truth). */
export interface TrueMessage {
  id: string
  changeKey: string
  folderId: string
  subject: string | null
  isRead: boolean
  receivedDateTime: string
  hasAttachments: boolean
  flag?: { flagStatus?: string } | string | null
  from?: unknown
}

/** A message as Tandem's export tells it. */
export interface HeldMessage {
  tandemId: string
  id: string
  changeKey: string
  folderId: string
  subject: string
  isRead: boolean
  pendingRead: boolean | null
  receivedDateTime: string
  hasAttachments: boolean
}

export interface HeldData {
  connection: { id: string; state: string } | null
  folders: { id: string; wellKnown: string | null; total: number; unread: number; followed: boolean }[]
  messages: HeldMessage[]
  subscriptions: { id: string | null; resource: string; expiresAt: string | null }[]
  outbox: unknown[]
  ledger: { kind: string; what: string; why: string; result: string; requestId: string | null }[]
  disconnects: { id: string; finishedAt: string | null; stage: string }[]
}

/**
 * The oracle: where Tandem and the mailbox differ, as sentences; empty when they are equal. Both sides must hold the
 * same messages once each, with the same mirrored fields, nothing pending, counters that fit, and one live
 * subscription a stream.
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
      const same: [string, unknown, unknown][] = [
        ['change key', mine.changeKey, each.changeKey],
        ['folder', mine.folderId, each.folderId],
        ['subject', mine.subject, (each.subject ?? '').replaceAll('\u0000', '').toWellFormed()],
        ['read', mine.pendingRead ?? mine.isRead, each.isRead],
        ['attachments', mine.hasAttachments, each.hasAttachments],
        ['received', Date.parse(mine.receivedDateTime), Date.parse(each.receivedDateTime)],
      ]
      for (const [what, ours, theirs] of same) {
        if (ours !== theirs) found.push(`${each.id}: ${what} is ${ours} here, ${theirs} in Outlook`)
      }
      if (mine.pendingRead !== null) found.push(`${each.id}: a choice is still pending`)
    }
  }
  for (const left of byId.values()) found.push(`${left.id} (${left.subject}) is only here`)
  for (const folder of held.folders) {
    const inside = held.messages.filter(({ folderId }) => folderId === folder.id)
    const unread = inside.filter((each) => !(each.pendingRead ?? each.isRead)).length
    if (folder.total !== inside.length) found.push(`a folder counts ${folder.total}, holds ${inside.length}`)
    if (folder.unread !== unread) found.push(`a folder counts ${folder.unread} unread, holds ${unread}`)
  }
  if (held.outbox.length > 0) found.push(`${held.outbox.length} rows wait in the outbox`)
  const ours = held.subscriptions.map(({ id }) => id).sort()
  const theirs = live.map(({ id }) => id).sort()
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) found.push(`signals: ${ours} here, ${theirs} at Microsoft`)
  return found
}
