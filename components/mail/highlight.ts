/** Finds what was searched for in a text that is shown. Pure. */

import { splitWords } from '@/lib/platform/words'

export type Piece = { text: string; hit: boolean }

/** The words of a search, by where they can stand. */
export type Sought = { who: readonly string[]; subject: readonly string[]; text: readonly string[] }

export const nothingSought: Sought = { who: [], subject: [], text: [] }

/** As the search itself takes a query apart (lib/features/mail/search/rules.ts). */
const TOKEN = /(?:(from|to|subject|has|is|in|before|after):\s*)?(?:"([^"]*)"?|([^\s"]+))/giu
/** What these operators say is no word of a text; with any other value they are none. */
const MARKS: Record<string, RegExp> = {
  has: /^(?:attachments?|files?)$/i,
  is: /^(?:unread|flagged)$/i,
  in: /./,
  before: /^\d{4}-\d{2}-\d{2}$/,
  after: /^\d{4}-\d{2}-\d{2}$/,
}

/** The words of a search that can stand in a text, the longer first: what stands after "from:" is no word of a subject. */
export function wordsIn(query: string): Sought {
  const anywhere: string[] = []
  const who: string[] = []
  const subject: string[] = []
  for (const [whole, operator = '', quoted, bare = ''] of query.matchAll(TOKEN)) {
    const name = operator.toLowerCase()
    const value = quoted ?? bare
    if (name === 'from' || name === 'to') who.push(value)
    else if (name === 'subject') subject.push(value)
    else if (!MARKS[name]?.test(value.trim())) anywhere.push(whole)
  }
  const longestFirst = (texts: string[]) => [...new Set(texts.flatMap(splitWords))].sort((a, b) => b.length - a.length)
  return {
    who: longestFirst([...anywhere, ...who]),
    subject: longestFirst([...anywhere, ...subject]),
    text: longestFirst(anywhere),
  }
}

/** The text cut into pieces; a hit is the beginning of a word, whatever its accents and case. */
export function highlight(text: string, words: readonly string[]): Piece[] {
  if (words.length === 0 || text === '') return [{ text, hit: false }]
  const pieces: Piece[] = []
  const push = (part: string, hit: boolean) => {
    const last = pieces[pieces.length - 1]
    if (part === '') return
    if (last?.hit === hit) last.text += part
    else pieces.push({ text: part, hit })
  }
  let done = 0
  for (const [from, to] of hitsIn(text, words)) {
    push(text.slice(done, from), false)
    // Pairs of letters overlap.
    push(text.slice(Math.max(done, from), to), true)
    done = Math.max(done, to)
  }
  push(text.slice(done), false)
  return pieces
}

type Span = [from: number, to: number]

/** Where words of a text begin like those sought, in its order; places count UTF-16 units. */
export function* hitsIn(text: string, words: readonly string[]): Generator<Span> {
  if (words.length === 0) return
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{Mn}]+/gu))
    for (const [from, to] of spansIn(word, words)) yield [index + from, index + to]
}

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/** Scripts that write without spaces: a word may begin at each of their letters, and after them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function spansIn(word: string, words: readonly string[]): Span[] {
  const folded = plain(word)
  const starts = UNSPACED.test(folded) ? startsIn(folded) : [0]
  const found = starts.flatMap((start): Span[] => {
    const hit = words.find((one) => folded.startsWith(one, start))
    return hit === undefined ? [] : [[start, start + hit.length]]
  })
  if (found.length === 0) return []
  const places = placesOf(word)
  return found.map(([from, to]) => [places[from]?.[0] ?? 0, places[to - 1]?.[1] ?? word.length])
}

function startsIn(folded: string): number[] {
  const starts: number[] = []
  let at = 0
  let before = true
  for (const letter of folded) {
    const unspaced = UNSPACED.test(letter)
    if (before || unspaced) starts.push(at)
    before = unspaced
    at += letter.length
  }
  return starts
}

/** For each plain letter of a word the sign that it comes from, with its marks: an "ß" or "ﬁ" may count for two. */
function placesOf(word: string): Span[] {
  const places: Span[] = []
  let at = 0
  let last: Span = [0, 0]
  for (const sign of word) {
    const letters = plain(sign).length
    if (letters > 0) last = [at, at + sign.length]
    // Marks that belong to the last letter go with it.
    else last[1] = at + sign.length
    for (let letter = 0; letter < letters; letter++) places.push(last)
    at += sign.length
  }
  return places
}
