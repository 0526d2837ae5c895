import { describe, expect, it } from 'vitest'
import { leftOfPairs } from './overlap'

const block = (key: string, start: number, end: number, title = key) => ({ key, title, start, end })

describe('overlap', () => {
  it('puts two side by side', () => {
    expect([...leftOfPairs([block('a', 10, 12), block('b', 11, 13)], 0)]).toEqual(['a'])
  })

  it('goes by the title if two are at the same time', () => {
    expect([...leftOfPairs([block('a', 10, 12, 'Visit'), block('b', 10, 12, 'Call')], 0)]).toEqual(['b'])
  })

  it('leaves those alone that meet nobody, and that only touch', () => {
    expect(leftOfPairs([block('a', 10, 11), block('b', 11, 12)], 0).size).toBe(0)
    expect(leftOfPairs([], 0).size).toBe(0)
  })

  it('takes a chain of pairs for pairs, and three at once for a cascade', () => {
    expect([...leftOfPairs([block('a', 9, 11), block('b', 10, 13), block('c', 12, 14)], 0)].sort()).toEqual(['a', 'c'])
    expect(leftOfPairs([block('a', 9, 12), block('b', 10, 12), block('c', 11, 12)], 0).size).toBe(0)
  })

  it('reckons with the room that a short block takes', () => {
    expect(leftOfPairs([block('a', 10, 10.1), block('b', 10.2, 11)], 0).size).toBe(0)
    expect([...leftOfPairs([block('a', 10, 10.1), block('b', 10.2, 11)], 0.4)]).toEqual(['a'])
  })
})
