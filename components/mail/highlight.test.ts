import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight, wordsIn } from './highlight'

const hits = (text: string, query: string) =>
  highlight(text, wordsIn(query))
    .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
    .join('')

describe('what was searched for', () => {
  it('is marked at the beginning of words, whatever accents and case', () => {
    expect(hits('Tomás Rivera, automatic', 'TOM')).toBe('[Tom]ás Rivera, automatic')
    expect(hits('Tomás Rivera', 'tomas')).toBe('[Tomás] Rivera')
    expect(hits('Tomas Rivera', 'tomás riv')).toBe('[Tomas] [Riv]era')
    expect(hits('Re: Quote Q-1187', '1187 re')).toBe('[Re]: Quote Q-[1187]')
  })

  it('is marked with decomposed letters and ligatures whole', () => {
    expect(hits('Toma\u0301s', 'toma')).toBe('[Toma\u0301]s')
    expect(hits('ﬁnal', 'f')).toBe('[ﬁ]nal')
  })

  it('of operators marks people and subjects only', () => {
    expect(wordsIn('from:tomas has:attachment subject:"signed copy" lorry')).toEqual([
      'signed',
      'tomas',
      'lorry',
      'copy',
    ])
    expect(wordsIn('in:archive is:unread before:2026-11-01')).toEqual([])
  })

  it('never loses or adds a sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
        expect(
          highlight(text, wordsIn(query))
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
