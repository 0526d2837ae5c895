import type { PublishingMode } from '@/components/publishing/view'
import { latestBy, nextAfter, type Occurrence, type Series } from '@/lib/platform/recurrence/expand'
import { daysBetween, wallOf } from '@/lib/platform/zones'
import { type Entry, endOf } from '../map'

export interface Figures {
  before: PublishingMode
  mode: PublishingMode
  add: number
  remove: number
  takeIn: number
  /** Beyond what one push takes. */
  later: number
  /** Copies that stay in Outlook, because nothing is written there. */
  left: number
  /** Entries whose people Outlook would invite. */
  invited: number
  /** Entries whose people were invited before: they are not invited again. */
  invitedBefore: number
  observes: boolean
  calendar: string
}

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count.toLocaleString('en-GB')} entries`)
const meetings = (count: number): string => (count === 1 ? '1 meeting' : `${count.toLocaleString('en-GB')} meetings`)

/** What a change of mode would do, in sentences with figures (R60). */
export function sentencesOf(given: Figures): string[] {
  const { before, mode, add, remove, takeIn, later, left, invited, invitedBefore, observes, calendar } = given
  if (mode === before) return ['Nothing changes.']
  const said: string[] = []
  if (remove > 0 || (before === 'separate' && left === 0 && !observes))
    said.push(`The calendar “${calendar}” is removed from Outlook, with ${entries(remove)} in it.`)
  if (left > 0) said.push(`The calendar “${calendar}” stays in Outlook as it is, because Tandem only observes.`)
  if (before === 'two-way')
    said.push(
      'What stands in Outlook stays there, no longer linked. Nothing is cancelled.',
      'Meetings that came from Outlook are shown as Outlook’s again.',
    )
  if (mode === 'separate') {
    said.push(
      add > 0
        ? `${entries(add)} will be added to Outlook; no one will be mailed.`
        : 'There is nothing to add yet; no one will be mailed.',
      `They go to a calendar of their own, “${calendar}”.`,
    )
  }
  if (mode === 'two-way') {
    said.push(`${entries(add)} will be added to your Outlook calendar.`)
    said.push(
      invited > 0
        ? `Outlook will invite the people of ${entries(invited)}.`
        : 'Nobody is on them, so no one will be mailed.',
    )
    if (invitedBefore > 0)
      said.push(`The people of ${entries(invitedBefore)} were invited before: they are not invited again.`)
    said.push(`${meetings(takeIn)} of Outlook will come in. Private ones stay out.`)
  }
  if (later > 0) said.push(`${entries(later)} more follow: 10,000 go at a time.`)
  if (mode === 'off') said.push('Nothing changes in Tandem; no one will be mailed.')
  if (observes && mode !== 'off') said.push('Nothing is written while Tandem only observes.')
  return said
}

const DAY_MS = 24 * 60 * 60_000

/** What of an entry says when it is. */
export type Dated = Pick<
  Entry,
  | 'isAllDay'
  | 'startDate'
  | 'endDate'
  | 'startAt'
  | 'endAt'
  | 'timeZone'
  | 'recurrence'
  | 'occurrenceDate'
  | 'isCancelled'
>

/**
 * When an entry is, as an instant or a date: of a series the next date that is not over by `at`, or the last if all are.
 * @param exceptions dates of the series that are by themselves, the deleted ones too
 */
export function whenOf(entry: Dated, exceptions: readonly Dated[], at: Date): { when: string; repeats?: true } {
  const { recurrence, startAt } = entry
  const own = say({ startAt, date: dateOf(entry) })
  if (!recurrence) return { when: own }
  const series = seriesOf(entry, recurrence)
  const taken = new Set(exceptions.map(({ occurrenceDate }) => occurrenceDate))
  const isTaken = (date: string) => taken.has(date)
  const singles = exceptions
    .filter(({ isCancelled }) => !isCancelled)
    .map((each) => ({ startAt: each.startAt, endAt: endOf(each), date: dateOf(each) }))
    .sort((a, b) => a.startAt.getTime() - b.startAt.getTime())

  // Clocks change: a day more than it lasts.
  const lasts = series.length * (series.isAllDay ? DAY_MS : 60_000) + DAY_MS
  let next = nextAfter(series, new Date(at.getTime() - lasts), isTaken)
  while (next && next.endAt <= at) next = nextAfter(series, next.startAt, isTaken)
  const [first] = inOrder([byRule(series, next), singles.find(({ endAt }) => endAt > at)])
  const shown = first ?? inOrder([byRule(series, latestBy(series, at, isTaken)), singles.at(-1)]).at(-1)
  return { when: shown ? say(shown) : own, repeats: true }
}

interface Begins {
  startAt: Date
  /** Of all-day ones only. */
  date: string | null
}

const say = ({ startAt, date }: Begins): string => date ?? startAt.toISOString()

const dateOf = ({ isAllDay, startDate }: Dated): string | null => (isAllDay ? startDate : null)

const byRule = ({ isAllDay }: Series, found: Occurrence | null): Begins | undefined =>
  found ? { startAt: found.startAt, date: isAllDay ? found.date : null } : undefined

const inOrder = (given: readonly (Begins | undefined)[]): Begins[] =>
  given.filter((each) => each !== undefined).sort((a, b) => a.startAt.getTime() - b.startAt.getTime())

function seriesOf(entry: Dated, recurrence: Series['recurrence']): Series {
  const { isAllDay, startDate, endDate, startAt, timeZone } = entry
  if (isAllDay && startDate && endDate)
    return { recurrence, start: startDate, length: daysBetween(startDate, endDate), zone: timeZone, isAllDay }
  const [start, end] = [wallOf(startAt, timeZone), wallOf(endOf(entry), timeZone)]
  const length = Math.max(0, (utc(end) - utc(start)) / 60_000)
  return { recurrence, start, length, zone: timeZone, isAllDay: false }
}

const utc = (wall: string): number => Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`)
