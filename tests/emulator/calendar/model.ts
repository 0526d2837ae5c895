// What a mailbox keeps of calendars and events, and what the parts of this workload ask of each other.
// Times are epoch milliseconds; days are 'YYYY-MM-DD' in the zone of the series.

import type { Event, RecurrencePattern, RecurrenceRange } from '@microsoft/microsoft-graph-types'
import type { Address } from '../mail/content'
import type { Extended } from '../mail/extended-properties'
import type { DirectoryUser } from '../seam'

export type Sensitivity = NonNullable<Event['sensitivity']>
export type ShowAs = NonNullable<Event['showAs']>
export type Importance = NonNullable<Event['importance']>
export type OnlineProvider = 'unknown' | 'skypeForBusiness' | 'skypeForConsumer' | 'teamsForBusiness'
export type AttendeeType = 'required' | 'optional' | 'resource'
export type ResponseType = 'none' | 'organizer' | 'tentativelyAccepted' | 'accepted' | 'declined' | 'notResponded'
/** What a share allows. Delegates and `write` may write; `read` sees details; `limited` sees titles and places;
 * `freeBusy` sees times alone. Private events show details to `delegateWithPrivate` only. */
export type ShareRole = 'freeBusy' | 'limited' | 'read' | 'write' | 'delegate' | 'delegateWithPrivate'

export interface Response {
  response: ResponseType
  /** Null: never answered (Graph writes 0001-01-01T00:00:00Z). */
  time: number | null
}

export interface Attendee extends Address {
  type: AttendeeType
  status: Response
  /** Microsoft Graph: attendee.proposedNewTime. */
  proposed: { start: number; end: number } | null
}

export interface Place {
  displayName: string
  locationType: string
  uniqueId: string | null
  uniqueIdType: string
  uri: string | null
  email: string | null
  address: Record<string, string> | null
  coordinates: Record<string, number> | null
}

/** Zones are kept as they were given (Windows or IANA name): Graph shows them as originalStartTimeZone. */
export interface Times {
  start: number
  end: number
  startZone: string
  endZone: string
  isAllDay: boolean
}

/** Everything about an event that a single occurrence may have differently. Replaced, never changed in place. */
export interface EventContent {
  times: Times
  subject: string | null
  body: { type: 'html' | 'text'; content: string }
  importance: Importance
  sensitivity: Sensitivity
  showAs: ShowAs
  reminder: { on: boolean; minutes: number }
  categories: readonly string[]
  /** The first is what Graph calls `location`. */
  locations: readonly Place[]
  attendees: readonly Attendee[]
  organizer: Address
  /** The mailbox's owner (or the person that owns the calendar) has called the meeting. */
  isOrganizer: boolean
  /** The owner's own answer; `organizer` for own events. */
  response: Response
  responseRequested: boolean
  allowNewTimeProposals: boolean
  hideAttendees: boolean
  isCancelled: boolean
  isDraft: boolean
  isOnlineMeeting: boolean
  onlineMeetingProvider: OnlineProvider
  /** Null until the link is there. */
  onlineMeeting: { joinUrl: string; conferenceId: string | null; tollNumber: string | null } | null
  extended: Extended
}

export type DayOfWeek = NonNullable<RecurrencePattern['firstDayOfWeek']>
export type WeekIndex = NonNullable<RecurrencePattern['index']>

/** As Graph answers it: all fields filled, unused ones with 0, 'first', 'sunday' or '0001-01-01'. */
export interface StoredRecurrence {
  pattern: {
    type: NonNullable<RecurrencePattern['type']>
    interval: number
    month: number
    dayOfMonth: number
    daysOfWeek: readonly DayOfWeek[]
    firstDayOfWeek: DayOfWeek
    index: WeekIndex
  }
  range: {
    type: NonNullable<RecurrenceRange['type']>
    startDate: string
    endDate: string
    recurrenceTimeZone: string
    numberOfOccurrences: number
  }
}

/** What the expander needs of a master. The wall times of `start` and `end` in `zone` are those of every occurrence. */
export interface Series {
  start: number
  end: number
  zone: string
  recurrence: StoredRecurrence
}

/** An occurrence that was changed by itself. Its id is that of the occurrence: master and original day. */
export interface StoredException {
  /** Original day. */
  date: string
  /** Start before anybody moved it (Graph: originalStart). */
  originalStart: number
  seq: number
  created: number
  modified: number
  content: EventContent
}

export interface StoredCalendar {
  readonly serial: number
  readonly id: string
  name: string
  /** calendarColor; hexColor goes with it. */
  color: string
  hexColor: string
  isDefault: boolean
  isRemovable: boolean
  seq: number
  extended: Extended
  /** Other users of the tenant who see it, by user id. */
  shares: { userId: string; role: ShareRole }[]
  /** Set: this is another person's calendar; its events are in that mailbox. */
  link: { ownerId: string; serial: number; role: ShareRole } | null
}

/** What a series was until a change: its days that are gone are news for deltas. */
export interface Former {
  /** Of the change that ended it. */
  seq: number
  series: Series | null
  /** Set: one occurrence was deleted, the series went on. */
  date: string | null
}

/** A single event or the master of a series. */
export interface StoredEvent {
  readonly n: number
  readonly calendar: StoredCalendar
  /** Last change in the mailbox's own count, exceptions included: change key and place in the log. */
  seq: number
  /** Last change of the event or master itself. */
  ownSeq: number
  /** When it was made. */
  readonly since: number
  former: Former[]
  created: number
  modified: number
  /** Shared by all copies of a meeting; Graph's iCalUId and uid. */
  readonly uid: string
  transactionId: string | null
  content: EventContent
  recurrence: StoredRecurrence | null
  /** By original day. */
  exceptions: Map<string, StoredException>
  /** Original days of deleted occurrences. */
  cancelled: Set<string>
  /** Inbox message that brought it (Graph number of the mail), for the attendee's copy. */
  invitation?: number | undefined
}

export type NewEvent = Pick<StoredEvent, 'content' | 'recurrence'> &
  Partial<Pick<StoredEvent, 'uid' | 'transactionId' | 'exceptions' | 'cancelled' | 'created' | 'invitation'>>

/** What an id names: an event or master (`date` null), or one occurrence of a series (also if it is an exception). */
export interface Found {
  event: StoredEvent
  date: string | null
}

/** An occurrence as it is now: from the exception if there is one, else from the master at the occurrence's time. */
export interface Occurrence {
  date: string
  originalStart: number
  content: EventContent
  exception: StoredException | null
}

/** The calendars of one mailbox. Every change goes through here: it counts, logs and announces. */
export interface CalendarMailbox {
  readonly owner: DirectoryUser
  /** As organizer or attendee of meetings. */
  readonly address: Address
  /** Own calendars and links to shared ones. */
  calendars(): readonly StoredCalendar[]
  defaultCalendar(): StoredCalendar
  calendar(id: string): StoredCalendar | undefined

  /** All single events and masters, of one calendar or all. */
  events(calendar?: StoredCalendar): readonly StoredEvent[]
  /** By id of either kind; undefined also for an occurrence that the series does not have or that was deleted. */
  find(id: string): Found | undefined
  byUid(uid: string): StoredEvent | undefined
  /** Occurrences whose time touches [from, to), in order of start; exceptions by their own time. */
  occurrences(event: StoredEvent, from: number, to: number): Occurrence[]
  /** One occurrence by its original day. */
  occurrence(event: StoredEvent, date: string): Occurrence | undefined

  restId(event: StoredEvent, date?: string | null): string
  immutableId(event: StoredEvent, date?: string | null): string
  changeKey(event: StoredEvent, date?: string | null): string

  create(calendar: StoredCalendar, given: NewEvent): StoredEvent
  /** Changes an event or a master. Exceptions stay unless `exceptions` says otherwise. */
  update(
    event: StoredEvent,
    change: Partial<Pick<StoredEvent, 'content' | 'recurrence' | 'exceptions' | 'cancelled' | 'invitation'>>,
  ): void
  /** Makes (or changes) the exception of this day. */
  updateOccurrence(event: StoredEvent, date: string, content: EventContent): void
  /** Deletes one occurrence, or the exception in its place. */
  cancelOccurrence(event: StoredEvent, date: string): void
  remove(event: StoredEvent): void
}

/** A deep copy of an event taken before a change. */
export type EventBefore = Readonly<Pick<StoredEvent, 'content' | 'recurrence' | 'exceptions' | 'cancelled'>>

/** Everything that a change in one mailbox means for others. The store calls it for changes that the calendar's owner
 * made, through Graph or in Outlook; changes that scheduling itself makes in a mailbox do not come back here. */
export interface SchedulingHooks {
  /** Before an event is kept: refuses (GraphFault) or completes it, e.g. its online meeting. `before` null: a new event. */
  prepare(mailbox: CalendarMailbox, before: EventContent | null, next: EventContent): EventContent
  onCreated(mailbox: CalendarMailbox, event: StoredEvent): void | Promise<void>
  /** `date`: only this occurrence changed. */
  onUpdated(
    mailbox: CalendarMailbox,
    event: StoredEvent,
    before: EventBefore,
    date: string | null,
  ): void | Promise<void>
  /** The event (or the occurrence of `date`) is gone from the mailbox already; `before` is as it was. */
  onDeleted(
    mailbox: CalendarMailbox,
    event: StoredEvent,
    before: EventBefore,
    date: string | null,
    comment?: string,
  ): void | Promise<void>
}

/** Until scheduling takes part: nobody is told anything. */
export const NO_SCHEDULING: SchedulingHooks = {
  prepare: (_mailbox, _before, next) => next,
  onCreated: () => undefined,
  onUpdated: () => undefined,
  onDeleted: () => undefined,
}
