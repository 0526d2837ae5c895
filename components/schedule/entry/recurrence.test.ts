import { describe, expect, it } from 'vitest'
import type { Recurrence } from '../view'
import { follow, presetFor, presetOf, presetsOn, withUnit } from './recurrence'
import { nth, sayRecurrence } from './recurrence-words'

const on = (pattern: Recurrence['pattern'], range: Partial<Recurrence['range']> = {}): Recurrence => ({
  pattern,
  range: { type: 'noEnd', startDate: '2026-11-24', ...range },
})
const say = (recurrence: Recurrence, locale = 'en-GB') => sayRecurrence(recurrence, locale)

describe('a recurrence in words', () => {
  it('says how often', () => {
    expect(say(on({ type: 'daily', interval: 1 }))).toBe('Every day')
    expect(say(on({ type: 'daily', interval: 3 }))).toBe('Every third day')
    expect(say(on({ type: 'daily', interval: 12 }))).toBe('Every 12 days')
    expect(say(on({ type: 'weekly', interval: 2, daysOfWeek: ['tuesday'] }))).toBe('Every second Tuesday')
    expect(say(on({ type: 'weekly', interval: 1, daysOfWeek: ['friday', 'monday'] }))).toBe(
      'Every week on Monday and Friday',
    )
    expect(
      say(on({ type: 'weekly', interval: 1, daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] })),
    ).toBe('Every weekday')
    expect(say(on({ type: 'absoluteMonthly', interval: 1, dayOfMonth: 22 }))).toBe('Every month on the 22nd')
    expect(say(on({ type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 }))).toBe(
      'Every month on the 31st, or the last day of a shorter month',
    )
    expect(say(on({ type: 'relativeMonthly', interval: 3, daysOfWeek: ['wednesday'], index: 'last' }))).toBe(
      'Every third month on the last Wednesday',
    )
    expect(say(on({ type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 }))).toBe('Every year on 29 February')
    expect(
      say(on({ type: 'relativeYearly', interval: 1, daysOfWeek: ['saturday', 'sunday'], index: 'first', month: 5 })),
    ).toBe('Every year on the first weekend day of May')
  })

  it('says until when, with the year only if it is another', () => {
    const tuesdays = { type: 'weekly' as const, interval: 2, daysOfWeek: ['tuesday' as const] }
    expect(say(on(tuesdays, { type: 'endDate', endDate: '2027-03-12' }))).toBe(
      'Every second Tuesday until 12 March 2027',
    )
    expect(say(on(tuesdays, { type: 'endDate', endDate: '2026-12-12' }))).toBe('Every second Tuesday until 12 December')
    expect(say(on(tuesdays, { type: 'numbered', numberOfOccurrences: 10 }))).toBe('Every second Tuesday, 10 times')
  })

  it('names days from the one on which weeks begin', () => {
    const weekly = (...daysOfWeek: Recurrence['pattern']['daysOfWeek'] & object) =>
      on({ type: 'weekly', interval: 1, daysOfWeek })
    const days = weekly('monday', 'sunday', 'saturday')
    expect(say(days, 'en-GB')).toBe('Every week on Monday, Saturday and Sunday')
    expect(say(days, 'en-US')).toBe('Every week on Sunday, Monday and Saturday')
    expect(say(days, 'ar-EG')).toBe('Every week on Saturday, Sunday and Monday')
    const workdays = weekly('friday', 'thursday', 'wednesday', 'tuesday', 'monday')
    for (const locale of ['en-GB', 'en-US', 'ar-EG']) expect(say(workdays, locale)).toBe('Every weekday')
    const weekends = { type: 'relativeMonthly' as const, interval: 1, index: 'last' as const }
    expect(say(on({ ...weekends, daysOfWeek: ['saturday', 'sunday'] }), 'en-US')).toBe(
      'Every month on the last weekend day',
    )
  })

  it('counts days as one writes them', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(nth).join(' ')).toBe(
      '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st',
    )
  })
})

describe('presets', () => {
  it('are recognised as what they are, each on its own date', () => {
    for (const date of ['2026-11-24', '2026-11-30', '2026-01-31', '2028-02-29'])
      for (const preset of presetsOn(date))
        expect([preset, presetOf(presetFor(preset, date), date)]).toEqual([preset, preset])
  })

  it('count weeks as those who choose them do, and are the same preset to everybody', () => {
    const sundays = presetFor('fortnightly', '2026-11-24', 7)
    expect(sundays?.pattern.firstDayOfWeek).toBe('sunday')
    expect(presetOf(sundays, '2026-11-24')).toBe('fortnightly')
    expect(presetFor('fortnightly', '2026-11-24')?.pattern.firstDayOfWeek).toBe('monday')
    expect(withUnit('week', 2, '2026-11-24', 7).firstDayOfWeek).toBe('sunday')
    expect(follow(sundays, '2026-11-24', '2026-11-26')?.pattern).toMatchObject({
      daysOfWeek: ['thursday'],
      firstDayOfWeek: 'sunday',
    })
  })

  it('offer the last weekday of a month only where it is one', () => {
    expect(presetsOn('2026-11-24')).toContain('monthlyLast')
    expect(presetsOn('2026-11-17')).not.toContain('monthlyLast')
    expect(presetsOn('2026-11-30')).not.toContain('monthlyNth')
  })

  it('follow the entry to another day, and leave what one has chosen oneself', () => {
    expect(follow(presetFor('weekly', '2026-11-24'), '2026-11-24', '2026-11-26')?.pattern.daysOfWeek).toEqual([
      'thursday',
    ])
    expect(follow(presetFor('monthly', '2026-11-24'), '2026-11-24', '2026-12-02')?.pattern.dayOfMonth).toBe(2)
    const own = on(
      { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'] },
      { type: 'endDate', endDate: '2026-12-01' },
    )
    const moved = follow(own, '2026-11-24', '2026-12-04')
    expect(moved?.pattern.daysOfWeek).toEqual(['monday', 'friday'])
    expect(moved?.range).toEqual({ type: 'endDate', startDate: '2026-12-04', endDate: '2026-12-04' })
  })
})
