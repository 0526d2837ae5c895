import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant } from './columns'
import { connections } from './connection'
import { companies, people } from './people'
import { users } from './users'
import { workspaceId } from './workspaces'

/** Days of the week as Graph spells them. */
export type Weekday = 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday'

/** A recurrence (Microsoft Graph: patternedRecurrence), with only the properties that its type uses. Dates are YYYY-MM-DD. */
export interface Recurrence {
  pattern: {
    type: 'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly' | 'absoluteYearly' | 'relativeYearly'
    interval: number
    daysOfWeek?: Weekday[]
    firstDayOfWeek?: Weekday
    dayOfMonth?: number
    /** 1 to 12. */
    month?: number
    index?: 'first' | 'second' | 'third' | 'fourth' | 'last'
  }
  range: { type: 'endDate' | 'noEnd' | 'numbered'; startDate: string; endDate?: string; numberOfOccurrences?: number }
}

/**
 * An entry of the schedule that belongs to the CRM. A timed one has instants, meant in `timeZone`; an all-day one has
 * dates (end exclusive), its instants are the midnights of `timeZone`, for finding it only.
 */
export const scheduleEntries = pgTable(
  'schedule_entries',
  {
    id: id(),
    workspaceId: workspaceId(),
    kind: text({ enum: ['call', 'time_off', 'medical_event', 'meeting'] }).notNull(),
    /** Null: nobody's yet; then it is in nobody's Outlook. */
    ownerId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** A call's subject, the reason of time off, a medical event's name. */
    title: text().notNull(),
    /** A colleague's part in a call: only the parent is published. */
    parentId: uuid().references((): AnyPgColumn => scheduleEntries.id, { onDelete: 'cascade' }),
    channel: text({ enum: ['in_person', 'phone', 'video', 'chat'] }),
    isAllDay: boolean().notNull(),
    startDate: date({ mode: 'string' }),
    endDate: date({ mode: 'string' }),
    startAt: instant().notNull(),
    /** Null: nobody said; thirty minutes are shown and published (R33). */
    endAt: instant(),
    /** IANA name. */
    timeZone: text().notNull(),
    location: text().notNull().default(''),
    notes: text().notNull().default(''),
    isPrivate: boolean().notNull().default(false),
    showAs: text({ enum: ['free', 'tentative', 'busy', 'oof', 'workingElsewhere'] })
      .notNull()
      .default('busy'),
    /** Minutes before the start; null: none. */
    reminderMinutes: integer(),
    isOnline: boolean().notNull().default(false),
    joinUrl: text(),
    /** On the first entry of a series only. */
    recurrence: jsonb().$type<Recurrence>(),
    /** Last instant at which the series may show; null without end, and for what is no series. */
    seriesEndsAt: instant(),
    /** An exception of a series: which one, and the date (in the series' zone) of the occurrence that it replaces. */
    seriesId: uuid().references((): AnyPgColumn => scheduleEntries.id, { onDelete: 'cascade' }),
    occurrenceDate: date({ mode: 'string' }),
    /** A called-off meeting; of an exception: this occurrence was deleted. */
    isCancelled: boolean().notNull().default(false),
    /** Somebody else invited; null: the owner did. */
    organizerName: text(),
    organizerAddress: text(),
    /** The owner's answer to that invitation, as Graph spells it. */
    responseStatus: text({ enum: ['none', 'organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded'] })
      .notNull()
      .default('none'),
    /** It came from this mailbox (two-way mode) and goes with it; null: somebody entered it here. */
    connectionId: uuid().references(() => connections.id, { onDelete: 'cascade' }),
    /**
     * Outlook brought it to this connection, whose person gave it to somebody else: since then it is Tandem's. This and
     * `invitedFrom` are numbers of our own that outlive their connections and then say nothing of anybody.
     */
    handedFrom: uuid(),
    /** From the mailbox of this connection the people on it were invited; null: from none. Of a series on the first. */
    invitedFrom: uuid(),
    /** Rises with every change: whoever saves says which one they changed. */
    version: integer().notNull().default(1),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    index().on(table.workspaceId, table.ownerId, table.startAt),
    // What may touch a month without beginning near it: series, and what lasts for days.
    index('schedule_entries_lasting')
      .on(table.workspaceId, table.ownerId, table.startAt)
      .where(sql`${table.recurrence} is not null or ${table.endAt} - ${table.startAt} > interval '2 days'`),
    index().on(table.parentId),
    index().on(table.seriesId, table.occurrenceDate),
    index().on(table.connectionId),
    index('schedule_entries_handed').on(table.handedFrom).where(sql`${table.handedFrom} is not null`),
    // Meetings that somebody else called stand on that person's timeline, too.
    index('schedule_entries_organizer')
      .on(table.workspaceId, table.organizerAddress)
      .where(sql`${table.organizerAddress} is not null`),
  ],
)

/** Who is asked to a meeting or takes part in a call: colleagues, people of the CRM, or anybody with an address. */
export const entryAttendees = pgTable(
  'entry_attendees',
  {
    entryId: uuid()
      .notNull()
      .references(() => scheduleEntries.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId(),
    /** In lower case. */
    address: text().notNull(),
    /** What stands behind its sign: ties an entry to a company. */
    domain: text().generatedAlwaysAs(sql`tandem_domain(address)`),
    name: text().notNull(),
    type: text({ enum: ['required', 'optional', 'resource'] })
      .notNull()
      .default('required'),
    userId: uuid().references(() => users.id, { onDelete: 'set null' }),
    response: text({ enum: ['none', 'organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded'] })
      .notNull()
      .default('none'),
    position: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.entryId, table.address] }),
    index().on(table.workspaceId, table.address),
    index().on(table.workspaceId, table.domain),
    index().on(table.userId, table.entryId),
  ],
)

/** Whom an entry is about; attendees count besides these. */
export const entryLinks = pgTable(
  'entry_links',
  {
    id: id(),
    entryId: uuid()
      .notNull()
      .references(() => scheduleEntries.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId(),
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    companyId: uuid().references(() => companies.id, { onDelete: 'cascade' }),
  },
  (table) => [index().on(table.entryId), index().on(table.personId), index().on(table.companyId)],
)
