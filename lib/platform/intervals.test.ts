import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignIntervals, type Interval, mergeIntervals, subtractIntervals } from './intervals'

const LAST = 60
const interval = fc.record({ from: fc.nat(LAST), to: fc.nat(LAST) })
const list = fc.array(interval, { maxLength: 12 })
/** Independent of the arithmetic: every moment by itself. */
const moments = (intervals: readonly Interval[]) =>
  Array.from({ length: LAST }, (_, at) => intervals.some(({ from, to }) => from <= at && at < to))
const isTidy = (intervals: readonly Interval[]) =>
  intervals.every(({ from, to }, at) => from < to && (at === 0 || (intervals[at - 1]?.to ?? 0) < from))

describe('stretches of time', () => {
  it('merged are the same moments, sorted and apart', () => {
    fc.assert(
      fc.property(list, (given) => {
        const merged = mergeIntervals(given)
        expect(moments(merged)).toEqual(moments(given))
        expect(isTidy(merged)).toBe(true)
      }),
    )
  })

  it('without others are exactly the moments that these do not take', () => {
    fc.assert(
      fc.property(list, list, (whole, taken) => {
        const left = subtractIntervals(whole, taken)
        const busy = moments(taken)
        expect(moments(left)).toEqual(moments(whole).map((is, at) => is && !busy[at]))
        expect(isTidy(left)).toBe(true)
      }),
    )
  })

  it('are left as they were given', () => {
    fc.assert(
      fc.property(list, list, (whole, taken) => {
        const before = structuredClone([whole, taken])
        subtractIntervals(whole, taken)
        expect([whole, taken]).toEqual(before)
      }),
    )
  })

  it('on a grid stay within what was given, and none is too short', () => {
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 15 }), fc.nat(20), (given, step, least) => {
        const merged = mergeIntervals(given)
        for (const { from, to } of alignIntervals(merged, step, least)) {
          expect([from % step, to % step]).toEqual([0, 0])
          expect(to - from).toBeGreaterThanOrEqual(Math.max(1, least))
          expect(merged.some((whole) => whole.from <= from && to <= whole.to)).toBe(true)
        }
      }),
    )
    expect(alignIntervals([{ from: 3, to: 29 }], 10, 10)).toEqual([{ from: 10, to: 20 }])
  })

  it('many windows and many busy times take one walk', () => {
    const whole = Array.from({ length: 20_000 }, (_, at) => ({ from: at * 10, to: at * 10 + 8 }))
    const taken = Array.from({ length: 20_000 }, (_, at) => ({ from: at * 10 + 2, to: at * 10 + 4 }))
    expect(subtractIntervals(whole, taken)).toHaveLength(40_000)
    // One that takes everything: nothing is walked twice.
    expect(subtractIntervals(whole, [{ from: 0, to: 1e9 }])).toEqual([])
  })
})
