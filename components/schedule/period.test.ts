import { describe, expect, it } from 'vitest'
import { firstDayOf, periodOf, stepFrom, titleOf, weekNumber, weeksOf } from './period'

describe('periods', () => {
  it('begin weeks where the locale has it', () => {
    expect(firstDayOf('en-GB')).toBe(1)
    expect(firstDayOf('en-US')).toBe(7)
    expect(periodOf('week', '2026-11-25', 1)).toEqual({ from: '2026-11-23', to: '2026-11-30' })
    expect(periodOf('week', '2026-11-25', 7)).toEqual({ from: '2026-11-22', to: '2026-11-29' })
    expect(periodOf('week', '2026-11-22', 7).from).toBe('2026-11-22')
  })

  it('fill the weeks of a month and no more', () => {
    expect(periodOf('month', '2026-11-25', 1)).toEqual({ from: '2026-10-26', to: '2026-12-07' })
    expect(periodOf('month', '2027-02-10', 1)).toEqual({ from: '2027-02-01', to: '2027-03-01' })
  })

  it('step to the neighbour, whatever the length of months', () => {
    expect(stepFrom('month', '2026-01-31', 1)).toBe('2026-02-01')
    expect(stepFrom('month', '2026-03-31', -1)).toBe('2026-02-01')
    expect(stepFrom('week', '2026-12-30', 1)).toBe('2027-01-06')
    expect(stepFrom('day', '2026-03-01', -1)).toBe('2026-02-28')
  })

  it('number weeks as ISO where they begin on Monday, else from 1 January', () => {
    expect(weekNumber('2026-11-25', 1)).toBe(48)
    expect(weekNumber('2027-01-01', 1)).toBe(53)
    expect(weekNumber('2026-01-01', 1)).toBe(1)
    expect(weekNumber('2027-01-01', 7)).toBe(1)
    expect(weekNumber('2026-12-26', 7)).toBe(52)
  })

  it('are named as the locale writes dates', () => {
    expect(titleOf('month', '2026-11-25', periodOf('month', '2026-11-25', 1), 'en-GB')).toBe('November 2026')
    expect(titleOf('week', '2026-11-25', periodOf('week', '2026-11-25', 1), 'en-GB')).toMatch(
      /^23 ?– ?29 November 2026$/,
    )
    // Ordinary spaces, whatever this machine's tables have: server and browser have to write the same.
    expect(titleOf('list', '2026-11-25', periodOf('list', '2026-11-25', 1), 'en-GB')).toBe('25 Nov – 24 Dec')
    expect(titleOf('day', '2026-11-25', periodOf('day', '2026-11-25', 1), 'en-GB')).toBe('Wed 25 Nov')
  })

  it('make a small month of six whole weeks', () => {
    const weeks = weeksOf('2026-11-25', 1)
    expect(weeks).toHaveLength(6)
    expect(weeks[0]?.[0]).toBe('2026-10-26')
    expect(weeks.flat()).toHaveLength(42)
  })
})
