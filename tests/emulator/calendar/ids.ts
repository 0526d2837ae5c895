// Ids of calendars and events. An occurrence carries the id of its master and its original day, so no occurrence has to
// be remembered, and an id stays when the occurrence becomes an exception.

import { MailboxIds } from '../mail/ids'

/** Messages of the same mailbox count from one: the numbers of events begin far above. */
const FIRST_EVENT = 2 ** 33
const FIRST_CALENDAR = 2 ** 20
/** Length of a day's part behind the id of the master. */
const DAY_PART = 8
const DAY_HEAD = 'AFRA'
const MS_PER_DAY = 86_400_000

export interface ParsedId {
  n: number
  /** Original day of an occurrence. */
  date: string | null
}

function dayPart(date: string): string {
  const bytes = Buffer.alloc(3)
  bytes.writeUIntBE(Math.round(Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY), 0, 3)
  return DAY_HEAD + bytes.toString('base64').replace(/\+/g, '-').replace(/\//g, '_')
}

function dayOf(part: string): string {
  const days = Buffer.from(part.slice(DAY_HEAD.length), 'base64url').readUIntBE(0, 3)
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10)
}

export class CalendarIds {
  private readonly base: MailboxIds

  constructor(ownerId: string) {
    this.base = new MailboxIds(ownerId)
  }

  calendar(serial: number): string {
    return this.base.folder(FIRST_CALENDAR + serial)
  }

  changeKey(seq: number): string {
    return this.base.changeKey(seq)
  }

  rest(n: number, calendar: number, date: string | null): string {
    const id = this.base.rest({ n: FIRST_EVENT + n, folder: FIRST_CALENDAR + calendar, moves: 0 })
    return date === null ? id : id + dayPart(date)
  }

  immutable(n: number, date: string | null): string {
    const id = this.base.immutable(FIRST_EVENT + n)
    return date === null ? id : id + dayPart(date)
  }

  /** What an id of either kind names; null when it is no id of an event of this mailbox. */
  parse(id: string): ParsedId | null {
    const whole = this.base.parse(id)
    if (whole) return whole.n > FIRST_EVENT ? { n: whole.n - FIRST_EVENT, date: null } : null
    const part = id.slice(-DAY_PART)
    if (!part.startsWith(DAY_HEAD)) return null
    const master = this.base.parse(id.slice(0, -DAY_PART))
    return master && master.n > FIRST_EVENT ? { n: master.n - FIRST_EVENT, date: dayOf(part) } : null
  }
}
