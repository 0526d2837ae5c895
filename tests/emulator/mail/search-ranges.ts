// Times and sizes in a search: days, instants, words such as yesterday, and a..b.

/** From `from` (inclusive) to `to` (exclusive); epoch milliseconds or bytes. */
export interface Range {
  from: number
  to: number
}

const DAY = 86_400_000

const dayAt = (year: number, month: number, day: number): number | null => {
  const at = Date.UTC(year, month - 1, day)
  const back = new Date(at)
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? at : null
}

function namedSpan(text: string, now: number): Range | null {
  const today = Math.floor(now / DAY) * DAY
  const date = new Date(today)
  const monday = today - ((date.getUTCDay() + 6) % 7) * DAY
  const month = (offset: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1)
  const year = (offset: number) => Date.UTC(date.getUTCFullYear() + offset, 0, 1)
  const spans: Record<string, Range> = {
    today: { from: today, to: today + DAY },
    yesterday: { from: today - DAY, to: today },
    'this week': { from: monday, to: monday + 7 * DAY },
    'last week': { from: monday - 7 * DAY, to: monday },
    'this month': { from: month(0), to: month(1) },
    'last month': { from: month(-1), to: month(0) },
    'this year': { from: year(0), to: year(1) },
    'last year': { from: year(-1), to: year(0) },
  }
  const key = text.toLowerCase()
  return Object.hasOwn(spans, key) ? (spans[key] ?? null) : null
}

/** What one word for a time means: a day, or the second of an instant. */
function span(text: string, now: number): Range | null {
  const named = namedSpan(text, now)
  if (named) return named
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  const day = iso
    ? dayAt(Number(iso[1]), Number(iso[2]), Number(iso[3]))
    : american && dayAt(Number(american[3]), Number(american[1]), Number(american[2]))
  if (day !== null) return { from: day, to: day + DAY }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i.test(text)) return null
  const at = Date.parse(/(Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(at) ? null : { from: at, to: at + 1000 }
}

function compared({ from, to }: Range, operator: string): Range {
  if (operator === '>') return { from: to, to: Number.POSITIVE_INFINITY }
  if (operator === '>=') return { from, to: Number.POSITIVE_INFINITY }
  if (operator === '<') return { from: Number.NEGATIVE_INFINITY, to: from }
  if (operator === '<=') return { from: Number.NEGATIVE_INFINITY, to }
  return { from, to }
}

/** Reads `text` after `received>=` and the like. Days are UTC. @returns null for what is no time. */
export function interval(text: string, operator: string, now: number): Range | null {
  const [first = '', second] = text.split('..')
  const from = span(first, now)
  if (second === undefined) return from && compared(from, operator)
  const to = span(second, now)
  if (!from || !to || !/^[:=]$/.test(operator)) return null
  return { from: from.from, to: to.to }
}

/** Reads a number of bytes or a..b. @returns null for what is none. */
export function sizeRange(text: string, operator: string): Range | null {
  const [, first, second] = /^(\d{1,12})(?:\.\.(\d{1,12}))?$/.exec(text) ?? []
  if (first === undefined) return null
  if (second === undefined) return compared({ from: Number(first), to: Number(first) + 1 }, operator)
  return /^[:=]$/.test(operator) ? { from: Number(first), to: Number(second) + 1 } : null
}
