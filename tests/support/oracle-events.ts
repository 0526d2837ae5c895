// The oracle's part on calendars: the schedule's copy of Outlook and the mailbox hold the same events.

/** An event, a series or one occurrence as the mailbox itself tells it (the control API's truth). */
export interface TrueEvent {
  id: string
  changeKey: string
  calendar: string
  calendarId: string
  type: 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception'
  seriesMasterId?: string
  subject: string | null
  start: string
  end: string
  startZone: string
  isAllDay: boolean
  showAs: string
  sensitivity: string
  categories: string[]
  location: string | null
  isOrganizer: boolean
  isCancelled: boolean
  response: string
  organizer: { name: string; address: string }
  attendees: { name: string; address: string; type: string; response: string }[]
  joinUrl: string | null
}

/** An event as Tandem's export tells it. */
export interface HeldEvent {
  tandemId: string
  calendarId: string
  externalCalendarEventId: string
  seriesMasterId: string | null
  type: TrueEvent['type']
  changeKey: string
  startDatetime: string
  endDatetime: string
  startDate: string | null
  endDate: string | null
  isAllDay: boolean
  sensitivity: string
  showAs: string
  isCancelled: boolean
  isOrganizer: boolean
  responseStatus: string
  subject: string | null
  location: string | null
  bodyPreview: string | null
  organizerName: string | null
  organizerAddress: string | null
  attendees: { name: string; address: string; type: string; response: string }[] | null
  joinUrl: string | null
  categories: string[] | null
  webLink: string | null
  iCalUid: string | null
  recurrence: unknown
  participants: string[]
}

export interface HeldCalendar {
  tandemId: string
  id: string
  title: string
  role: 'own' | 'shared' | 'delegate'
  isDefaultCalendar: boolean
  isAdded: boolean
  isShown: boolean
  isTandems: boolean
  windowStart: string | null
  windowEnd: string | null
}

const PRIVATE = ['private', 'confidential']
const DETAILS = [
  'subject',
  'location',
  'bodyPreview',
  'organizerName',
  'organizerAddress',
  'attendees',
  'joinUrl',
  'categories',
  'webLink',
  'iCalUid',
  'recurrence',
] as const

/** A date in a zone at an instant, by the engine's own calendar. */
const dateIn = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  )

const same = (a: string, b: string) => new Date(a).getTime() === new Date(b).getTime()

/**
 * Where Tandem and the mailbox differ in a time range, as sentences. Both hold the same occurrences once each, with the
 * same times and fields; of private ones Tandem holds nothing but R30's. What had ended before `from` is not looked at:
 * the past is not mirrored (R27).
 * @param truth single events and occurrences, those of own calendars
 */
export function eventDifferences(
  held: { calendars: HeldCalendar[]; events: HeldEvent[] },
  truth: TrueEvent[],
  { from, to }: { from: Date; to: Date },
): string[] {
  const found: string[] = []
  const within = (start: string, end: string) => new Date(end) > from && new Date(start) < to
  const followed = new Set(
    held.calendars
      .filter(({ isAdded, isTandems, role }) => isAdded && !isTandems && role === 'own')
      .map(({ id }) => id),
  )
  const expected = truth.filter((each) => followed.has(each.calendarId) && within(each.start, each.end))
  const byId = new Map<string, HeldEvent>()
  for (const event of held.events) {
    if (event.type === 'seriesMaster' || !followed.has(event.calendarId)) continue
    if (byId.has(event.externalCalendarEventId)) found.push(`${name(event)} is here twice`)
    byId.set(event.externalCalendarEventId, event)
  }
  for (const event of expected) {
    const row = byId.get(event.id)
    if (!row) found.push(`${event.subject} of ${event.start} is missing`)
    else found.push(...differencesOf(row, event))
    byId.delete(event.id)
  }
  for (const row of byId.values())
    if (within(row.startDatetime, row.endDatetime))
      found.push(`${name(row)} of ${row.startDatetime} should not be here`)
  return found
}

const name = (event: HeldEvent) => event.subject ?? event.externalCalendarEventId.slice(-12)

function differencesOf(row: HeldEvent, event: TrueEvent): string[] {
  const off: string[] = []
  const check = (what: string, ok: boolean) => {
    if (!ok) off.push(`${event.subject} of ${event.start}: ${what} differs`)
  }
  check('calendar', row.calendarId === event.calendarId)
  check('type', row.type === event.type)
  check('all-day', row.isAllDay === event.isAllDay)
  if (event.isAllDay) {
    check('first day', row.startDate === dateIn(event.start, zone(event)))
    check('last day', row.endDate === dateIn(event.end, zone(event)))
  } else {
    check('start', same(row.startDatetime, event.start))
    check('end', same(row.endDatetime, event.end))
    check('dates', row.startDate === null && row.endDate === null)
  }
  check('sensitivity', row.sensitivity === event.sensitivity)
  check('show as', row.showAs === event.showAs)
  check('cancelled', row.isCancelled === event.isCancelled)
  check('response', row.responseStatus === event.response)
  if (PRIVATE.includes(event.sensitivity)) {
    for (const field of DETAILS) check(`${field} (private)`, row[field] === null)
    check('participants (private)', row.participants.length === 0)
    return off
  }
  check('subject', row.subject === (event.subject ?? ''))
  check('location', row.location === (event.location ?? ''))
  check('organizer', (row.organizerAddress ?? '') === event.organizer.address)
  check('being organizer', row.isOrganizer === event.isOrganizer)
  check('link', row.joinUrl === event.joinUrl)
  check('categories', JSON.stringify(row.categories) === JSON.stringify(event.categories))
  check('attendees', JSON.stringify((row.attendees ?? []).map(person)) === JSON.stringify(event.attendees.map(person)))
  return off
}

const person = (each: { address: string; type: string; response: string }) => [each.address, each.type, each.response]

/** Windows' names that the trials use; the others are IANA's. */
const ZONES: Record<string, string> = {
  'W. Europe Standard Time': 'Europe/Berlin',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Eastern Standard Time': 'America/New_York',
  'GMT Standard Time': 'Europe/London',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'India Standard Time': 'Asia/Kolkata',
  'New Zealand Standard Time': 'Pacific/Auckland',
}
const zone = ({ startZone }: TrueEvent) => ZONES[startZone] ?? startZone
