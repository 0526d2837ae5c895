// The calendars of one mailbox and every way to change them. Sequences and announcements are made here and nowhere
// else, so that lists, deltas and notifications cannot disagree.

import { isDeepStrictEqual } from 'node:util'
import type { Address } from '../mail/content'
import { seconds } from '../mail/item'
import type { DirectoryUser } from '../seam'
import { CalendarList } from './calendar-list'
import type {
  CalendarMailbox,
  EventContent,
  Former,
  Found,
  NewEvent,
  Occurrence,
  StoredCalendar,
  StoredEvent,
} from './model'
import { occurrenceOf, occurrencesIn, seriesOf } from './series'
import { makeUid } from './uid'

export type Announce = (
  kind: 'created' | 'updated' | 'deleted',
  event: Pick<StoredEvent, 'n' | 'calendar' | 'seq'>,
  date: string | null,
) => void

/** An event that is gone: what deltas must still tell. */
export interface Tombstone {
  n: number
  calendar: StoredCalendar
  seq: number
  /** When it went, epoch milliseconds. */
  at: number
  former: Former[]
}

/** So many changed series are remembered for each event. */
const FORMER_KEPT = 2000

export class Mailbox extends CalendarList implements CalendarMailbox {
  readonly address: Address
  readonly byNumber = new Map<number, StoredEvent>()
  readonly gone: Tombstone[] = []
  /** Times of changes by sequence, for the fault delta-lag: the last ones only. */
  readonly changedAt: { seq: number; at: number }[] = []
  private readonly byUidText = new Map<string, StoredEvent>()
  private readonly byTransaction = new Map<string, StoredEvent>()
  /** Delta shows occurrences with all their properties (control API); else Graph's few. */
  wholeOccurrences = false
  nextN = 1

  constructor(
    readonly owner: DirectoryUser,
    /** Changes with every reset: delta tokens of another life are refused. */
    public generation: string,
    private readonly now: () => number,
    /** Null while the mailbox is being filled: nobody is told. */
    public announce: Announce | null,
  ) {
    super(owner.id)
    this.address = { name: owner.displayName, address: owner.mail ?? owner.upn }
  }

  /** The calendar and its events, for good. */
  removeCalendar(calendar: StoredCalendar): void {
    for (const event of this.events(calendar)) this.remove(event)
    this.calendarList.splice(this.calendarList.indexOf(calendar), 1)
    this.seq++
    this.changed()
  }

  events(calendar?: StoredCalendar): readonly StoredEvent[] {
    const all = [...this.byNumber.values()]
    return calendar ? all.filter((event) => event.calendar === calendar) : all
  }

  find(id: string): Found | undefined {
    const parsed = this.ids.parse(id)
    const event = parsed ? this.byNumber.get(parsed.n) : undefined
    if (!parsed || !event) return undefined
    const { date } = parsed
    if (id !== this.restId(event, date) && id !== this.immutableId(event, date)) return undefined
    return date === null || this.occurrence(event, date) ? { event, date } : undefined
  }

  byUid = (uid: string): StoredEvent | undefined => this.byUidText.get(uid)
  ofTransaction = (id: string): StoredEvent | undefined => this.byTransaction.get(id)
  occurrences = (event: StoredEvent, from: number, to: number): Occurrence[] => occurrencesIn(event, from, to)
  occurrence = (event: StoredEvent, date: string): Occurrence | undefined => occurrenceOf(event, date)

  restId(event: Pick<StoredEvent, 'n' | 'calendar'>, date: string | null = null): string {
    return this.ids.rest(event.n, event.calendar.serial, date)
  }

  immutableId(event: Pick<StoredEvent, 'n'>, date: string | null = null): string {
    return this.ids.immutable(event.n, date)
  }

  changeKey(event: StoredEvent, date: string | null = null): string {
    if (date === null) return this.ids.changeKey(event.seq)
    return this.ids.changeKey(event.exceptions.get(date)?.seq ?? event.ownSeq)
  }

  create(calendar: StoredCalendar, given: NewEvent): StoredEvent {
    const at = this.now()
    const n = this.nextN++
    const seq = this.next(at)
    const event: StoredEvent = {
      n,
      calendar,
      seq,
      ownSeq: seq,
      since: seq,
      former: [],
      created: seconds(given.created ?? at),
      modified: seconds(given.created ?? at),
      uid: given.uid ?? makeUid(`${this.owner.id} ${this.generation} ${n}`, given.created ?? at),
      transactionId: given.transactionId ?? null,
      content: given.content,
      recurrence: given.recurrence,
      exceptions: new Map(given.exceptions),
      cancelled: new Set(given.cancelled),
      invitation: given.invitation,
    }
    this.keep(event)
    this.announce?.('created', event, null)
    this.changed()
    return event
  }

  /** Puts a stored event into the indexes. */
  keep(event: StoredEvent): void {
    this.byNumber.set(event.n, event)
    this.byUidText.set(event.uid, event)
    if (event.transactionId !== null) this.byTransaction.set(event.transactionId, event)
  }

  update(
    event: StoredEvent,
    change: Partial<Pick<StoredEvent, 'content' | 'recurrence' | 'exceptions' | 'cancelled' | 'invitation'>>,
  ): void {
    const before = { content: event.content, series: seriesOf(event), days: [...event.exceptions.keys()] }
    const seq = this.touch(event)
    event.ownSeq = seq
    Object.assign(event, change)
    if (!isDeepStrictEqual(before.series, seriesOf(event))) {
      this.forget(event, { seq, series: before.series, date: null })
      for (const date of before.days) this.forget(event, { seq, series: null, date })
    } else if (change.content && change.exceptions === undefined) this.inherit(event, before.content, change.content)
    this.announce?.('updated', event, null)
    this.changed()
  }

  updateOccurrence(event: StoredEvent, date: string, content: EventContent): void {
    const occurrence = this.occurrence(event, date)
    if (!occurrence) throw new Error(`no occurrence on ${date}`)
    const seq = this.touch(event)
    const { originalStart, exception } = occurrence
    const created = exception?.created ?? event.modified
    event.exceptions.set(date, { date, originalStart, seq, created, modified: event.modified, content })
    this.announce?.('updated', event, date)
    this.changed()
  }

  cancelOccurrence(event: StoredEvent, date: string): void {
    const seq = this.touch(event)
    const wasException = event.exceptions.delete(date)
    event.cancelled.add(date)
    this.forget(event, { seq, series: null, date })
    if (wasException) this.announce?.('deleted', event, date)
    else this.announce?.('updated', event, null)
    this.changed()
  }

  remove(event: StoredEvent): void {
    this.byNumber.delete(event.n)
    if (this.byUidText.get(event.uid) === event) this.byUidText.delete(event.uid)
    if (event.transactionId !== null) this.byTransaction.delete(event.transactionId)
    const at = this.now()
    const seq = this.next(at)
    const last: Former = { seq, series: seriesOf(event), date: null }
    this.gone.push({ n: event.n, calendar: event.calendar, seq, at, former: [...event.former, last] })
    this.announce?.('deleted', event, null)
    this.changed()
  }

  /** Exceptions keep what they have of their own and take the rest from the changed master, as in Exchange. */
  private inherit(event: StoredEvent, before: EventContent, after: EventContent): void {
    for (const [date, exception] of event.exceptions) {
      const content = { ...exception.content }
      for (const name of Object.keys(after) as (keyof EventContent)[]) {
        if (name === 'times' || !isDeepStrictEqual(content[name], before[name])) continue
        Object.assign(content, { [name]: after[name] })
      }
      if (!isDeepStrictEqual(content, exception.content))
        event.exceptions.set(date, { ...exception, content, seq: event.seq, modified: event.modified })
    }
  }

  private forget(event: StoredEvent, former: Former): void {
    event.former.push(former)
    if (event.former.length > FORMER_KEPT) event.former.shift()
  }

  private touch(event: StoredEvent): number {
    const at = this.now()
    event.seq = this.next(at)
    event.modified = seconds(at)
    return event.seq
  }

  /** Highest sequence with no change at or before it that is younger than `at` (epoch ms). */
  seqAt(at: number): number {
    const younger = this.changedAt.find((change) => change.at > at)
    return younger ? younger.seq - 1 : this.seq
  }

  private next(at: number): number {
    this.changedAt.push({ seq: ++this.seq, at })
    if (this.changedAt.length > 10_000) this.changedAt.splice(0, 5000)
    return this.seq
  }
}
