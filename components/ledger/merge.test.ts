import { describe, expect, it } from 'vitest'
import { countFresh, mergeFirst, mergeOlder } from './merge'
import type { LedgerPage } from './view'

const page = (ids: number[], next: number | null = null): LedgerPage => ({
  lines: ids.map((id) => ({
    id,
    at: new Date(id).toISOString(),
    direction: 'in',
    kind: 'mail',
    what: 'created',
    why: 'signal',
    count: 1,
    result: 'done',
    requestId: null,
  })),
  next,
})
const ids = ({ lines }: LedgerPage) => lines.map(({ id }) => id)

describe('the ledger on the screen', () => {
  it('puts new lines on top and keeps the older ones that were opened', () => {
    const merged = mergeFirst(page([5, 4, 3, 2], 2), page([7, 6, 5, 4], 4))
    expect(ids(merged)).toEqual([7, 6, 5, 4, 3, 2])
    expect(merged.next).toBe(2)
  })

  it('begins anew instead of hiding a hole', () => {
    expect(mergeFirst(page([3, 2], 2), page([99, 98, 97], 97))).toEqual(page([99, 98, 97], 97))
  })

  it('takes all of a short first page, even when none of it was shown', () => {
    expect(ids(mergeFirst(page([]), page([2, 1])))).toEqual([2, 1])
    expect(ids(mergeFirst(page([1]), page([3, 2])))).toEqual([3, 2, 1])
  })

  it('is the same object when nothing came', () => {
    const shown = page([5, 4])
    expect(mergeFirst(shown, page([5, 4]))).toBe(shown)
    expect(countFresh(shown, page([7, 6, 5]))).toBe(2)
  })

  it('adds older lines once', () => {
    expect(ids(mergeOlder(page([5, 4], 4), page([4, 3, 2]), 4))).toEqual([5, 4, 3, 2])
  })

  it('leaves no hole when the list began anew while older lines were on their way', () => {
    const anew = mergeFirst(page([5, 4], 4), page([99, 98], 98))
    const late = mergeOlder(anew, page([3, 2], null), 4)
    expect([ids(late), late.next]).toEqual([[99, 98], 98])
  })
})
