// Meetings between mailboxes: what the calendar store asks when an event is made, changed or deleted by its owner.

import { isDeepStrictEqual } from 'node:util'
import type { Mail } from '../../mail/mail'
import type { Core } from '../../seam'
import type { Attendee, CalendarMailbox, EventBefore, EventContent, SchedulingHooks, StoredEvent } from '../model'
import { type Change, changeOf, everybody, seriesChanged, withoutAnswers } from './changes'
import { bringEvent, bringOccurrence, cancelCopy, type Told } from './copies'
import { Later } from './later'
import { sendLetter } from './letters'
import { checkOnline, withLink } from './online'
import { invited, type OpenCalendar, reached, roomOf, type World } from './people'
import { answerForRooms } from './rooms'

export class Scheduling implements SchedulingHooks, World {
  readonly later: Later

  constructor(
    readonly core: Core,
    readonly mail: Mail,
    readonly open: OpenCalendar,
  ) {
    this.later = new Later(core)
  }

  /** After a restart: links of online meetings that were on their way come in. */
  resume(mailbox: CalendarMailbox): void {
    for (const event of mailbox.events()) {
      this.linkLater(mailbox, event, null)
      for (const date of event.exceptions.keys()) this.linkLater(mailbox, event, date)
    }
  }

  prepare(mailbox: CalendarMailbox, before: EventContent | null, next: EventContent): EventContent {
    const content = checkOnline(mailbox.owner, before, next)
    const moved = before !== null && !isDeepStrictEqual(before.times, content.times)
    return moved && content.isOrganizer ? withoutAnswers(content) : content
  }

  async onCreated(mailbox: CalendarMailbox, event: StoredEvent): Promise<void> {
    this.linkLater(mailbox, event, null)
    if (!event.content.isOrganizer || event.content.isDraft) return
    const people = invited(event.content.attendees, event.content.organizer)
    await this.invite(mailbox, event, null, people)
  }

  async onUpdated(
    mailbox: CalendarMailbox,
    event: StoredEvent,
    before: EventBefore,
    date: string | null,
  ): Promise<void> {
    this.linkLater(mailbox, event, date)
    const after = date === null ? event.content : mailbox.occurrence(event, date)?.content
    if (!after?.isOrganizer || after.isDraft) return
    if (date !== null) {
      const was = before.exceptions.get(date)?.content ?? contentOn(mailbox, event, before, date)
      await this.tell(mailbox, event, date, changeOf(was, after), was)
      return
    }
    const change = changeOf(before.content, after, seriesChanged(before, event))
    await this.tell(mailbox, event, null, change, before.content)
    // Microsoft Graph: one mail for the master and one for each occurrence that was changed by itself.
    if (!change.matters) return
    for (const [day, { content }] of event.exceptions)
      await this.invite(mailbox, event, day, invited(content.attendees, content.organizer))
  }

  async onDeleted(
    mailbox: CalendarMailbox,
    event: StoredEvent,
    before: EventBefore,
    date: string | null,
    comment = '',
  ): Promise<void> {
    const { uid } = event
    const told = {
      uid,
      seq: event.seq + 1,
      ...before,
      exceptions: new Map(before.exceptions),
      cancelled: new Set(before.cancelled),
    }
    const content =
      date === null ? before.content : (before.exceptions.get(date)?.content ?? contentOn(mailbox, event, before, date))
    if (!content.isOrganizer || content.isDraft) return
    const people = date === null ? everybody(told) : invited(content.attendees, content.organizer)
    await this.cancel(mailbox, told, date, content, people, comment)
  }

  /** Tells everybody what a change means to them. */
  private async tell(
    mailbox: CalendarMailbox,
    event: StoredEvent,
    date: string | null,
    { added, removed, stayed, matters }: Change,
    before: EventContent,
  ): Promise<void> {
    await this.cancel(mailbox, event, date, before, removed, '')
    await this.invite(mailbox, event, date, matters ? [...stayed, ...added] : added)
  }

  /** Brings the event, or one occurrence of it, to these people: into their calendars and by mail. */
  async invite(
    mailbox: CalendarMailbox,
    event: StoredEvent,
    date: string | null,
    people: readonly Attendee[],
    { comment = '', prefix = '' } = {},
  ): Promise<void> {
    const own = date === null ? event.content : mailbox.occurrence(event, date)?.content
    if (!own || people.length === 0) return
    // The link is settled at once; only the organizer sees it later.
    const content = withLink(mailbox.owner, event.uid, own)
    const told: Told = date === null ? { ...linked(mailbox, event), content } : event
    for (const user of reached(this.core, people, content.organizer)) {
      const theirs = this.open(user)
      if (date === null) bringEvent(theirs, told)
      else bringOccurrence(theirs, told, date, content)
    }
    await sendLetter(this.core, this.mail, {
      method: 'REQUEST',
      messageType: 'meetingRequest',
      sender: mailbox.owner,
      from: content.organizer,
      to: people,
      event,
      content,
      date,
      sequence: event.seq,
      prefix,
      comment,
    })
    if (people.some(({ address }) => roomOf(address)))
      this.later.in(this.core.sending.roomAnswerDelayMs, () => answerForRooms(this, mailbox, event, date, people))
  }

  private async cancel(
    mailbox: CalendarMailbox,
    event: Told & Pick<StoredEvent, 'seq'>,
    date: string | null,
    content: EventContent,
    people: readonly Attendee[],
    comment: string,
  ): Promise<void> {
    if (people.length === 0) return
    for (const user of reached(this.core, people, content.organizer)) cancelCopy(this.open(user), event.uid, date)
    await sendLetter(this.core, this.mail, {
      method: 'CANCEL',
      messageType: 'meetingCancelled',
      sender: mailbox.owner,
      from: content.organizer,
      to: people,
      event,
      content,
      date,
      sequence: event.seq,
      prefix: 'Canceled: ',
      comment,
    })
  }

  /** The organizer's own event gets its link a moment after the answer. */
  private linkLater(mailbox: CalendarMailbox, event: StoredEvent, date: string | null): void {
    const waits = (content: EventContent | undefined): content is EventContent =>
      content?.isOrganizer === true && content.isOnlineMeeting && content.onlineMeeting === null
    const now = () => (date === null ? event.content : event.exceptions.get(date)?.content)
    if (!waits(now())) return
    this.later.in(this.core.sending.onlineMeetingDelayMs, () => {
      const content = now()
      if (mailbox.byUid(event.uid) !== event || !waits(content)) return
      const done = withLink(mailbox.owner, event.uid, content)
      if (date === null) mailbox.update(event, { content: done })
      else mailbox.updateOccurrence(event, date, done)
    })
  }
}

/** A series with the links of its exceptions. */
function linked(mailbox: CalendarMailbox, event: StoredEvent): StoredEvent {
  const exceptions = [...event.exceptions].map(
    ([date, each]) => [date, { ...each, content: withLink(mailbox.owner, event.uid, each.content) }] as const,
  )
  return { ...event, exceptions: new Map(exceptions) }
}

/** An occurrence as the series had it before. */
function contentOn(mailbox: CalendarMailbox, event: StoredEvent, before: EventBefore, date: string): EventContent {
  const then: StoredEvent = { ...event, ...before, exceptions: new Map(before.exceptions), cancelled: new Set() }
  return mailbox.occurrence(then, date)?.content ?? before.content
}
