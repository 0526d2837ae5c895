// Random series, and what they are by rules that are not ours: iCalendar's recurrences by ical.js, clocks by Temporal.

import fc from 'fast-check'
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import type { Recurrence, Weekday } from '@/drizzle/schema/schedule'

type Pattern = Recurrence['pattern']
const WEEK: Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const CODE = {
  sunday: 'SU',
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
}
const POSITION = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }
/** Clocks of all kinds: of both hemispheres, without summer, with half hours, with a midnight that does not exist. */
const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'America/Sao_Paulo',
  'America/Mazatlan',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'UTC',
]

/** What is done to one occurrence: the n-th that the series has in the range that is looked at. */
export interface Twist {
  which: number
  deed: 'delete' | 'rename' | 'move' | 'all-day'
  /** Minutes that a moved one goes, within its day. */
  minute: number
}

export interface SeriesPlan {
  recurrence: Recurrence
  /** Wall time, `HH:mm`. */
  time: string
  /** Minutes; all-day: days. */
  length: number
  zone: string
  isAllDay: boolean
  twists: Twist[]
}

const interval = fc.integer({ min: 1, max: 6 })
const years = fc.integer({ min: 1, max: 2 })
const month = fc.integer({ min: 1, max: 12 })
const index = fc.constantFrom('first', 'second', 'third', 'fourth', 'last')
const daysOfWeek = fc.subarray([...WEEK], { minLength: 1 })
const dayOfMonth = fc.oneof(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 29, max: 31 }))
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  fc.record({ type: fc.constant('daily' as const), interval }),
  fc.record({ type: fc.constant('weekly' as const), interval, daysOfWeek, firstDayOfWeek: fc.constantFrom(...WEEK) }),
  fc.record({ type: fc.constant('absoluteMonthly' as const), interval, dayOfMonth }),
  fc.record({ type: fc.constant('relativeMonthly' as const), interval, daysOfWeek, index }),
  fc
    .record({ type: fc.constant('absoluteYearly' as const), interval: years, month, dayOfMonth })
    .map((each) => ({ ...each, dayOfMonth: Math.min(each.dayOfMonth, daysIn(each.month)) })),
  fc.record({ type: fc.constant('relativeYearly' as const), interval: years, month, daysOfWeek, index }),
)
const daysIn = (of: number) => Temporal.PlainDate.from({ year: 2028, month: of, day: 1 }).daysInMonth

const plus = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString()

/** Series that begin on some day around `today` and have something on or after it. */
export const seriesPlans = (today: string): fc.Arbitrary<SeriesPlan> =>
  fc
    .record({
      pattern,
      begins: fc.integer({ min: -300, max: 80 }),
      kind: fc.constantFrom('noEnd' as const, 'numbered' as const, 'endDate' as const),
      numberOfOccurrences: fc.integer({ min: 1, max: 90 }),
      lasts: fc.integer({ min: 0, max: 700 }),
      minute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
      isAllDay: fc.boolean(),
      length: fc.constantFrom(15, 30, 60, 480),
      zone: fc.constantFrom(...ZONES),
      twists: fc.array(
        fc.record({
          which: fc.nat(30),
          deed: fc.constantFrom('delete' as const, 'rename' as const, 'move' as const, 'all-day' as const),
          minute: fc.integer({ min: 0, max: 90 }).map((quarter) => quarter * 15),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ pattern: each, begins, kind, numberOfOccurrences, lasts, minute, isAllDay, length, zone, twists }) => {
      const startDate = plus(today, begins)
      const range =
        kind === 'numbered'
          ? { type: kind, startDate, numberOfOccurrences }
          : kind === 'endDate'
            ? { type: kind, startDate, endDate: plus(startDate, lasts) }
            : { type: kind, startDate }
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
      return {
        recurrence: firstFit({ pattern: each, range }),
        time,
        length: isAllDay ? 1 : length,
        zone,
        isAllDay,
        twists: twists.filter((twist, at) => twists.findIndex(({ which }) => which === twist.which) === at),
      }
    })
    .filter(({ recurrence }) => datesOf(recurrence, plus(today, 90)).some((date) => date > plus(today, 1)))
    // A first one in an hour that the clocks skip begins or ends later, and all others with it: as if that had been typed.
    .filter(({ recurrence, time, length, zone }) => {
      const start = `${recurrence.range.startDate}T${time}`
      return exists(start, zone) && exists(wallLater(start, length), zone)
    })

/** A rule in the language of iCalendar; of a day that not every month has, the rule of the last one. */
function rrule({ pattern: each, range }: Recurrence): string {
  const days = (each.daysOfWeek ?? []).map((day) => CODE[day]).join()
  const relative = `BYDAY=${days};BYSETPOS=${POSITION[each.index ?? 'first']}`
  const day = each.dayOfMonth ?? 1
  const absolute = `BYMONTHDAY=${day > 28 ? -1 : day}`
  const parts: Record<Pattern['type'], string> = {
    daily: 'FREQ=DAILY',
    weekly: `FREQ=WEEKLY;BYDAY=${days};WKST=${CODE[each.firstDayOfWeek ?? 'sunday']}`,
    absoluteMonthly: `FREQ=MONTHLY;${absolute}`,
    relativeMonthly: `FREQ=MONTHLY;${relative}`,
    absoluteYearly: `FREQ=MONTHLY;${absolute}`,
    relativeYearly: `FREQ=MONTHLY;${relative}`,
  }
  const count = range.type === 'numbered' ? `;COUNT=${range.numberOfOccurrences}` : ''
  return `${parts[each.type]};INTERVAL=${each.interval * (each.type.endsWith('Yearly') ? 12 : 1)}${count}`
}

/** Moves the start to the first day that fits, as Outlook does: periods are counted from there. */
function firstFit({ pattern: each, range }: Recurrence): Recurrence {
  for (let days = 0; days < 800; days++) {
    const date = plus(range.startDate, days)
    if (fits(each, Temporal.PlainDate.from(date))) return { pattern: each, range: { ...range, startDate: date } }
  }
  throw new Error('no day fits')
}

function fits(each: Pattern, date: Temporal.PlainDate): boolean {
  if (each.type === 'daily') return true
  if (each.type.endsWith('Yearly') && date.month !== each.month) return false
  if (each.type.startsWith('absolute')) return date.day === Math.min(each.dayOfMonth ?? 1, date.daysInMonth)
  const isWanted = (day: Temporal.PlainDate) => (each.daysOfWeek ?? []).includes(WEEK[day.dayOfWeek % 7] ?? 'sunday')
  if (each.type === 'weekly' || !isWanted(date)) return isWanted(date)
  const wanted = Array.from({ length: date.daysInMonth }, (_, at) => date.with({ day: at + 1 })).filter(isWanted)
  const nth = POSITION[each.index ?? 'first']
  return wanted.at(nth > 0 ? nth - 1 : nth)?.equals(date) ?? false
}

/** Dates of a series before a day, by ical.js. A day that a month does not have is its last one (Microsoft Graph). */
export function datesOf(recurrence: Recurrence, until: string): string[] {
  const { pattern: each, range } = recurrence
  const iterator = ICAL.Recur.fromString(rrule(recurrence)).iterator(ICAL.Time.fromDateString(range.startDate))
  const found: string[] = []
  for (let next = iterator.next(); next && found.length < 4000; next = iterator.next()) {
    const { year, month: of, day } = next
    const isClamped = each.type.startsWith('absolute') && (each.dayOfMonth ?? 1) > 28
    const date = Temporal.PlainDate.from({
      year,
      month: of,
      day: isClamped ? Math.min(each.dayOfMonth ?? 1, day) : day,
    }).toString()
    if (date >= until || (range.type === 'endDate' && date > (range.endDate ?? ''))) break
    found.push(date)
  }
  return found
}

/** The instant at which a zone's clocks show a wall time, by Temporal. */
export const instantAt = (wall: string, zone: string): string =>
  new Date(Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds).toISOString()

const exists = (wall: string, zone: string): boolean =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toPlainDateTime().equals(wall)

/** A wall time so many minutes later, by the wall clock. */
export const wallLater = (wall: string, minutes: number): string =>
  Temporal.PlainDateTime.from(wall).add({ minutes }).toString({ smallestUnit: 'minute' })

/** The date so many days later. */
export const nextDay = plus
