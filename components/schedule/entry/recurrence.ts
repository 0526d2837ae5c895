import { addDays, endOfMonth, weekdayOf } from '@/components/tasks/dates'
import type { Weekday } from '@/drizzle/schema/schedule'
import type { Recurrence } from '../view'

export type { Weekday } from '@/drizzle/schema/schedule'

/** Monday first, as `weekdayOf` counts. */
export const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]
/** From the day on which weeks begin: 1 Monday … 7 Sunday. */
export const weekdaysFrom = (firstDay: number): readonly Weekday[] => [
  ...weekdays.slice(firstDay - 1),
  ...weekdays.slice(0, firstDay - 1),
]
const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const

const weekdayName = (date: string): Weekday => weekdays[weekdayOf(date) - 1] ?? 'monday'
const dayOf = (date: string) => Number(date.slice(8, 10))
const monthOf = (date: string) => Number(date.slice(5, 7))

/** Which of its weekday in the month a date is; the fifth is the last. */
const indexOf = (date: string): (typeof indexes)[number] => indexes[Math.ceil(dayOf(date) / 7) - 1] ?? 'last'
const isLast = (date: string) => addDays(date, 7) > endOfMonth(date)

export type Preset =
  | 'none'
  | 'daily'
  | 'weekdays'
  | 'weekly'
  | 'fortnightly'
  | 'monthly'
  | 'monthlyNth'
  | 'monthlyLast'
  | 'yearly'

type Pattern = Recurrence['pattern']

/** The pattern of a preset that begins on a date. Every second week depends on where weeks begin. */
function patternOf(preset: Exclude<Preset, 'none'>, date: string, firstDay = 1): Pattern {
  const day = weekdayName(date)
  const week = { firstDayOfWeek: weekdays[firstDay - 1] ?? 'monday' }
  switch (preset) {
    case 'daily':
      return { type: 'daily', interval: 1 }
    case 'weekdays':
      return { type: 'weekly', interval: 1, daysOfWeek: weekdays.slice(0, 5), ...week }
    case 'weekly':
      return { type: 'weekly', interval: 1, daysOfWeek: [day], ...week }
    case 'fortnightly':
      return { type: 'weekly', interval: 2, daysOfWeek: [day], ...week }
    case 'monthly':
      return { type: 'absoluteMonthly', interval: 1, dayOfMonth: dayOf(date) }
    case 'monthlyNth':
      return { type: 'relativeMonthly', interval: 1, daysOfWeek: [day], index: indexOf(date) }
    case 'monthlyLast':
      return { type: 'relativeMonthly', interval: 1, daysOfWeek: [day], index: 'last' }
    case 'yearly':
      return { type: 'absoluteYearly', interval: 1, dayOfMonth: dayOf(date), month: monthOf(date) }
  }
}

/** A preset as a recurrence without end. @param firstDay where weeks begin: 1 Monday … 7 Sunday */
export const presetFor = (preset: Preset, date: string, firstDay?: number): Recurrence | null =>
  preset === 'none' ? null : { pattern: patternOf(preset, date, firstDay), range: { type: 'noEnd', startDate: date } }

/** The presets that make sense on a date. */
export function presetsOn(date: string): Preset[] {
  const nth: Preset[] = indexOf(date) === 'last' ? [] : ['monthlyNth']
  return [
    'none',
    'daily',
    'weekdays',
    'weekly',
    'fortnightly',
    'monthly',
    ...nth,
    ...(isLast(date) ? ['monthlyLast' as const] : []),
    'yearly',
  ]
}

/** The preset that a recurrence is, whenever it ends; null: one of its own. */
export function presetOf(recurrence: Recurrence | null, date: string): Preset | null {
  if (!recurrence) return 'none'
  const text = JSON.stringify(plain(recurrence.pattern))
  return (
    presetsOn(date).find((each) => each !== 'none' && JSON.stringify(plain(patternOf(each, date))) === text) ?? null
  )
}

/** Without the order of keys and days. */
function plain({ type, interval, daysOfWeek, dayOfMonth, month, index }: Pattern) {
  const days = daysOfWeek && [...daysOfWeek].sort()
  return {
    type,
    interval,
    days,
    dayOfMonth,
    month,
    index: daysOfWeek && type !== 'weekly' ? (index ?? 'first') : undefined,
  }
}

/** The same repetition for an entry that begins on another day: what was taken from the old day follows. */
export function follow(recurrence: Recurrence | null, before: string, after: string): Recurrence | null {
  if (!recurrence || before === after) return recurrence
  const preset = presetOf(recurrence, before)
  const { firstDayOfWeek } = recurrence.pattern
  const firstDay = firstDayOfWeek && weekdays.indexOf(firstDayOfWeek) + 1
  const follows = preset && preset !== 'none' && preset !== 'weekdays'
  const pattern = follows ? patternOf(preset, after, firstDay) : recurrence.pattern
  const { range } = recurrence
  const endDate = range.endDate && range.endDate < after ? after : range.endDate
  return { pattern, range: { ...range, startDate: after, ...(endDate ? { endDate } : {}) } }
}

export type Unit = 'day' | 'week' | 'month' | 'year'

/** What the editor works on: a pattern of this unit that fits the date. */
export function withUnit(unit: Unit, interval: number, date: string, firstDay: number): Pattern {
  const preset = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' } as const
  return { ...patternOf(preset[unit], date, firstDay), interval }
}

export const unitOf = ({ type }: Pattern): Unit =>
  type === 'daily' ? 'day' : type === 'weekly' ? 'week' : type.endsWith('Monthly') ? 'month' : 'year'
