import { addDays, dateOf, instantOf } from '@/lib/platform/zones'

/** Optional fields of Outlook events that an administrator may leave out (R31), in the order of the list. */
export const FIELDS = [
  { id: 'subject', name: 'Subject' },
  { id: 'location', name: 'Location' },
  { id: 'preview', name: 'Beginning of the text' },
  { id: 'organizer', name: 'Organiser' },
  { id: 'attendees', name: 'Attendees and their answers' },
  { id: 'onlineMeeting', name: 'Link of the online meeting' },
  { id: 'categories', name: 'Categories' },
  { id: 'importance', name: 'Importance' },
  { id: 'reminder', name: 'Reminder' },
  { id: 'webLink', name: 'Link to Outlook' },
] as const
export type FieldId = (typeof FIELDS)[number]['id']

/** The chosen fields; null: all. */
export type PulledFields = readonly string[] | null
export const isFieldOn = (fields: PulledFields, id: FieldId): boolean => fields === null || fields.includes(id)

export type Sensitivity = 'normal' | 'personal' | 'private' | 'confidential'

/** Of these only R30's fields are kept, and they show as "Private". */
export const isPrivate = (sensitivity: Sensitivity): boolean =>
  sensitivity === 'private' || sensitivity === 'confidential'

/** Name of a calendar's cursor. */
export const streamOfCalendar = (calendarId: string): string => `calendar/${calendarId}`

/** Name of the cursor that says when the list of calendars was read. */
export const CALENDARS_STREAM = 'calendars'

const DAY = 86_400_000
/** R27: so many days ahead. */
const AHEAD_DAYS = 90
/** A token's window is opened so much wider on both ends, and is renewed before the schedule outgrows it. */
const MARGIN_DAYS = 7

export interface Window {
  from: Date
  to: Date
}

/** Whole number of days since a Sunday. */
const dayOfWeek = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay()

/** R27: what the schedule shows of Outlook: from Sunday of the current week to 90 days ahead, by the person's clock. */
export function shownWindow(now: Date, zone: string): Window {
  const today = dateOf(now, zone)
  return {
    from: instantOf(`${addDays(today, -dayOfWeek(today))}T00:00`, zone),
    to: instantOf(`${addDays(today, AHEAD_DAYS + 1)}T00:00`, zone),
  }
}

/** What a delta token is opened for. */
export function tokenWindow(now: Date, zone: string): Window {
  const { from, to } = shownWindow(now, zone)
  return { from: new Date(from.getTime() - MARGIN_DAYS * DAY), to: new Date(to.getTime() + MARGIN_DAYS * DAY) }
}

/** A number that is the same for the same text, spread evenly. */
export function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/**
 * Whether a token's window is due for renewal: once a week on a day of the week that the connection's hash chooses, and
 * always before the schedule would show more than it covers.
 */
export function isRenewalDue(windowEnd: Date | null, now: Date, zone: string, connectionId: string): boolean {
  if (!windowEnd) return true
  const fresh = tokenWindow(now, zone).to.getTime()
  const age = Math.round((fresh - windowEnd.getTime()) / DAY)
  if (age < 0 || age >= MARGIN_DAYS) return true
  return age > 0 && dayOfWeek(dateOf(now, zone)) === spread(connectionId) % 7
}

/** Hues of outlines: 6 is kept for connectors. */
const HUES = [1, 2, 3, 4, 5, 7, 8]

/** The person's main calendar: the hue of the legend, and the one least like Tandem's own. */
export const DEFAULT_HUE = 1

/** The hue of a calendar: by its id, and unlike its neighbours' as long as there are enough. */
export function hueOf(id: string, taken: readonly number[]): number {
  const first = spread(id) % HUES.length
  const inOrder = [...HUES.slice(first), ...HUES.slice(0, first)]
  return inOrder.find((hue) => !taken.includes(hue)) ?? inOrder[0] ?? 1
}

/** R27: a change of what had ended before it is not mirrored. Both by Microsoft's clock. */
export const endedBefore = (end: string | Date, change: string | Date | null): boolean =>
  change !== null && new Date(end).getTime() <= new Date(change).getTime()

/** Others' calendars are compared so often while somebody looks (R26), in milliseconds. */
export const POLL_MS = 5 * 60_000

export type CalendarRole = 'own' | 'shared' | 'delegate'

/**
 * Whose calendar it is. Graph does not say "delegate": of another person's calendar, whoever may write is taken for one.
 * @param me owner of the default calendar
 */
export function roleOf(
  { isDefault, ownerAddress, canEdit }: { isDefault: boolean; ownerAddress: string | null; canEdit: boolean },
  me: string | null,
): CalendarRole {
  if (isDefault || !ownerAddress || !me || ownerAddress.toLowerCase() === me.toLowerCase()) return 'own'
  return canEdit ? 'delegate' : 'shared'
}

/** Whether a new calendar is taken into the schedule by itself: not the holidays and birthdays that nobody writes. */
export const wantsAtFirst = (role: CalendarRole, canEdit: boolean, isFirstList: boolean): boolean =>
  role === 'own' ? canEdit : isFirstList

/** Whether a calendar's events are taken in; others' only while the person wants shared calendars. */
export const isFollowed = (
  calendar: { isAdded: boolean; isTandems: boolean; role: CalendarRole },
  withShared: boolean,
): boolean => calendar.isAdded && !calendar.isTandems && (calendar.role === 'own' || withShared)
