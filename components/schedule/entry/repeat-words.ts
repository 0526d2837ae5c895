import type { Recurrence } from '../view'
import { dayNames, nth } from './recurrence-words'

/** What the editor of repetitions says. */
export const repeatWords = {
  none: 'Does not repeat',
  own: 'Your own…',
  every: 'Every',
  interval: 'How many',
  unit: 'Days, weeks, months or years',
  units: {
    day: (count: number) => (count === 1 ? 'day' : 'days'),
    week: (count: number) => (count === 1 ? 'week' : 'weeks'),
    month: (count: number) => (count === 1 ? 'month' : 'months'),
    year: (count: number) => (count === 1 ? 'year' : 'years'),
  },
  days: 'On which days',
  which: 'Which day of the month',
  /** "On the 25th", "On the fourth Wednesday". */
  ways: (recurrence: Recurrence | null): string => {
    if (!recurrence) return ''
    const { dayOfMonth, index, daysOfWeek } = recurrence.pattern
    const day = daysOfWeek?.[0]
    return day ? `On the ${index} ${dayNames[day]}` : `On the ${nth(dayOfMonth ?? 1)}`
  },
  until: 'Until when',
  ends: { noEnd: 'Without end', endDate: 'Until a day', numbered: 'A number of times' },
  lastDay: 'Last day',
  times: 'How many times',
} as const
