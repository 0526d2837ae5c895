// Meetings as iCalendar, as they leave Exchange: RFC 5545 and RFC 5546 (REQUEST, CANCEL, REPLY, COUNTER).

import type { Attendee, EventContent, ResponseType, StoredEvent, StoredRecurrence } from '../model'
import { occurrenceOn } from '../recurrence/expand'
import { seriesOf } from '../series'
import { knownZone, toInstant, toWall } from '../zones/zones'
import { stamp, zoneLines } from './ics-zone'

export type Method = 'REQUEST' | 'CANCEL' | 'REPLY' | 'COUNTER'

export interface IcsMeeting {
  method: Method
  event: Pick<StoredEvent, 'uid' | 'content' | 'recurrence' | 'exceptions' | 'cancelled'>
  /** As it is told now; for an occurrence its own. */
  content: EventContent
  /** Original day of an occurrence; null: the event or the series. */
  date: string | null
  /** Grows with each change. */
  sequence: number
  /** Epoch milliseconds. */
  now: number
  /** Who answers, for REPLY and COUNTER. */
  answer?: { attendee: Pick<Attendee, 'name' | 'address' | 'proposed'>; response: ResponseType; comment: string }
}

const BYDAY = {
  sunday: 'SU',
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
}
const POSITION = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }
const PARTSTAT: Record<ResponseType, string> = {
  none: 'NEEDS-ACTION',
  notResponded: 'NEEDS-ACTION',
  organizer: 'ACCEPTED',
  accepted: 'ACCEPTED',
  tentativelyAccepted: 'TENTATIVE',
  declined: 'DECLINED',
}
const ROLE = { required: 'REQ-PARTICIPANT', optional: 'OPT-PARTICIPANT', resource: 'NON-PARTICIPANT' }

const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
const quoted = (text: string) => `"${text.replace(/["\r\n]/g, "'")}"`
const utc = (at: number) => `${stamp(at)}Z`
const ianaOf = (zone: string) => knownZone(zone)?.iana ?? 'UTC'

/** The pattern as a rule. Outlook's 31st of a short month is its last day. */
export function rule({ pattern, range }: StoredRecurrence, until: number | null): string {
  const { type, interval, dayOfMonth, month } = pattern
  const days = pattern.daysOfWeek.map((day) => BYDAY[day]).join(',')
  const absolute =
    dayOfMonth > 28
      ? `BYMONTHDAY=${Array.from({ length: dayOfMonth - 27 }, (_, n) => 28 + n).join(',')};BYSETPOS=-1`
      : `BYMONTHDAY=${dayOfMonth}`
  const relative = `BYDAY=${days};BYSETPOS=${POSITION[pattern.index]}`
  const parts = {
    daily: ['FREQ=DAILY'],
    weekly: ['FREQ=WEEKLY', `BYDAY=${days}`, `WKST=${BYDAY[pattern.firstDayOfWeek]}`],
    absoluteMonthly: ['FREQ=MONTHLY', absolute],
    relativeMonthly: ['FREQ=MONTHLY', relative],
    absoluteYearly: ['FREQ=YEARLY', `BYMONTH=${month}`, absolute],
    relativeYearly: ['FREQ=YEARLY', `BYMONTH=${month}`, relative],
  }[type]
  const end =
    range.type === 'numbered'
      ? [`COUNT=${range.numberOfOccurrences}`]
      : range.type === 'endDate' && until !== null
        ? [`UNTIL=${utc(until)}`]
        : []
  return [...parts, `INTERVAL=${interval}`, ...end].join(';')
}

function time(name: string, at: number, zone: string, allDay: boolean): string {
  const wall = toWall(at, zone)
  if (allDay) return `${name};VALUE=DATE:${wall.slice(0, 10).replaceAll('-', '')}`
  const iana = ianaOf(zone)
  return iana === 'UTC' ? `${name}:${utc(at)}` : `${name};TZID=${iana}:${stamp(Date.parse(`${wall.slice(0, 19)}Z`))}`
}

function person(attendee: Attendee, content: EventContent): string {
  const { name, address, type, status } = attendee
  const wanted = content.responseRequested ? ';RSVP=TRUE' : ''
  return `ATTENDEE;ROLE=${ROLE[type]};PARTSTAT=${PARTSTAT[status.response]}${wanted};CN=${quoted(name)}:mailto:${address}`
}

/** Lines longer than 75 octets go on in the next one. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const sign of line) {
    if (Buffer.byteLength(part + sign) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
    }
    part += sign
  }
  return [...parts, part].join('\r\n ')
}

/** Rule and deleted days of a series, told with the whole of it only. */
function recurrenceLines(event: IcsMeeting['event'], zone: string, allDay: boolean): string[] {
  const series = seriesOf(event)
  if (!series) return []
  const { range } = series.recurrence
  const until = range.type === 'endDate' ? toInstant(`${range.endDate}T23:59:59`, series.zone) : null
  const starts = [...event.cancelled].sort().flatMap((date) => occurrenceOn(series, date)?.start ?? [])
  return [`RRULE:${rule(series.recurrence, until)}`, ...starts.map((start) => time('EXDATE', start, zone, allDay))]
}

/** The object as text with CRLF line ends. */
export function icsOf({ method, event, content, date, sequence, now, answer }: IcsMeeting): string {
  const { times, organizer } = content
  const series = seriesOf(event)
  const zone = series?.zone ?? times.startZone
  const original = date !== null && series ? occurrenceOn(series, date)?.start : undefined
  const slot = answer?.attendee.proposed ?? times
  const attendees = answer
    ? [
        `ATTENDEE;PARTSTAT=${PARTSTAT[answer.response]};CN=${quoted(answer.attendee.name)}:mailto:${answer.attendee.address}`,
        ...(answer.comment === '' ? [] : [`COMMENT:${escaped(answer.comment)}`]),
      ]
    : content.attendees.map((each) => person(each, content))
  const lines = [
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    'PRODID:-//Tandem//Microsoft 365 emulator//EN',
    'VERSION:2.0',
    ...(times.isAllDay || ianaOf(zone) === 'UTC' ? [] : zoneLines(ianaOf(zone), times.start)),
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${utc(now)}`,
    `SEQUENCE:${sequence}`,
    time('DTSTART', slot.start, zone, times.isAllDay),
    time('DTEND', slot.end, zone, times.isAllDay),
    ...(original === undefined ? [] : [time('RECURRENCE-ID', original, zone, times.isAllDay)]),
    ...(date === null && method !== 'REPLY' ? recurrenceLines(event, zone, times.isAllDay) : []),
    `SUMMARY:${escaped(content.subject ?? '')}`,
    `LOCATION:${escaped(content.locations.map(({ displayName }) => displayName).join('; '))}`,
    `ORGANIZER;CN=${quoted(organizer.name)}:mailto:${organizer.address}`,
    ...attendees,
    `CLASS:${content.sensitivity === 'normal' ? 'PUBLIC' : content.sensitivity === 'private' ? 'PRIVATE' : 'CONFIDENTIAL'}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(content.onlineMeeting ? [`X-MICROSOFT-SKYPETEAMSMEETINGURL:${content.onlineMeeting.joinUrl}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}
