import { addDays } from '@/components/tasks/dates'
import type { EntryInput, EntryKind, EntryView, ScheduleView } from '../view'
import { addMinutes, minutesBetween, nextHalfHour, wallAt } from '../wall'
import { follow } from './recurrence'

const fields = [
  'kind',
  'title',
  'ownerId',
  'channel',
  'isAllDay',
  'start',
  'end',
  'timeZone',
  'location',
  'notes',
  'isPrivate',
  'showAs',
  'reminderMinutes',
  'isOnline',
  'recurrence',
  'attendees',
  'personIds',
  'companyIds',
] as const satisfies readonly (keyof EntryInput)[]

/** When a new entry is to be: pointed at, or the next half hour of a day. */
export type Begin = { isAllDay: boolean; start: string; end: string | null }

export function beginOn(date: string, now: number, zone: string): Begin {
  const wall = wallAt(now, zone)
  return { isAllDay: false, start: date === wall.slice(0, 10) ? nextHalfHour(wall) : `${date}T09:00`, end: null }
}

/** An empty form for a kind of entry. */
export function newInput(kind: EntryKind, begin: Begin, zone: string, me: ScheduleView['me']): EntryInput {
  const away = kind === 'time_off'
  return {
    kind,
    title: '',
    ownerId: me.id,
    channel: kind === 'call' ? 'phone' : null,
    ...(away && !begin.isAllDay && begin.end === null ? allDay(begin) : begin),
    timeZone: zone,
    location: '',
    notes: '',
    isPrivate: false,
    showAs: away ? 'oof' : 'busy',
    reminderMinutes: null,
    isOnline: false,
    recurrence: null,
    attendees: [],
    personIds: [],
    companyIds: [],
  }
}

/** Another kind: what does not belong to it goes. */
export function withKind(input: EntryInput, kind: EntryKind): EntryInput {
  const invites = kind === 'call' || kind === 'meeting'
  const timed = kind === 'time_off' && !input.isAllDay && input.end === null
  return {
    ...input,
    kind,
    ...(timed ? allDay(input) : {}),
    channel: kind === 'call' ? (input.channel ?? 'phone') : null,
    showAs: kind === 'time_off' ? 'oof' : input.kind === 'time_off' ? 'busy' : input.showAs,
    attendees: invites ? input.attendees : [],
    isOnline: invites && input.isOnline,
  }
}

/** The form's part of an entry. */
export function inputOf(view: EntryView): EntryInput {
  const { kind, title, ownerId, channel, isAllDay, start, end, timeZone, location, notes } = view
  const { isPrivate, showAs, reminderMinutes, isOnline, recurrence, attendees, people, companies } = view
  return {
    ...{ kind, title, ownerId, channel, isAllDay, start, end, timeZone, location, notes },
    ...{ isPrivate, showAs, reminderMinutes, isOnline, recurrence },
    attendees: attendees.map(({ name, address, type }) => ({ name, address, type })),
    personIds: people.map(({ id }) => id),
    companyIds: companies.map(({ id }) => id),
  }
}

export const isSame = (a: EntryInput, b: EntryInput): boolean =>
  fields.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]))

/** The end as it will be: nobody said one, so thirty minutes. */
export const endOf = ({ isAllDay, start, end }: Pick<EntryInput, 'isAllDay' | 'start' | 'end'>): string =>
  end ?? (isAllDay ? start : addMinutes(start, 30))

/** Another beginning; the end goes with it, and so does the repetition, unless one of a series is meant. */
export function withStart(input: EntryInput, start: string, ofSeries: boolean): EntryInput {
  const recurrence = ofSeries
    ? input.recurrence
    : follow(input.recurrence, input.start.slice(0, 10), start.slice(0, 10))
  if (input.end === null) return { ...input, start, recurrence }
  if (input.isAllDay) {
    const days = Math.round(minutesBetween(`${input.start}T00:00`, `${input.end}T00:00`) / 1440)
    return { ...input, start, end: addDays(start, Math.max(0, days)), recurrence }
  }
  return { ...input, start, end: addMinutes(start, Math.max(0, minutesBetween(input.start, input.end))), recurrence }
}

/** All day or not, on the same days. */
export function withAllDay(input: EntryInput, on: boolean): EntryInput {
  if (on === input.isAllDay) return input
  if (on) return { ...input, ...allDay(input) }
  const start = `${input.start}T09:00`
  return {
    ...input,
    isAllDay: false,
    start,
    end: input.end && input.end > input.start ? `${input.end}T10:00` : addMinutes(start, 60),
  }
}

function allDay(begin: Begin): Begin {
  const start = begin.start.slice(0, 10)
  const end = endOf(begin)
  // What ends at midnight belongs to the day before.
  const last = end.slice(10) === 'T00:00' && end.slice(0, 10) > start ? addDays(end.slice(0, 10), -1) : end.slice(0, 10)
  return { isAllDay: true, start, end: last }
}

/** What is wrong with a form, as far as one can know here. */
export function faultsOf(input: EntryInput): Partial<Record<keyof EntryInput, 'title' | 'start' | 'end' | 'repeat'>> {
  const { recurrence } = input
  const ends = recurrence?.range.type === 'endDate' && recurrence.range.endDate
  return {
    ...(input.title.trim() ? {} : { title: 'title' as const }),
    ...(/^\d{4}-\d{2}-\d{2}/.test(input.start) ? {} : { start: 'start' as const }),
    ...(endOf(input) < input.start ? { end: 'end' as const } : {}),
    ...(ends && ends < recurrence.range.startDate ? { recurrence: 'repeat' as const } : {}),
  }
}
