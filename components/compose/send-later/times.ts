/** When to send later, in the person's zone. Pure; instants are ms since 1970, zones IANA. */

const cache = new Map<string, Intl.DateTimeFormat>()

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = cache.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  cache.set(zone, made)
  return made
}

/** The clock on the wall; `month` counts from 1. */
export type Wall = { year: number; month: number; day: number; hour: number; minute: number }

/** What the clock says in the zone at this instant. */
export function wallAt(at: number, zone: string): Wall {
  const parts = new Map(
    formatIn(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  )
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return { year: read('year'), month: read('month'), day: read('day'), hour: read('hour'), minute: read('minute') }
}

const asUtc = (wall: Wall) => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
const offsetAt = (at: number, zone: string) => asUtc(wallAt(at, zone)) - Math.floor(at / 60_000) * 60_000

/**
 * The instant of a wall time. A time that comes twice (clocks go back) is the first; one that never comes (clocks go
 * forward) is as much later as the clocks jump.
 */
export function instantOf(wall: Wall, zone: string): number {
  const utc = asUtc(wall)
  const before = offsetAt(utc - 86_400_000, zone)
  const after = offsetAt(utc + 86_400_000, zone)
  const fitting = [utc - before, utc - after].filter((at) => asUtc(wallAt(at, zone)) === utc)
  return fitting.length > 0 ? Math.min(...fitting) : utc - before
}

/** The wall's day moved by whole days, at another time of day. */
function dayAt(wall: Wall, days: number, hour: number): Wall {
  const day = new Date(Date.UTC(wall.year, wall.month - 1, wall.day + days))
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), hour, minute: 0 }
}

export type Preset = { id: 'tonight' | 'tomorrow' | 'monday'; at: number }

/** Tonight 18:00 (while it is at least half an hour away), tomorrow 08:00, Monday 08:00 (unless that is tomorrow). */
export function presetsAt(now: number, zone: string): Preset[] {
  const wall = wallAt(now, zone)
  const weekday = new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()
  const toMonday = (8 - weekday) % 7 || 7
  const tonight = instantOf(dayAt(wall, 0, 18), zone)
  const presets: Preset[] = []
  if (tonight - now >= 30 * 60_000) presets.push({ id: 'tonight', at: tonight })
  presets.push({ id: 'tomorrow', at: instantOf(dayAt(wall, 1, 8), zone) })
  if (toMonday > 1) presets.push({ id: 'monday', at: instantOf(dayAt(wall, toMonday, 8), zone) })
  return presets
}

/** Of the browser's date and time fields ("2026-11-23", "08:00"); null for what is no time. */
export function instantOfFields(date: string, time: string, zone: string): number | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const clock = /^(\d{2}):(\d{2})/.exec(time)
  if (!day || !clock) return null
  const wall = {
    year: Number(day[1]),
    month: Number(day[2]),
    day: Number(day[3]),
    hour: Number(clock[1]),
    minute: Number(clock[2]),
  }
  const at = instantOf(wall, zone)
  return Number.isNaN(at) ? null : at
}

const two = (value: number) => String(value).padStart(2, '0')

/** For the browser's date and time fields. */
export function fieldsOf(at: number, zone: string): { date: string; time: string } {
  const wall = wallAt(at, zone)
  return {
    date: `${wall.year}-${two(wall.month)}-${two(wall.day)}`,
    time: `${two(wall.hour)}:${two(wall.minute)}`,
  }
}

/** "in 45 min", "in 14 h", "in 3 days". */
export function distance(at: number, now: number): string {
  const minutes = Math.max(1, Math.round((at - now) / 60_000))
  if (minutes < 60) return `in ${minutes} min`
  const hours = Math.round(minutes / 60)
  if (hours < 36) return `in ${hours} h`
  return `in ${Math.round(hours / 24)} days`
}
