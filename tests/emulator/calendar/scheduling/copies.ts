// The attendees' own copies of a meeting: same uid, own id, own answer, own reminder.

import { isDeepStrictEqual } from 'node:util'
import type { Address } from '../../mail/content'
import { NO_EXTENDED } from '../../mail/extended-properties'
import type { CalendarMailbox, EventContent, Found, StoredEvent } from '../model'
import { uidOf } from '../uid'
import { same } from './people'

/** What an organizer's event says to others. */
export type Told = Pick<StoredEvent, 'uid' | 'content' | 'recurrence' | 'exceptions' | 'cancelled'>

const unanswered = { response: 'notResponded', time: null } as const

/** The event as an attendee gets it. `before`: the copy so far, whose own things stay. */
function copied(told: EventContent, owner: Address, before: EventContent | null): EventContent {
  const moved = before !== null && !isDeepStrictEqual(before.times, told.times)
  const shown = told.hideAttendees
    ? told.attendees.filter(({ address }) => same(address, owner.address))
    : told.attendees
  const answered = before !== null && !moved && !before.isCancelled
  return {
    ...told,
    isOrganizer: false,
    isDraft: false,
    isCancelled: false,
    response: answered ? before.response : unanswered,
    // Until an answer the time is only kept tentatively.
    showAs: answered ? before.showAs : told.showAs === 'free' ? 'free' : 'tentative',
    reminder: before?.reminder ?? { on: true, minutes: 15 },
    categories: before?.categories ?? [],
    extended: before?.extended ?? NO_EXTENDED,
    // Answers go to the organizer only.
    attendees: shown.map((each) => ({ ...each, status: { response: 'none', time: null }, proposed: null })),
  }
}

/** The copy of an event or (`date`) of one of its occurrences in another mailbox. */
export function findCopy(mailbox: CalendarMailbox, uid: string, date: string | null): Found | null {
  const whole = mailbox.byUid(uid)
  if (date === null) return whole ? { event: whole, date: null } : null
  if (whole?.recurrence) return mailbox.occurrence(whole, date) ? { event: whole, date } : null
  const alone = mailbox.byUid(uidOf(uid, date))
  return alone ? { event: alone, date: null } : null
}

const contentOf = (mailbox: CalendarMailbox, { event, date }: Found): EventContent =>
  date === null ? event.content : (mailbox.occurrence(event, date)?.content ?? event.content)

function store(mailbox: CalendarMailbox, found: Found, content: EventContent): void {
  if (found.date === null) mailbox.update(found.event, { content })
  else mailbox.updateOccurrence(found.event, found.date, content)
}

/** Brings one occurrence into a mailbox: into its copy of the series, or as an event of its own. */
export function bringOccurrence(mailbox: CalendarMailbox, told: Told, date: string, content: EventContent): void {
  const found = findCopy(mailbox, told.uid, date)
  if (found) store(mailbox, found, copied(content, mailbox.address, contentOf(mailbox, found)))
  else if (mailbox.byUid(told.uid)?.recurrence) return
  else {
    mailbox.create(mailbox.defaultCalendar(), {
      content: copied(content, mailbox.address, null),
      recurrence: null,
      uid: uidOf(told.uid, date),
    })
  }
}

/** Brings an event or a whole series into a mailbox, or the copy there up to date. */
export function bringEvent(mailbox: CalendarMailbox, told: Told): void {
  const before = mailbox.byUid(told.uid)
  const content = copied(told.content, mailbox.address, before?.content ?? null)
  const series = { recurrence: told.recurrence, cancelled: new Set(told.cancelled) }
  if (!before) mailbox.create(mailbox.defaultCalendar(), { content, ...series, uid: told.uid })
  else if (
    isDeepStrictEqual(before.recurrence, told.recurrence) &&
    isDeepStrictEqual(before.content.times, told.content.times)
  )
    mailbox.update(before, { content })
  else mailbox.update(before, { content, ...series, exceptions: new Map() })
  const copy = mailbox.byUid(told.uid)
  if (!copy?.recurrence) return
  for (const [date, exception] of told.exceptions)
    if (!copy.exceptions.has(date)) bringOccurrence(mailbox, told, date, exception.content)
}

const PREFIX = 'Canceled: '

/** The meeting was called off: the copy stays, says so and takes no time any more. */
export function cancelCopy(mailbox: CalendarMailbox, uid: string, date: string | null): void {
  const found = findCopy(mailbox, uid, date)
  if (!found) return
  const off = (content: EventContent): EventContent =>
    content.isCancelled
      ? content
      : { ...content, isCancelled: true, showAs: 'free', subject: PREFIX + (content.subject ?? '') }
  store(mailbox, found, off(contentOf(mailbox, found)))
  if (found.date !== null || !found.event.recurrence) return
  for (const [day, exception] of [...found.event.exceptions])
    mailbox.updateOccurrence(found.event, day, off(exception.content))
}
