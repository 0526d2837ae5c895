// VTIMEZONE of a zone, read from what Intl knows of one year. RFC 5545, 3.6.5.

import { toWall } from '../zones/zones'

const DAY = 86_400_000
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

const wallAt = (instant: number, zone: string) => Date.parse(`${toWall(instant, zone).slice(0, 19)}Z`)
const offsetAt = (instant: number, zone: string) => wallAt(instant, zone) - instant

const pad = (n: number) => String(n).padStart(2, '0')
function offsetText(ms: number): string {
  const minutes = Math.abs(ms) / 60_000
  return `${ms < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`
}

export const stamp = (wall: number): string => new Date(wall).toISOString().slice(0, 19).replace(/[-:]/g, '')

/** The minute at which an offset changes within a day. */
function changeWithin(from: number, to: number, zone: string): number {
  let [low, high] = [from, to]
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000
    if (offsetAt(middle, zone) === offsetAt(low, zone)) low = middle
    else high = middle
  }
  return high
}

/** `BYMONTH=3;BYDAY=-1SU`: the same weekday of the month each year. */
function yearly(wall: number): string {
  const at = new Date(wall)
  const day = at.getUTCDate()
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  const week = day + 7 > last ? -1 : Math.ceil(day / 7)
  return `FREQ=YEARLY;BYMONTH=${at.getUTCMonth() + 1};BYDAY=${week}${DAYS[at.getUTCDay()]}`
}

/** Lines of the VTIMEZONE: rules of the year before `instant`, so that they hold from its first day on. */
export function zoneLines(zone: string, instant: number): string[] {
  const year = new Date(instant).getUTCFullYear() - 1
  const changes: { at: number; from: number; to: number }[] = []
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    const [from, to] = [offsetAt(day, zone), offsetAt(day + DAY, zone)]
    if (from !== to) changes.push({ at: changeWithin(day, day + DAY, zone), from, to })
  }
  const observance = (kind: string, start: string, from: number, to: number, rule: string | null) => [
    `BEGIN:${kind}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    ...(rule ? [`RRULE:${rule}`] : []),
    `END:${kind}`,
  ]
  const only = offsetAt(instant, zone)
  const parts =
    changes.length === 2
      ? changes.flatMap(({ at, from, to }) => {
          const wall = at + from
          return observance(to > from ? 'DAYLIGHT' : 'STANDARD', stamp(wall), from, to, yearly(wall))
        })
      : observance('STANDARD', '16010101T000000', only, only, null)
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts, 'END:VTIMEZONE']
}
