import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterPart, nextOffset, partAt, pauseBefore, percentOf } from './parts'

describe('uploads in parts', () => {
  it('covers every byte once, in order, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 20, max: 700 }), (total, size) => {
        let at = 0
        for (let part = partAt(at, total, size); part; part = partAt(at, total, size)) {
          expect(part.from).toBe(at)
          expect(part.to - part.from).toBeLessThanOrEqual(size)
          expect(part.contentRange).toBe(`bytes ${part.from}-${part.to - 1}/${total}`)
          at = part.to
        }
        expect(at).toBe(total)
      }),
    )
  })

  it('goes on where Microsoft says', () => {
    expect(nextOffset({ nextExpectedRanges: ['26-'] }, 100)).toBe(26)
    expect(nextOffset({ NextExpectedRanges: ['40-99', '26-30'] }, 100)).toBe(26)
    expect(nextOffset({ NextExpectedRanges: '12' }, 100)).toBe(12)
  })

  it('knows an end from an answer that says nothing', () => {
    expect(nextOffset({ nextExpectedRanges: [] }, 100)).toBe(100)
    expect(nextOffset({ nextExpectedRanges: ['900-'] }, 100)).toBe(100)
    expect(nextOffset({ expirationDateTime: 'x' }, 100)).toBeUndefined()
    expect(nextOffset(null, 100)).toBeUndefined()
  })

  it('ends with 201 only: 200 and 202 ask for the next part', () => {
    const part = { from: 0, to: 40, contentRange: 'bytes 0-39/100' }
    expect(afterPart(200, { nextExpectedRanges: ['40-'] }, part, 100)).toBe(40)
    expect(afterPart(202, null, part, 100)).toBe(40)
    expect(afterPart(200, { nextExpectedRanges: ['20-'] }, part, 100)).toBe(20)
    expect(afterPart(201, null, part, 100)).toBe(100)
    expect(afterPart(416, null, part, 100)).toBeNull()
    expect(afterPart(503, { nextExpectedRanges: ['40-'] }, part, 100)).toBeNull()
  })

  it('waits longer each time and never says 100 before the end', () => {
    expect([1, 2, 3, 9].map(pauseBefore)).toEqual([500, 1000, 2000, 8000])
    expect(percentOf(100, 100)).toBe(99)
    expect(percentOf(1, 3)).toBe(33)
    expect(percentOf(0, 0)).toBe(99)
  })
})
