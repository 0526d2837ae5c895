import { describe, expect, it } from 'vitest'
import { insertable, slashBefore, snippetsFor } from './slash'

const snippet = (name: string) => ({ id: name, name, html: '', shared: false, mine: true })

describe('snippets by slash', () => {
  it('begin at a line or a word, not within an address or a date', () => {
    expect(slashBefore('/')).toEqual({ typed: '', length: 1 })
    expect(slashBefore('Hello /way to')).toEqual({ typed: 'way to', length: 7 })
    expect(slashBefore('and/or')).toBeNull()
    expect(slashBefore('3/4')).toBeNull()
    expect(slashBefore('https://b.example')).toBeNull()
  })

  it('are found by the start of a word, accents aside', () => {
    const all = ['Way to the office', 'Office hours', 'Rückfrage'].map(snippet)
    expect(snippetsFor(all, 'off').map((x) => x.name)).toEqual(['Office hours', 'Way to the office'])
    expect(snippetsFor(all, 'ruck').map((x) => x.name)).toEqual(['Rückfrage'])
    expect(snippetsFor(all, 'ffice')).toEqual([])
    expect(snippetsFor(all, '')).toHaveLength(3)
  })

  it('of one paragraph go into the line that is written', () => {
    expect(insertable('<p>Thank <strong>you</strong></p>')).toBe('Thank <strong>you</strong>')
    expect(insertable('<p>a</p><p>b</p>')).toBe('<p>a</p><p>b</p>')
    expect(insertable('<ul><li><p>a</p></li></ul>')).toBe('<ul><li><p>a</p></li></ul>')
  })
})
