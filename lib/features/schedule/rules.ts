import type { EntryInput as EntryForm } from '@/components/schedule/view'
import type { scheduleEntries } from '@/drizzle/schema/schedule'
import { AppError } from '@/lib/platform/errors'
import { isDate } from '@/lib/platform/recurrence/check'
import { addDays, daysBetween, instantOf, wallOf } from '@/lib/platform/zones'

export type Entry = typeof scheduleEntries.$inferSelect

/** Something cannot be saved; said of a field of the form. */
export class BadEntry extends AppError {
  constructor(
    readonly field: keyof EntryForm | undefined,
    userMessage: string,
  ) {
    super('invalid_input', 'bad entry', { userMessage })
  }
}

/** Nobody said an end: it is shown and published as half an hour (R33). */
const NO_END_MINUTES = 30
/** Outlook: an event lasts 1,825 days at most. */
const MOST_DAYS = 1825
const FIRST_YEAR = '1970'
const LAST_YEAR = '2199'

/** When an entry is, as its row holds it. */
export type Times = Pick<Entry, 'isAllDay' | 'startDate' | 'endDate' | 'startAt' | 'endAt' | 'timeZone'>

type Said = Pick<EntryForm, 'isAllDay' | 'start' | 'end' | 'timeZone'>

/** The times of a form as a row holds them. Throws BadEntry. */
export function timesOf({ isAllDay, start, end, timeZone }: Said): Times {
  if (isAllDay) {
    const startDate = readDay(start, 'start')
    const last = end === null ? startDate : readDay(end, 'end')
    if (last < startDate) throw new BadEntry('end', 'It would end before it starts.')
    const endDate = addDays(last, 1)
    if (daysBetween(startDate, endDate) > MOST_DAYS) throw tooLong()
    return daysAt({ startDate, endDate, timeZone })
  }
  const startAt = readTime(start, timeZone, 'start')
  const endAt = end === null ? null : readTime(end, timeZone, 'end')
  if (endAt && endAt < startAt) throw new BadEntry('end', 'It would end before it starts.')
  if (endAt && endAt.getTime() - startAt.getTime() > MOST_DAYS * 86_400_000) throw tooLong()
  return { isAllDay, startDate: null, endDate: null, startAt, endAt, timeZone }
}

/** Whole days of a zone; the instants are its midnights, for finding the entry. `endDate` is excluded. */
export function daysAt({ startDate, endDate, timeZone }: { startDate: string; endDate: string; timeZone: string }) {
  const startAt = instantOf(`${startDate}T00:00`, timeZone)
  return { isAllDay: true, startDate, endDate, startAt, endAt: instantOf(`${endDate}T00:00`, timeZone), timeZone }
}

interface Moved {
  startsAt: Date
  endsAt: Date
  isAllDay: boolean
  startDate: string | null
  endDate: string | null
}

/** The times of an entry that was dragged. `openEnd`: it had no end, and keeps none while it is as long. Throws BadEntry. */
export function checkTimes(moved: Moved, timeZone: string, openEnd: boolean): Times {
  const { startsAt, endsAt, isAllDay, startDate, endDate } = moved
  if (isAllDay) {
    if (!startDate || !endDate) throw new BadEntry('start', 'Say on which day.')
    if (endDate <= startDate) throw new BadEntry('end', 'It would end before it starts.')
    return timesOf({ isAllDay, start: startDate, end: addDays(endDate, -1), timeZone })
  }
  const start = wallOf(startsAt, timeZone)
  const isOpen = openEnd && endsAt.getTime() - startsAt.getTime() === NO_END_MINUTES * 60_000
  const times = timesOf({ isAllDay, start, end: isOpen ? null : wallOf(endsAt, timeZone), timeZone })
  // By the wall the hour that comes twice could not be told apart.
  return { ...times, startAt: startsAt, endAt: isOpen ? null : endsAt }
}

const tooLong = () => new BadEntry('end', 'It may last five years at most.')

function readDay(typed: string, field: 'start' | 'end'): string {
  const day = typed.slice(0, 10)
  if (!isDate(day)) throw new BadEntry(field, 'There is no such day.')
  return near(day, field)
}

function readTime(typed: string, timeZone: string, field: 'start' | 'end'): Date {
  if (isDate(typed)) throw new BadEntry(field, field === 'start' ? 'Say at what time.' : 'Say until what time.')
  try {
    near(typed, field)
    return instantOf(typed, timeZone)
  } catch (error) {
    if (error instanceof BadEntry) throw error
    throw new BadEntry(field, 'There is no such time.')
  }
}

function near(typed: string, field: 'start' | 'end'): string {
  const year = typed.slice(0, 4)
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new BadEntry(field, `The year is ${FIRST_YEAR} to ${LAST_YEAR}.`)
  return typed
}

/** When an entry is over: half an hour after its start, if nobody said. */
export const endOf = ({ startAt, endAt }: Pick<Entry, 'startAt' | 'endAt'>): Date =>
  endAt ?? new Date(startAt.getTime() + NO_END_MINUTES * 60_000)

/** The date on which an entry begins, in its own zone. */
export const dayOf = (entry: Pick<Entry, 'startDate' | 'startAt' | 'timeZone'>): string =>
  entry.startDate ?? wallOf(entry.startAt, entry.timeZone).slice(0, 10)

/** The times of an entry as a form shows them: wall times, or dates with the last day included. */
export function saidOf(times: Times): Said {
  const { isAllDay, startDate, endDate, startAt, endAt, timeZone } = times
  if (isAllDay && startDate && endDate) return { isAllDay, start: startDate, end: addDays(endDate, -1), timeZone }
  return {
    isAllDay: false,
    start: wallOf(startAt, timeZone),
    end: endAt && wallOf(endAt, timeZone),
    timeZone,
  }
}

export interface Viewer {
  userId: string
  role: 'admin' | 'member'
}

/** What deciding about an entry takes besides its row. */
export interface Ties {
  /** The viewer is invited or takes part. */
  takesPart: boolean
  /** It is about people or companies of the CRM. */
  isAbout: boolean
  /** What the owner lets colleagues see of what Outlook brought (R20). */
  visibility: 'metadata' | 'subject' | 'everything'
}

type Owned = Pick<
  Entry,
  'ownerId' | 'createdBy' | 'isPrivate' | 'kind' | 'connectionId' | 'parentId' | 'organizerAddress'
>

/**
 * How much of an entry somebody sees: all, its title too, or that its owner is busy. All: who owns, entered or takes part
 * in it; and everybody, like a note on a timeline, if it was entered here about people of the CRM and is not private.
 */
export function sightOf(entry: Owned, viewer: Viewer, ties: Ties): 'full' | 'title' | 'busy' {
  if (entry.ownerId === viewer.userId || entry.createdBy === viewer.userId || ties.takesPart) return 'full'
  if (entry.isPrivate) return 'busy'
  if (entry.connectionId !== null)
    return !ties.isAbout || ties.visibility === 'metadata' ? 'busy' : ties.visibility === 'subject' ? 'title' : 'full'
  if (viewer.role === 'admin') return 'full'
  return ties.isAbout && entry.kind !== 'time_off' ? 'full' : 'busy'
}

/**
 * Who changes an entry: its owner, who entered it, administrators (not what is private, nor what Outlook brought). A
 * colleague's part in a call follows the call; what somebody else organises is theirs.
 */
export function mayChange(entry: Owned, viewer: Viewer): boolean {
  if (entry.parentId !== null || entry.organizerAddress !== null) return false
  if (entry.ownerId === viewer.userId) return true
  if (entry.connectionId !== null) return false
  if (entry.createdBy === viewer.userId) return true
  return viewer.role === 'admin' && !entry.isPrivate
}

/** Properties in one order: the database keeps none. */
const plain = (value: unknown): unknown =>
  value instanceof Date
    ? value.toISOString()
    : value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, each]) => each !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, plain(each)]),
        )
      : (value ?? null)

/** Whether a row has these values already. */
export const sameValues = (entry: Entry, values: Partial<Entry>): boolean =>
  Object.entries(values).every(
    ([key, value]) => JSON.stringify(plain(entry[key as keyof Entry])) === JSON.stringify(plain(value)),
  )
