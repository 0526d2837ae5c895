/** Longest word that is kept, and most words of one record: enough for a subject, its people and a preview. */
const LONGEST = 40
const MOST = 160

/** Scripts that write without spaces: their runs are cut into overlapping pairs. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu

/** Without accents and case: "Tomás" is found by "tomas". */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/** The words of some texts, each once, for a `tsvector` (array_to_tsvector). Letters and digits only. */
export function wordsOf(texts: readonly (string | null | undefined)[]): string[] {
  const found = new Set<string>()
  for (const text of texts) {
    if (!text) continue
    for (const [word] of plain(text).matchAll(/[\p{L}\p{N}]+/gu)) {
      for (const part of partsOf(word)) if (found.size < MOST) found.add(part)
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
  const words = [...plain(typed).matchAll(/[\p{L}\p{N}]+/gu)].flatMap(([word]) => partsOf(word)).slice(0, 12)
  if (words.length === 0) return null
  return [`'${ownerWord(owner)}'`, ...words.map((word) => `'${word}':*`)].join(' & ')
}

function partsOf(word: string): string[] {
  const spaced = word.replace(UNSPACED, ' ').split(' ').filter(Boolean)
  const unspaced = (word.match(UNSPACED) ?? []).flatMap((run) => {
    const letters = [...run]
    return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
  })
  return [...spaced.map((each) => [...each].slice(0, LONGEST).join('')), ...unspaced]
}
