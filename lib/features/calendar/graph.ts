import type { GraphRequest } from '@/lib/graph/client'
import { CALENDAR_MARKER, STATE_MARKER } from './link/rules'

const segment = encodeURIComponent

/** Signals tell of all own calendars at once and name none (Microsoft Graph: outlook change notifications). */
export const EVENTS_RESOURCE = '/me/events'

/** All calendars of the mailbox and those that others share, with the marker of Tandem's own. */
export const calendarList: GraphRequest = {
  path: `/me/calendars?$top=100&$expand=singleValueExtendedProperties($filter=${segment(`id eq '${CALENDAR_MARKER}'`)})`,
}

const range = (from: Date, to: Date): string => `startDateTime=${from.toISOString()}&endDateTime=${to.toISOString()}`

/** First request of a calendar's delta round. The window is part of the token (Microsoft Graph: event delta). */
export const eventDelta = (calendarId: string, from: Date, to: Date): string =>
  `/me/calendars/${segment(calendarId)}/calendarView/delta?${range(from, to)}`

/** Properties of a row, for reads that can choose (a delta cannot). */
export const ROW = [
  'changeKey',
  'type',
  'seriesMasterId',
  'start',
  'end',
  'originalStartTimeZone',
  'originalEndTimeZone',
  'isAllDay',
  'sensitivity',
  'createdDateTime',
  'lastModifiedDateTime',
  'showAs',
  'isCancelled',
  'isOrganizer',
  'responseStatus',
  'subject',
  'location',
  'bodyPreview',
  'organizer',
  'attendees',
  'onlineMeeting',
  'onlineMeetingUrl',
  'categories',
  'importance',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'webLink',
  'iCalUId',
  'recurrence',
].join(',')

/** What stands in the default calendar from one instant to another: for the first paint. */
export const defaultView = (from: Date, to: Date, top: number): GraphRequest => ({
  path: `/me/calendarView?${range(from, to)}&$select=${ROW}&$orderby=start/dateTime&$top=${top}`,
})

/** One event of an own calendar. */
export const oneEvent = (id: string): GraphRequest => ({ path: `/me/events/${segment(id)}?$select=${ROW}` })

/** One event of an own calendar that is unknown here, with the mark of what Tandem published. */
export const strangerEvent = (id: string): GraphRequest => ({
  path: `${oneEvent(id).path}&$expand=singleValueExtendedProperties($filter=${segment(`id eq '${STATE_MARKER}'`)})`,
})

/** One event of a calendar, somebody else's too. */
export const oneEventOf = (calendarId: string, id: string): GraphRequest => ({
  path: `/me/calendars/${segment(calendarId)}/events/${segment(id)}?$select=${ROW}`,
})

/** The person's zone as Outlook has it, by its Windows or IANA name. */
export const mailboxZone: GraphRequest = { path: '/me/mailboxSettings/timeZone' }

/** When the person works, as they set it in Outlook. */
export const mailboxHours: GraphRequest = { path: '/me/mailboxSettings/workingHours' }
