import type { EventAttendee } from '@/drizzle/schema/calendar'
import type { scheduleEntries } from '@/drizzle/schema/schedule'
import { tidyRecurrence } from '@/lib/platform/recurrence/check'
import { lastEnd, type Series } from '@/lib/platform/recurrence/expand'
import { daysBetween, ianaOf, instantOf, wallOf, windowsOf } from '@/lib/platform/zones'
import { recurrenceToGraph, spanToGraph, spanZone } from '../link/rules'
import { toEvent, toRow } from '../map'
import { endOf } from '../publish/map'
import { isFieldOn, isPrivate, type PulledFields } from '../rules'
import { type Change, type Content, changedFields, type DateContent, type Guest, type State, type Times } from './rules'
import { type FullEvent, fullEvent } from './schema'

export type Entry = typeof scheduleEntries.$inferSelect
type Values = Partial<typeof scheduleEntries.$inferInsert>

const SHOWN: readonly string[] = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere']
/** What a form takes, too. */
const MOST = { title: 255, location: 255, notes: 20_000, guests: 500 }
const NAMELESS = 'No title'

const full = (wall: string): string => (wall.length === 16 ? `${wall}:00` : wall)
/** Outlook names zones by Windows' names, of which several IANA zones share one. */
const zoneOf = (zone: string): string => ianaOf(windowsOf(zone) ?? zone) ?? zone

/** Postgres takes neither NUL nor half a surrogate pair. */
const clean = (text: string, most: number): string =>
  text.replaceAll('\u0000', '').toWellFormed().slice(0, most).toWellFormed()
const line = (text: string, most: number): string => clean(text.replace(/\s+/g, ' ').trim(), most)

// Ours

function timesOfEntry(entry: Entry): Times {
  const { isAllDay, startDate, endDate, startAt, timeZone } = entry
  if (isAllDay && startDate && endDate) return { isAllDay, start: startDate, end: endDate, zone: zoneOf(timeZone) }
  const end = endOf(entry)
  const [from, to] = [wallOf(startAt, timeZone), wallOf(end, timeZone)]
  // By the wall the hour that comes twice could not be told apart.
  const isPlain = +instantOf(from, timeZone) === +startAt && +instantOf(to, timeZone) === +end
  if (isPlain || entry.recurrence) return { isAllDay: false, start: full(from), end: full(to), zone: zoneOf(timeZone) }
  return { isAllDay: false, start: full(wallOf(startAt, 'UTC')), end: full(wallOf(end, 'UTC')), zone: 'UTC' }
}

const guestOf = ({ address, name, type }: Guest): Guest => ({ address: address.toLowerCase(), name, type })

export function contentOfEntry(entry: Entry, attendees: readonly Guest[]): Content {
  return {
    title: entry.title,
    times: timesOfEntry(entry),
    location: entry.location,
    notes: entry.notes,
    isPrivate: entry.isPrivate,
    showAs: entry.showAs,
    reminder: entry.reminderMinutes,
    attendees: attendees.map(guestOf),
  }
}

/** An entry, with its exceptions if it is a series. @param attendees by entry id */
export function stateOfEntry(
  entry: Entry,
  exceptions: readonly Entry[],
  attendees: ReadonlyMap<string, readonly Guest[]>,
): State {
  const dates: State['exceptions'] = {}
  for (const each of exceptions)
    if (each.occurrenceDate)
      dates[each.occurrenceDate] = each.isCancelled ? null : contentOfEntry(each, attendees.get(each.id) ?? [])
  return {
    ...contentOfEntry(entry, attendees.get(entry.id) ?? []),
    isOnline: entry.isOnline,
    recurrence: entry.recurrence && tidyRecurrence(entry.recurrence),
    exceptions: entry.recurrence ? dates : {},
  }
}

/** The columns of an entry that a change of its content sets. */
export function valuesOf(change: Partial<Content & Pick<State, 'isOnline'>>): Values {
  const { title, times, location, notes, isPrivate: isHidden, showAs, reminder, isOnline } = change
  return {
    ...(title === undefined ? {} : { title: line(title, MOST.title) || NAMELESS }),
    ...(times === undefined ? {} : timeValues(times)),
    ...(location === undefined ? {} : { location: line(location, MOST.location) }),
    ...(notes === undefined ? {} : { notes: clean(notes, MOST.notes) }),
    ...(isHidden === undefined ? {} : { isPrivate: isHidden }),
    ...(showAs === undefined ? {} : { showAs }),
    ...(reminder === undefined ? {} : { reminderMinutes: reminder }),
    ...(isOnline === undefined ? {} : { isOnline }),
  }
}

export function timeValues({ isAllDay, start, end, zone }: Times) {
  const at = (text: string) => instantOf(isAllDay ? `${text}T00:00` : text, zone)
  return {
    isAllDay,
    startDate: isAllDay ? start : null,
    endDate: isAllDay ? end : null,
    startAt: at(start),
    endAt: at(end),
    timeZone: zone,
  }
}

/** The columns that make an entry a series, or none. */
export function seriesValues(state: Pick<State, 'times' | 'recurrence'>): Values {
  const { times, recurrence } = state
  if (!recurrence) return { recurrence: null, seriesEndsAt: null }
  return { recurrence, seriesEndsAt: lastEnd(seriesOf(times, recurrence)) }
}

function seriesOf(times: Times, recurrence: NonNullable<State['recurrence']>): Series {
  const { isAllDay, start, end, zone } = times
  const length = isAllDay ? daysBetween(start, end) : (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 60_000
  return { recurrence, start, length: Math.max(0, length), zone, isAllDay }
}

// Theirs

/** What Outlook says of an event besides what is shared. */
export interface Facts {
  isOrganizer: boolean
  isCancelled: boolean
  isPrivate: boolean
  response: string
  organizer: { name: string; address: string } | null
  joinUrl: string | null
  responses: EventAttendee[]
  changeKey: string
  modifiedAt: Date
  /** Of its changed dates. */
  datesModifiedAt: Record<string, Date>
  /** Id of the entry that Tandem made it for. Only one's own event says so: anybody may write it into an invitation. */
  marker: string | null
  /** Its name in all calendars that hold it; null of a private one. */
  iCalUid: string | null
}

export interface Theirs {
  id: string
  state: State
  facts: Facts
}

/** Outlook puts what makes an online meeting below a line of its own; the text above is the person's. */
export function notesOf(text: string, isOnline: boolean): string {
  const plain = text.replaceAll('\r\n', '\n')
  const at = isOnline ? plain.search(/^[ \t]*_{20,}/m) : -1
  return clean((at < 0 ? plain : plain.slice(0, at)).trim(), MOST.notes)
}

/**
 * An event of Graph as the other side of an entry; null when it cannot be understood. What the workspace does not pull
 * (R31), and what a private event keeps to itself (R30), is as it was when both were last alike.
 * @param before how the event last was
 * @param isOutlooks what it says came from Outlook alone: of a date that is private now nothing is kept but its times
 */
export function theirsOf(json: unknown, fields: PulledFields, before: State | null, isOutlooks = false): Theirs | null {
  const parsed = fullEvent.safeParse(json)
  if (!parsed.success) return null
  const event = parsed.data
  const own = contentOfEvent(json, event, fields, before)
  if (!own) return null
  const dates = datesOf(event, fields, { own: own.content, before, isOutlooks })
  const recurrence = own.recurrence && tidyRecurrence(own.recurrence)
  // How a private series repeats is not read; each of its dates says by itself whether it is private.
  const rule = own.facts.isPrivate && before !== null ? before.recurrence : recurrence
  return {
    id: event.id,
    state: {
      ...own.content,
      isOnline: event.isOnlineMeeting ?? false,
      recurrence: rule,
      exceptions: rule ? dates.exceptions : {},
    },
    facts: { ...own.facts, datesModifiedAt: dates.modifiedAt },
  }
}

/** The changed and deleted dates of a series. @param own what the series itself says */
function datesOf(
  event: FullEvent,
  fields: PulledFields,
  { own, before, isOutlooks }: { own: Content; before: State | null; isOutlooks: boolean },
): { exceptions: State['exceptions']; modifiedAt: Record<string, Date> } {
  const exceptions: State['exceptions'] = {}
  const modifiedAt: Record<string, Date> = {}
  for (const id of event.cancelledOccurrences ?? []) {
    const date = /(\d{4}-\d{2}-\d{2})$/.exec(id)?.[1]
    if (date) exceptions[date] = null
  }
  for (const each of event.exceptionOccurrences ?? []) {
    const occurrence = fullEvent.safeParse(each)
    const date = occurrence.success ? originalDate(occurrence.data, own.times) : null
    if (!occurrence.success || !date) continue
    const was = before?.exceptions[date] ?? null
    const read = contentOfEvent(each, occurrence.data, fields, was ?? before ?? own)
    if (!read) continue
    exceptions[date] = asKept(read.content, { was, own, isOutlooks })
    modifiedAt[date] = read.facts.modifiedAt
  }
  return { exceptions, modifiedAt }
}

/** A date as it is kept: of a private one that came from Outlook what was written from here, else what its series says. */
function asKept(
  content: Content,
  { was, own, isOutlooks }: { was: DateContent | null; own: Content; isOutlooks: boolean },
): DateContent {
  const changed = was ? changedFields(was, content) : []
  const fromHere = was?.fromHere?.filter((field) => !changed.includes(field)) ?? []
  const kept = isOutlooks && content.isPrivate ? { ...content, ...hiddenOf(own), ...pick(content, fromHere) } : content
  return fromHere.length > 0 ? { ...kept, fromHere } : kept
}

/** What of a private event is not read (R30). */
const hiddenOf = ({ title, location, notes, reminder, attendees }: Content) => ({
  title,
  location,
  notes,
  reminder,
  attendees,
})

const pick = (content: Content, fields: readonly (keyof Content)[]): Partial<Content> =>
  Object.fromEntries(fields.map((field) => [field, content[field]]))

/** One occurrence of Graph as the exception that it is. */
export const occurrenceOf = (json: unknown, fields: PulledFields, before: Content | null): Content | null => {
  const parsed = fullEvent.safeParse(json)
  return parsed.success ? (contentOfEvent(json, parsed.data, fields, before)?.content ?? null) : null
}

function contentOfEvent(json: unknown, event: FullEvent, fields: PulledFields, before: Content | null) {
  const item = toEvent(json, fields)
  if (!item?.content || !item.changeKey) return null
  const row = toRow(item, item.content, item.changeKey)
  const isHidden = isPrivate(row.sensitivity)
  const known = <T>(value: T | null, was: T | undefined, otherwise: T): T => value ?? was ?? otherwise
  const organizer = event.organizer?.emailAddress
  const self = organizer?.address?.toLowerCase() ?? ''
  const asked = row.attendees?.flatMap((each) =>
    each.address ? [{ ...each, address: each.address.toLowerCase() }] : [],
  )
  const guests = asked?.filter(({ address }) => address !== self)
  const hasReminder = !isHidden && isFieldOn(fields, 'reminder')
  const hasNotes = !isHidden && isFieldOn(fields, 'preview')
  const showAs = SHOWN.includes(row.show_as) ? (row.show_as as Content['showAs']) : 'busy'
  const content: Content = {
    title: known(row.subject, before?.title, ''),
    times: timesOfRow(row, before?.times),
    location: known(row.location, before?.location, ''),
    notes: hasNotes ? notesOf(event.body?.content ?? '', event.isOnlineMeeting ?? false) : (before?.notes ?? ''),
    isPrivate: isHidden,
    showAs,
    reminder: hasReminder ? row.reminder_minutes : (before?.reminder ?? null),
    attendees: guests ? uniqueGuests(guests) : (before?.attendees ?? []),
  }
  const facts: Omit<Facts, 'datesModifiedAt'> = {
    isOrganizer: event.isOrganizer ?? true,
    isCancelled: row.is_cancelled,
    isPrivate: isHidden,
    response: row.response_status,
    organizer: organizer?.address ? { name: organizer.name || organizer.address, address: self } : null,
    joinUrl: row.join_url,
    responses: asked ?? [],
    changeKey: row.change_key,
    modifiedAt: new Date(row.modified ?? 0),
    marker: event.isOrganizer === true ? (event.singleValueExtendedProperties?.[0]?.value ?? null) : null,
    iCalUid: isHidden ? null : row.i_cal_uid,
  }
  return { content, facts, recurrence: item.recurrence }
}

const uniqueGuests = (guests: readonly Guest[]): Guest[] =>
  [...new Map(guests.map((each) => [each.address, guestOf(each)])).values()].slice(0, MOST.guests)

/** @param before an entry's zone stays where its days could be told in UTC alone */
function timesOfRow(row: ReturnType<typeof toRow>, before: Times | undefined): Times {
  const zone = zoneOf(row.start_timezone)
  if (row.is_all_day && row.start_date && row.end_date) {
    const days = { isAllDay: true, start: row.start_date, end: row.end_date, zone }
    const own = before?.isAllDay ? { ...days, zone: before.zone } : days
    return spanZone(own) === zone ? own : days
  }
  const wall = (at: string) => full(wallOf(new Date(at), zone))
  return { isAllDay: false, start: wall(row.start), end: wall(row.end), zone }
}

/** All-day ones are dates: their midnight may be written as another zone's. */
function originalDate({ originalStart }: FullEvent, { isAllDay, zone }: Times): string | null {
  if (!originalStart) return null
  const at = new Date(originalStart)
  const wall = wallOf(at, isAllDay && originalStart.includes('T00:00:00') ? 'UTC' : zone)
  return wall.slice(0, 10)
}

// To Outlook

/** Graph's properties of a change (Microsoft Graph: event); exceptions are written one by one. */
export function toGraph(change: Omit<Change, 'exceptions'>, zone: string): Record<string, unknown> {
  const { title, times, location, notes, showAs, reminder, attendees, isOnline, recurrence } = change
  return {
    ...(title === undefined ? {} : { subject: title }),
    ...(notes === undefined ? {} : { body: { contentType: 'text', content: notes } }),
    ...(location === undefined ? {} : { location: { displayName: location } }),
    ...(change.isPrivate === undefined ? {} : { sensitivity: change.isPrivate ? 'private' : 'normal' }),
    ...(showAs === undefined ? {} : { showAs }),
    ...(reminder === undefined
      ? {}
      : { isReminderOn: reminder !== null, ...(reminder === null ? {} : { reminderMinutesBeforeStart: reminder }) }),
    ...(times && spanToGraph(times)),
    ...(attendees === undefined
      ? {}
      : { attendees: attendees.map(({ address, name, type }) => ({ type, emailAddress: { address, name } })) }),
    ...(isOnline ? { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' } : {}),
    ...(recurrence === undefined
      ? {}
      : { recurrence: recurrence && recurrenceToGraph(recurrence, times ? spanZone(times) : zone) }),
  }
}
