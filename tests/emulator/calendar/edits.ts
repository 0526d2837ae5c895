// Creating, changing and deleting events, by a program through Graph or by the person in Outlook. The rules of series
// are here; what others are told is the business of scheduling.

import { isDeepStrictEqual } from 'node:util'
import { GraphFault } from '../seam'
import { emptyContent, readEvent } from './event-json'
import type { Mailbox } from './mailbox'
import type { EventBefore, EventContent, Found, SchedulingHooks, StoredCalendar, StoredEvent } from './model'
import { invalid, type Json } from './parts'
import { neighbours, placeSeries } from './recurrence/expand'
import { seriesOf } from './series'
import { toWall } from './zones/zones'

export const copyOf = ({ content, recurrence, exceptions, cancelled }: StoredEvent): EventBefore => ({
  content,
  recurrence,
  exceptions: new Map(exceptions),
  cancelled: new Set(cancelled),
})

/** The content of a series with its times where the pattern begins. @throws GraphFault 400 */
function placed(
  content: EventContent,
  recurrence: NonNullable<StoredEvent['recurrence']>,
): Pick<StoredEvent, 'content' | 'recurrence'> {
  const { times } = content
  const series = placeSeries({ start: times.start, end: times.end, zone: times.startZone, recurrence })
  return {
    content: { ...content, times: { ...times, start: series.start, end: series.end } },
    recurrence: series.recurrence,
  }
}

/** A series that was moved by its start: the pattern begins there, in the zone of the new start. */
function movedRange(content: EventContent, recurrence: NonNullable<StoredEvent['recurrence']>, start: unknown) {
  if (start === undefined) return recurrence
  const { range } = recurrence
  const { times } = content
  const startDate = toWall(times.start, times.startZone).slice(0, 10)
  if (range.type === 'endDate' && range.endDate < startDate)
    throw new GraphFault(400, 'ErrorPropertyValidationFailure', 'The recurrence ends before the event starts.')
  return { ...recurrence, range: { ...range, startDate, recurrenceTimeZone: times.startZone } }
}

/**
 * Microsoft Graph: an occurrence cannot be moved to the day of the occurrence before or after it, or past them.
 * @throws GraphFault 400 ErrorOccurrenceCrossingBoundary
 */
function checkBoundary(mailbox: Mailbox, event: StoredEvent, date: string, next: EventContent): void {
  const series = seriesOf(event)
  if (!series) return
  const dayOf = (at: number) => toWall(at, series.zone).slice(0, 10)
  const { before, after } = neighbours(series, date)
  const present = (near: { date: string; start: number } | null) =>
    near ? dayOf(mailbox.occurrence(event, near.date)?.content.times.start ?? near.start) : null
  const [first, last, day] = [present(before), present(after), dayOf(next.times.start)]
  if ((first !== null && day <= first) || (last !== null && day >= last)) {
    throw new GraphFault(
      400,
      'ErrorOccurrenceCrossingBoundary',
      'Modified occurrence is crossing or overlapping adjacent occurrence.',
    )
  }
}

export class Edits {
  hooks: SchedulingHooks

  constructor(hooks: SchedulingHooks) {
    this.hooks = hooks
  }

  /**
   * Microsoft Graph: a repeated transactionId makes no second event.
   * @param more what only Outlook may say, e.g. another organizer
   * @returns the event, new or of before. @throws GraphFault 400
   */
  async create(
    mailbox: Mailbox,
    calendar: StoredCalendar,
    json: Json,
    more: Partial<EventContent> = {},
  ): Promise<StoredEvent> {
    const blank = { ...emptyContent(mailbox.address), ...more }
    const { transactionId = null, recurrence = null, ...read } = readEvent(json, blank, true)
    const known = transactionId === null ? undefined : mailbox.ofTransaction(transactionId)
    if (known) return known
    const content = this.hooks.prepare(mailbox, null, read.content)
    const given = recurrence ? placed(content, recurrence) : { content, recurrence: null }
    const event = mailbox.create(calendar, { ...given, transactionId })
    await this.hooks.onCreated(mailbox, event)
    return event
  }

  /** @throws GraphFault 400 */
  async patch(mailbox: Mailbox, found: Found, json: Json, more: Partial<EventContent> = {}): Promise<void> {
    const { event, date } = found
    const named = Object.keys({ ...json, ...more })
    if (named.every((name) => name.startsWith('@'))) return
    const before = copyOf(event)
    if (date !== null) this.patchOccurrence(mailbox, { event, date }, json, more)
    else {
      const { recurrence: given, timesGiven, ...read } = readEvent(json, { ...event.content, ...more }, false)
      const content = this.hooks.prepare(mailbox, event.content, read.content)
      const recurrence = given === undefined ? event.recurrence : given
      if (!recurrence) mailbox.update(event, { content, ...(given === null && BARE()) })
      else if (given === undefined && !timesGiven) mailbox.update(event, { content })
      else {
        const next = placed(content, given ?? movedRange(content, recurrence, json.start))
        // Exchange: another pattern or another time makes a new series, without the exceptions of the old one.
        const same = isDeepStrictEqual(seriesOf(event), seriesOf(next))
        mailbox.update(event, { ...next, ...(!same && NO_EXCEPTIONS()) })
      }
    }
    await this.hooks.onUpdated(mailbox, event, before, date)
  }

  private patchOccurrence(
    mailbox: Mailbox,
    { event, date }: { event: StoredEvent; date: string },
    json: Json,
    more: Partial<EventContent>,
  ) {
    const occurrence = mailbox.occurrence(event, date)
    if (!occurrence) throw new Error(`no occurrence on ${date}`)
    if (json.recurrence !== undefined && json.recurrence !== null)
      throw invalid('The recurrence belongs to the master of the series.')
    const { recurrence: _, ...rest } = json
    const read = readEvent(rest, { ...occurrence.content, ...more }, false)
    if (read.timesGiven) checkBoundary(mailbox, event, date, read.content)
    mailbox.updateOccurrence(event, date, this.hooks.prepare(mailbox, occurrence.content, read.content))
  }

  async remove(mailbox: Mailbox, { event, date }: Found, comment?: string): Promise<void> {
    const before = copyOf(event)
    if (date === null) mailbox.remove(event)
    else mailbox.cancelOccurrence(event, date)
    await this.hooks.onDeleted(mailbox, event, before, date, comment)
  }
}

const NO_EXCEPTIONS = (): Pick<StoredEvent, 'exceptions' | 'cancelled'> => ({
  exceptions: new Map(),
  cancelled: new Set(),
})
const BARE = () => ({ recurrence: null, ...NO_EXCEPTIONS() })
