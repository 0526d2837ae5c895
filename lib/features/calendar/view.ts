import type { AttendeeView, CalendarView, EventView, Response, ScheduleItem, ShowAs } from '@/components/schedule/view'
import type { Known } from '@/lib/features/people/addresses/queries'
import { straightName, withoutTurns } from '@/lib/platform/text'
import type { CalendarRow, EventRecord } from './rows/queries'
import { isPrivate } from './rules'

/** What decides how an event is shown, besides itself. */
export interface Lookup {
  /** By address. */
  people: ReadonlyMap<string, Known>
  /** Colleagues: user id by address. */
  users: ReadonlyMap<string, string>
  isInternal: (address: string) => boolean
  /** The mailbox's own address, in lower case. */
  me: string
}

const SHOW_AS: readonly string[] = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere']
const RESPONSES: readonly string[] = [
  'none',
  'organizer',
  'tentativelyAccepted',
  'accepted',
  'declined',
  'notResponded',
]

const showAsOf = (word: string): ShowAs => (SHOW_AS.includes(word) ? (word as ShowAs) : 'busy')
const responseOf = (word: string): Response => (RESPONSES.includes(word) ? (word as Response) : 'none')

/** What an event is called: null for a private one; one whose subject is not pulled still has a name. */
const titleOf = ({ sensitivity, subject }: EventRecord): string | null =>
  isPrivate(sensitivity) ? null : subject === null ? 'Outlook event' : subject.trim() || '(No title)'

const straight = (text: string | null): string | null => text && withoutTurns(text)

/** Somebody else wrote it: its words without the marks that turn what stands beside them. */
const readable = (event: EventRecord): EventRecord => ({
  ...event,
  subject: straight(event.subject),
  location: straight(event.location),
  bodyPreview: straight(event.bodyPreview),
  organizerName: event.organizerName && straightName(event.organizerName),
  attendees: event.attendees?.map((each) => ({ ...each, name: straightName(each.name) })) ?? null,
})

/** An event as a block of the schedule. */
export function toScheduleItem(record: EventRecord, lookup: Lookup): ScheduleItem {
  const event = readable(record)
  return {
    key: event.id,
    source: 'outlook',
    id: event.id,
    occurrenceDate: null,
    isRecurring: event.seriesMasterId !== null,
    kind: 'event',
    calendarId: event.calendarId,
    title: titleOf(event),
    startsAt: event.startDatetime.toISOString(),
    endsAt: event.endDatetime.toISOString(),
    isAllDay: event.isAllDay,
    startDate: event.startDate,
    endDate: event.endDate,
    location: event.location || null,
    isPrivate: isPrivate(event.sensitivity),
    showAs: showAsOf(event.showAs),
    response: responseOf(event.responseStatus),
    isCancelled: event.isCancelled,
    isOnline: event.joinUrl !== null,
    isExternal: event.participants.some((address) => !lookup.isInternal(address)),
    people: namesOf(event, lookup),
    mayChange: false,
    outlook: 'none',
    version: null,
  }
}

/** Names for the second line: people of the CRM first, the viewer never. */
function namesOf(event: EventRecord, { people, me }: Lookup): string[] {
  const given = new Map((event.attendees ?? []).map(({ address, name }) => [address.trim().toLowerCase(), name]))
  if (event.organizerAddress && event.organizerName)
    given.set(event.organizerAddress.trim().toLowerCase(), event.organizerName)
  const others = event.participants.filter((address) => address !== me)
  const known = others.flatMap((address) => people.get(address)?.name ?? [])
  const rest = others.filter((address) => !people.has(address)).map((address) => given.get(address) || address)
  return [...new Set([...known, ...rest])]
}

/** A calendar in the panel. */
export const toCalendarView = (row: CalendarRow): CalendarView => ({
  id: row.id,
  title: withoutTurns(row.title),
  ownerName: row.ownerName && straightName(row.ownerName),
  role: row.role,
  isDefault: row.isDefaultCalendar,
  hue: row.hue,
  isShown: row.isShown,
  isLoading: row.syncedAt === null,
})

/** An event with everything that is held of it, for the pop-over. */
export function toEventView(record: EventRecord, calendar: CalendarRow, lookup: Lookup, mayWrite: boolean): EventView {
  const event = readable(record)
  const response = responseOf(event.responseStatus)
  const { organizerAddress } = event
  const organizer = organizerAddress?.trim().toLowerCase() ?? null
  return {
    id: event.id,
    title: titleOf(event),
    startsAt: event.startDatetime.toISOString(),
    endsAt: event.endDatetime.toISOString(),
    isAllDay: event.isAllDay,
    startDate: event.startDate,
    endDate: event.endDate,
    timeZone: event.startTimezone,
    isPrivate: isPrivate(event.sensitivity),
    showAs: showAsOf(event.showAs),
    location: event.location || null,
    preview: event.bodyPreview?.trim() || null,
    organizer:
      organizer && organizerAddress
        ? {
            name: lookup.people.get(organizer)?.name ?? event.organizerName ?? organizerAddress,
            address: organizerAddress,
            personId: lookup.people.get(organizer)?.personId ?? null,
          }
        : null,
    attendees: (event.attendees ?? []).map((each) => attendeeOf(each, lookup)),
    joinUrl: event.joinUrl,
    webLink: event.webLink,
    categories: event.categories ?? [],
    calendar: {
      id: calendar.id,
      title: calendar.title,
      ownerName: calendar.ownerName,
      address: calendar.ownerAddress,
    },
    isRecurring: event.seriesMasterId !== null,
    response,
    isOrganizer: event.isOrganizer,
    isCancelled: event.isCancelled,
    mayAnswer:
      mayWrite &&
      calendar.role === 'own' &&
      !event.isOrganizer &&
      !event.isCancelled &&
      !isPrivate(event.sensitivity) &&
      response !== 'none' &&
      response !== 'organizer',
  }
}

function attendeeOf(each: NonNullable<EventRecord['attendees']>[number], { people, users }: Lookup): AttendeeView {
  const address = each.address.trim().toLowerCase()
  const person = people.get(address)
  return {
    name: person?.name ?? each.name,
    address: each.address,
    type: each.type,
    response: responseOf(each.response),
    personId: person?.personId ?? null,
    userId: users.get(address) ?? null,
    company: person?.company ?? null,
  }
}
