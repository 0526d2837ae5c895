import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight, nothingSought, wordsIn } from './highlight'

const hits = (text: string, query: string) =>
  highlight(text, wordsIn(query).text)
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

  it('is marked in what its operator names, and everywhere without one', () => {
    expect(wordsIn('from:tomas has:attachment subject:"signed copy" lorry')).toEqual({
      who: ['lorry', 'tomas'],
      subject: ['signed', 'lorry', 'copy'],
      text: ['lorry'],
    })
    expect(wordsIn('in:archive is:unread before:2026-11-01')).toEqual(nothingSought)
  })

  it('is a word like any other when it is no operator after all, as for the search', () => {
    expect(wordsIn('Re:Quote is:here').text).toEqual(['quote', 'here', 're', 'is'])
    expect(wordsIn('from: tomas').who).toEqual(['tomas'])
    expect(wordsIn('from: tomas').text).toEqual([])
  })

  it('is marked within the words of scripts that have no spaces', () => {
    expect(hits('明日の会議室は東京', '会議室')).toBe('明日の[会議室]は東京')
    expect(hits('Q4会議2026', '会議 2026 q4')).toBe('[Q4会議2026]')
    expect(hits('Q4会議2026', '議')).toBe('Q4会[議]2026')
    expect(hits('ガイド', 'カイ')).toBe('[ガイ]ド')
  })

  it('is marked in scripts of either direction, with what stands on their letters', () => {
    expect(hits('המשלוח יגיע', 'יגי')).toBe('המשלוח [יגי]ע')
    expect(hits('وصلت المُنتَجات', 'المنتج')).toBe('وصلت [المُنتَج]ات')
    expect(hits('한국어 메일', '한국')).toBe('[한국]어 메일')
  })

  it('never loses or adds a sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
        expect(
          highlight(text, wordsIn(query).text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
