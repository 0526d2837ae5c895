/** How Tandem says times. Pure; `now` and `at` are ms since 1970, zone is IANA, locale BCP 47. */

const cache = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  cache.set(key, made)
  return made
}

/** The person's regional customs with English words: "de-DE" gives en-DE, so 24 h and day before month. */
export function englishFor(tag: string | undefined): string {
  try {
    const region = new Intl.Locale(tag || 'en-GB').maximize().region ?? 'GB'
    return Intl.getCanonicalLocales(`en-${region}`)[0] ?? 'en-GB'
  } catch {
    return 'en-GB'
  }
}

/** A zone that this runtime knows, else UTC. */
export function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone || 'UTC' }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** The day as a number, in the zone: equal for two times on one day, one more on the next. */
export function dayNumber(at: number, zone: string): number {
  const parts = format('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / 86_400_000)
}

/** "09:38" or "9:38 am", as the locale has it. */
export function clockTime(at: number, locale: string, zone: string): string {
  const halves = format(locale, zone, { hour: 'numeric' }).resolvedOptions().hour12
  return format(locale, zone, { hour: halves ? 'numeric' : '2-digit', minute: '2-digit' }).format(at)
}

/** Whether what lasts from `start` to `end` ends on another day; midnight belongs to the day before. */
export function endsLater(start: number, end: number, zone: string): boolean {
  return end > start && dayNumber(end - 1, zone) > dayNumber(start, zone)
}

/**
 * Beginning and end: "10:30" and "11:00"; where they lie on two days "Mon 08:00" and "Tue 14:00", a week or more
 * apart "Mon 30 Nov 08:00" and "Mon 7 Dec 14:00". Where the day has halves, both say theirs.
 */
export function timeEnds(start: number, end: number, locale: string, zone: string): [from: string, to: string] {
  const [from, to] = [clockTime(start, locale, zone), clockTime(end, locale, zone)]
  if (!endsLater(start, end, zone)) return [from, to]
  const isFar = dayNumber(end, zone) - dayNumber(start, zone) >= 7
  const options: Intl.DateTimeFormatOptions = isFar
    ? { weekday: 'short', day: 'numeric', month: 'short' }
    : { weekday: 'short' }
  // In a narrow place the line breaks after the day, not before "PM".
  const say = (at: number, time: string) =>
    `${format(locale, zone, options).format(at).replace(',', '')} ${time.replace(/\s/g, '\u00a0')}`
  return [say(start, from), say(end, to)]
}

/** "10:38:07": where the order of things within a minute matters. */
export function secondTime(at: number, locale: string, zone: string): string {
  return format(locale, zone, { timeStyle: 'medium' }).format(at)
}

function dayMonth(at: number, now: number, locale: string, zone: string): string {
  const sameYear =
    format('en-CA', zone, { year: 'numeric' }).format(at) === format('en-CA', zone, { year: 'numeric' }).format(now)
  return format(locale, zone, { day: 'numeric', month: 'short', year: sameYear ? undefined : 'numeric' }).format(at)
}

/** "12 s ago", "41 min ago", "10:38", "Yesterday 18:02", "Mon 14:31", "9 Nov", "9 Nov 2025". Times to come lose "ago". */
export function shortTime(at: number, now: number, locale: string, zone: string): string {
  const passed = now - at
  // Clocks differ a little: what came a moment ago may seem to come in a moment.
  if (passed > -30_000 && passed < 60_000) return `${Math.max(0, Math.floor(passed / 1000))} s ago`
  if (passed >= 0 && passed < 3_600_000) return `${Math.floor(passed / 60_000)} min ago`
  const days = dayNumber(now, zone) - dayNumber(at, zone)
  const time = clockTime(at, locale, zone)
  if (days === 0) return time
  if (days === 1) return `Yesterday ${time}`
  if (days === -1) return `Tomorrow ${time}`
  if (Math.abs(days) < 7) return `${format(locale, zone, { weekday: 'short' }).format(at)} ${time}`
  return dayMonth(at, now, locale, zone)
}

/** The whole of it, with the zone: "Saturday 21 November 2026 at 10:38 GMT". */
export function fullTime(at: number, locale: string, zone: string): string {
  return format(locale, zone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/** Headings in lists: Today, Yesterday, Wednesday, Mon 9 November, Mon 9 November 2025. */
export function dayHeading(at: number, now: number, locale: string, zone: string): string {
  const days = dayNumber(now, zone) - dayNumber(at, zone)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return format(locale, zone, { weekday: 'long' }).format(at)
  const sameYear =
    format('en-CA', zone, { year: 'numeric' }).format(at) === format('en-CA', zone, { year: 'numeric' }).format(now)
  return format(locale, zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: sameYear ? undefined : 'numeric',
  }).format(at)
}

/** When `shortTime` will next say something else, in ms from now. */
export function untilChange(at: number, now: number): number {
  const passed = now - at
  if (passed >= 0 && passed < 60_000) return 1000 - (passed % 1000)
  if (passed >= 0 && passed < 3_600_000) return 60_000 - (passed % 60_000)
  return 60_000
}
