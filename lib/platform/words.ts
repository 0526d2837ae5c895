/** Longest word that is kept, and most words of one record: enough for a subject, its people and a preview. */
const LONGEST = 40
const MOST = 160

/** Scripts that write without spaces: their runs are cut into overlapping pairs. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu
const HAS_UNSPACED = new RegExp(UNSPACED.source, 'u')

/** Beyond plain Latin letters: what is looked for costs ten times as much, and most mail has little of it. */
const BEYOND_ASCII = /[\u0080-\uffff]/

/** The words of a text without accents and case: "Tomás" is found by "tomas". Letters and digits only, not too long. */
export function splitWords(text: string): string[] {
  if (!BEYOND_ASCII.test(text)) {
    return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map((word) => word.slice(0, LONGEST))
  }
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? []
  return HAS_UNSPACED.test(plain) ? words.flatMap(partsOf) : words.map(short)
}

/** The words of some texts, each once, for a `tsvector` (array_to_tsvector). Letters and digits only. */
export function wordsOf(texts: readonly (string | null | undefined)[]): string[] {
  const found = new Set<string>()
  for (const text of texts) {
    if (!text) continue
    for (const word of splitWords(text)) {
      if (found.size >= MOST) return [...found]
      found.add(word)
    }
  }
  return [...found]
}

/** The word by which a record belongs to somebody, so that an index over everybody's words answers for one. */
export const ownerWord = (id: string): string => `~${id.replaceAll('-', '').slice(0, 16)}`

/**
 * What was typed, as a `tsquery`: every word must begin a word of the record. Null when nothing can be looked for.
 * @param owner see ownerWord
 */
export function prefixQuery(typed: string, owner: string): string | null {
  const words = splitWords(typed).slice(0, 12)
  if (words.length === 0) return null
  return [`'${ownerWord(owner)}'`, ...words.map((word) => `'${word}':*`)].join(' & ')
}

function partsOf(word: string): string[] {
  const spaced = word.replace(UNSPACED, ' ').split(' ').filter(Boolean)
  const unspaced = (word.match(UNSPACED) ?? []).flatMap((run) => {
    const letters = [...run]
    return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
  })
  return [...spaced.map(short), ...unspaced]
}

/** Never half a letter: one beyond the basic plane is two units. */
const short = (word: string): string => (word.length <= LONGEST ? word : [...word].slice(0, LONGEST).join(''))
