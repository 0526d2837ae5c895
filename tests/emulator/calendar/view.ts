// An event as Graph shows it: canonical names, null for what is empty, nothing that was not selected.

import type { Event } from '@microsoft/microsoft-graph-types'
import { htmlToText, preview, textToHtml } from '../mail/text'
import { etagOf } from '../mail/view'
import { GraphFault } from '../seam'
import type { Mailbox } from './mailbox'
import type { Attendee, EventContent, Occurrence, Place, Response, ShareRole, StoredEvent } from './model'
import { uidOf } from './uid'
import { toWall } from './zones/zones'

export interface ViewOptions {
  mailbox: Mailbox
  immutableIds: boolean
  /** Prefer: outlook.timezone, as it was given; UTC without. */
  zone: string
  /** Prefer: outlook.body-content-type */
  textBodies: boolean
  /** Calendars.ReadBasic only: no body, no preview, no extended properties. */
  basic: boolean
  /** Whose eyes look: the owner's, or those of somebody with whom the calendar is shared. */
  role: ShareRole | 'owner'
}

/** An event, a master or one occurrence. */
export interface Shown {
  event: StoredEvent
  occurrence: Occurrence | null
}

type Reader = (content: EventContent, shown: Shown, view: ViewOptions) => unknown
/** Microsoft's own types say which names an event has. */
type Readers = { readonly [Name in keyof Event]: Reader }

/** Microsoft Graph: times of an event's own life, UTC. */
export const instant = (at: number) => new Date(at).toISOString().replace('Z', '0000Z')
const NEVER = '0001-01-01T00:00:00Z'

export const dateOf = ({ occurrence }: Shown): string | null => occurrence?.date ?? null
export const idOf = (shown: Shown, { mailbox, immutableIds }: Pick<ViewOptions, 'mailbox' | 'immutableIds'>): string =>
  immutableIds ? mailbox.immutableId(shown.event, dateOf(shown)) : mailbox.restId(shown.event, dateOf(shown))

const zoned = (at: number, zone: string) => ({ dateTime: toWall(at, zone), timeZone: zone })
const status = ({ response, time }: Response) => ({ response, time: time === null ? NEVER : instant(time) })
const mail = ({ name, address }: { name: string; address: string }) => ({ emailAddress: { name, address } })

function attendee(each: Attendee, zone: string): object {
  const { proposed } = each
  return {
    type: each.type,
    status: status(each.status),
    ...mail(each),
    ...(proposed && { proposedNewTime: { start: zoned(proposed.start, zone), end: zoned(proposed.end, zone) } }),
  }
}

function place(each: Place | undefined): object {
  if (!each) return { displayName: '', locationType: 'default', uniqueIdType: 'unknown', address: {}, coordinates: {} }
  return {
    displayName: each.displayName,
    ...(each.uri !== null && { locationUri: each.uri }),
    ...(each.email !== null && { locationEmailAddress: each.email }),
    locationType: each.locationType,
    ...(each.uniqueId !== null && { uniqueId: each.uniqueId }),
    uniqueIdType: each.uniqueIdType,
    ...(each.address && { address: each.address }),
    ...(each.coordinates && { coordinates: each.coordinates }),
  }
}

const typeOf = ({ event, occurrence }: Shown): Event['type'] =>
  occurrence
    ? occurrence.exception
      ? 'exception'
      : 'occurrence'
    : event.recurrence
      ? 'seriesMaster'
      : 'singleInstance'

const plain = ({ body: { type, content } }: EventContent) => (type === 'html' ? htmlToText(content) : content)

/** In Graph's order. Only what was selected: see ONLY_SELECTED. */
const READERS: Readers = {
  createdDateTime: (_, { event, occurrence }) => instant(occurrence?.exception?.created ?? event.created),
  lastModifiedDateTime: (_, { event, occurrence }) => instant(occurrence?.exception?.modified ?? event.modified),
  changeKey: (_, shown, { mailbox }) => mailbox.changeKey(shown.event, dateOf(shown)),
  categories: (content) => content.categories,
  transactionId: (_, { event }) => event.transactionId,
  originalStartTimeZone: ({ times }) => times.startZone,
  originalEndTimeZone: ({ times }) => times.endZone,
  iCalUId: (_, shown) => uidOf(shown.event.uid, dateOf(shown)),
  reminderMinutesBeforeStart: ({ reminder }) => reminder.minutes,
  isReminderOn: ({ reminder }) => reminder.on,
  hasAttachments: () => false,
  subject: ({ subject }) => subject,
  bodyPreview: (content) => preview(plain(content)),
  importance: ({ importance }) => importance,
  sensitivity: ({ sensitivity }) => sensitivity,
  isAllDay: ({ times }) => times.isAllDay,
  isCancelled: ({ isCancelled }) => isCancelled,
  isOrganizer: ({ isOrganizer }) => isOrganizer,
  responseRequested: ({ responseRequested }) => responseRequested,
  seriesMasterId: (_, { event, occurrence }, view) => (occurrence ? idOf({ event, occurrence: null }, view) : null),
  showAs: ({ showAs }) => showAs,
  type: (_, shown) => typeOf(shown),
  webLink: (_, shown, view) =>
    `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(idOf(shown, view))}&exvsurl=1&path=/calendar/item`,
  onlineMeetingUrl: () => null,
  isOnlineMeeting: ({ isOnlineMeeting }) => isOnlineMeeting,
  onlineMeetingProvider: ({ onlineMeetingProvider }) => onlineMeetingProvider,
  allowNewTimeProposals: ({ allowNewTimeProposals }) => allowNewTimeProposals,
  isDraft: ({ isDraft }) => isDraft,
  hideAttendees: ({ hideAttendees }) => hideAttendees,
  responseStatus: ({ response }) => status(response),
  body(content, _, { textBodies }) {
    const { type, content: own } = content.body
    if (textBodies) return { contentType: 'text', content: plain(content) }
    return { contentType: 'html', content: type === 'html' ? own : textToHtml(own) }
  },
  start: ({ times }, _, { zone }) => zoned(times.start, zone),
  end: ({ times }, _, { zone }) => zoned(times.end, zone),
  location: ({ locations }) => place(locations[0]),
  locations: ({ locations }) => locations.map(place),
  recurrence: (_, { event, occurrence }) => (occurrence ? null : event.recurrence),
  attendees: ({ attendees }, _, { zone }) => attendees.map((each) => attendee(each, zone)),
  organizer: ({ organizer }) => mail(organizer),
  onlineMeeting: ({ onlineMeeting }) =>
    onlineMeeting && {
      joinUrl: onlineMeeting.joinUrl,
      ...(onlineMeeting.conferenceId !== null && { conferenceId: onlineMeeting.conferenceId }),
      ...(onlineMeeting.tollNumber !== null && { tollNumber: onlineMeeting.tollNumber }),
    },
  originalStart: (_, { occurrence }) => (occurrence ? instant(occurrence.originalStart) : null),
  cancelledOccurrences: (_, { event, occurrence }, view) =>
    occurrence
      ? []
      : [...event.cancelled].sort().map((date) => `OID.${idOf({ event, occurrence: null }, view)}.${date}`),
}

/** Microsoft Graph: event, cancelledOccurrences and originalStart come when asked for. */
const ONLY_SELECTED = new Set(['cancelledOccurrences', 'originalStart'])
const NOT_BASIC = new Set(['body', 'bodyPreview'])
const DEFAULT_NAMES = Object.keys(READERS).filter((name) => !ONLY_SELECTED.has(name))

/** Compiles $select. @throws GraphFault 400 naming the unknown property. */
export function compileSelect(select: readonly string[] | null): readonly string[] {
  if (!select) return DEFAULT_NAMES
  const names = new Set<string>()
  for (const name of select) {
    if (name === '*') for (const each of DEFAULT_NAMES) names.add(each)
    else if (Object.hasOwn(READERS, name)) names.add(name)
    else if (name !== 'id' && name !== 'exceptionOccurrences')
      throw new GraphFault(
        400,
        'RequestBroker--ParseUri',
        `Could not find a property named '${name}' on type 'microsoft.graph.event'.`,
      )
  }
  return Object.keys(READERS).filter((name) => names.has(name))
}

export const SEES_PRIVATE: ReadonlySet<ViewOptions['role']> = new Set(['owner', 'delegateWithPrivate'])

/** True: this role sees times only of the event, or times and a title. */
export const isHidden = (content: EventContent, role: ViewOptions['role']): boolean =>
  role === 'freeBusy' || (content.sensitivity === 'private' && !SEES_PRIVATE.has(role))

/** What is left of an event for this role. Microsoft Graph: calendar, canViewPrivateItems; calendarRoleType. */
export function visible(content: EventContent, role: ViewOptions['role']): EventContent {
  const hidden = isHidden(content, role)
  if (!hidden && role !== 'limited') return content
  const bare: EventContent = { ...content, body: { type: 'html', content: '' }, attendees: [], extended: {} }
  if (!hidden) return bare
  const subject = content.sensitivity === 'private' ? 'Private Appointment' : 'Busy'
  return { ...bare, subject, locations: [], categories: [], isOnlineMeeting: false, onlineMeeting: null }
}

export const contentOf = ({ event, occurrence }: Shown): EventContent => occurrence?.content ?? event.content

export function viewEvent(shown: Shown, names: readonly string[], view: ViewOptions): Record<string, unknown> {
  const content = visible(contentOf(shown), view.role)
  const out: Record<string, unknown> = {
    '@odata.etag': etagOf(view.mailbox.changeKey(shown.event, dateOf(shown))),
    id: idOf(shown, view),
  }
  for (const name of names) {
    if (view.basic && NOT_BASIC.has(name)) continue
    out[name] = READERS[name as keyof Event]?.(content, shown, view)
  }
  return out
}
