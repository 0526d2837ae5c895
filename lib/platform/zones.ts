import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana'
import { now } from './clock'

// Wall times and instants, by the zone data of the engine. A wall time is `YYYY-MM-DDTHH:mm` or `…:ss`, without zone.

const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const DAY = 86_400_000

interface Known {
  format: Intl.DateTimeFormat
  /** Offset of a whole UTC day in milliseconds; null: it changes in that day. */
  days: Map<number, number | null>
}
const known = new Map<string, Known | null>()

function lookUp(zone: string): Known | null {
  const there = known.get(zone)
  if (there !== undefined) return there
  let found: Known | null = null
  // Some engines take "+01:00" for a zone: it is none, it knows no summer.
  if (/^[A-Za-z]/.test(zone) && zone.length <= 64)
    try {
      const format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        era: 'short',
      })
      found = { format, days: new Map() }
    } catch {
      found = null
    }
  // Names come from outside: what is no zone is not remembered without end.
  if (found || known.size < 2000) known.set(zone, found)
  return found
}

function need(zone: string): Known {
  const found = lookUp(zone)
  if (!found) throw new RangeError('no such time zone')
  return found
}

/** What the wall clock shows, as if it were UTC, in milliseconds. */
function shownAt({ format }: Known, ms: number): number {
  const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  let before = false
  for (const { type, value } of format.formatToParts(ms)) {
    if (type in part) part[type as keyof typeof part] = Number(value)
    if (type === 'era') before = value.startsWith('B')
  }
  const at = new Date(0)
  at.setUTCFullYear(before ? 1 - part.year : part.year, part.month - 1, part.day)
  at.setUTCHours(part.hour, part.minute, part.second)
  return at.getTime()
}

const measure = (zone: Known, ms: number): number => shownAt(zone, ms) - Math.floor(ms / 1000) * 1000

/** Milliseconds that the wall clock is ahead of UTC. Asking the engine is slow, and most days have one answer. */
function offsetAt(zone: Known, ms: number): number {
  const day = Math.floor(ms / DAY)
  let offset = zone.days.get(day)
  if (offset === undefined) {
    const first = measure(zone, day * DAY)
    offset = first === measure(zone, (day + 1) * DAY) ? first : null
    if (zone.days.size > 20_000) zone.days.clear()
    zone.days.set(day, offset)
  }
  return offset ?? measure(zone, ms)
}

function readWall(wall: string): number {
  const match = WALL.exec(wall)
  if (!match) throw new RangeError('not a wall time')
  const [year, month, day, hour, minute, second] = match.slice(1).map((digits) => Number(digits ?? 0)) as number[]
  const at = new Date(0)
  at.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day)
  at.setUTCHours(hour ?? 0, minute, second)
  const ms = at.getTime()
  if (writeWall(ms).slice(0, 16) !== wall.slice(0, 16)) throw new RangeError('not a wall time')
  return ms
}

/** Seconds only where they are not zero. */
function writeWall(ms: number): string {
  const text = new Date(ms).toISOString()
  const wall = text.slice(0, text.indexOf('.'))
  return wall.endsWith(':00') ? wall.slice(0, -3) : wall
}

/** Whether this names a time zone that Tandem can reckon with (IANA). */
export const isZone = (name: string): boolean => lookUp(name) !== null

/**
 * The instant at which the clocks of a zone (IANA) show a wall time. In the hour that is skipped in spring the clock
 * is taken to have gone forward; in the one that comes twice in autumn, the first. Throws RangeError.
 */
export function instantOf(wall: string, zone: string): Date {
  const clock = need(zone)
  const shown = readWall(wall)
  const before = offsetAt(clock, shown - DAY)
  const after = offsetAt(clock, shown + DAY)
  // Read by the offset of the day before, a skipped time lands after the gap, and a doubled one on its first coming.
  for (const offset of [before, after]) if (offsetAt(clock, shown - offset) === offset) return new Date(shown - offset)
  return new Date(shown - before)
}

/** What the clocks of a zone (IANA) show at an instant: `YYYY-MM-DDTHH:mm`, with `:ss` only if there are seconds. */
export function wallOf(instant: Date, zone: string): string {
  const ms = Math.floor(instant.getTime() / 1000) * 1000
  return writeWall(ms + offsetAt(need(zone), ms))
}

/** The date in a zone (IANA) at an instant, YYYY-MM-DD. */
export const dateOf = (instant: Date, zone: string): string => wallOf(instant, zone).slice(0, 10)

/** Whether a day begins at 00:00 in a zone (IANA): where clocks go forward at midnight, one day a year does not. */
export const hasMidnight = (date: string, zone: string): boolean =>
  wallOf(instantOf(`${date}T00:00`, zone), zone) === `${date}T00:00`

/** The date so many days later (or earlier), YYYY-MM-DD. Throws RangeError. */
export function addDays(date: string, days: number): string {
  if (!DATE.test(date)) throw new RangeError('not a date')
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** Days from one date to another; negative if it lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)

/**
 * The IANA name of a zone that Outlook names its own way (Windows) or by IANA. Null for one that is unknown, and for
 * `tzone://Microsoft/Custom`, which names nothing.
 */
export function ianaOf(name: string): string | null {
  const trimmed = name.trim()
  if (trimmed === 'tzone://Microsoft/Utc') return 'UTC'
  const windows = findIana(trimmed).find(isZone)
  if (windows) return windows === 'Etc/UTC' ? 'UTC' : windows
  return isZone(trimmed) ? trimmed : null
}

const windowsNames = new Map<string, string | null>()

/**
 * The Windows name under which Outlook keeps the clock of an IANA zone; null if there is none. A place that left the zone
 * which Windows counts it to gets the name of one with the same clock.
 */
export function windowsOf(iana: string): string | null {
  const there = windowsNames.get(iana)
  if (there !== undefined) return there
  const clock = lookUp(iana)
  if (!clock) return null
  // A name newer than the list: the engine knows what it was called before.
  const canonical = clock.format.resolvedOptions().timeZone
  const listed = [...findWindows(iana), ...findWindows(canonical)]
  const all = WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName)
  const found =
    [...listed, ...all].find((name) => {
      const other = lookUp(ianaOf(name) ?? '')
      return other !== null && isSameClock(clock, other)
    }) ?? null
  windowsNames.set(iana, found)
  return found
}

/** Whether two clocks show the same for the next two years. */
function isSameClock(a: Known, b: Known): boolean {
  if (a === b) return true
  const today = Math.floor(now().getTime() / DAY)
  for (let day = today; day < today + 731; day++) if (offsetAt(a, day * DAY) !== offsetAt(b, day * DAY)) return false
  return true
}
