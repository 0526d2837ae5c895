/** Wall times (YYYY-MM-DDTHH:mm, without zone) and instants (ms), by the zone data of the browser. */

const MINUTE = 60_000
const DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

/** What the clocks show, as if it were UTC. */
function shown(at: number, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The wall time in a zone at an instant, to the minute. */
export const wallAt = (at: number, zone: string): string => new Date(shown(at, zone)).toISOString().slice(0, 16)

/**
 * The instant of a wall time. In the hour that is skipped in spring the clock has gone forward; of the one that comes
 * twice in autumn it is the first. NaN for what is no wall time.
 */
export function instantAt(wall: string, zone: string): number {
  const wanted = Date.parse(`${wall.slice(0, 16)}Z`)
  if (Number.isNaN(wanted)) return Number.NaN
  // The offsets of the day before and after: outside of a change they are the same.
  const before = shown(wanted - DAY, zone) - (wanted - DAY)
  const after = shown(wanted + DAY, zone) - (wanted + DAY)
  for (const offset of [before, after]) if (shown(wanted - offset, zone) === wanted) return wanted - offset
  return wanted - before
}

/** Midnight at the beginning of a date in a zone. */
export const midnight = (date: string, zone: string): number => instantAt(`${date}T00:00`, zone)

/** A wall time so many minutes later, by the clock on the wall. */
export const addMinutes = (wall: string, minutes: number): string =>
  new Date(Date.parse(`${wall.slice(0, 16)}Z`) + minutes * MINUTE).toISOString().slice(0, 16)

/** Minutes from one wall time to the other. */
export const minutesBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to.slice(0, 16)}Z`) - Date.parse(`${from.slice(0, 16)}Z`)) / MINUTE)

/** The next whole half hour after a wall time. */
export function nextHalfHour(wall: string): string {
  const minutes = Number(wall.slice(14, 16))
  return addMinutes(wall, minutes < 30 ? 30 - minutes : 60 - minutes)
}
