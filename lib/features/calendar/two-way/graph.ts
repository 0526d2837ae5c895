import type { GraphRequest } from '@/lib/graph/client'
import { ROW } from '../graph'
import { ENTRY_MARKER } from '../link/rules'

// Microsoft Graph: event, singleValueLegacyExtendedProperty. Paths below the version root.

const segment = encodeURIComponent
const TEXT = 'outlook.body-content-type="text"'
const FULL = `${ROW},body,isOnlineMeeting`
const EXPAND = segment(
  `exceptionOccurrences($select=id,${FULL},originalStart),singleValueExtendedProperties($filter=id eq '${ENTRY_MARKER}')`,
)

/** An event with everything that is shared, its exceptions, and the mark of its entry. */
export const readFull = (id: string): GraphRequest => ({
  path: `/me/events/${segment(id)}?$select=${FULL},cancelledOccurrences&$expand=${EXPAND}`,
  prefer: [TEXT],
})

/** The text as Outlook holds it, with what makes it an online meeting. */
export const readBody = (id: string): GraphRequest => ({
  path: `/me/events/${segment(id)}?$select=body`,
  prefer: ['outlook.body-content-type="html"'],
})

/** Creates in the default calendar; with attendees Outlook invites them, nobody else does. */
export const create = (body: Record<string, unknown>): GraphRequest => ({
  method: 'POST',
  path: '/me/events',
  body,
  prefer: [TEXT],
})

/** Of a single event, a master, or one occurrence; refused when it is no longer as it was read. */
export const change = (id: string, body: Record<string, unknown>, changeKey: string | null): GraphRequest => ({
  method: 'PATCH',
  path: `/me/events/${segment(id)}`,
  body,
  prefer: [TEXT],
  ...(changeKey ? { headers: { 'If-Match': `W/"${changeKey}"` } } : {}),
})

export const remove = (id: string, changeKey: string | null): GraphRequest => ({
  method: 'DELETE',
  path: `/me/events/${segment(id)}`,
  ...(changeKey ? { headers: { 'If-Match': `W/"${changeKey}"` } } : {}),
})

/** Events that say they were made for an entry: the one whose create got through, and invitations that lie. */
export const findMarked = (entryId: string): GraphRequest => ({
  path: `/me/events?$select=id,isOrganizer&$top=50&$filter=${segment(
    `singleValueExtendedProperties/Any(ep: ep/id eq '${ENTRY_MARKER}' and ep/value eq '${entryId}')`,
  )}`,
})

/** All events of the default calendar with their marks. */
export const listMarked: GraphRequest = {
  path: `/me/calendar/events?$select=id,isOrganizer&$top=500&$expand=${segment(`singleValueExtendedProperties($filter=id eq '${ENTRY_MARKER}')`)}`,
}

const VERBS = { accepted: 'accept', tentativelyAccepted: 'tentativelyAccept', declined: 'decline' } as const

/** Answers an invitation; the organizer is told by Outlook. */
export const answer = (id: string, given: keyof typeof VERBS): GraphRequest => ({
  method: 'POST',
  path: `/me/events/${segment(id)}/${VERBS[given]}`,
  body: { sendResponse: true },
})
