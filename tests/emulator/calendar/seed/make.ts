// One seeded event, from a few words: its day counted from today, its time in the owner's zone.

import type { Address } from '../../mail/content'
import { emptyContent } from '../event-json'
import type { Mailbox } from '../mailbox'
import type {
  Attendee,
  EventContent,
  Place,
  ResponseType,
  StoredCalendar,
  StoredEvent,
  StoredRecurrence,
} from '../model'
import { placeSeries } from '../recurrence/expand'
import { makeUid } from '../uid'
import { toInstant } from '../zones/zones'

const DAY = 86_400_000

export interface Stage {
  mailbox: Mailbox
  calendar: StoredCalendar
  /** Midnight UTC of the day on which the seed was laid. */
  today: number
  zone: string
}

export interface Plan extends Partial<Omit<EventContent, 'times' | 'locations' | 'attendees' | 'body'>> {
  /** Days from today; may be negative. */
  day: number
  /** '09:30'; absent: all day. */
  from?: string
  /** Minutes, or days of an all-day event. */
  length: number
  place?: string
  attendees?: readonly (Address & { response?: ResponseType; type?: Attendee['type'] })[]
  body?: string
  pattern?: Partial<StoredRecurrence['pattern']> & Pick<StoredRecurrence['pattern'], 'type'>
  /** Number of occurrences; without it the series has no end. */
  count?: number
  /** Copies of one meeting in several mailboxes have the same. */
  shared?: string
}

const dayText = ({ today }: Pick<Stage, 'today'>, day: number) => new Date(today + day * DAY).toISOString().slice(0, 10)

/** The next day (today included) that falls on this weekday, 0 = Sunday, `weeks` later. */
export function weekday({ today }: Pick<Stage, 'today'>, wanted: number, weeks = 0): number {
  const now = new Date(today).getUTCDay()
  return ((wanted - now + 7) % 7) + weeks * 7
}

const placeNamed = (displayName: string): Place => ({
  displayName,
  locationType: 'default',
  uniqueId: displayName,
  uniqueIdType: 'private',
  uri: null,
  email: null,
  address: null,
  coordinates: null,
})

function recurrenceOf(stage: Stage, { pattern, day, count }: Plan): StoredRecurrence | null {
  if (!pattern) return null
  const blank: StoredRecurrence['pattern'] = {
    type: pattern.type,
    interval: 1,
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: [],
    firstDayOfWeek: 'sunday',
    index: 'first',
  }
  return {
    pattern: { ...blank, ...pattern },
    range: {
      type: count === undefined ? 'noEnd' : 'numbered',
      startDate: dayText(stage, day),
      endDate: '0001-01-01',
      recurrenceTimeZone: stage.zone,
      numberOfOccurrences: count ?? 0,
    },
  }
}

/** Lays one event into the calendar of the stage. */
export function lay(stage: Stage, plan: Plan): StoredEvent {
  const { mailbox, zone } = stage
  const { day, from, length, place, attendees = [], body = '', pattern: _, count: __, shared, ...rest } = plan
  const isAllDay = from === undefined
  const start = toInstant(`${dayText(stage, day)}T${from ?? '00:00'}:00`, zone)
  const end = isAllDay ? toInstant(`${dayText(stage, day + length)}T00:00:00`, zone) : start + length * 60_000
  const created = stage.today + Math.min(0, day) * DAY - 9 * DAY + (length % 60) * 60_000
  const content: EventContent = {
    ...emptyContent(mailbox.address),
    ...rest,
    times: { start, end, startZone: zone, endZone: zone, isAllDay },
    body: { type: 'html', content: body },
    locations: place === undefined ? [] : [placeNamed(place)],
    attendees: attendees.map(({ name, address, response = 'none', type = 'required' }) => ({
      name,
      address,
      type,
      status: { response, time: response === 'none' ? null : created + 3_600_000 },
      proposed: null,
    })),
  }
  const uid = shared === undefined ? {} : { uid: makeUid(`seed ${shared}`, stage.today - 100 * DAY) }
  const recurrence = recurrenceOf(stage, plan)
  if (!recurrence) return mailbox.create(stage.calendar, { content, recurrence, created, ...uid })
  const series = placeSeries({ start, end, zone, recurrence })
  return mailbox.create(stage.calendar, {
    content: { ...content, times: { ...content.times, start: series.start, end: series.end } },
    recurrence: series.recurrence,
    created,
    ...uid,
  })
}

/** What the owner's copy of somebody's meeting says. */
export function asSeenBy(
  mailbox: Mailbox,
  organizer: Address,
  response: ResponseType,
): Pick<EventContent, 'organizer' | 'isOrganizer' | 'response'> {
  const own = mailbox.address.address === organizer.address
  return {
    organizer,
    isOrganizer: own,
    response: own ? { response: 'organizer', time: null } : { response, time: null },
  }
}
