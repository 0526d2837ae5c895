import { addDays, endOfMonth, nextWeekday } from './dates'

/** What was read from a line: the title without the words of the date, and the date. */
export type ReadTask = {
  title: string
  dueOn: string | null
  /** The words that were taken for the date, as typed. */
  taken: string | null
}

const WEEKDAYS: Record<string, number> = {}
for (const [at, names] of [
  'monday|mon|montag',
  'tuesday|tue|tues|dienstag',
  'wednesday|wed|mittwoch',
  'thursday|thu|thur|thurs|donnerstag',
  'friday|fri|freitag',
  'saturday|sat|samstag|sonnabend',
  'sunday|sun|sonntag',
].entries())
  for (const name of names.split('|')) WEEKDAYS[name] = at + 1

const MONTHS: Record<string, number> = {}
for (const [at, names] of [
  'january|jan|januar|jänner',
  'february|feb|februar',
  'march|mar|märz',
  'april|apr',
  'may|mai',
  'june|jun|juni',
  'july|jul|juli',
  'august|aug',
  'september|sep|sept',
  'october|oct|oktober|okt',
  'november|nov',
  'december|dec|dezember|dez',
].entries())
  for (const name of names.split('|')) MONTHS[name] = at + 1

const NUMBERS: Record<string, number> = {}
for (const [at, names] of ['one|a|an|eins|einem|einer', 'two|zwei', 'three|drei', 'four|vier', 'five|fünf'].entries())
  for (const name of names.split('|')) NUMBERS[name] = at + 1

const either = (names: Record<string, number>) =>
  Object.keys(names)
    .sort((a, b) => b.length - a.length)
    .join('|')
const day = either(WEEKDAYS)
const month = either(MONTHS)
const number = `\\d{1,3}|${either(NUMBERS)}`

type Rule = { pattern: string; read: (found: string[], today: string) => string | null }

/** The first that fits wins; of several fits of one rule the last in the line, since dates mostly stand at the end. */
const RULES: Rule[] = [
  { pattern: '(\\d{4})-(\\d{2})-(\\d{2})', read: ([y, m, d]) => dateOf(Number(y), Number(m), Number(d)) },
  {
    // 24 Dec, 24th of December 2027, 24. Dezember
    pattern: `(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(${month})\\.?(?:,? (\\d{4}))?`,
    read: ([d, m, y], today) => inYear(MONTHS[m ?? ''], Number(d), y, today),
  },
  {
    pattern: `(${month})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?`,
    read: ([m, d, y], today) => inYear(MONTHS[m ?? ''], Number(d), y, today),
  },
  // Day before month, as everywhere but in the United States; with dots only, so that "3/4" stays a fraction.
  {
    pattern: '(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})?',
    read: ([d, m, y], today) => inYear(Number(m), Number(d), y, today),
  },
  { pattern: 'day after tomorrow|übermorgen', read: (_, today) => addDays(today, 2) },
  { pattern: 'tomorrow|tmrw|morgen', read: (_, today) => addDays(today, 1) },
  { pattern: 'today|tonight|heute', read: (_, today) => today },
  { pattern: `(?:in )(${number}) (?:days?|tag(?:en?)?)`, read: ([n], today) => addDays(today, count(n)) },
  { pattern: `(?:in )(${number}) (?:weeks?|wochen?)`, read: ([n], today) => addDays(today, 7 * count(n)) },
  { pattern: `(?:in )(${number}) (?:months?|monat(?:en?)?)`, read: ([n], today) => addMonths(today, count(n)) },
  { pattern: 'next week|nächste woche', read: (_, today) => nextWeekday(today, 1) },
  { pattern: 'next month|nächsten monat', read: (_, today) => addMonths(`${today.slice(0, 7)}-01`, 1) },
  { pattern: 'end of (?:the )?month|ende des monats|monatsende', read: (_, today) => endOfMonth(today) },
  { pattern: 'end of (?:the )?week|ende der woche', read: (_, today) => nextWeekday(addDays(today, -1), 5) },
  { pattern: 'weekend|wochenende', read: (_, today) => nextWeekday(addDays(today, -1), 6) },
  {
    // On a Wednesday, "Friday" is in two days and "next Friday" that of the week after.
    pattern: `(?:next|nächste[nrs]?|kommende[nrs]?) (${day})`,
    read: ([name], today) => {
      const wanted = WEEKDAYS[name ?? ''] ?? 1
      return addDays(nextWeekday(today, 1), wanted - 1)
    },
  },
  { pattern: `(?:this |diesen )?(${day})`, read: ([name], today) => nextWeekday(today, WEEKDAYS[name ?? ''] ?? 1) },
]

/** Words before a date that belong to it: "by Friday", "on 24 Dec", "bis morgen". */
const BEFORE = '(?:(?:on|by|due|until|am|bis|at the) )?'
/** Short names that are words of their own when they stand alone: "Call Jan", "the sun", "may I". */
const SHORT = /^(?:mon|sun|sat|wed|fri|tue|thu)$/

/**
 * Reads the date in a line such as "Call Ingrid Friday 10:00". A time of day stays in the title: due dates are dates.
 * `today` is the person's date (YYYY-MM-DD); what is read is never before it, unless the year is written.
 */
export function readTask(line: string, today: string): ReadTask {
  const text = line.replace(/\s+/g, ' ').trim()
  for (const rule of RULES) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}.-])${BEFORE}(?:${rule.pattern})(?![\\p{L}\\p{N}-])`, 'giu')
    for (const found of [...text.matchAll(pattern)].reverse()) {
      const words = found.slice(1).map((part) => part?.toLowerCase() ?? '')
      if (isName(found[0], text)) continue
      const dueOn = rule.read(words, today)
      if (!dueOn) continue
      const title = tidy(text.slice(0, found.index), text.slice(found.index + found[0].length))
      // A line of nothing but a date is a title: there is nothing else to call it.
      return { title: title || text, dueOn, taken: found[0] }
    }
  }
  return { title: text, dueOn: null, taken: null }
}

/** Only a date, as one types it when asked for it: "fri", "24 dec", "in 3 days". Null: not understood. */
export function readDate(typed: string, today: string): string | null {
  const read = readTask(typed, today)
  return read.taken !== null && read.taken.length === typed.replace(/\s+/g, ' ').trim().length ? read.dueOn : null
}

/** "the sun": short names count at the end of the line only, or with a capital. */
function isName(taken: string, text: string): boolean {
  const bare = taken.toLowerCase()
  if (!SHORT.test(bare)) return false
  return !text.endsWith(taken) && taken === bare
}

const tidy = (before: string, after: string) =>
  `${before} ${after}`
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:])/g, '$1')
    .replace(/^[\s,.;:-]+|[\s,;:-]+$/g, '')

const count = (written = '1') => NUMBERS[written] ?? Number(written)

function dateOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  const same = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return same && year >= 1970 && year <= 9999 ? at.toISOString().slice(0, 10) : null
}

/** This year's day, or next year's if it has passed; 29 February waits for its year. */
function inYear(month: number | undefined, day: number, year: string | undefined, today: string): string | null {
  if (!month) return null
  if (year) return dateOf(Number(year), month, day)
  const first = Number(today.slice(0, 4))
  for (let at = first; at <= first + 8; at++) {
    const date = dateOf(at, month, day)
    if (date && date >= today) return date
  }
  return null
}

function addMonths(date: string, months: number): string {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
  const last = Number(endOfMonth(first).slice(8))
  return addDays(first, Math.min(day, last) - 1)
}
