import { describe, expect, it } from 'vitest'
import { assertWithin, isWithin } from './rate'

const rate = { times: 3, perMs: 1000 }

describe('a rate', () => {
  it('lets so many through within its time, for each key by itself', () => {
    expect([0, 1, 2, 3].map((at) => isWithin('a', rate, at))).toEqual([true, true, true, false])
    expect(isWithin('b', rate, 3)).toBe(true)
    expect(isWithin('a', rate, 1000)).toBe(true)
    expect(isWithin('a', rate, 1000)).toBe(false)
  })

  it('says in words that it was too much', () => {
    for (let time = 0; time < 3; time++) assertWithin('c', { times: 3, perMs: 60_000 })
    expect(() => assertWithin('c', { times: 3, perMs: 60_000 })).toThrow(
      expect.objectContaining({ code: 'throttled', retryAfter: 20, userMessage: expect.stringContaining('a lot') }),
    )
  })
})
