import { dayHeading, dayNumber } from '@/components/ui/time'
import type { MessageRow } from './view'

export type ListItem =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'row'; key: string; row: MessageRow; first: boolean /** Among the rows, from 1. */; position: number }

const quarter = 900_000

/** Rows with a heading before each day. Zones differ by quarters of an hour at most, so each quarter is asked once. */
export function listItems(rows: readonly MessageRow[], now: number, locale: string, zone: string): ListItem[] {
  const days = new Map<number, number>()
  const items: ListItem[] = []
  let day: number | undefined
  let position = 0
  for (const row of rows) {
    const at = Date.parse(row.receivedAt)
    const slot = Math.floor(at / quarter)
    let number = days.get(slot)
    if (number === undefined) {
      number = dayNumber(at, zone)
      days.set(slot, number)
    }
    const first = number !== day
    if (first) items.push({ kind: 'day', key: `day ${number}`, label: dayHeading(at, now, locale, zone) })
    day = number
    items.push({ kind: 'row', key: row.id, row, first, position: ++position })
  }
  return items
}
