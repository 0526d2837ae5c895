// Durations as the SDK writes them ("1d2h30m10s"), dates, and the waits between attempts.

const UNITS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
const PART = /(\d+(?:\.\d+)?)\s*(ms|[wdhms])/g

/** Milliseconds of a duration such as "1h30m", or null if it is none. Empty text is 0: the SDK writes zero so. */
export function parseDuration(text: string): number | null {
  const rest = text.trim()
  if (rest === '') return 0
  let total = 0
  for (const [, amount, unit] of rest.matchAll(PART)) total += Number(amount) * (UNITS[unit ?? ''] ?? 0)
  return rest.replaceAll(PART, '').trim() === '' ? total : null
}

/** The moment (epoch ms) that a duration from `now`, or a date, stands for. Throws on anything else. */
export function momentOf(text: string, now: number): number {
  const span = parseDuration(text)
  if (span !== null) return now + span
  const date = Date.parse(text)
  if (Number.isNaN(date)) throw new Error(`"${text}" is neither a duration nor a date`)
  return date
}

// Inngest's documented table of waits before the 2nd, 3rd … attempt, in seconds.
const BACK_OFF_S = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600]
const SHORTEST_MS = 10

/** Milliseconds to wait before attempt number `attempt` (1 = the first repeat), times `scale`. */
export function backOff(attempt: number, scale: number): number {
  const seconds = BACK_OFF_S[Math.min(attempt, BACK_OFF_S.length) - 1] ?? 15
  return Math.max(SHORTEST_MS, seconds * 1000 * scale)
}

/** Milliseconds that a Retry-After header asks for: seconds or a date. Null when there is none. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (!header) return null
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
