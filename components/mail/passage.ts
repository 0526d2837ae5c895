/** The part of a preview in which the eye finds what was searched for. Pure. */

import { hitsIn } from './highlight'

export type Passage = {
  text: string
  /** Of a part, that of the whole: its first letter alone might tell another one. */
  dir: 'auto' | 'ltr' | 'rtl'
}

/** Room of a line on a phone, in Latin letters: what ends before is seen anyway. */
const ROOM = 36
/** So much stands before the word, so that it tells what it is about. */
const BEFORE = 18

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const widthOf = (signs: readonly string[]) => signs.reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0)

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const directionOf = (text: string) => (RIGHT_TO_LEFT.test(text.match(/\p{L}/u)?.[0] ?? '') ? 'rtl' : 'ltr')

/** Between two signs that are one for the eye no line begins. */
const JOINS = /^\u200d|\u200d$|^.(?:\p{M}|\p{Emoji_Modifier})$/su

/** A preview from shortly before the first word that is sought; the usual one where that is seen, or nothing is found. */
export function passageOf(preview: string, words: readonly string[]): Passage {
  const [hit] = hitsIn(preview, words)
  const usual: Passage = { text: preview, dir: 'auto' }
  if (!hit || widthOf([...preview.slice(0, hit[1])]) <= ROOM) return usual
  const before = [...preview.slice(0, hit[0])]
  // Near the end it begins earlier, so that the line is full.
  const wanted = Math.max(BEFORE, ROOM - widthOf([...preview.slice(hit[0])]))
  let from = before.length
  while (from > 0 && (widthOf(before.slice(from)) < wanted || JOINS.test(`${before[from - 1]}${before[from] ?? ''}`)))
    from--
  if (from === 0) return usual
  const lead = before.slice(from).join('')
  // With a whole word, if there is one.
  const shown = /\s/.test(before[from - 1] ?? '') ? lead : lead.replace(/^\S*\s+/, '')
  return { text: `…${shown}${preview.slice(hit[0])}`, dir: directionOf(preview) }
}
