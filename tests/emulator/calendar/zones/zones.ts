// Wall time in a zone ⇄ instant. Instants are epoch milliseconds; wall times are Graph's, without an offset.

import { GraphFault } from '../../seam'
import { knownZone } from './names'

export { knownZone, supportedZones } from './names'

const DAY = 86_400_000
const KEPT = 20_000
const WALL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:\d\d)?)?$/i

const formats = new Map<string, Intl.DateTimeFormat>()
/** Offset of a zone on a UTC day, in milliseconds; NaN: it changes within the day. */
const daily = new Map<string, Map<number, number>>()

function ianaOf(zone: string): string {
  const known = knownZone(zone)
  if (known) return known.iana
  throw new GraphFault(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
  )
}

function read(instant: number, iana: string): number {
  let format = formats.get(iana)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: iana,
      calendar: 'iso8601',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(iana, format)
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name))
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(instant / 1000) * 1000
}

/** Wall time of `iana` minus UTC at this instant, in milliseconds. */
function offsetAt(instant: number, iana: string): number {
  if (iana === 'UTC') return 0
  const day = Math.floor(instant / DAY)
  let days = daily.get(iana)
  if (!days || days.size > KEPT) {
    days = new Map()
    daily.set(iana, days)
  }
  let offset = days.get(day)
  if (offset === undefined) {
    const [first, last] = [read(day * DAY, iana), read((day + 1) * DAY - 1000, iana)]
    offset = first === last ? first : Number.NaN
    days.set(day, offset)
  }
  return Number.isNaN(offset) ? read(instant, iana) : offset
}

/** A wall time as if it were UTC. @throws GraphFault 400 for what is no time. */
function parseWall(wall: string): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = WALL.exec(wall) ?? []
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const valid =
    year !== undefined &&
    Number(year) >= 1601 &&
    new Date(date).getUTCMonth() === Number(month) - 1 &&
    h < 24 &&
    m < 60 &&
    s < 60
  if (!valid) throw new GraphFault(400, 'ErrorPropertyValidationFailure', `'${wall}' is not a valid date and time.`)
  return date + h * 3_600_000 + m * 60_000 + s * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
}

/**
 * Instant of a wall time. A time that clocks skip moves forward by the gap; of a time that they show twice the first
 * is meant, as in Exchange. An offset inside `wall` is ignored (Microsoft Graph: dateTimeTimeZone has none).
 * @throws GraphFault 400 for unknown zones and for what is no time.
 */
export function toInstant(wall: string, zone: string): number {
  const iana = ianaOf(zone)
  const local = parseWall(wall)
  const before = offsetAt(local - DAY, iana)
  const after = offsetAt(local + DAY, iana)
  const first = local - before
  if (before === after || offsetAt(first, iana) === before) return first
  const second = local - after
  return offsetAt(second, iana) === after ? second : first
}

/** Wall time with seven fraction digits, as Graph answers it. @throws GraphFault 400 for unknown zones. */
export function toWall(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, ianaOf(zone))).toISOString().replace('Z', '0000')
}
