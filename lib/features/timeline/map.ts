import type { TimelineEntry, Who } from '@/components/timeline/view'
import type { Known } from '@/lib/features/people/addresses/queries'
import type { Concerned } from '@/lib/features/schedule/about/queries'
import { straightName, withoutTurns } from '@/lib/platform/text'
import type { ActivityRow, TaskRow } from './activities/queries'
import type { MeetingContent } from './events/queries'
import type { MailContent } from './mails/queries'
import { accessOf, directionOf, type Found, isColleague, levelOf, type Reach, type Sight } from './rules'

type Entry<Kind extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: Kind }>

export const toWho = (user: { id: string; name: string | null }, viewerId: string): Who => ({
  id: user.id,
  name: user.name ?? '',
  isMe: user.id === viewerId,
})

/** A mail as far as the viewer may see it. */
export function toMailEntry(found: Found, content: MailContent, { sight, reach, known }: Around): Entry<'mail'> | null {
  const mailbox = sight.mailboxes.get(found.connectionId)
  if (!mailbox) return null
  const level = levelOf(found, sight)
  const open = level === 'own' || level === 'open'
  const all = [{ name: content.fromName, address: content.fromAddress }, ...content.to, ...content.cc]
  return {
    kind: 'mail',
    id: found.id,
    at: found.receivedAt.toISOString(),
    direction: directionOf(found.fromAddress, reach, sight),
    owner: toWho(mailbox.owner, sight.viewerId),
    people: outsidersOf(all, { sight, reach, known }),
    subject: open || level === 'subject' ? withoutTurns(content.subject ?? '') : null,
    preview: open ? withoutTurns(content.preview ?? '') : null,
    href: level === 'own' ? `/inbox?folder=${content.folderId}&message=${found.id}` : null,
    readable: level === 'open',
    access: accessOf(found, sight),
    conversationId: found.conversationId,
  }
}

interface Around {
  sight: Sight
  reach: Reach
  /** Who of the CRM is behind an address (in lower case). */
  known: ReadonlyMap<string, Pick<Known, 'personId' | 'name'>>
}

/** People on it, each once, without colleagues. */
function outsidersOf(
  all: readonly { name: string; address: string }[],
  { sight, reach, known }: Around,
): { name: string; address: string; personId: string | null }[] {
  const people = new Map<string, { name: string; address: string; personId: string | null }>()
  for (const { name, address } of all) {
    const key = address.trim().toLowerCase()
    if (!key || people.has(key) || (isColleague(key, sight) && !reach.addresses.includes(key))) continue
    people.set(key, {
      name: straightName(name || known.get(key)?.name || address),
      address: straightName(key),
      personId: known.get(key)?.personId ?? null,
    })
  }
  return [...people.values()].slice(0, 20)
}

/** A meeting of Outlook as far as the viewer may see it: a colleague's shows when and who, the rest by their choice. */
export function toEventEntry(found: Found, content: MeetingContent, around: Around): Entry<'event'> | null {
  const mailbox = around.sight.mailboxes.get(found.connectionId)
  if (!mailbox) return null
  const level = levelOf(found, around.sight)
  const all = [
    { name: content.organizerName ?? '', address: content.organizerAddress ?? '' },
    ...(content.attendees ?? []).filter(({ type }) => type !== 'resource'),
  ]
  return {
    kind: 'event',
    id: found.id,
    at: found.receivedAt.toISOString(),
    endsAt: content.endsAt.toISOString(),
    isAllDay: content.isAllDay,
    startDate: content.startDate,
    owner: toWho(mailbox.owner, around.sight.viewerId),
    people: outsidersOf(all, around),
    title: level === 'metadata' ? null : withoutTurns(content.subject ?? ''),
    location: withoutTurns(content.location ?? '') || null,
    isOnline: content.joinUrl !== null,
    isRecurring: content.isRecurring,
    isCancelled: content.isCancelled,
    href: level === 'own' ? `/schedule?date=${found.receivedAt.toISOString().slice(0, 10)}&event=${found.id}` : null,
  }
}

/** An entry of the schedule: what was entered here is everybody's to read, what Outlook brought as its owner chose. */
export function toScheduleEntry(found: Concerned, around: Around, href: string): Entry<'entry'> {
  const { sight } = around
  const mailbox = found.connectionId === null ? undefined : sight.mailboxes.get(found.connectionId)
  const isOpen =
    !mailbox || found.takesPart || found.owner?.id === sight.viewerId || mailbox.visibility === 'everything'
  const linked = found.people.map(({ id, name }) => ({ name: straightName(name), address: '', personId: id }))
  const asked = outsidersOf(found.attendees, around).filter(
    ({ personId }) => personId === null || !linked.some((each) => each.personId === personId),
  )
  return {
    kind: 'entry',
    id: found.id,
    at: found.startAt.toISOString(),
    endsAt: found.endAt.toISOString(),
    isAllDay: found.isAllDay,
    startDate: found.startDate,
    what: found.kind,
    channel: found.channel,
    owner: found.owner && toWho(found.owner, sight.viewerId),
    people: [...linked, ...asked].slice(0, 20),
    title: isOpen || mailbox?.visibility === 'subject' ? withoutTurns(found.title) : null,
    location: isOpen ? withoutTurns(found.location) || null : null,
    isOnline: isOpen && found.isOnline,
    isRecurring: found.isRecurring,
    isCancelled: found.isCancelled,
    href: isOpen ? href : null,
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
