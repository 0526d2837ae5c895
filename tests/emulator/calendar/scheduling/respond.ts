// Accepting, declining, cancelling and forwarding. Microsoft Graph: event accept, decline, tentativelyAccept, cancel,
// forward.

import type { Address } from '../../mail/content'
import { type DirectoryUser, GraphFault } from '../../seam'
import { copyOf } from '../edits'
import type { Attendee, CalendarMailbox, EventContent, Found, ResponseType } from '../model'
import { uidOf } from '../uid'
import { noteAnswer } from './answers'
import { findCopy } from './copies'
import { type Letter, receiveLetter, sendLetter } from './letters'
import { same, userOf } from './people'
import type { Scheduling } from './scheduling'

export type Answer = Extract<ResponseType, 'accepted' | 'declined' | 'tentativelyAccepted'>

export interface Answering {
  response: Answer
  comment: string
  sendResponse: boolean
  proposed: Attendee['proposed']
}

const refused = (message: string) =>
  new GraphFault(400, 'ErrorInvalidRequest', `Your request can't be completed. ${message}`)

const LETTERS = {
  accepted: { messageType: 'meetingAccepted', prefix: 'Accepted: ' },
  tentativelyAccepted: { messageType: 'meetingTenativelyAccepted', prefix: 'Tentative: ' },
  declined: { messageType: 'meetingDeclined', prefix: 'Declined: ' },
} as const

const SHOW_AS = { accepted: 'busy', tentativelyAccepted: 'tentative' } as const

function contentOf(mailbox: CalendarMailbox, { event, date }: Found): EventContent {
  return date === null ? event.content : (mailbox.occurrence(event, date)?.content ?? event.content)
}

/** The organizer's event behind a copy, if its mailbox is here. */
function originalOf(
  scheduling: Scheduling,
  { event, date }: Found,
  organizer: Address,
): [CalendarMailbox, Found] | null {
  const user = userOf(scheduling.core, organizer.address)
  if (!user?.hasMailbox) return null
  const mailbox = scheduling.open(user)
  const found = findCopy(mailbox, event.uid, date) ?? invitedAlone(mailbox, event.uid)
  return found ? [mailbox, found] : null
}

/** A copy of one occurrence alone has the uid of that occurrence. */
function invitedAlone(mailbox: CalendarMailbox, uid: string): Found | null {
  for (const event of mailbox.events())
    for (const date of event.exceptions.keys()) if (uidOf(event.uid, date) === uid) return { event, date }
  return null
}

/** @throws GraphFault 400 where Outlook lets nobody answer. */
function checkAnswer(content: EventContent, { response, sendResponse, proposed }: Answering): void {
  if (content.isOrganizer) throw refused("You can't respond to this meeting because you're the meeting organizer.")
  if (content.isCancelled) throw refused('The meeting has been cancelled.')
  if (sendResponse && !content.responseRequested) throw refused("The meeting organizer hasn't requested a response.")
  if (!proposed) return
  if (!content.allowNewTimeProposals) throw refused("The meeting organizer doesn't allow new time proposals.")
  if (!sendResponse) throw refused('A new time can be proposed with a response only.')
  if (response === 'accepted') throw refused('A new time cannot be proposed while accepting.')
}

/** The attendee answers: in the own calendar, and, if a response is sent, in the organizer's too. */
export async function answer(
  scheduling: Scheduling,
  mailbox: CalendarMailbox,
  found: Found,
  answering: Answering,
): Promise<void> {
  const { event, date } = found
  const content = contentOf(mailbox, found)
  checkAnswer(content, answering)
  const { response, sendResponse, proposed } = answering
  const time = scheduling.core.now()
  const original = originalOf(scheduling, found, content.organizer)
  const me = content.attendees.find(({ address }) => same(address, mailbox.address.address)) ?? mailbox.address
  if (response === 'declined') {
    // A declined meeting leaves the calendar.
    if (date === null) mailbox.remove(event)
    else mailbox.cancelOccurrence(event, date)
  } else {
    const next = { ...content, response: { response, time }, showAs: SHOW_AS[response] }
    if (date === null) mailbox.update(event, { content: next })
    else mailbox.updateOccurrence(event, date, next)
  }
  if (!sendResponse) return
  if (original) noteAnswer(original[0], original[1], me, { response, time }, proposed)
  const letter = letterOf(mailbox.owner, found, content, me, answering)
  await sendLetter(scheduling.core, scheduling.mail, letter)
}

function letterOf(
  sender: DirectoryUser,
  { event, date }: Found,
  content: EventContent,
  me: Address,
  { response, comment, proposed }: Answering,
): Letter {
  const { messageType, prefix } = LETTERS[response]
  return {
    method: proposed ? 'COUNTER' : 'REPLY',
    messageType,
    sender,
    from: { name: me.name, address: me.address },
    to: [{ ...content.organizer, type: 'required' }],
    event,
    content,
    date,
    sequence: event.seq,
    prefix: proposed ? 'New Time Proposed: ' : prefix,
    comment,
    answer: { attendee: { name: me.name, address: me.address, proposed }, response, comment },
  }
}

/**
 * Somebody without a mailbox here answers an invitation by mail: `mailbox` is the organizer's.
 * @throws GraphFault 400 if the person is not invited, or if the event is not the owner's meeting.
 */
export async function answerFromOutside(
  { core, mail }: Scheduling,
  mailbox: CalendarMailbox,
  found: Found,
  address: string,
  answering: Answering,
): Promise<void> {
  const content = contentOf(mailbox, found)
  const who = content.attendees.find((each) => same(each.address, address))
  if (!content.isOrganizer || !who) throw refused(`${address} is not invited to this meeting.`)
  noteAnswer(mailbox, found, who, { response: answering.response, time: core.now() }, answering.proposed)
  await receiveLetter(core, mail, letterOf(mailbox.owner, found, content, who, answering))
}

/**
 * The organizer calls the meeting off; it leaves the organizer's calendar.
 * @throws GraphFault 400 for anybody else.
 */
export async function cancelMeeting(
  scheduling: Scheduling,
  mailbox: CalendarMailbox,
  found: Found,
  comment: string,
): Promise<void> {
  const { event, date } = found
  if (!contentOf(mailbox, found).isOrganizer) throw refused('You need to be an organizer to cancel a meeting.')
  const before = copyOf(event)
  if (date === null) mailbox.remove(event)
  else mailbox.cancelOccurrence(event, date)
  await scheduling.onDeleted(mailbox, event, before, date, comment)
}

/**
 * Sends the meeting on. The organizer's list grows by the new people; an organizer whose meeting somebody else sends on
 * is told.
 */
export async function forwardMeeting(
  scheduling: Scheduling,
  mailbox: CalendarMailbox,
  found: Found,
  to: readonly Address[],
  comment: string,
): Promise<void> {
  const { core, mail } = scheduling
  const content = contentOf(mailbox, found)
  const people: Attendee[] = to.map((each) => ({
    ...each,
    type: 'required',
    status: { response: 'none', time: null },
    proposed: null,
  }))
  const [home, original] = content.isOrganizer
    ? ([mailbox, found] as const)
    : (originalOf(scheduling, found, content.organizer) ?? [null, null])
  if (home && original) {
    for (const each of people) noteInvited(home, original, each)
    const { event, date } = original
    await scheduling.invite(home, event, date, people, { comment, prefix: 'FW: ' })
  } else {
    const { event, date } = found
    const mine = { event, date, content, sequence: event.seq, comment, prefix: 'FW: ', to: people }
    const about = { method: 'REQUEST', messageType: 'meetingRequest' } as const
    await sendLetter(core, mail, { ...mine, ...about, sender: mailbox.owner, from: mailbox.address })
  }
  if (content.isOrganizer) return
  await sendLetter(core, mail, {
    method: 'REQUEST',
    messageType: 'meetingRequest',
    sender: mailbox.owner,
    from: mailbox.address,
    to: [{ ...content.organizer, type: 'required' }],
    event: found.event,
    content,
    date: found.date,
    sequence: found.event.seq,
    prefix: 'Meeting Forward Notification: ',
    comment: `${mailbox.address.name} has forwarded your meeting to ${to.map(({ address }) => address).join(', ')}.`,
  })
}

function noteInvited(mailbox: CalendarMailbox, found: Found, who: Attendee): void {
  const content = contentOf(mailbox, found)
  if (content.attendees.some(({ address }) => same(address, who.address))) return
  noteAnswer(mailbox, found, who, who.status, null)
}
