import { describe, expect, it } from 'vitest'
import { chooseAll, extendTo, keepOnly, nothingChosen, toggle } from './selection'

const lines = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('')

describe('choosing lines', () => {
  it('takes one and gives it back', () => {
    const one = toggle(nothingChosen, 'b')
    expect(ids(one)).toBe('b')
    expect(ids(toggle(one, 'b'))).toBe('')
  })

  it('chooses a range in both directions from where it began, and keeps what was chosen', () => {
    const start = toggle(toggle(nothingChosen, 'e'), 'c')
    expect(ids(extendTo(start, lines, 'a'))).toBe('abce')
    expect(ids(extendTo(toggle(nothingChosen, 'b'), lines, 'd'))).toBe('bcd')
  })

  it('begins a range at the cursor if nothing was chosen, and at the line itself if that is gone', () => {
    expect(ids(extendTo(nothingChosen, lines, 'c', 'a'))).toBe('abc')
    expect(ids(extendTo({ ids: new Set(), anchor: 'gone' }, lines, 'c'))).toBe('c')
  })

  it('forgets what left the list, and is the same object if nothing did', () => {
    const all = chooseAll(nothingChosen, lines)
    expect(ids(keepOnly(all, lines.slice(0, 2)))).toBe('ab')
    expect(keepOnly(all, lines)).toBe(all)
    expect(keepOnly(toggle(nothingChosen, 'e'), lines.slice(0, 2)).anchor).toBeNull()
  })
})
