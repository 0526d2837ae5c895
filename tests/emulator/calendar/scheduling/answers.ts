// An attendee's answer, as the organizer's event keeps it.

import type { Address } from '../../mail/content'
import type { Attendee, CalendarMailbox, EventContent, Found, Response } from '../model'
import { same } from './people'

/**
 * Writes an answer into the organizer's event, or into one occurrence. Somebody who was invited through a group becomes
 * an attendee by answering. @returns false if the event is not there any more.
 */
export function noteAnswer(
  mailbox: CalendarMailbox,
  { event, date }: Found,
  who: Address,
  status: Response,
  proposed: Attendee['proposed'],
): boolean {
  if (mailbox.byUid(event.uid) !== event) return false
  const content = date === null ? event.content : mailbox.occurrence(event, date)?.content
  if (!content) return false
  const next = { ...content, attendees: withAnswer(content, who, status, proposed) }
  if (date === null) mailbox.update(event, { content: next })
  else mailbox.updateOccurrence(event, date, next)
  return true
}

function withAnswer(
  { attendees }: EventContent,
  who: Address,
  status: Response,
  proposed: Attendee['proposed'],
): Attendee[] {
  if (attendees.some(({ address }) => same(address, who.address)))
    return attendees.map((each) => (same(each.address, who.address) ? { ...each, status, proposed } : each))
  return [...attendees, { ...who, type: 'required', status, proposed }]
}
