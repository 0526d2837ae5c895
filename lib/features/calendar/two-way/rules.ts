import type { Recurrence } from '@/drizzle/schema/schedule'
import { digestOf } from '../link/rules'

export interface Guest {
  /** In lower case. */
  address: string
  name: string
  type: 'required' | 'optional' | 'resource'
}

/** Wall times in `zone` (IANA), `YYYY-MM-DDTHH:mm:ss`; all-day: dates, the end exclusive (R35). */
export interface Times {
  isAllDay: boolean
  start: string
  end: string
  zone: string
}

/** What an entry and its event share. Everything else (kind, channel, records) is the entry's alone. */
export interface Content {
  title: string
  times: Times
  location: string
  notes: string
  isPrivate: boolean
  showAs: 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere'
  /** Minutes before the start; null: none. */
  reminder: number | null
  attendees: Guest[]
}

/** An occurrence that differs from its series. */
export interface DateContent extends Content {
  /** In Outlook: fields that are as they were written from here. */
  fromHere?: Field[]
}

type Field = 'title' | 'times' | 'location' | 'notes' | 'isPrivate' | 'showAs' | 'reminder' | 'attendees'

/** One side of a link: a single one, or a series with its occurrences that differ, by original date; null: deleted. */
export interface State extends Content {
  isOnline: boolean
  recurrence: Recurrence | null
  exceptions: Record<string, DateContent | null>
}

/** What becomes of an occurrence; `series`: it is again as its series says. */
export type DateChange = DateContent | null | 'series'
export type Change = Partial<Omit<State, 'exceptions'>> & { exceptions?: Record<string, DateChange> }

/**
 * How each side looked when both were last the same thing. One for each: Outlook words notes, zones and names in its own
 * way, and that is no change.
 */
export interface Base {
  ours: State
  theirs: State
}

export interface Merged {
  /** To be written here. */
  toOurs: Change
  /** To be written to Outlook. */
  toTheirs: Change
  /** Both had changed these, and the later change counts; for the ledger. */
  lost: string[]
}

export type Side = 'ours' | 'theirs'

/** What the person said about a large change (R54): this side is to stay as it is. Null: nothing was asked. */
export type Keep = Side | null

const FIELDS = ['title', 'location', 'notes', 'isPrivate', 'showAs', 'reminder', 'isOnline'] as const
const CONTENT: readonly Field[] = [
  'title',
  'times',
  'location',
  'notes',
  'isPrivate',
  'showAs',
  'reminder',
  'attendees',
]

const guestKeys = (guests: readonly Guest[]): string[] => guests.map(({ address, type }) => `${address} ${type}`).sort()

/** Whether a field says the same; who is asked counts, not in which order or by which name. */
const sameField = <T extends Content>(field: keyof T, a: T, b: T): boolean =>
  field === 'attendees'
    ? digestOf(guestKeys(a.attendees)) === digestOf(guestKeys(b.attendees))
    : digestOf(a[field]) === digestOf(b[field])

/** Fields of a content that differ. */
export const changedFields = (from: Content, to: Content): Field[] =>
  CONTENT.filter((field) => !sameField(field, from, to))

const sameDate = (a: Content | null | undefined, b: Content | null | undefined): boolean =>
  a && b ? changedFields(a, b).length === 0 : (a ?? null) === (b ?? null) && (a === undefined) === (b === undefined)

const sameFrame = (a: State, b: State): boolean =>
  sameField<State>('times', a, b) && sameField<State>('recurrence', a, b)

/** Whether two states say the same. */
export const sameState = (a: State, b: State): boolean =>
  changedFields(a, b).length === 0 &&
  a.isOnline === b.isOnline &&
  sameFrame(a, b) &&
  [...new Set([...Object.keys(a.exceptions), ...Object.keys(b.exceptions)])].every((date) =>
    sameDate(a.exceptions[date], b.exceptions[date]),
  )

/** Who changed what of a pair: nobody, one of them, or both in different ways. */
function verdict(ours: boolean, theirs: boolean, alike: boolean): Side | 'none' | 'both' {
  if (alike || (!ours && !theirs)) return 'none'
  return ours && theirs ? 'both' : ours ? 'ours' : 'theirs'
}

/**
 * The base of a series that both sides have moved to the same times: our own write whose answer got lost, or which was
 * not followed by its dates. Outlook dropped its exceptions then, and nobody there did: those of here are to be written.
 */
function sinceMoved(base: Base | null, ours: State, theirs: State): Base | null {
  const isMoved =
    base !== null && sameFrame(ours, theirs) && !sameFrame(ours, base.ours) && !sameFrame(theirs, base.theirs)
  return isMoved ? { ours: { ...base.ours, exceptions: {} }, theirs: { ...base.theirs, exceptions: {} } } : base
}

/**
 * The three-way merge: what only one side changed goes to the other; what both changed is as the later change says,
 * nothing of it unsaid (`lost`). Who is asked is a set: additions and removals of both count.
 * @param base null: nobody knows how they differ; then the later side counts, and who is asked is Outlook's word
 * @param later whose change is the later one
 * @param laterOn the same of single dates, where that is known
 */
export function merge(
  base: Base | null,
  ours: State,
  theirs: State,
  later: Side,
  laterOn: Record<string, Side> = {},
): Merged {
  const merged: Merged = { toOurs: {}, toTheirs: {}, lost: [] }
  const give = (to: Side, change: Change) => Object.assign(to === 'ours' ? merged.toOurs : merged.toTheirs, change)
  const from = (side: Side) => (side === 'ours' ? ours : theirs)
  const settle = (who: ReturnType<typeof verdict>, name: string): Side | null => {
    if (who === 'none') return null
    if (who === 'both' && base) merged.lost.push(name)
    return who === 'both' ? later : who
  }
  const asked = <K extends keyof State>(field: K) =>
    verdict(
      base === null || !sameField<State>(field, ours, base.ours),
      base === null || !sameField<State>(field, theirs, base.theirs),
      sameField<State>(field, ours, theirs),
    )
  for (const field of FIELDS) {
    const side = settle(asked(field), field)
    if (side) give(other(side), { [field]: from(side)[field] })
  }
  mergeGuests(base, ours, theirs, asked('attendees'), give)
  const frame = settle(
    verdict(
      base === null || !sameFrame(ours, base.ours),
      base === null || !sameFrame(theirs, base.theirs),
      sameFrame(ours, theirs),
    ),
    'times',
  )
  if (frame) {
    const { times, recurrence } = from(frame)
    const target = other(frame)
    give(target, sameField<State>('recurrence', ours, theirs) ? { times } : { times, recurrence })
    // A series that moved has the exceptions of the side that moved it; Outlook drops its own then.
    const dates = replaceDates(from(frame), from(target), frame)
    if (Object.keys(dates).length > 0) give(target, { exceptions: dates })
    if (base && !sameDates(from(target), base[target])) merged.lost.push('occurrences')
  } else mergeDates(sinceMoved(base, ours, theirs), ours, theirs, (date) => laterOn[date] ?? later, merged)
  return merged
}

const other = (side: Side): Side => (side === 'ours' ? 'theirs' : 'ours')

function mergeGuests(
  base: Base | null,
  ours: State,
  theirs: State,
  who: Side | 'none' | 'both',
  give: (to: Side, change: Change) => void,
): void {
  if (who === 'none') return
  if (base === null || who !== 'both') {
    const side = who === 'ours' && base !== null ? 'ours' : 'theirs'
    give(other(side), { attendees: (side === 'ours' ? ours : theirs).attendees })
    return
  }
  const before = new Map(base.ours.attendees.map((each) => [each.address, each]))
  const mine = new Map(ours.attendees.map((each) => [each.address, each]))
  const kept = theirs.attendees
    .filter(({ address }) => mine.has(address) || !before.has(address))
    .map((each) => {
      const here = mine.get(each.address)
      return here && here.type !== before.get(each.address)?.type ? { ...each, type: here.type } : each
    })
  const there = new Set(theirs.attendees.map(({ address }) => address))
  const added = ours.attendees.filter(({ address }) => !before.has(address) && !there.has(address))
  const attendees = [...kept, ...added]
  if (!sameField('attendees', ours, { ...ours, attendees })) give('ours', { attendees })
  if (!sameField('attendees', theirs, { ...theirs, attendees })) give('theirs', { attendees })
}

const datesOf = (...states: State[]): string[] => [...new Set(states.flatMap((s) => Object.keys(s.exceptions)))].sort()
const sameDates = (a: State, b: State): boolean =>
  datesOf(a, b).every((date) => sameDate(a.exceptions[date], b.exceptions[date]))

/** After the frame moved. Outlook drops its exceptions then, so all of ours are written again. */
function replaceDates(from: State, to: State, side: Side): Record<string, DateChange> {
  const changes: Record<string, DateChange> = {}
  if (from.recurrence === null) return changes
  for (const date of datesOf(from, to)) {
    const wanted = from.exceptions[date]
    if (wanted === undefined) changes[date] = 'series'
    else if (side === 'ours' || !sameDate(wanted, to.exceptions[date])) changes[date] = wanted
  }
  return changes
}

function mergeDates(
  base: Base | null,
  ours: State,
  theirs: State,
  laterOn: (date: string) => Side,
  merged: Merged,
): void {
  const { toOurs, toTheirs, lost } = merged
  const states = base ? [ours, theirs, base.ours, base.theirs] : [ours, theirs]
  for (const date of datesOf(...states)) {
    const [mine, its] = [ours.exceptions[date], theirs.exceptions[date]]
    const who = verdict(
      base === null || !sameDate(mine, base.ours.exceptions[date]),
      base === null || !sameDate(its, base.theirs.exceptions[date]),
      sameDate(mine, its),
    )
    if (who === 'none') continue
    const later = laterOn(date)
    const before = base && { ours: contentOn(base.ours, date), theirs: contentOn(base.theirs, date) }
    if (who === 'both' && mine && its && before?.ours && before.theirs) {
      const both = merge({ ours: single(before.ours), theirs: single(before.theirs) }, single(mine), single(its), later)
      if (!isEmpty(both.toOurs)) giveDate(toOurs, date, { ...mine, ...both.toOurs })
      if (!isEmpty(both.toTheirs)) giveDate(toTheirs, date, { ...its, ...both.toTheirs })
      lost.push(...both.lost)
      continue
    }
    let side: Side = who === 'both' ? later : who
    // Where nobody knows how both were, what one side has made of a date is not undone by the other, which has nothing.
    if (base === null && mine === undefined) side = 'theirs'
    if (base === null && its === undefined) side = 'ours'
    // An edit wins over a deletion. What Outlook has deleted of a series it cannot bring back.
    if (who === 'both' && mine === null && its) side = 'theirs'
    if (its === null) side = 'theirs'
    if (base && (who === 'both' || side !== who)) lost.push('occurrences')
    giveDate(side === 'theirs' ? toOurs : toTheirs, date, side === 'theirs' ? its : mine)
  }
}

const giveDate = (to: Change, date: string, value: DateContent | null | undefined): void => {
  to.exceptions = { ...to.exceptions, [date]: value === undefined ? 'series' : value }
}

/** One date by itself, to be merged field by field. */
const single = (content: Content): State => ({ ...content, isOnline: false, recurrence: null, exceptions: {} })

/**
 * A side without deletions of dates that may still be undone: such a date is as it was.
 * @param before how the side last was; null: nobody knows
 */
export function withoutHeld(state: State, held: ReadonlySet<string>, before: State | null): State {
  const exceptions = { ...state.exceptions }
  for (const date of held) {
    if (exceptions[date] !== null) continue
    const was = before?.exceptions[date]
    if (was === undefined) delete exceptions[date]
    else exceptions[date] = was
  }
  return { ...state, exceptions }
}

/** A state with a change. */
export function withChange(state: State, { exceptions: changes, ...rest }: Change): State {
  const exceptions = { ...state.exceptions }
  for (const [date, change] of Object.entries(changes ?? {})) {
    if (change === 'series') delete exceptions[date]
    else exceptions[date] = change
  }
  const next = { ...state, ...rest, exceptions }
  return next.recurrence === null ? { ...next, exceptions: {} } : next
}

/**
 * The base after the entry took over its part, while what goes to Outlook is still to be sent: that is seen as changed
 * here, whatever happens in between.
 * @param after the entry as it is now
 */
export function baseWaiting(base: Base | null, after: State, theirs: State, toTheirs: Change): Base {
  const before = sinceMoved(base, after, theirs)?.ours ?? theirs
  const fields = Object.keys(toTheirs) as (keyof State)[]
  const pending: Partial<State> = Object.fromEntries(fields.map((field) => [field, before[field]]))
  // Times and rule are one thing.
  if (toTheirs.times) pending.recurrence = before.recurrence
  const exceptions = { ...after.exceptions }
  for (const [date, wish] of Object.entries(toTheirs.exceptions ?? {})) {
    const was = dateWaiting({ before, after, theirs }, date, wish)
    if (was === undefined) delete exceptions[date]
    else exceptions[date] = was
  }
  return { ours: { ...after, ...pending, exceptions }, theirs }
}

/** One date in that base: what Outlook is to take over is as it was, the rest as the entry has it now. */
function dateWaiting(
  { before, after, theirs }: { before: State; after: State; theirs: State },
  date: string,
  wish: DateChange,
): DateContent | null | undefined {
  const [was, now, its] = [contentOn(before, date), after.exceptions[date], theirs.exceptions[date]]
  if (!was || !now || !its || !wish || wish === 'series') return before.exceptions[date]
  const fields = changedFields(its, wish)
  return { ...now, ...Object.fromEntries(fields.map((field) => [field, was[field]])) }
}

/** What a date holds: its own, or what its series has. Null: it was deleted. */
export const contentOn = (state: State, date: string): Content | null => {
  const own = state.exceptions[date]
  return own === undefined ? onDate(state, date) : own
}

/** An occurrence as its series has it. @param date YYYY-MM-DD */
export function onDate(state: State, date: string): Content {
  const { title, times, location, notes, isPrivate, showAs, reminder, attendees } = state
  const days = Date.parse(date) - Date.parse(times.start.slice(0, 10))
  const later = (wall: string) =>
    new Date(Date.parse(`${wall.slice(0, 10)}T00:00:00Z`) + days).toISOString().slice(0, 10)
  const shifted = {
    ...times,
    start: later(times.start) + times.start.slice(10),
    end: later(times.end) + times.end.slice(10),
  }
  return { title, times: shifted, location, notes, isPrivate, showAs, reminder, attendees }
}

/** The person decided that nothing of what Outlook changed counts: everything there is as it is here. */
export const mergeKeeping = (ours: State, theirs: State): Merged =>
  merge({ ours: theirs, theirs }, ours, theirs, 'ours')

/** Whether anybody is asked to it, or to one date of it. */
export const hasPeople = ({ attendees, exceptions }: State): boolean =>
  attendees.length > 0 || Object.values(exceptions).some((date) => date !== null && date.attendees.length > 0)

export const isEmpty = (change: Change): boolean =>
  Object.entries(change).every(([field, value]) => field === 'exceptions' && Object.keys(value ?? {}).length === 0)
