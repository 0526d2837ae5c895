import { dayHeading, dayNumber } from '@/components/ui/time'
import type { MessageRow } from './view'

export type ListItem =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'row'; key: string; row: MessageRow; first: boolean /** Among the rows, from 1. */; position: number }

const quarter = 900_000
/** Quarters of an hour that are kept: 100 days. */
const mostKept = 9_600
/** On which day a quarter lies: a list is made anew with every mark, and calendars are slow to ask. One zone is shown. */
let known = { zone: '', days: new Map<number, number>() }

/** Zones differ by quarters of an hour at most, so each quarter is asked once. */
function dayOf(at: number, zone: string): number {
  if (known.zone !== zone || known.days.size >= mostKept) known = { zone, days: new Map() }
  const slot = Math.floor(at / quarter)
  const day = known.days.get(slot) ?? dayNumber(at, zone)
  known.days.set(slot, day)
  return day
}

/** Rows with a heading before each day. */
export function listItems(rows: readonly MessageRow[], now: number, locale: string, zone: string): ListItem[] {
  const items: ListItem[] = []
  let day: number | undefined
  let position = 0
  for (const row of rows) {
    const at = Date.parse(row.receivedAt)
    const number = dayOf(at, zone)
    const first = number !== day
    if (first) items.push({ kind: 'day', key: `day ${number}`, label: dayHeading(at, now, locale, zone) })
    day = number
    items.push({ kind: 'row', key: row.id, row, first, position: ++position })
  }
  return items
}
