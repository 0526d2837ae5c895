const HALF_HOUR = 30 * 60_000

/** When a meeting without a date is said to be: from the next full or half hour on, for an hour. */
export function nextHour(now: Date): { start: Date; end: Date } {
  const start = new Date(Math.ceil(now.getTime() / HALF_HOUR) * HALF_HOUR)
  return { start, end: new Date(start.getTime() + 2 * HALF_HOUR) }
}
