/**
 * What the schedule's screens need to know. Instants are ISO 8601 in UTC, dates YYYY-MM-DD (ends exclusive), zones IANA
 * names. The same shapes come from the page's loader (first paint) and from the JSON routes.
 */
import type { Recurrence } from '@/drizzle/schema/schedule'

export type { Recurrence } from '@/drizzle/schema/schedule'

export type EntryKind = 'call' | 'time_off' | 'medical_event' | 'meeting'
export type Channel = 'in_person' | 'phone' | 'video' | 'chat'
export type ShowAs = 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere'
export type Response = 'none' | 'organizer' | 'tentativelyAccepted' | 'accepted' | 'declined' | 'notResponded'

/** One block of the schedule: an entry of the CRM, one occurrence of it, or an event of Outlook. */
export type ScheduleItem = {
  /** Unlike all others, and the same after every reload: id, and for an occurrence `id@date`. */
  key: string
  /** tandem: ours, solid. outlook: theirs, outline. both: one thing on both sides, solid with a ring. */
  source: 'tandem' | 'outlook' | 'both'
  /** Of the entry; of the Outlook event for `outlook`. */
  id: string
  /** Of an occurrence: its original date in the series' zone. */
  occurrenceDate: string | null
  isRecurring: boolean
  kind: EntryKind | 'event'
  /** The calendar that it stands in, for `outlook` and `both`. */
  calendarId: string | null
  /** Null: private, shown as "Private". Only somebody else's calendar and private Outlook entries hide theirs. */
  title: string | null
  startsAt: string
  endsAt: string
  isAllDay: boolean
  startDate: string | null
  endDate: string | null
  location: string | null
  isPrivate: boolean
  showAs: ShowAs
  response: Response
  isCancelled: boolean
  /** There is a Teams link. */
  isOnline: boolean
  /** People from outside the organisation are on it (filter internal / external). */
  isExternal: boolean
  /** Names for the second line: people of the CRM first. */
  people: string[]
  /** May be moved and resized here. */
  mayChange: boolean
  /** How it stands with Outlook: nothing to say, on its way, or refused (the reason is in the details). */
  outlook: 'none' | 'waiting' | 'refused'
  version: number | null
}

/** A calendar in the panel. */
export type CalendarView = {
  id: string
  title: string
  /** "Delegated to you", "Shared": whose it is. */
  ownerName: string | null
  role: 'own' | 'shared' | 'delegate'
  isDefault: boolean
  /** 1 to 8: the tokens c1 … c8. */
  hue: number
  isShown: boolean
  /** Until it was read for the first time. */
  isLoading: boolean
}

/** Everything for the first paint. */
export type ScheduleView = {
  /** The person's zone, if known; the browser's counts more. */
  items: ScheduleItem[]
  from: string
  to: string
  calendars: CalendarView[]
  /** Calendars of Outlook that could be added. */
  addable: { id: string; title: string; ownerName: string | null }[]
  /** prompt: ask to connect (R4). declined: "Not Now" was said, "Add Calendar" leads there. off: the feature is not on. */
  outlook: 'on' | 'prompt' | 'declined' | 'off' | 'reconnect'
  /** From when to when Outlook entries are here; null without Outlook. */
  window: { from: string; to: string } | null
  /** Last time that Outlook was known to be the same. */
  syncedAt: string | null
  /** What stops publishing, in a sentence with a way out: a page, or what is done at once. Null: nothing. */
  notice: { text: string; label: string; href: string; deed?: 'recreate' } | null
  mode: 'off' | 'separate' | 'two-way'
  me: { id: string; name: string; address: string | null }
  members: { id: string; name: string; address: string }[]
}
/** GET /api/schedule?from=&to= (at most 62 days) answers SchedulePage. Live topic: schedule. */
export type SchedulePage = Pick<ScheduleView, 'items' | 'from' | 'to' | 'syncedAt' | 'calendars' | 'notice'>

export type AttendeeView = {
  name: string
  address: string
  type: 'required' | 'optional' | 'resource'
  response: Response
  personId: string | null
  userId: string | null
  company: string | null
}

/** GET /api/schedule/entries/{id}?date= answers it: an entry to be opened in the side sheet. */
export type EntryView = Omit<EntryInput, 'attendees'> & {
  id: string
  version: number
  source: 'tandem' | 'both'
  occurrenceDate: string | null
  seriesId: string | null
  owner: { id: string; name: string } | null
  attendees: AttendeeView[]
  people: { id: string; name: string; company: string | null }[]
  companies: { id: string; name: string }[]
  organizer: { name: string; address: string } | null
  response: Response
  isCancelled: boolean
  joinUrl: string | null
  mayChange: boolean
  /** A call of somebody else in which the viewer takes part. */
  parent: { id: string; ownerName: string } | null
  /** How it stands with Outlook, as a sentence: "Why is this not in Outlook?" */
  outlook: {
    state: 'in' | 'waiting' | 'not' | 'refused' | 'off'
    sentence: string
    fix: { label: string; href: string } | null
    /** Its people were invited from another mailbox: the viewer may have theirs invite them once more. */
    mayInvite?: boolean
  }
  /** Accept, tentative, decline can be sent. */
  mayAnswer: boolean
  webLink: string | null
}

/** GET /api/schedule/events/{id} answers it: an event of Outlook, for the pop-over. */
export type EventView = {
  id: string
  title: string | null
  startsAt: string
  endsAt: string
  isAllDay: boolean
  startDate: string | null
  endDate: string | null
  /** Where it is meant, if another zone than the viewer's. */
  timeZone: string
  isPrivate: boolean
  showAs: ShowAs
  location: string | null
  preview: string | null
  organizer: { name: string; address: string; personId: string | null } | null
  attendees: AttendeeView[]
  joinUrl: string | null
  webLink: string | null
  categories: string[]
  calendar: { id: string; title: string; ownerName: string | null; address: string | null }
  isRecurring: boolean
  response: Response
  isOrganizer: boolean
  isCancelled: boolean
  /** Accept, tentative, decline can be sent. */
  mayAnswer: boolean
}

export type AttendeeInput = { name: string; address: string; type: 'required' | 'optional' | 'resource' }

/** What the form holds. Wall times in `timeZone`: `2026-11-25T10:00`; all-day: dates, the last day included. */
export type EntryInput = {
  kind: EntryKind
  title: string
  ownerId: string | null
  channel: Channel | null
  isAllDay: boolean
  start: string
  /** Null: no end was said (a call, a meeting): thirty minutes. */
  end: string | null
  timeZone: string
  location: string
  notes: string
  isPrivate: boolean
  showAs: ShowAs
  reminderMinutes: number | null
  isOnline: boolean
  recurrence: Recurrence | null
  attendees: AttendeeInput[]
  personIds: string[]
  companyIds: string[]
}

/** Which part of a series a change means. */
export type Scope = 'this' | 'following' | 'all'

export type Refusal = { error: string; field?: keyof EntryInput }
/** Somebody else was faster: what stands there now. Nothing of the input is lost. */
export type Conflict = { conflict: EntryView }
/** Ids of new entries are made in the browser, so that a repeated call makes nothing twice. */
export type SaveEntry = (change: {
  id: string
  /** Null: new. */
  version: number | null
  occurrenceDate: string | null
  scope: Scope
  input: EntryInput
}) => Promise<{ id: string; version: number } | Refusal | Conflict>
/** Dragged or resized. Times as in the schedule. */
export type MoveEntry = (change: {
  id: string
  version: number
  occurrenceDate: string | null
  scope: Scope
  startsAt: string
  endsAt: string
  isAllDay: boolean
  startDate: string | null
  endDate: string | null
}) => Promise<{ id: string; version: number } | Refusal | Conflict>
export type DeleteEntry = (change: {
  id: string
  occurrenceDate: string | null
  scope: Scope
}) => Promise<{ undo: string } | Refusal>
/** Takes a deletion back, within the time of the toast. */
export type RestoreEntry = (undo: string) => Promise<Refusal | undefined>
export type AnswerInvitation = (
  target: { entryId: string } | { eventId: string },
  answer: 'accepted' | 'tentativelyAccepted' | 'declined',
) => Promise<Refusal | undefined>
/** Invites the people of an entry from one's own mailbox, though another has invited them before. */
export type InviteFromMine = (entryId: string) => Promise<Refusal | undefined>

export type ScheduleActions = {
  saveEntry: SaveEntry
  moveEntry: MoveEntry
  deleteEntry: DeleteEntry
  restoreEntry: RestoreEntry
  answerInvitation: AnswerInvitation
  inviteFromMine: InviteFromMine
  setCalendarShown: (id: string, shown: boolean) => Promise<Refusal | undefined>
  addCalendars: (ids: string[]) => Promise<Refusal | undefined>
  removeCalendar: (id: string) => Promise<Refusal | undefined>
  declineCalendar: () => Promise<void>
  syncNow: () => Promise<Refusal | undefined>
  /** Makes Tandem's own calendar again that was deleted in Outlook. */
  recreateCalendar: () => Promise<Refusal | undefined>
}
