// A mailbox's calendars as bytes.

import { deserialize, serialize } from 'node:v8'
import type { Mailbox, Tombstone } from './mailbox'
import type { StoredCalendar, StoredEvent } from './model'

const VERSION = 1

interface Stored {
  version: number
  generation: string
  seq: number
  nextN: number
  nextCalendar: number
  wholeOccurrences: boolean
  calendars: StoredCalendar[]
  events: (Omit<StoredEvent, 'calendar'> & { calendar: number })[]
  gone: (Omit<Tombstone, 'calendar'> & { calendar: StoredCalendar })[]
}

export function takeSnapshot(mailbox: Mailbox): Uint8Array {
  const { generation, seq, nextN, nextCalendar, wholeOccurrences } = mailbox
  return serialize({
    version: VERSION,
    generation,
    seq,
    nextN,
    nextCalendar,
    wholeOccurrences,
    calendars: [...mailbox.calendars()],
    events: mailbox.events().map((event) => ({ ...event, calendar: event.calendar.serial })),
    gone: mailbox.gone,
  } satisfies Stored)
}

/** Fills a new, empty mailbox. @throws Error for another format */
export function loadSnapshot(mailbox: Mailbox, data: Uint8Array): void {
  const stored = deserialize(data) as Stored
  if (stored.version !== VERSION) throw new Error(`calendar snapshot of version ${stored.version}`)
  mailbox.calendarList.push(...stored.calendars)
  for (const each of stored.events) {
    const calendar = mailbox.bySerial(each.calendar)
    if (calendar) mailbox.keep({ ...each, calendar })
  }
  for (const each of stored.gone)
    mailbox.gone.push({ ...each, calendar: mailbox.bySerial(each.calendar.serial) ?? each.calendar })
  const { generation, seq, nextN, nextCalendar, wholeOccurrences } = stored
  Object.assign(mailbox, { generation, seq, nextN, nextCalendar, wholeOccurrences })
}
