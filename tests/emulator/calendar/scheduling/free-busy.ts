// POST …/calendar/getSchedule: when people, groups and rooms have time. Microsoft Graph: calendar getSchedule,
// scheduleInformation.

import { type DirectoryUser, GraphFault } from '../../seam'
import { GROUPS } from '../../seed/people-ranking'
import type { MailboxSettings } from '../../settings/mailbox-settings'
import type { CalendarMailbox, EventContent, ShareRole, ShowAs } from '../model'
import { invalid, type Json, list, readMoment, text } from '../parts'
import { toWall } from '../zones/zones'
import { roomOf, same, userOf, type World } from './people'
import { bookingsOf } from './rooms'

const MOST_ADDRESSES = 20
const MOST_DAYS = 62
const MOST_ITEMS = 1000
const DAY = 86_400_000

export interface Period {
  start: number
  end: number
}

interface Wanted extends Period {
  addresses: string[]
  /** Minutes of one digit. */
  interval: number
}

/** Parameters of an action by lower-case name: Graph takes them in any case. @throws GraphFault 400 for unknown ones. */
export function parameters(body: Json, action: string, known: readonly string[]): Map<string, unknown> {
  const given = new Map<string, unknown>()
  for (const [name, value] of Object.entries(body)) {
    const found = known.find((each) => each.toLowerCase() === name.toLowerCase())
    if (found) given.set(found, value)
    else if (!name.startsWith('@'))
      throw new GraphFault(400, 'RequestBodyRead', `The parameter '${name}' is not known to ${action}.`)
  }
  return given
}

/** Outlook takes numbers written as text. @throws GraphFault 400 outside of `least` and `most` */
export function numberIn(name: string, value: unknown, least: number, most: number, fallback: number): number {
  if (value === undefined || value === null) return fallback
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !(number >= least && number <= most))
    throw invalid(`'${name}' must be ${least} to ${most}.`)
  return number
}

export function readWanted(body: Json): Wanted {
  const given = parameters(body, 'getSchedule', ['schedules', 'startTime', 'endTime', 'availabilityViewInterval'])
  const addresses = list(given.get('schedules'), 'schedules', (each) => text(each, 'schedules'))
  if (addresses.length === 0) throw invalid("'schedules' holds no address.")
  if (addresses.length > MOST_ADDRESSES)
    throw invalid(`'schedules' holds ${addresses.length} addresses, ${MOST_ADDRESSES} at most are possible.`)
  const start = readMoment(given.get('startTime'), 'startTime').at
  const end = readMoment(given.get('endTime'), 'endTime').at
  if (end <= start) throw invalid("'endTime' must be after 'startTime'.")
  if (end - start > MOST_DAYS * DAY) throw invalid(`The period is longer than ${MOST_DAYS} days.`)
  const interval = numberIn('availabilityViewInterval', given.get('availabilityViewInterval'), 5, 1440, 30)
  return { addresses, start, end, interval: Math.floor(interval) }
}

/** What stands in the default calendar within [start, end), in order; free times are among it. */
export function entriesOf(mailbox: CalendarMailbox, { start, end }: Period): EventContent[] {
  const found: EventContent[] = []
  for (const event of mailbox.events(mailbox.defaultCalendar())) {
    if (event.recurrence) found.push(...mailbox.occurrences(event, start, end).map((each) => each.content))
    else if (event.content.times.start < end && event.content.times.end > start) found.push(event.content)
  }
  return found.sort((a, b) => a.times.start - b.times.start)
}

/** The strongest digit wins. workingElsewhere is 0 (Microsoft Graph: scheduleInformation, availabilityView). */
const DIGIT: Record<ShowAs, number> = { free: 0, workingElsewhere: 0, unknown: 0, tentative: 1, busy: 2, oof: 3 }

function availabilityView(entries: readonly EventContent[], { start, end }: Period, minutes: number): string {
  const step = minutes * 60_000
  const digits = new Array<number>(Math.ceil((end - start) / step)).fill(0)
  for (const { times, showAs } of entries) {
    const first = Math.max(0, Math.floor((times.start - start) / step))
    const last = Math.min(digits.length, Math.ceil((times.end - start) / step))
    for (let at = first; at < last; at++) digits[at] = Math.max(digits[at] ?? 0, DIGIT[showAs])
  }
  return digits.join('')
}

export interface Asking extends World {
  /** Who asks; null for an app. */
  caller: DirectoryUser | null
  settingsOf: (user: DirectoryUser) => MailboxSettings
}

/** How much of a person's calendar the caller sees: within an organisation times only, unless it is shared. */
function roleOf({ caller }: Asking, mailbox: CalendarMailbox): ShareRole | 'owner' {
  if (caller === null || caller.id === mailbox.owner.id) return 'owner'
  return mailbox.defaultCalendar().shares.find(({ userId }) => userId === caller.id)?.role ?? 'freeBusy'
}

function itemOf(content: EventContent, role: ShareRole | 'owner', zone: string) {
  const { times, showAs } = content
  const zoned = (at: number) => ({ dateTime: toWall(at, zone), timeZone: zone })
  const isPrivate = content.sensitivity === 'private'
  const told = role !== 'freeBusy' && (!isPrivate || role === 'owner' || role === 'delegateWithPrivate')
  return {
    ...(role !== 'freeBusy' && { isPrivate }),
    status: showAs,
    ...(told && { subject: content.subject ?? '', location: content.locations[0]?.displayName ?? '' }),
    start: zoned(times.start),
    end: zoned(times.end),
  }
}

const failed = (scheduleId: string, responseCode: string, message: string) => ({
  scheduleId,
  availabilityView: '',
  scheduleItems: [],
  error: { responseCode, message },
})

interface Person {
  entries: EventContent[]
  role: ShareRole | 'owner'
  hours: MailboxSettings['workingHours'] | null
}

function personAt(asking: Asking, tenantId: string, address: string, period: Period): Person | null {
  const room = roomOf(address)
  const domain = address.split('@')[1]?.toLowerCase()
  if (room && same(room.domain, domain ?? '')) {
    const booked = bookingsOf(asking, address, period.start, period.end)
    const entries = booked.map(({ content }) => ({ ...content, showAs: 'busy' as const }))
    return { entries, role: 'freeBusy', hours: null }
  }
  const user = userOf(asking.core, address)
  if (!user?.hasMailbox || user.tenantId !== tenantId) return null
  const mailbox = asking.open(user)
  return {
    entries: entriesOf(mailbox, period),
    role: roleOf(asking, mailbox),
    hours: asking.settingsOf(user).workingHours,
  }
}

/** Answers in the order of the addresses; what cannot be found is an error of that address alone. */
export function schedules(asking: Asking, owner: DirectoryUser, wanted: Wanted, zone: string): object[] {
  return wanted.addresses.map((address) => {
    const group = GROUPS.find((each) => same(each.address, address))
    const people = (group?.members ?? [address]).flatMap((each) => personAt(asking, owner.tenantId, each, wanted) ?? [])
    if (people.length === 0)
      return failed(
        address,
        'ErrorMailRecipientNotFound',
        `Unable to resolve e-mail address ${address} to an Active Directory object.`,
      )
    const entries = people.flatMap((each) => each.entries)
    if (entries.length > MOST_ITEMS)
      return failed(address, '5006', 'The result set contains too many calendar entries.')
    // Of a group only the merged view is told.
    const [alone] = group ? [] : people
    return {
      scheduleId: address,
      availabilityView: availabilityView(entries, wanted, wanted.interval),
      scheduleItems: alone?.entries.map((each) => itemOf(each, alone.role, zone)) ?? [],
      ...(alone?.hours && { workingHours: { ...alone.hours, timeZone: { name: alone.hours.timeZone } } }),
    }
  })
}
