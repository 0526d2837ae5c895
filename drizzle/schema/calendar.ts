import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, jsonb, pgTable, pgView, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { connections } from './connection'
import { type Recurrence, scheduleEntries } from './schedule'
import { users } from './users'
import { workspaceId } from './workspaces'

const connectionId = () =>
  uuid('connection_id')
    .notNull()
    .references(() => connections.id, { onDelete: 'cascade' })

/** A calendar of a connected mailbox (R30). */
export const externalCalendars = pgTable(
  'external_calendar',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    ownerId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Graph's id. */
    externalCalendarId: text().notNull(),
    isDefaultCalendar: boolean().notNull(),
    title: text().notNull(),
    /** Hue of its outline, 1 to 8 (the tokens c1 … c8); 6 is kept for connectors. */
    hue: integer().notNull(),
    /** own: changes are signalled. shared, delegate: somebody else's, polled. */
    role: text({ enum: ['own', 'shared', 'delegate'] }).notNull(),
    ownerName: text(),
    ownerAddress: text(),
    canEdit: boolean().notNull().default(false),
    canViewPrivate: boolean().notNull().default(true),
    /** teamsForBusiness, or null: no online meetings. */
    onlineProvider: text(),
    /** The person wants it in the schedule at all ("Add Calendar"); only then it is followed. */
    isAdded: boolean().notNull(),
    /** Its check box in the calendar panel. */
    isShown: boolean().notNull().default(true),
    /** Tandem's own published calendar: never offered, never taken in. */
    isTandems: boolean().notNull().default(false),
    /** The window that the present delta token covers (7 days wider than what is shown). */
    windowStart: instant(),
    windowEnd: instant(),
    syncedAt: instant(),
    readAt: instant().notNull().defaultNow(),
  },
  (table) => [unique().on(table.connectionId, table.externalCalendarId)],
)

export interface EventAttendee {
  name: string
  address: string
  type: 'required' | 'optional' | 'resource'
  response: string
}

/**
 * An event of Outlook, or one occurrence of a series (R30). Of a private one only the fields above `subject` are
 * stored. Optional fields are null when the workspace does not pull them (R31).
 */
export const externalCalendarEvents = pgTable(
  'external_calendar_event',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    calendarId: uuid()
      .notNull()
      .references(() => externalCalendars.id, { onDelete: 'cascade' }),
    /** Graph's immutable id. */
    externalCalendarEventId: text().notNull(),
    seriesMasterId: text(),
    type: text({ enum: ['singleInstance', 'occurrence', 'exception', 'seriesMaster'] }).notNull(),
    startDatetime: instant().notNull(),
    /** IANA name in which the event is meant; `original…` as Outlook spells it. */
    startTimezone: text().notNull(),
    originalStartTimezone: text(),
    endDatetime: instant().notNull(),
    endTimezone: text().notNull(),
    originalEndTimezone: text(),
    isAllDay: boolean().notNull(),
    /** Of all-day events only; end exclusive. */
    startDate: date({ mode: 'string' }),
    endDate: date({ mode: 'string' }),
    sensitivity: text({ enum: ['normal', 'personal', 'private', 'confidential'] }).notNull(),
    eventCreatedDatetime: instant(),
    eventLastModifiedDatetime: instant(),
    changeKey: text().notNull(),
    showAs: text().notNull(),
    isCancelled: boolean().notNull().default(false),
    responseStatus: text().notNull(),
    isOrganizer: boolean().notNull().default(false),
    subject: text(),
    location: text(),
    bodyPreview: text(),
    organizerName: text(),
    organizerAddress: text(),
    attendees: jsonb().$type<EventAttendee[]>(),
    joinUrl: text(),
    categories: text().array(),
    importance: text(),
    reminderMinutes: integer(),
    webLink: text(),
    iCalUid: text(),
    /** Of a series master only. */
    recurrence: jsonb().$type<Recurrence>(),
    /** Addresses of organizer and attendees in lower case, each once: ties events to people. Empty for private ones. */
    participants: text().array().notNull().default([]),
    /** When the read that brought this row began. */
    readAt: instant().notNull(),
  },
  (table) => [
    unique().on(table.connectionId, table.calendarId, table.externalCalendarEventId),
    index('external_calendar_event_calendar').on(table.calendarId, table.externalCalendarEventId),
    index('external_calendar_event_range').on(table.connectionId, table.startDatetime),
    index('external_calendar_event_series').on(table.connectionId, table.seriesMasterId),
    index('external_calendar_event_participants').using('gin', table.participants),
  ],
)

/** Events of the workspace in scope, for finding them by people or domains (like mail_index: see there). */
export const calendarEventIndex = pgView('calendar_event_index', {
  id: uuid().notNull(),
  connectionId: uuid().notNull(),
  calendarId: uuid().notNull(),
  externalCalendarEventId: text().notNull(),
  seriesMasterId: text(),
  type: text().notNull(),
  iCalUid: text(),
  startDatetime: instant().notNull(),
  endDatetime: instant().notNull(),
  isCancelled: boolean().notNull(),
  organizerAddress: text(),
  participants: text().array().notNull(),
  /** Domains of the participants, each once. */
  domains: text().array().notNull(),
}).existing()

/**
 * What both sides last had in common: the base of the three-way merge. `hash` compares quickly. Dates and instants as
 * ISO 8601. Made by lib/features/calendar/link/rules.ts.
 */
export type CommonState = Record<string, unknown>

/** An entry of the CRM and its event in Outlook. */
export const calendarLinks = pgTable(
  'calendar_links',
  {
    id: id(),
    workspaceId: workspaceId(),
    connectionId: connectionId(),
    /** Null: the entry was deleted here, and the event is still to go. */
    entryId: uuid().references(() => scheduleEntries.id, { onDelete: 'set null' }),
    /** published: a copy in Tandem's own calendar. two-way: both are one. */
    mode: text({ enum: ['published', 'two-way'] }).notNull(),
    /** Graph's id of the calendar. */
    externalCalendarId: text().notNull(),
    /** Graph's immutable id; null until it was created. */
    externalEventId: text(),
    /** Sent with the create, and never anew for this event: Outlook makes it once. */
    transactionId: text().notNull(),
    /** A create was sent then, and its answer is not known: it is looked for by its marker before another is sent. */
    askedAt: instant(),
    /** The change key of our own last write or of what was last taken in: an echo is recognised by it. */
    changeKey: text(),
    /** The meeting's name in all calendars that hold it, if Outlook said it: colleagues' entries of it are one. */
    iCalUid: text(),
    base: jsonb().$type<CommonState>(),
    /** Version of the entry that Outlook has. */
    pushedVersion: integer(),
    /** waiting: to be pushed. linked: alike. refused: Outlook does not take it, `reason` says why. unlinked: left alone. */
    state: text({ enum: ['waiting', 'linked', 'refused', 'unlinked'] })
      .notNull()
      .default('waiting'),
    reason: text(),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.connectionId, table.entryId),
    unique().on(table.connectionId, table.externalEventId),
    index().on(table.connectionId, table.state),
    index().on(table.entryId),
    index('calendar_links_uid').on(table.workspaceId, table.iCalUid).where(sql`${table.iCalUid} is not null`),
  ],
)

/** How a person's entries go to Outlook (R32–R34, R60). */
export const publishing = pgTable('calendar_publishing', {
  connectionId: connectionId().primaryKey(),
  workspaceId: workspaceId(),
  mode: text({ enum: ['off', 'separate', 'two-way'] })
    .notNull()
    .default('off'),
  /** Observe only: what would be written is shown and not written. */
  writes: text({ enum: ['observe', 'on'] })
    .notNull()
    .default('on'),
  /** Reminder of published entries, minutes; null: none. */
  reminderMinutes: integer().default(15),
  /** Tandem's own calendar, followed by id; null until there is something to publish. */
  calendarGraphId: text(),
  firstPushAt: instant(),
  lastPushAt: instant(),
  /** Entries that did not fit into the last push. */
  waiting: integer().notNull().default(0),
  /** What stopped it, as a code: calendar-deleted, no-mailbox, no-permission … */
  problem: text(),
  problemAt: instant(),
  updatedAt: instant().notNull().defaultNow(),
})
