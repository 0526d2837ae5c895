import type { EventAttendee } from '@/drizzle/schema/calendar'
import type { Recurrence } from '@/drizzle/schema/schedule'
import { isDate } from '@/lib/platform/recurrence/check'
import { addDays, ianaOf, instantOf, wallOf } from '@/lib/platform/zones'
import { isFieldOn, isPrivate, type PulledFields, type Sensitivity } from './rules'
import { type GraphEvent, type GraphRecurrence, graphCalendar, graphEvent, markedEvent } from './schema'

export type EventType = 'singleInstance' | 'occurrence' | 'exception' | 'seriesMaster'

/** When an event is: instants, and the date that stands there if it is an all-day one written as midnight. */
interface Times {
  start: string
  end: string
  /** Dates as they stand in the answer, if both ends are midnights there. */
  midnights: [string, string] | null
}

/** What an event holds besides its own times: an occurrence has it from its series, unless it was changed by itself. */
export interface EventContent {
  is_all_day: boolean
  sensitivity: Sensitivity
  start_timezone: string
  end_timezone: string
  original_start_timezone: string | null
  original_end_timezone: string | null
  created: string | null
  modified: string | null
  show_as: string
  is_cancelled: boolean
  response_status: string
  is_organizer: boolean
  subject: string | null
  location: string | null
  body_preview: string | null
  organizer_name: string | null
  organizer_address: string | null
  attendees: EventAttendee[] | null
  join_url: string | null
  categories: string[] | null
  importance: string | null
  reminder_minutes: number | null
  web_link: string | null
  i_cal_uid: string | null
  participants: string[]
}

/** One item of a delta, a list or a single read. `content` null: it came with its times alone. */
export interface EventItem extends Times {
  id: string
  changeKey: string | null
  type: EventType
  seriesMasterId: string | null
  content: EventContent | null
  recurrence: Recurrence | null
}

/** An event as its row, in snake case for one bulk statement. */
export interface EventRow extends EventContent {
  external_id: string
  change_key: string
  type: EventType
  series_master_id: string | null
  start: string
  end: string
  start_date: string | null
  end_date: string | null
  recurrence: Recurrence | null
}

/** Postgres takes neither NUL nor half a surrogate pair. */
const clean = (text: string, most: number): string => text.replaceAll('\u0000', '').toWellFormed().slice(0, most)
const cleanOrNull = (text: string | null | undefined, most: number): string | null =>
  text == null ? null : clean(text, most)

/** `W/"<change key>"` → change key. */
export const keyOfEtag = (etag: string | undefined): string | undefined => etag?.replace(/^W\//, '').replaceAll('"', '')

/**
 * One event of Graph; null when it cannot be understood. What the workspace does not pull, and what private events keep
 * to themselves (R30), goes no further than here.
 */
export function toEvent(json: unknown, fields: PulledFields): EventItem | null {
  const parsed = graphEvent.safeParse(json)
  if (!parsed.success) return null
  const event = parsed.data
  const times = timesOf(event)
  if (!times) return null
  const content = contentOf(event, fields)
  const type = event.type ?? (event.seriesMasterId ? 'occurrence' : 'singleInstance')
  return {
    ...times,
    id: event.id,
    changeKey: event.changeKey ?? keyOfEtag(event['@odata.etag']) ?? null,
    type,
    seriesMasterId: type === 'seriesMaster' ? null : (event.seriesMasterId ?? null),
    content,
    recurrence: content && !isPrivate(content.sensitivity) && event.recurrence ? recurrenceOf(event.recurrence) : null,
  }
}

function timesOf({ start, end }: GraphEvent): Times | null {
  if (!start || !end) return null
  const from = instantIn(start)
  const to = instantIn(end)
  if (!from || !to || to < from) return null
  const dates = [start, end].map(({ dateTime }) =>
    /T00:00(:00(\.0+)?)?$/.test(dateTime) ? dateTime.slice(0, 10) : null,
  )
  const [first, last] = dates
  return { start: from, end: to, midnights: first && last ? [first, last] : null }
}

function instantIn({ dateTime, timeZone }: { dateTime: string; timeZone: string }): string | null {
  const zone = ianaOf(timeZone)
  if (!zone) return null
  try {
    const at = instantOf(dateTime, zone).toISOString()
    // One date that no database keeps must not hold up everything else.
    return isDate(at.slice(0, 10)) ? at : null
  } catch {
    return null
  }
}

/** Null for an occurrence that leaves everything but its times to its series (Microsoft Graph: calendarView delta). */
function contentOf(event: GraphEvent, fields: PulledFields): EventContent | null {
  const { isAllDay, sensitivity } = event
  if (typeof isAllDay !== 'boolean' || !sensitivity) return null
  const startZone = cleanOrNull(event.originalStartTimeZone, 100)
  const endZone = cleanOrNull(event.originalEndTimeZone, 100)
  const plain = {
    is_all_day: isAllDay,
    sensitivity,
    start_timezone: zoneOf(startZone),
    end_timezone: zoneOf(endZone ?? startZone),
    original_start_timezone: startZone,
    original_end_timezone: endZone,
    created: event.createdDateTime ?? null,
    modified: event.lastModifiedDateTime ?? null,
    show_as: event.showAs ?? 'busy',
    is_cancelled: event.isCancelled ?? false,
    response_status: event.responseStatus?.response ?? 'none',
  }
  if (isPrivate(sensitivity)) return { ...plain, ...NOTHING_KEPT }
  const on = <T>(field: Parameters<typeof isFieldOn>[1], value: T): T | null =>
    isFieldOn(fields, field) ? value : null
  const organizer = event.organizer?.emailAddress
  const attendees = attendeesOf(event.attendees)
  return {
    ...plain,
    is_organizer: event.isOrganizer ?? false,
    subject: on('subject', clean(event.subject ?? '', 1000)),
    location: on('location', clean(event.location?.displayName ?? '', 1000)),
    body_preview: on('preview', clean(event.bodyPreview ?? '', 255)),
    organizer_name: on('organizer', cleanOrNull(organizer?.name, 320)),
    organizer_address: on('organizer', cleanOrNull(organizer?.address, 320)),
    attendees: on('attendees', attendees),
    join_url: on('onlineMeeting', webAddress(event.onlineMeeting?.joinUrl ?? event.onlineMeetingUrl)),
    categories: on(
      'categories',
      (event.categories ?? []).map((each) => clean(each, 255)),
    ),
    importance: on('importance', event.importance ?? 'normal'),
    reminder_minutes: on('reminder', event.isReminderOn ? (event.reminderMinutesBeforeStart ?? 0) : null),
    web_link: on('webLink', webAddress(event.webLink)),
    i_cal_uid: cleanOrNull(event.iCalUId, 1000),
    participants: participantsOf(on('organizer', organizer?.address), on('attendees', attendees)),
  }
}

/** R30: of a private event nothing of this is kept. */
export const NOTHING_KEPT = {
  is_organizer: false,
  subject: null,
  location: null,
  body_preview: null,
  organizer_name: null,
  organizer_address: null,
  attendees: null,
  join_url: null,
  categories: null,
  importance: null,
  reminder_minutes: null,
  web_link: null,
  i_cal_uid: null,
  participants: [] as string[],
}

/** A zone that nobody knows (`tzone://Microsoft/Custom`) is read as UTC: the instants are right all the same. */
const zoneOf = (name: string | null): string => (name === null ? null : ianaOf(name)) ?? 'UTC'

/** Links are shown to be clicked: anything but the web is dropped. */
const webAddress = (link: string | null | undefined): string | null =>
  link && /^https?:\/\//i.test(link) && link.length <= 4000 ? clean(link, 4000) : null

function attendeesOf(list: GraphEvent['attendees']): EventAttendee[] {
  return (list ?? []).slice(0, 500).flatMap(({ type, status, emailAddress }) => {
    const address = clean(emailAddress?.address ?? '', 320)
    const name = clean(emailAddress?.name ?? '', 320)
    return address || name
      ? [{ name: name || address, address, type: type ?? 'required', response: status?.response ?? 'none' }]
      : []
  })
}

function participantsOf(organizer: string | null | undefined, attendees: EventAttendee[] | null): string[] {
  const people = (attendees ?? []).filter(({ type }) => type !== 'resource').map(({ address }) => address)
  const addresses = [organizer ?? '', ...people].map((address) => clean(address, 320).trim().toLowerCase())
  return [...new Set(addresses)].filter(Boolean)
}

/** Only what the type of a pattern uses: Graph fills the rest with zeros and firsts. */
export function recurrenceOf({ pattern, range }: GraphRecurrence): Recurrence {
  const { type, interval } = pattern
  const days = pattern.daysOfWeek ?? []
  const relative = type === 'relativeMonthly' || type === 'relativeYearly'
  const yearly = type === 'absoluteYearly' || type === 'relativeYearly'
  return {
    pattern: {
      type,
      interval,
      ...(type === 'weekly' || relative ? { daysOfWeek: days } : {}),
      ...(type === 'weekly' && pattern.firstDayOfWeek ? { firstDayOfWeek: pattern.firstDayOfWeek } : {}),
      ...((type === 'absoluteMonthly' || type === 'absoluteYearly') && pattern.dayOfMonth
        ? { dayOfMonth: pattern.dayOfMonth }
        : {}),
      ...(yearly && pattern.month ? { month: pattern.month } : {}),
      ...(relative ? { index: pattern.index ?? 'first' } : {}),
    },
    range: {
      type: range.type,
      startDate: range.startDate,
      ...(range.type === 'endDate' && range.endDate ? { endDate: range.endDate } : {}),
      ...(range.type === 'numbered' && range.numberOfOccurrences
        ? { numberOfOccurrences: range.numberOfOccurrences }
        : {}),
    },
  }
}

/** An item as its row. An occurrence that came without content takes its series': `inherited`. */
export function toRow(item: EventItem, content: EventContent, changeKey: string): EventRow {
  const row = {
    ...content,
    external_id: item.id,
    change_key: changeKey,
    type: item.type,
    series_master_id: item.seriesMasterId,
    start: item.start,
    end: item.end,
    start_date: null,
    end_date: null,
    recurrence: item.recurrence,
  }
  return content.is_all_day ? { ...row, ...allDay(item, content.start_timezone) } : row
}

/**
 * An all-day event is dates, never instants (R35). Outlook may answer its midnights in UTC or in another zone than the
 * one it was made in; there they are midnights again. Its instants are the midnights of that zone, for finding it only.
 */
export function allDay(times: Times, zone: string): Pick<EventRow, 'start' | 'end' | 'start_date' | 'end_date'> {
  const first = times.midnights?.[0] ?? nearestDate(times.start, zone)
  const given = times.midnights?.[1] ?? nearestDate(times.end, zone)
  const last = given > first ? given : addDays(first, 1)
  return {
    start: instantOf(`${first}T00:00`, zone).toISOString(),
    end: instantOf(`${last}T00:00`, zone).toISOString(),
    start_date: first,
    end_date: last,
  }
}

/** The date whose midnight lies nearest: of a zone that is not known exactly, too. */
const nearestDate = (instant: string, zone: string): string => {
  const wall = wallOf(new Date(instant), zone)
  return wall.slice(11, 13) < '12' ? wall.slice(0, 10) : addDays(wall.slice(0, 10), 1)
}

/** A calendar as its row, in snake case. */
export interface CalendarFields {
  id: string
  title: string
  isDefault: boolean
  ownerName: string | null
  ownerAddress: string | null
  canEdit: boolean
  canViewPrivate: boolean
  onlineProvider: string | null
  /** It bears Tandem's marker. */
  isTandems: boolean
}

/** One calendar of the list; null when it cannot be understood. */
export function toCalendar(json: unknown): CalendarFields | null {
  const parsed = graphCalendar.safeParse(json)
  if (!parsed.success) return null
  const calendar = parsed.data
  return {
    id: calendar.id,
    title: clean(calendar.name ?? '', 500) || 'Calendar',
    isDefault: calendar.isDefaultCalendar ?? false,
    ownerName: cleanOrNull(calendar.owner?.name, 320),
    ownerAddress: cleanOrNull(calendar.owner?.address, 320),
    canEdit: calendar.canEdit ?? false,
    canViewPrivate: calendar.canViewPrivateItems ?? true,
    onlineProvider: calendar.allowedOnlineMeetingProviders?.includes('teamsForBusiness') ? 'teamsForBusiness' : null,
    isTandems: (calendar.singleValueExtendedProperties ?? []).some(({ value }) => Boolean(value)),
  }
}

/** Whether a read that asked for the mark of published copies shows one. */
export const isPublished = (json: unknown): boolean => markedEvent.safeParse(json).success
