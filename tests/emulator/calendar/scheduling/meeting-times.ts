// POST …/findMeetingTimes. Microsoft Graph: user findMeetingTimes, "The confidence of a meeting suggestion".

import type { Address } from '../../mail/content'
import { asBoolean, asEnum } from '../../mail/patch'
import type { DirectoryUser } from '../../seam'
import type { AttendeeType, EventContent, ShowAs } from '../model'
import { invalid, type Json, list, object, readMoment, readPerson, readPlace } from '../parts'
import { toInstant, toWall } from '../zones/zones'
import { type Asking, entriesOf, numberIn, type Period, parameters } from './free-busy'
import { roomOf, userOf } from './people'
import { bookingsOf } from './rooms'

const STEP = 30 * 60_000
const DAY = 86_400_000
const WEEKEND = ['saturday', 'sunday']
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const DOMAINS = ['work', 'personal', 'unrestricted', 'unknown'] as const
const TYPES: readonly AttendeeType[] = ['required', 'optional', 'resource']
const REASON = 'Suggested because it is one of the nearest times when all attendees are available.'

interface Wanted {
  attendees: (Address & { type: AttendeeType })[]
  organizerOptional: boolean
  /** Milliseconds. */
  duration: number
  slots: Period[]
  domain: (typeof DOMAINS)[number]
  most: number
  /** Percent. */
  least: number
  reasons: boolean
  locations: object[]
}

function durationOf(value: unknown): number {
  if (value === undefined || value === null) return STEP
  const [whole, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(String(value)) ?? []
  const found = Number(days) * DAY + Number(hours) * 3_600_000 + Number(minutes) * 60_000
  if (whole === undefined || found === 0 || found > DAY)
    throw invalid("'meetingDuration' must be a duration, e.g. PT1H.")
  return found
}

const flag = (name: string, value: unknown) => (value === undefined || value === null ? false : asBoolean(name, value))

function slotsOf(value: unknown, now: number): Pick<Wanted, 'slots' | 'domain'> {
  // Without a constraint the next week is looked at.
  const week = { start: Math.ceil(now / STEP) * STEP, end: now + 7 * DAY }
  if (value === undefined || value === null) return { slots: [week], domain: 'work' }
  const given = object(
    value,
    'timeConstraint',
    ['activityDomain', 'timeSlots', 'timeslots'],
    'microsoft.graph.timeConstraint',
  )
  const domain = given.activityDomain ?? 'work'
  const slots = list(given.timeSlots ?? given.timeslots ?? [], 'timeSlots', (each) => {
    const slot = object(each, 'timeSlot', ['start', 'end'], 'microsoft.graph.timeSlot')
    const [start, end] = [readMoment(slot.start, 'start').at, readMoment(slot.end, 'end').at]
    if (end <= start) throw invalid("The 'end' of a time slot must be after its 'start'.")
    return { start, end }
  })
  return { slots: slots.length > 0 ? slots : [week], domain: asEnum('activityDomain', domain, DOMAINS) }
}

export function readWanted(body: Json, now: number): Wanted {
  const given = parameters(body, 'findMeetingTimes', [
    'attendees',
    'isOrganizerOptional',
    'locationConstraint',
    'maxCandidates',
    'meetingDuration',
    'minimumAttendeePercentage',
    'returnSuggestionReasons',
    'timeConstraint',
  ])
  const attendees = list(given.get('attendees') ?? [], 'attendees', (each) => {
    const one = object(each, 'attendees', ['emailAddress', 'type'], 'microsoft.graph.attendeeBase')
    return { ...readPerson({ emailAddress: one.emailAddress }), type: asEnum('type', one.type ?? 'required', TYPES) }
  })
  const place = given.get('locationConstraint')
  const constraint =
    place === undefined || place === null
      ? {}
      : object(
          place,
          'locationConstraint',
          ['isRequired', 'suggestLocation', 'locations'],
          'microsoft.graph.locationConstraint',
        )
  const locations = list(constraint.locations ?? [], 'locations', (each) => {
    const { resolveAvailability: _, ...rest } = each as Json
    const { displayName, email } = readPlace(rest)
    return { displayName, ...(email !== null && { locationEmailAddress: email }) }
  })
  return {
    attendees,
    organizerOptional: flag('isOrganizerOptional', given.get('isOrganizerOptional')),
    duration: durationOf(given.get('meetingDuration')),
    ...slotsOf(given.get('timeConstraint'), now),
    most: Math.floor(numberIn('maxCandidates', given.get('maxCandidates'), 1, 1000, 20)),
    least: numberIn('minimumAttendeePercentage', given.get('minimumAttendeePercentage'), 0, 100, 50),
    reasons: flag('returnSuggestionReasons', given.get('returnSuggestionReasons')),
    locations,
  }
}

/** Null: nobody knows this calendar. */
type Entries = readonly EventContent[] | null

const STRENGTH: readonly ShowAs[] = ['free', 'workingElsewhere', 'unknown', 'tentative', 'busy', 'oof']

function availability(entries: Entries, { start, end }: Period): ShowAs {
  if (!entries) return 'unknown'
  const met = entries.filter(({ times }) => times.start < end && times.end > start).map(({ showAs }) => showAs)
  return met.reduce<ShowAs>((most, each) => (STRENGTH.indexOf(each) > STRENGTH.indexOf(most) ? each : most), 'free')
}

/** Chance that somebody comes, in percent. Tentative times count as half (unpublished). */
const CHANCE: Record<ShowAs, number> = { free: 100, workingElsewhere: 100, unknown: 49, tentative: 50, busy: 0, oof: 0 }

function inHours({ start, end }: Period, domain: Wanted['domain'], asking: Asking, owner: DirectoryUser): boolean {
  if (domain === 'unrestricted') return true
  const { workingHours: hours } = asking.settingsOf(owner)
  const date = toWall(start, hours.timeZone).slice(0, 10)
  const day = DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday'
  const open = hours.daysOfWeek.includes(day) || (domain === 'personal' && WEEKEND.includes(day))
  const at = (time: string) => toInstant(`${date}T${time}`, hours.timeZone)
  return open && start >= at(hours.startTime) && end <= at(hours.endTime)
}

export function findTimes(asking: Asking, owner: DirectoryUser, wanted: Wanted, zone: string): object {
  const whole = {
    start: Math.min(...wanted.slots.map((slot) => slot.start)),
    end: Math.max(...wanted.slots.map((slot) => slot.end)),
  }
  const organizer = entriesOf(asking.open(owner), whole)
  const people = wanted.attendees.map((attendee) => {
    if (roomOf(attendee.address)) {
      const booked = bookingsOf(asking, attendee.address, whole.start, whole.end)
      return { attendee, entries: booked.map(({ content }) => ({ ...content, showAs: 'busy' as const })) }
    }
    const user = userOf(asking.core, attendee.address)
    const known = user?.hasMailbox && user.tenantId === owner.tenantId
    return { attendee, entries: known ? entriesOf(asking.open(user), whole) : null }
  })
  const zoned = (at: number) => ({ dateTime: toWall(at, zone), timeZone: zone })
  const found: { period: Period; confidence: number }[] = []
  let organizerFree = wanted.organizerOptional
  for (const slot of wanted.slots) {
    for (let start = slot.start; start + wanted.duration <= slot.end; start += STEP) {
      const period = { start, end: start + wanted.duration }
      if (!inHours(period, wanted.domain, asking, owner)) continue
      if (!wanted.organizerOptional && ['busy', 'oof'].includes(availability(organizer, period))) continue
      organizerFree = true
      const chances = people.map(({ entries }) => CHANCE[availability(entries, period)])
      const confidence = chances.length === 0 ? 100 : chances.reduce((a, b) => a + b, 0) / chances.length
      if (confidence >= wanted.least) found.push({ period, confidence })
    }
  }
  const best = found
    .sort((a, b) => b.confidence - a.confidence || a.period.start - b.period.start)
    .slice(0, wanted.most)
  return {
    emptySuggestionsReason: best.length > 0 ? '' : organizerFree ? 'attendeesUnavailable' : 'organizerUnavailable',
    meetingTimeSuggestions: best.map(({ period, confidence }, at) => ({
      confidence,
      order: at + 1,
      organizerAvailability: availability(organizer, period),
      ...(wanted.reasons && { suggestionReason: REASON }),
      attendeeAvailability: people.map(({ attendee, entries }) => ({
        availability: availability(entries, period),
        attendee: { type: attendee.type, emailAddress: { address: attendee.address } },
      })),
      locations: wanted.locations,
      meetingTimeSlot: { start: zoned(period.start), end: zoned(period.end) },
    })),
  }
}
