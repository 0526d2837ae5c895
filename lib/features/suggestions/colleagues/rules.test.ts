import { expect, it } from 'vitest'
import { beginning, rangesOf } from './rules'

it('signs of a kind are told as ranges', () => {
  expect(rangesOf(/[a-cxÿ]/)).toBe('\\u0061-\\u0063\\u0078\\u00ff')
  expect(rangesOf(/[\ufffe\uffff]/)).toBe('\\ufffe-\\uffff')
  expect(rangesOf(/[^\s\S]/)).toBe('')
})

it('a word is looked for where a word begins, in both cases of letters that a database may not know', () => {
  expect(beginning('tom7')).toBe('(^|[^[:alnum:]])tom7')
  expect(beginning('анна')).toMatch(/\)\[аА\]\[нН\]\[нН\]\[аА\]$/)
  expect(beginning('μελας')).toMatch(/\)\[μΜ\]\[εΕ\]\[λΛ\]\[αΑ\]\[ςΣσ\]$/)
  expect(beginning('会1')).toMatch(/\)会1$/)
  // A Devanagari vowel sign that takes room.
  expect(beginning('नद')).toContain('\\u0940')
})
