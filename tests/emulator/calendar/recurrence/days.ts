// Days as whole numbers since 1970-01-01, and the calendar's arithmetic on them.

const DAY = 86_400_000

/** NaN for what is no day. */
export function dayNumber(date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return Number.NaN
  const at = Date.parse(`${date}T00:00:00Z`)
  return new Date(at).getUTCDate() === Number(date.slice(8)) ? at / DAY : Number.NaN
}

export const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

/** 0 = Sunday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7

/** Days of a month; `month` 1 to 12. */
export const monthLength = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** Months since the year 0: counts on without end. */
export function monthOf(day: number): number {
  const at = new Date(day * DAY)
  return at.getUTCFullYear() * 12 + at.getUTCMonth()
}

/** First day of a month as `monthOf` counts it. */
export const firstOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY
