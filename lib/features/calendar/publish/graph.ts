import type { GraphRequest } from '@/lib/graph/client'
import { CALENDAR_MARKER, ENTRY_MARKER, STATE_MARKER } from '../link/rules'

// Microsoft Graph: calendar, event, singleValueLegacyExtendedProperty. Paths below the version root.

const segment = encodeURIComponent
const LIST_PAGE = 500

/** Calendars that bear a mark: Tandem's own, and what a colleague may have marked and shared. */
export const calendarsMarked = (mark: string): GraphRequest => ({
  path: `/me/calendars?$select=id,canShare&$filter=${segment(
    `singleValueExtendedProperties/Any(ep: ep/id eq '${CALENDAR_MARKER}' and ep/value eq '${mark}')`,
  )}`,
})

export const createCalendar = (name: string, mark: string): GraphRequest => ({
  method: 'POST',
  path: '/me/calendars',
  body: { name, singleValueExtendedProperties: [{ id: CALENDAR_MARKER, value: mark }] },
})

export const readCalendar = (id: string): GraphRequest => ({ path: `/me/calendars/${segment(id)}?$select=id,name` })

export const deleteCalendar = (id: string): GraphRequest => ({ method: 'DELETE', path: `/me/calendars/${segment(id)}` })

/** Everything in a calendar with the marks of copies: which entry it is, what was written, how long it shows. */
export const markedEvents = (calendarId: string): GraphRequest => ({
  path: `/me/calendars/${segment(calendarId)}/events?$top=${LIST_PAGE}&$select=id,changeKey,type,end,recurrence&$expand=${segment(
    `singleValueExtendedProperties($filter=id eq '${ENTRY_MARKER}' or id eq '${STATE_MARKER}')`,
  )}`,
})

export const createEvent = (calendarId: string, body: Record<string, unknown>): GraphRequest => ({
  method: 'POST',
  path: `/me/calendars/${segment(calendarId)}/events`,
  body,
})

/** Of a single event, a master, or one occurrence. */
export const patchEvent = (id: string, body: Record<string, unknown>): GraphRequest => ({
  method: 'PATCH',
  path: `/me/events/${segment(id)}`,
  body,
})

export const deleteEvent = (id: string): GraphRequest => ({ method: 'DELETE', path: `/me/events/${segment(id)}` })

/** Occurrences of a series that touch a span (ISO 8601, UTC), to find one by its original date. */
export const occurrencesIn = (masterId: string, from: string, to: string): GraphRequest => ({
  path: `/me/events/${segment(masterId)}/instances?startDateTime=${segment(from)}&endDateTime=${segment(
    to,
  )}&$select=id,type,start,originalStart&$top=${LIST_PAGE}`,
})
