import { addDays } from '@/components/tasks/dates'
import { clockTime, endsLater, timeEnds } from '@/components/ui/time'
import { straightName } from '@/lib/platform/text'
import type { CalendarView, EntryKind, ScheduleItem } from './view'
import { midnight, wallAt } from './wall'
import { words } from './words'

export type Group = 'calls' | 'timeOff'
export type People = 'all' | 'internal' | 'external'
/** What of the schedule is shown; calendars of Outlook have their own checks, which the server keeps. */
export type Shown = { calls: boolean; timeOff: boolean; people: People }

/** An item as the screen draws it. */
export type Drawn = ScheduleItem & {
  /** Kept on this device, not with Tandem yet. */
  unsent?: boolean
  /** Being made in the sheet. */
  isDraft?: boolean
}

const groups: Record<EntryKind, Group> = {
  call: 'calls',
  meeting: 'calls',
  time_off: 'timeOff',
  medical_event: 'timeOff',
}

/** The items that the checks and the filter let through. */
export function showOnly<T extends ScheduleItem>(
  items: readonly T[],
  calendars: readonly CalendarView[],
  shown: Shown,
): T[] {
  const hidden = new Set(calendars.filter(({ isShown }) => !isShown).map(({ id }) => id))
  return items.filter((item) => {
    if (shown.people !== 'all' && item.isExternal !== (shown.people === 'external')) return false
    if (item.source === 'outlook') return item.calendarId === null || !hidden.has(item.calendarId)
    return item.kind === 'event' || shown[groups[item.kind]]
  })
}

/** The dates that an item touches in a zone, the end exclusive. */
export function daysOf(item: ScheduleItem, zone: string): { from: string; to: string } {
  if (item.isAllDay && item.startDate && item.endDate)
    return { from: item.startDate, to: item.endDate > item.startDate ? item.endDate : addDays(item.startDate, 1) }
  const from = wallAt(Date.parse(item.startsAt), zone).slice(0, 10)
  const end = wallAt(Date.parse(item.endsAt), zone)
  // What ends at midnight belongs to the day before.
  const to = end.endsWith('T00:00') && end.slice(0, 10) > from ? end.slice(0, 10) : addDays(end.slice(0, 10), 1)
  return { from, to }
}

/** Ended before now; what lasts all day is past when its last day is. */
export function isPast(item: ScheduleItem, now: number, zone: string): boolean {
  return (item.isAllDay && item.endDate ? midnight(item.endDate, zone) : Date.parse(item.endsAt)) <= now
}

/** Whole days first, then by beginning, then the longer one. */
export const inOrder = <T extends ScheduleItem>(items: readonly T[]): T[] =>
  [...items].sort(
    (a, b) =>
      Number(b.isAllDay) - Number(a.isAllDay) ||
      a.startsAt.localeCompare(b.startsAt) ||
      b.endsAt.localeCompare(a.endsAt) ||
      (a.title ?? '').localeCompare(b.title ?? ''),
  )

/** What touches one date. */
export const onDate = <T extends ScheduleItem>(items: readonly T[], date: string, zone: string): T[] =>
  items.filter((item) => {
    const { from, to } = daysOf(item, zone)
    return from <= date && date < to
  })

export const titleOf = (item: ScheduleItem): string => item.title ?? words.privateEntry

/** The line under the time: where, else with whom; of somebody else's calendar, whose. */
export function secondLine(item: ScheduleItem, calendars: readonly CalendarView[]): string {
  const owner = calendars.find(({ id }) => id === item.calendarId)?.ownerName
  if (item.title === null) return owner ? words.ownersCalendar(owner) : ''
  if (item.location) return item.location
  const first = straightName(item.people[0] ?? '')
  const people = item.people.length > 1 ? words.andMore(first, item.people.length - 1) : first
  const what = item.kind === 'call' ? words.kinds.call : item.isOnline ? words.teams : ''
  if (people) return what ? `${what}, ${people}` : people
  return owner ? words.ownersCalendar(owner) : what
}

/** The beginning of an event's text, without the lines of underscores that Outlook draws round an invitation. */
export const previewOf = (text: string): string => text.replace(/_{8,}\s*/g, '').trim()

const formats = new Map<string, Intl.DateTimeFormat>()
/** A date or a time as the locale writes it; formats are made once. */
export function say(at: number, locale: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
    formats.set(key, format)
  }
  return format.format(at)
}

/** "Wed 25 November", without the comma that some locales put there. */
const sayDay = (at: number, locale: string, zone: string, weekday: 'short' | 'long'): string =>
  say(at, locale, zone, { weekday, day: 'numeric', month: 'long' }).replace(',', '')

const unbroken = (text: string) => text.replaceAll(' ', '\u00a0')

/** "10:30 – 11:00"; where the day has two halves, "10:30 – 11:00 AM"; of two days "Mon 08:00 – Tue 14:00". */
export function sayRange(start: number, end: number, locale: string, zone: string): string {
  const [from, to] = timeEnds(start, end, locale, zone)
  // In a narrow block the line breaks between the two.
  if (endsLater(start, end, zone)) return words.when.range(unbroken(from), unbroken(to))
  const half = /\s[^\d]+$/u.exec(to)?.[0]
  return words.when.range(half && from.endsWith(half) ? from.slice(0, -half.length) : from, to)
}

const dateOf = (date: string) => Date.parse(`${date}T00:00Z`)

/** "Wed 25 November, 11:30 to 12:30", "Thu 26 to Fri 27 November, all day". */
export function sayWhen(
  item: Pick<ScheduleItem, 'startsAt' | 'endsAt' | 'isAllDay' | 'startDate' | 'endDate'>,
  locale: string,
  zone: string,
  weekday: 'short' | 'long' = 'short',
): string {
  if (item.isAllDay && item.startDate && item.endDate) {
    const first = sayDay(dateOf(item.startDate), locale, 'UTC', weekday)
    const last = addDays(item.endDate, -1)
    return last > item.startDate
      ? words.when.days(first, sayDay(dateOf(last), locale, 'UTC', weekday))
      : words.when.day(first)
  }
  const [start, end] = [Date.parse(item.startsAt), Date.parse(item.endsAt)]
  const [from, to] = [sayDay(start, locale, zone, weekday), sayDay(end, locale, zone, weekday)]
  const [begins, ends] = [clockTime(start, locale, zone), clockTime(end, locale, zone)]
  return endsLater(start, end, zone) ? words.when.span(from, begins, to, ends) : words.when.times(from, begins, ends)
}

/** The whole of it for readers: when, what, where it lives, and what can be done. */
export function nameOf(item: Drawn, calendars: readonly CalendarView[], locale: string, zone: string): string {
  const calendar = calendars.find(({ id }) => id === item.calendarId)
  return [
    sayWhen(item, locale, zone, 'long'),
    titleOf(item),
    item.kind === 'event' ? null : words.kinds[item.kind],
    words.source[item.source],
    calendar?.ownerName ? words.ownersCalendar(calendar.ownerName) : null,
    item.source === 'outlook' ? words.readOnly : null,
    item.isRecurring ? words.repeats : null,
    item.isCancelled ? words.cancelled : null,
    item.response === 'declined' ? words.answers.declined : item.response === 'notResponded' ? words.unanswered : null,
    item.unsent
      ? words.unsent.mark
      : item.outlook === 'waiting'
        ? words.waiting
        : item.outlook === 'refused'
          ? words.refused
          : null,
  ]
    .filter(Boolean)
    .join(', ')
}
