import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hitsIn, wordsIn } from './highlight'
import { passageOf } from './passage'

const passage = (preview: string, query: string) => passageOf(preview, wordsIn(query).text)
const long = 'Hello Anna, thank you for the call of yesterday. The probes for gate four arrive on Tuesday before noon.'

describe('the preview of what was found', () => {
  it('is shown from shortly before the first word that was sought', () => {
    expect(passage(long, 'gate tuesday').text).toBe('…The probes for gate four arrive on Tuesday before noon.')
    expect(passage(long, 'TUES').text).toBe('…four arrive on Tuesday before noon.')
  })

  it('is the usual one where the word is seen anyway, and where there is none', () => {
    for (const query of ['anna', 'thank noon', 'invoice', 'robes', '', 'is:unread'])
      expect(passage(long, query)).toEqual({ text: long, dir: 'auto' })
  })

  it('follows the words that may stand in it, not those of operators', () => {
    expect(passage(long, 'from:gate').text).toBe(long)
    expect(passage(long, 'subject:"gate four" noon').text).toMatch(/^….*before noon\.$/)
    expect(passage(long, 'from:anna gate').text).toMatch(/^…The probes/)
  })

  it('needs neither accents nor case', () => {
    const text = `${'x '.repeat(40)}Grüße von Tomás aus Łódź`
    expect(passage(text, 'TOMAS').text).toContain('Grüße von Tomás aus')
    expect(passage(text, 'tomás').text).toContain('Grüße von Tomás aus')
    expect(passage(text.normalize('NFD'), 'tomas').text).toContain('Grüße von Tomás aus'.normalize('NFD'))
  })

  it('near its end fills the line', () => {
    expect(passage(long, 'noon').text).toBe('…four arrive on Tuesday before noon.')
  })

  it('keeps the direction of the whole, whatever its part begins with', () => {
    const hebrew = 'שלום, תודה על השיחה של אתמול אחר הצהריים. המשלוח Order 4711 יגיע ביום רביעי'
    const { text, dir } = passage(hebrew, '4711')
    expect(text).toMatch(/^….*Order 4711 /)
    expect(dir).toBe('rtl')
    const mixed = `Dear all, ${'many words '.repeat(6)}المنتجات وصلت`
    expect(passage(mixed, 'المنتجات').dir).toBe('ltr')
    expect(passage(mixed, 'المنتجات').text).toMatch(/المنتجات وصلت$/)
  })

  it('finds words of scripts that have no spaces, and cuts between letters', () => {
    const text =
      '本日はお忙しいところお時間をいただきありがとうございました。明日の会議室は東京本社です。よろしくお願いします。'
    const { text: part } = passage(text, '会議室')
    expect(part).toMatch(/^….{1,10}会議室は東京本社です/u)
    const family = `${'👩‍👩‍👧'.repeat(30)}ende`
    expect(passage(family, 'ende').text).toMatch(/^…(?:👩‍👩‍👧)+ende$/u)
  })

  it('is whole from there on, and has the word near its beginning', () => {
    const signs = fc.constantFrom('a', 'gate ', 'é', 'e\u0301', ' ', '会', '한', '😀', '. ', 'ش', 'word ')
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 90 }), fc.constantFrom('gate', '会', 'ش', 'e', '한'), (parts, query) => {
        const preview = parts.join('')
        const { text } = passage(preview, query)
        if (text === preview) return
        const rest = text.slice(1)
        expect(preview.endsWith(rest)).toBe(true)
        expect(rest.isWellFormed()).toBe(true)
        const [hit] = hitsIn(rest, wordsIn(query).text)
        expect(hit && [...rest.slice(0, hit[0])].length).toBeLessThanOrEqual(38)
      }),
    )
  })
})
