import { describe, expect, it } from 'vitest'
import type { Recurrence } from '@/drizzle/schema/schedule'
import { type Dated, whenOf } from './rules'

const weekly = (range: Partial<Recurrence['range']> = {}): Recurrence => ({
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['tuesday'] },
  range: { type: 'noEnd', startDate: '2024-01-02', ...range },
})
const timed: Dated = {
  ...{ isAllDay: false, startDate: null, endDate: null, timeZone: 'Europe/London' },
  ...{ startAt: new Date('2024-01-02T10:00:00Z'), endAt: new Date('2024-01-02T11:00:00Z') },
  ...{ recurrence: weekly(), occurrenceDate: null, isCancelled: false },
}
/** A date of the series that is by itself. */
const single = (date: string, start: string, isCancelled = false): Dated => ({
  ...{ ...timed, recurrence: null, occurrenceDate: date, isCancelled },
  ...{ startAt: new Date(start), endAt: new Date(Date.parse(start) + 3_600_000) },
})
const at = (instant: string) => new Date(instant)
const now = at('2026-07-22T09:00:00Z')

describe('when an entry is that is shown by one date', () => {
  it('is its own time, if it is no series', () => {
    expect(whenOf({ ...timed, recurrence: null }, [], now)).toEqual({ when: '2024-01-02T10:00:00.000Z' })
    const day = { ...timed, recurrence: null, isAllDay: true, startDate: '2024-01-02', endDate: '2024-01-03' }
    expect(whenOf(day, [], now)).toEqual({ when: '2024-01-02' })
  })

  it('of a series is the next date, by the clock on the wall', () => {
    expect(whenOf(timed, [], now)).toEqual({ when: '2026-07-28T09:00:00.000Z', repeats: true })
  })

  it('is the one that runs, until it is over', () => {
    expect(whenOf(timed, [], at('2026-07-28T09:59:00Z')).when).toBe('2026-07-28T09:00:00.000Z')
    expect(whenOf(timed, [], at('2026-07-28T10:00:00Z')).when).toBe('2026-08-04T09:00:00.000Z')
    const long = { ...timed, endAt: at('2024-01-04T10:00:00Z') }
    expect(whenOf(long, [], at('2026-07-30T08:00:00Z')).when).toBe('2026-07-28T09:00:00.000Z')
    const halfHour = { ...timed, endAt: null }
    expect(whenOf(halfHour, [], at('2026-07-28T09:31:00Z')).when).toBe('2026-08-04T09:00:00.000Z')
  })

  it('is not one that was deleted, and where it was moved to if it was', () => {
    const gone = single('2026-07-28', '2026-07-28T09:00:00Z', true)
    expect(whenOf(timed, [gone], now).when).toBe('2026-08-04T09:00:00.000Z')
    const later = single('2026-07-28', '2026-07-30T15:00:00Z')
    expect(whenOf(timed, [later], now).when).toBe('2026-07-30T15:00:00.000Z')
    const sooner = single('2026-08-11', '2026-07-23T15:00:00Z')
    expect(whenOf(timed, [sooner], now).when).toBe('2026-07-23T15:00:00.000Z')
  })

  it('is the last one, if all are over', () => {
    const ended = { ...timed, recurrence: weekly({ type: 'endDate', endDate: '2026-07-20' }) }
    expect(whenOf(ended, [], now)).toEqual({ when: '2026-07-14T09:00:00.000Z', repeats: true })
    const gone = single('2026-07-14', '2026-07-14T09:00:00Z', true)
    expect(whenOf(ended, [gone], now).when).toBe('2026-07-07T09:00:00.000Z')
    const moved = single('2026-07-14', '2026-07-16T09:00:00Z')
    expect(whenOf(ended, [moved], now).when).toBe('2026-07-16T09:00:00.000Z')
  })

  it('of days is a date', () => {
    const days = { ...timed, isAllDay: true, startDate: '2024-01-02', endDate: '2024-01-04' }
    const spans = { ...days, startAt: at('2024-01-02T00:00:00Z'), endAt: at('2024-01-04T00:00:00Z') }
    expect(whenOf(spans, [], at('2026-07-29T12:00:00Z'))).toEqual({ when: '2026-07-28', repeats: true })
    expect(whenOf(spans, [], at('2026-07-30T12:00:00Z'))).toEqual({ when: '2026-08-04', repeats: true })
  })
})
