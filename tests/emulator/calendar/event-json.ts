// The body of a POST or PATCH of an event. Microsoft Graph: create event, update event.

import type { Address } from '../mail/content'
import { NO_EXTENDED, readExtended } from '../mail/extended-properties'
import { asBoolean, asCategories, asEnum, IMPORTANCE } from '../mail/patch'
import { GraphFault } from '../seam'
import type { EventContent, OnlineProvider, Sensitivity, ShowAs, StoredRecurrence, Times } from './model'
import {
  invalid,
  type Json,
  list,
  type Moment,
  readAttendees,
  readBody,
  readMoment,
  readPlace,
  text,
  unknownProperty,
} from './parts'
import { validateRecurrence } from './recurrence/expand'
import { toWall } from './zones/zones'

const TYPE = 'microsoft.graph.event'
const SENSITIVITY: readonly Sensitivity[] = ['normal', 'personal', 'private', 'confidential']
const SHOW_AS: readonly ShowAs[] = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown']
const PROVIDERS: readonly OnlineProvider[] = ['unknown', 'skypeForBusiness', 'skypeForConsumer', 'teamsForBusiness']
const MOST_SUBJECT = 255
const DAY = 86_400_000
/** Known to Graph, but not to be written by a client. */
const READ_ONLY: ReadonlySet<string> = new Set([
  'id',
  'bodyPreview',
  'calendar',
  'cancelledOccurrences',
  'changeKey',
  'createdDateTime',
  'exceptionOccurrences',
  'hasAttachments',
  'iCalUId',
  'instances',
  'isCancelled',
  'isDraft',
  'isOrganizer',
  'lastModifiedDateTime',
  'onlineMeeting',
  'onlineMeetingUrl',
  'organizer',
  'originalEndTimeZone',
  'originalStart',
  'originalStartTimeZone',
  'responseStatus',
  'seriesMasterId',
  'type',
  'webLink',
])

export interface EventChange {
  content: EventContent
  /** Undefined: not mentioned; null: the series becomes a single event. */
  recurrence?: StoredRecurrence | null
  transactionId?: string | null
  /** start, end or isAllDay was given. */
  timesGiven: boolean
}

/** An event with nothing in it yet. */
export const emptyContent = (organizer: Address): EventContent => ({
  times: { start: 0, end: 0, startZone: 'UTC', endZone: 'UTC', isAllDay: false },
  subject: null,
  body: { type: 'html', content: '' },
  importance: 'normal',
  sensitivity: 'normal',
  showAs: 'busy',
  reminder: { on: true, minutes: 15 },
  categories: [],
  locations: [],
  attendees: [],
  organizer,
  isOrganizer: true,
  response: { response: 'organizer', time: null },
  responseRequested: true,
  allowNewTimeProposals: true,
  hideAttendees: false,
  isCancelled: false,
  isDraft: false,
  isOnlineMeeting: false,
  onlineMeetingProvider: 'unknown',
  onlineMeeting: null,
  extended: NO_EXTENDED,
})

function timesOf(before: Times, start: Moment | null, end: Moment | null, allDay: boolean | null): Times {
  const next: Times = {
    start: start?.at ?? before.start,
    end: end?.at ?? before.end,
    startZone: start?.zone ?? before.startZone,
    endZone: end?.zone ?? before.endZone,
    isAllDay: allDay ?? before.isAllDay,
  }
  if (next.end < next.start)
    throw new GraphFault(400, 'ErrorCalendarEndDateIsEarlierThanStartDate', 'The end of an event is before its start.')
  if (!next.isAllDay) return next
  const refuse = (message: string) => new GraphFault(400, 'ErrorPropertyValidationFailure', message)
  if (next.startZone !== next.endZone)
    throw refuse('The start and end time zones of an all-day event need to be the same.')
  for (const [name, at] of [
    ['Start', next.start],
    ['End', next.end],
  ] as const) {
    if (!toWall(at, next.startZone).endsWith('T00:00:00.0000000'))
      throw refuse(`The Event.${name} property for an all-day event needs to be set to midnight.`)
  }
  // A day has 23 hours when clocks go forward.
  if (next.end - next.start < DAY - 3_600_000)
    throw refuse('The duration of an event marked as All day must be at least 24 hours.')
  return next
}

function minutes(value: unknown): number {
  const found = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0 && found <= 2_629_800) return found
  throw invalid("'reminderMinutesBeforeStart' must be a whole number.")
}

/** Properties that change nothing but one field of the content. */
const FIELDS: Readonly<Record<string, (value: unknown, before: EventContent) => Partial<EventContent>>> = {
  subject(value) {
    const subject = value === null ? null : text(value, 'subject')
    if (subject !== null && subject.length > MOST_SUBJECT)
      throw new GraphFault(400, 'ErrorPropertyValidationFailure', `The subject is longer than ${MOST_SUBJECT}.`)
    return { subject }
  },
  body: (value) => ({ body: readBody(value) }),
  importance: (value) => ({ importance: asEnum('importance', value, IMPORTANCE) }),
  sensitivity: (value) => ({ sensitivity: asEnum('sensitivity', value, SENSITIVITY) }),
  showAs: (value) => ({ showAs: asEnum('showAs', value, SHOW_AS) }),
  isReminderOn: (value, { reminder }) => ({ reminder: { ...reminder, on: asBoolean('isReminderOn', value) } }),
  reminderMinutesBeforeStart: (value, { reminder }) => ({ reminder: { ...reminder, minutes: minutes(value) } }),
  categories: (value) => ({ categories: asCategories(value) }),
  attendees: (value, before) => ({ attendees: readAttendees(value, before.attendees) }),
  responseRequested: (value) => ({ responseRequested: asBoolean('responseRequested', value) }),
  allowNewTimeProposals: (value) => ({ allowNewTimeProposals: asBoolean('allowNewTimeProposals', value) }),
  hideAttendees: (value) => ({ hideAttendees: asBoolean('hideAttendees', value) }),
  isOnlineMeeting: (value) => ({ isOnlineMeeting: asBoolean('isOnlineMeeting', value) }),
  onlineMeetingProvider: (value) => ({ onlineMeetingProvider: asEnum('onlineMeetingProvider', value, PROVIDERS) }),
  singleValueExtendedProperties: (value, { extended }) => ({ extended: { ...extended, ...readExtended(value) } }),
}

/**
 * `before` with what the body says. `isNew`: start and end are needed, transactionId is allowed.
 * @throws GraphFault 400 for unknown and read-only properties, wrong values, zones and times.
 */
export function readEvent(given: Json, before: EventContent, isNew: boolean): EventChange {
  let content = before
  const change: Omit<EventChange, 'content' | 'timesGiven'> = {}
  for (const [name, value] of Object.entries(given)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    if (field) content = { ...content, ...field(value, content) }
    else if (name === 'recurrence') change.recurrence = value === null ? null : validateRecurrence(value)
    else if (name === 'transactionId' && isNew) change.transactionId = value === null ? null : text(value, name)
    else if (name === 'transactionId' || READ_ONLY.has(name))
      throw new GraphFault(400, 'ErrorInvalidPropertySet', `The property '${name}' cannot be set by this request.`)
    else if (name === 'attachments' || name === 'extensions' || name === 'multiValueExtendedProperties')
      throw new GraphFault(501, 'NotImplemented', `The emulator does not keep ${name} of events.`)
    else if (!TIME_NAMES.has(name) && !name.startsWith('@')) throw unknownProperty(name, TYPE)
  }
  const { location, locations, start, end, isAllDay } = given
  if (locations !== undefined) content = { ...content, locations: list(locations, 'locations', readPlace) }
  else if (location !== undefined) content = { ...content, locations: location === null ? [] : [readPlace(location)] }
  if (isNew && (start === undefined || end === undefined))
    throw new GraphFault(400, 'ErrorPropertyValidationFailure', "'start' and 'end' are needed.")
  const timesGiven = start !== undefined || end !== undefined || isAllDay !== undefined
  if (timesGiven) {
    const times = timesOf(
      before.times,
      start === undefined ? null : readMoment(start, 'start'),
      end === undefined ? null : readMoment(end, 'end'),
      isAllDay === undefined ? null : asBoolean('isAllDay', isAllDay),
    )
    content = { ...content, times }
  }
  return { ...change, content, timesGiven }
}

const TIME_NAMES: ReadonlySet<string> = new Set(['start', 'end', 'isAllDay', 'location', 'locations'])
