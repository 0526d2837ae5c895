import { addDays } from '@/components/tasks/dates'
import type { Drawn } from '../items'
import type { EntryInput, ScheduleItem } from '../view'
import { addMinutes, instantAt, midnight } from '../wall'
import type { Kept } from './change'

/** The schedule as it will be once the changes on their way have arrived. What is in trouble is shown as it stands. */
export function withChanges(items: readonly ScheduleItem[], kept: readonly Kept[]): Drawn[] {
  let drawn: Drawn[] = [...items]
  for (const { change, key, shown, unsent, trouble } of kept) {
    if (trouble) continue
    if (change.kind === 'delete') {
      drawn = drawn.filter(
        (item) =>
          item.id !== change.id ||
          (change.scope === 'this' && item.key !== key) ||
          (change.scope === 'following' && (item.occurrenceDate ?? '') < (change.occurrenceDate ?? '')),
      )
    } else if (shown) {
      const there = drawn.some((item) => item.key === key)
      const next: Drawn = { ...shown, unsent }
      drawn = there ? drawn.map((item) => (item.key === key ? next : item)) : [...drawn, next]
    }
  }
  return drawn
}

/** Where a form's entry begins and ends: instants, and dates with the end exclusive. */
export function spanOf(input: Pick<EntryInput, 'isAllDay' | 'start' | 'end' | 'timeZone'>) {
  const startDate = input.start.slice(0, 10)
  const endDate = addDays((input.end ?? input.start).slice(0, 10), 1)
  if (input.isAllDay)
    return {
      isAllDay: true,
      startsAt: iso(midnight(startDate, input.timeZone)),
      endsAt: iso(midnight(endDate, input.timeZone)),
      startDate,
      endDate,
    }
  const start = instantAt(input.start, input.timeZone)
  const end = input.end ? instantAt(input.end, input.timeZone) : instantAt(addMinutes(input.start, 30), input.timeZone)
  return { isAllDay: false, startsAt: iso(start), endsAt: iso(Math.max(start, end)), startDate: null, endDate: null }
}

const iso = (ms: number) => new Date(Number.isNaN(ms) ? 0 : ms).toISOString()

/** A form's entry as the schedule draws it until Tandem has answered. */
export function drawInput(id: string, input: EntryInput, before: ScheduleItem | null, key = id): ScheduleItem {
  return {
    key,
    source: before?.source ?? 'tandem',
    id,
    occurrenceDate: before?.occurrenceDate ?? null,
    isRecurring: input.recurrence !== null,
    kind: input.kind,
    calendarId: before?.calendarId ?? null,
    title: input.title,
    ...spanOf(input),
    location: input.location || null,
    isPrivate: input.isPrivate,
    showAs: input.showAs,
    response: before?.response ?? 'none',
    isCancelled: false,
    isOnline: input.isOnline,
    isExternal: before?.isExternal ?? false,
    people: input.attendees.map(({ name, address }) => name || address),
    mayChange: true,
    outlook: before?.outlook ?? 'none',
    version: before?.version ?? null,
  }
}
