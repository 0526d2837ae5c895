import { clockTime, dayNumber } from '@/components/ui/time'
import type { FreeStretch } from './view'

/** Free times as text for a mail. Pure; zones IANA, locale BCP 47. */

const cache = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  cache.set(key, made)
  return made
}

/** What a zone is called in a sentence: "Berlin", "Buenos Aires", "UTC". */
export const placeOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')

/** "Tue 24 Nov", in the order of the locale. */
const dayOf = (at: number, locale: string, zone: string): string =>
  format(locale, zone, { weekday: 'short', day: 'numeric', month: 'short' })
    .format(at)
    .replace(/^(\p{L}+), (?=\d)/u, '$1 ')

/** "Tue 24", for choosing among a few days; `date` is YYYY-MM-DD. */
export const shortDay = (date: string, locale: string): string => {
  const at = Date.parse(`${date}T00:00:00Z`)
  return `${format(locale, 'UTC', { weekday: 'short' }).format(at)} ${format(locale, 'UTC', { day: 'numeric' }).format(at)}`
}

/** "Tuesday 24 November", for those who hear it. */
export const longDay = (date: string, locale: string): string =>
  format(locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' }).format(Date.parse(`${date}T00:00:00Z`))

type Wish = { minutes: number; zone: string; locale: string }

/**
 * A line for each day of the zone: "Tue 24 Nov: 09:00–10:30, 14:00–16:00 (Berlin)". Stretches shorter than asked for are
 * left out; one that ends on the next day says which day that is.
 */
export function freeLines(stretches: readonly FreeStretch[], { minutes, zone, locale }: Wish): string[] {
  const days = new Map<string, string[]>()
  for (const stretch of stretches) {
    const [from, to] = [Date.parse(stretch.from), Date.parse(stretch.to)]
    if (to - from < minutes * 60_000) continue
    // Midnight ends the day before it.
    const isNext = dayNumber(to - 1, zone) !== dayNumber(from, zone)
    const end = `${clockTime(to, locale, zone)}${isNext ? ` ${format(locale, zone, { weekday: 'short' }).format(to)}` : ''}`
    const day = dayOf(from, locale, zone)
    days.set(day, [...(days.get(day) ?? []), `${clockTime(from, locale, zone)}–${end}`])
  }
  return [...days].map(([day, times]) => `${day}: ${times.join(', ')} (${placeOf(zone)})`)
}
