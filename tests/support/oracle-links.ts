// The oracle's part on entries: what somebody plans in Tandem stands in their Outlook, once each.

import type { ScheduleItem } from '@/components/schedule/view'
import type { TrueEvent } from './oracle-events'

/** An event of Outlook with the mark of the entry that it belongs to. */
export interface MarkedEvent extends TrueEvent {
  extended?: Record<string, string>
}

/** The entry of which an event says that it is the copy; null: it says nothing. */
export function markOf({ extended = {} }: Pick<MarkedEvent, 'extended'>): string | null {
  const [, id] = Object.entries(extended).find(([name]) => /Name TandemEntry$/i.test(name)) ?? []
  return id ?? null
}

/** A copy, or a series' copy with its occurrences. */
export interface Copy {
  event: MarkedEvent
  /** Itself, or its occurrences in the range that is compared. */
  occurrences: MarkedEvent[]
}

export interface Touched {
  /** Entries whose copy somebody changed in Outlook, where Tandem leaves it so: only that it is there once is checked. */
  edited: ReadonlySet<string>
  /** Entries whose copy somebody deleted there: it may be gone, until the entry changes. */
  deleted: ReadonlySet<string>
}

const said = (title: string, start: string, end: string, isAllDay: boolean, isPrivate: boolean): string =>
  [title, new Date(start).toISOString(), new Date(end).toISOString(), isAllDay, isPrivate].join(' | ')

/**
 * Where the separate calendar is not what its person planned, as sentences.
 * @param items what the schedule shows of the person's own entries, in the range that is compared
 * @param live ids of all entries that still exist
 */
export function copyDifferences(
  items: readonly ScheduleItem[],
  live: ReadonlySet<string>,
  copies: readonly Copy[],
  { edited, deleted }: Touched,
): string[] {
  const found: string[] = []
  const byEntry = new Map<string, Copy>()
  for (const copy of copies) {
    const id = markOf(copy.event)
    const name = copy.event.subject ?? copy.event.id
    if (id === null) found.push(`${name} has no mark`)
    else if (!live.has(id)) found.push(`${name} is the copy of nothing`)
    else if (byEntry.has(id)) found.push(`${name} has two copies`)
    else byEntry.set(id, copy)
    if (copy.event.attendees.length > 0) found.push(`${name} asks somebody`)
  }
  const planned = new Map<string, string[]>()
  for (const { id, title, startsAt, endsAt, isAllDay, isPrivate } of items)
    planned.set(id, [...(planned.get(id) ?? []), said(title ?? '', startsAt, endsAt, isAllDay, isPrivate)])
  for (const [id, ours] of planned) {
    const copy = byEntry.get(id)
    if (!copy && !deleted.has(id)) found.push(`${ours[0]} is not in Outlook`)
    if (!copy || edited.has(id)) continue
    const theirs = copy.occurrences.map(({ subject, start, end, isAllDay, sensitivity }) =>
      said(subject ?? '', start, end, isAllDay, sensitivity === 'private'),
    )
    for (const each of ours) if (!theirs.includes(each)) found.push(`${each} is not in Outlook`)
    for (const each of theirs) if (!ours.includes(each)) found.push(`${each} is only in Outlook`)
  }
  for (const [id, { occurrences, event }] of byEntry)
    if (!planned.has(id) && !edited.has(id) && occurrences.length > 0) found.push(`${event.subject} is only in Outlook`)
  return found
}

/**
 * Where two-way mode keeps something twice, on one side only, or differently, as sentences.
 * @param items what the schedule shows of the person's own entries, in the range that is compared
 * @param events those of the person's default calendar
 * @param live ids of all entries that still exist
 */
export function pairDifferences(
  items: readonly ScheduleItem[],
  events: readonly Copy[],
  live: ReadonlySet<string>,
): string[] {
  // What a private one is called in Outlook is not asked for (R30).
  const called = (title: string | null, isPrivate: boolean) => (isPrivate ? 'Private' : (title ?? ''))
  const ours = items
    .filter(({ isCancelled }) => !isCancelled)
    .map(({ title, startsAt, endsAt, isAllDay, isPrivate }) =>
      said(called(title, isPrivate), startsAt, endsAt, isAllDay, isPrivate),
    )
  const theirsOf = (which: (copy: Copy) => boolean) =>
    events
      .filter(which)
      .flatMap(({ occurrences }) => occurrences.filter(({ isCancelled }) => !isCancelled))
      .map(({ subject, start, end, isAllDay, sensitivity }) =>
        said(called(subject, sensitivity === 'private'), start, end, isAllDay, sensitivity === 'private'),
      )
  // A private event stays out, unless it is an entry's, or was made private here.
  const isShared = ({ event }: Copy) => event.sensitivity === 'normal' || live.has(markOf(event) ?? '')
  const left = theirsOf(isShared)
  const hidden = theirsOf((copy) => !isShared(copy))
  const found: string[] = []
  for (const each of ours) {
    const list = [left, hidden].find((some) => some.includes(each))
    if (list) list.splice(list.indexOf(each), 1)
    else found.push(`${each} is not in Outlook, or not so often`)
  }
  return [...found, ...left.map((each) => `${each} is not in Tandem, or not so often`)]
}
