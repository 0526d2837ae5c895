import { describe, expect, it } from 'vitest'
import { addTo, moveTo, namesOf, type Recipients, removeFrom } from './chips'

const who = (name: string) => ({ name, address: `${name.toLowerCase()}@b.example` })
const start: Recipients = { to: [who('A'), who('B'), who('C')], cc: [who('D')], bcc: [] }
const names = (all: Recipients) =>
  `${all.to.map((x) => x.name)}|${all.cc.map((x) => x.name)}|${all.bcc.map((x) => x.name)}`

describe('chips of recipients', () => {
  it('adds each address once to a field, whatever its case', () => {
    const twice = [who('E'), { name: 'E again', address: 'E@B.example' }, { name: 'A', address: 'A@b.EXAMPLE' }]
    expect(names(addTo(start, 'to', twice))).toBe('A,B,C,E|D|')
    expect(addTo(start, 'to', [who('A')])).toBe(start)
  })

  it('moves between fields and within one', () => {
    expect(names(moveTo(start, { field: 'to', index: 1 }, { field: 'bcc' }))).toBe('A,C|D|B')
    expect(names(moveTo(start, { field: 'to', index: 0 }, { field: 'to', index: 3 }))).toBe('B,C,A|D|')
    expect(names(moveTo(start, { field: 'to', index: 2 }, { field: 'to', index: 0 }))).toBe('C,A,B|D|')
    expect(names(moveTo(start, { field: 'cc', index: 0 }, { field: 'to', index: 1 }))).toBe('A,D,B,C||')
  })

  it('leaves all as it is for what is not there', () => {
    expect(removeFrom(start, 'bcc', 0)).toBe(start)
    expect(moveTo(start, { field: 'bcc', index: 4 }, { field: 'to' })).toBe(start)
  })

  it('says who gets it', () => {
    expect(namesOf([])).toBe('')
    expect(namesOf([who('A')])).toBe('A')
    expect(namesOf([who('A'), { name: '', address: 'x@y.example' }])).toBe('A and x@y.example')
    expect(namesOf([who('A\u202e\u200f')])).toBe('A')
    expect(namesOf(['A', 'B', 'C'])).toBe('A and 2 others')
  })
})
