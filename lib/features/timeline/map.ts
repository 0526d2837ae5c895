import type { TimelineEntry, Who } from '@/components/timeline/view'
import type { ActivityRow, TaskRow } from './activities/queries'
import type { MailContent } from './mails/queries'
import { accessOf, directionOf, type Found, isColleague, levelOf, type Reach, type Sight } from './rules'

type Entry<Kind extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: Kind }>

/** Text of a stranger without the marks that turn the direction of what follows. */
const plain = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

export const toWho = (user: { id: string; name: string | null }, viewerId: string): Who => ({
  id: user.id,
  name: user.name ?? '',
  isMe: user.id === viewerId,
})

/** A mail as far as the viewer may see it. */
export function toMailEntry(
  found: Found,
  content: MailContent,
  { sight, reach, personIds }: { sight: Sight; reach: Reach; personIds: ReadonlyMap<string, string> },
): Entry<'mail'> | null {
  const mailbox = sight.mailboxes.get(found.connectionId)
  if (!mailbox) return null
  const level = levelOf(found, sight)
  const open = level === 'own' || level === 'open'
  const people = new Map<string, { name: string; address: string; personId: string | null }>()
  for (const { name, address } of [
    { name: content.fromName, address: content.fromAddress },
    ...content.to,
    ...content.cc,
  ]) {
    const key = address.toLowerCase()
    if (!key || people.has(key) || (isColleague(key, sight) && !reach.addresses.includes(key))) continue
    people.set(key, { name: plain(name || address), address: plain(key), personId: personIds.get(key) ?? null })
  }
  return {
    kind: 'mail',
    id: found.id,
    at: found.receivedAt.toISOString(),
    direction: directionOf(found.fromAddress, reach, sight),
    owner: toWho(mailbox.owner, sight.viewerId),
    people: [...people.values()].slice(0, 20),
    subject: open || level === 'subject' ? plain(content.subject ?? '') : null,
    preview: open ? plain(content.preview ?? '') : null,
    href: level === 'own' ? `/inbox?folder=${content.folderId}&message=${found.id}` : null,
    readable: level === 'open',
    access: accessOf(found, sight),
    conversationId: found.conversationId,
  }
}

export function toActivityEntry(
  row: ActivityRow,
  viewerId: string,
  logged: { messageId: string; folderId: string } | undefined,
): Entry<'note' | 'call'> {
  return {
    kind: row.kind === 'call' ? 'call' : 'note',
    id: row.id,
    at: row.at.toISOString(),
    by: row.by && toWho(row.by, viewerId),
    text: row.text,
    fromMail: logged ? `/inbox?folder=${logged.folderId}&message=${logged.messageId}` : null,
    about: row.about,
    logged: row.kind === 'mail',
    mine: row.by?.id === viewerId,
  }
}

export const toTaskEntry = (row: TaskRow, viewerId: string): Entry<'task'> => ({
  kind: 'task',
  id: row.id,
  at: (row.doneAt ?? row.createdAt).toISOString(),
  owner: toWho(row.owner, viewerId),
  title: row.title,
  dueOn: row.dueOn,
  done: row.doneAt !== null,
})
