// Delta of a calendar view. A first round lists what touches the window; later rounds report what changed since the
// token, all from the present state: an old token sees the newest version once. Microsoft Graph: event delta.

import type { DeltaState } from './delta-token'
import type { Mailbox, Tombstone } from './mailbox'
import type { Former, StoredCalendar, StoredEvent } from './model'
import { lostDays, occurrencesIn, touches } from './series'
import type { Shown } from './view'

/** An item to show, or the id of one that is gone from the window. */
export type DeltaEntry =
  | { shown: Shown }
  | { gone: { event: Pick<StoredEvent, 'n' | 'calendar'>; date: string | null } }

export interface DeltaPage {
  entries: DeltaEntry[]
  next: DeltaState
  /** True: the round is complete and `next` belongs into the deltaLink. */
  complete: boolean
}

/** Items of one event by key: '' for itself, the original day for an occurrence. Keys give the order. */
type Items = Map<string, DeltaEntry>

interface Window {
  from: number
  to: number
}

/** Everything of an event that touches the window. Microsoft Graph: a master comes with its occurrences. */
function present(event: StoredEvent, { from, to }: Window): Items {
  const items: Items = new Map()
  if (!event.recurrence) {
    if (touches(event.content.times, from, to)) items.set('', { shown: { event, occurrence: null } })
    return items
  }
  const found = occurrencesIn(event, from, to)
  if (found.length > 0) items.set('', { shown: { event, occurrence: null } })
  for (const occurrence of found) items.set(occurrence.date, { shown: { event, occurrence } })
  return items
}

const goneDay = (event: Pick<StoredEvent, 'n' | 'calendar'>, date: string | null): DeltaEntry => ({
  gone: { event, date },
})

/** Days that a change since `done` took away from the series. */
function lost(event: StoredEvent | null, former: readonly Former[], done: number, { from, to }: Window): string[] {
  return former.filter(({ seq }) => seq > done).flatMap((each) => lostDays(event, each, from, to))
}

/** What is news about an event that changed after `done`. Outside the window it is reported as gone, known or not. */
function news(event: StoredEvent, window: Window, done: number): Items {
  const now = present(event, window)
  const items: Items = new Map([['', now.get('') ?? goneDay(event, null)]])
  for (const date of lost(event, event.former, done, window)) items.set(date, goneDay(event, date))
  for (const [key, entry] of now) if (event.ownSeq > done) items.set(key, entry)
  for (const [date, { seq }] of event.exceptions) {
    if (seq > done) items.set(date, now.get(date) ?? goneDay(event, date))
  }
  return items
}

function ofTombstone(stone: Tombstone, window: Window, done: number): Items {
  const items: Items = new Map([['', goneDay(stone, null)]])
  for (const date of lost(null, stone.former, done, window)) items.set(date, goneDay(stone, date))
  return items
}

/** Fills `entries` up to `size`. @returns the key of the last item taken, or null when all were taken */
function take(items: Items, after: string | null, size: number, entries: DeltaEntry[]): string | null {
  let last = after
  for (const key of [...items.keys()].sort()) {
    if (after !== null && key <= after) continue
    if (entries.length >= size) return last ?? NOTHING
    const entry = items.get(key)
    if (entry) entries.push(entry)
    last = key
  }
  return null
}

/** Sorts before every key: the event was reached and nothing of it taken. */
const NOTHING = '\u0000'
const keyAfter = (key: string | null) => (key === NOTHING ? null : key)

/** One page. `visible` is the highest sequence that delta may show yet (fault delta-lag). */
export function deltaPage(
  mailbox: Mailbox,
  calendar: StoredCalendar,
  state: DeltaState,
  size: number,
  visible: number,
): DeltaPage {
  return state.phase === 'initial'
    ? initialPage(mailbox, calendar, state, size, visible)
    : changesPage(mailbox, calendar, state, size, visible)
}

function initialPage(
  mailbox: Mailbox,
  calendar: StoredCalendar,
  state: DeltaState,
  size: number,
  visible: number,
): DeltaPage {
  const entries: DeltaEntry[] = []
  const page = state.page + 1
  const next: DeltaState = { ...state, page }
  const events = mailbox.events(calendar).filter((event) => event.n >= state.at && event.since <= visible)
  const open = events.length > 0
  // As Outlook now and then does: a page may be empty, and a page may repeat an item.
  if (page % 16 === 6 && open) return { entries, next, complete: false }
  const [first] = events
  if (page % 8 === 3 && size > 1 && first && first.n === state.at && keyAfter(state.key) !== null) {
    const repeated = present(first, state).get(keyAfter(state.key) ?? '')
    if (repeated) entries.push(repeated)
  }
  for (const event of events) {
    const after = event.n === state.at ? keyAfter(state.key) : null
    const stopped = take(present(event, state), after, size, entries)
    if (stopped !== null) return { entries, next: { ...next, at: event.n, key: stopped }, complete: false }
  }
  return { entries, next: { ...next, phase: 'changes', at: 0, key: null, until: null, page: 0 }, complete: true }
}

function changesPage(
  mailbox: Mailbox,
  calendar: StoredCalendar,
  state: DeltaState,
  size: number,
  visible: number,
): DeltaPage {
  const until = state.until ?? Math.max(state.done, visible)
  const from = Math.max(state.done + 1, state.at)
  const inRound = ({ seq }: { seq: number }) => seq >= from && seq <= until
  const changed = [
    ...mailbox.events(calendar).filter(inRound),
    ...mailbox.gone.filter((stone) => stone.calendar === calendar && inRound(stone)),
  ].sort((a, b) => a.seq - b.seq)
  const entries: DeltaEntry[] = []
  for (const each of changed) {
    const items = 'content' in each ? news(each, state, state.done) : ofTombstone(each, state, state.done)
    const stopped = take(items, each.seq === state.at ? keyAfter(state.key) : null, size, entries)
    if (stopped !== null) {
      const next: DeltaState = { ...state, until, at: each.seq, key: stopped, page: state.page + 1 }
      return { entries, next, complete: false }
    }
  }
  return { entries, next: { ...state, done: until, until: null, at: 0, key: null, page: 0 }, complete: true }
}

/** Whether an item is one of the occurrences that Graph reduces to a few properties. */
export const isPlainOccurrence = ({ occurrence }: Shown): boolean =>
  occurrence !== null && occurrence.exception === null
