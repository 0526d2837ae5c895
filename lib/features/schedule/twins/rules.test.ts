import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstOfTwins, type Twin } from './rules'

const twin = (id: string, given: Partial<Twin> = {}): Twin => ({
  id,
  name: 'uid\nalex@contoso.test',
  rank: 0,
  connectionId: 'c',
  createdAt: new Date(0),
  ...given,
})

describe('one meeting of several colleagues', () => {
  it('is shown as the entry that shows most, then as the one entered here, then as the first', () => {
    const first = (...all: Twin[]) => [...firstOfTwins(all)]
    expect(first(twin('a'), twin('b', { rank: 3 }), twin('c', { connectionId: null }))).toEqual(['b'])
    expect(first(twin('a'), twin('c', { connectionId: null }))).toEqual(['c'])
    expect(first(twin('a', { createdAt: new Date(5) }), twin('b', { createdAt: new Date(1) }))).toEqual(['b'])
  })

  it('is not mistaken for another one: without a name each is itself', () => {
    expect(firstOfTwins([twin('a', { name: null }), twin('b', { name: null }), twin('c', { name: 'x' })]).size).toBe(3)
  })

  it('is the same one in whatever order they come', () => {
    const all = [twin('d'), twin('a'), twin('b', { rank: 1 }), twin('c', { rank: 1, connectionId: null })]
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: 4 }), (some) => [...firstOfTwins(some)].join() === 'c'))
  })
})
