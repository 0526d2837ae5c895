import { describe, expect, it } from 'vitest'
import { ownerWord, prefixQuery, wordsOf } from './words'

const owner = '0192a3b4-0000-7000-8000-00000000abcd'

describe('words', () => {
  it('are found without accents, case and punctuation, each once', () => {
    expect(wordsOf(['Tomás Rivera', 'tomas.rivera@brannock.example', null])).toEqual([
      'tomas',
      'rivera',
      'brannock',
      'example',
    ])
  })

  it('are the same ones beside letters of any script', () => {
    const text = `Re: Invoice_42, 3rd part – ${'y'.repeat(50)} O'Neill`
    const plain = text.replace('–', '-')
    expect(wordsOf([plain])).toEqual(['re', 'invoice', '42', '3rd', 'part', 'y'.repeat(40), 'o', 'neill'])
    expect(wordsOf([text])).toEqual(wordsOf([plain]))
    expect(wordsOf([`${text} 東京`])).toEqual([...wordsOf([plain]), '東京'])
    expect(wordsOf(['\u{20000}'.repeat(60), '\u{1D5D4}'.repeat(60)]).at(-1)).toBe('a'.repeat(40))
  })

  it('cut scripts without spaces into pairs, so that the middle of a run is found', () => {
    expect(wordsOf(['東京都庁'])).toEqual(['東京', '京都', '都庁'])
    expect(prefixQuery('京都', owner)).toBe(`'${ownerWord(owner)}' & '京都':*`)
  })

  it('are few and short, whatever a mail carries', () => {
    expect(wordsOf(['x'.repeat(10_000)])[0]).toHaveLength(40)
    expect(wordsOf([Array.from({ length: 5000 }, (_, at) => `w${at}`).join(' ')]).length).toBeLessThanOrEqual(160)
  })
})

describe('prefixQuery', () => {
  it('asks for every word by its beginning, within one owner', () => {
    expect(prefixQuery("Riv' | bran:*", owner)).toBe(`'${ownerWord(owner)}' & 'riv':* & 'bran':*`)
  })

  it('is nothing when there is no letter and no digit', () => {
    expect(prefixQuery(' *& ', owner)).toBeNull()
  })
})
