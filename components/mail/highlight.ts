/** Finds what was searched for in a text that is shown. Pure. */

export type Piece = { text: string; hit: boolean }

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/** The words of a search that can stand in a text: operators' values count for people and subject, others do not. */
export function wordsIn(query: string): string[] {
  const texts: string[] = []
  for (const [, operator, quoted, bare] of query.matchAll(/(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]+))/gu)) {
    if (operator && !/^(?:from|to|subject)$/i.test(operator)) continue
    texts.push(quoted ?? bare ?? '')
  }
  const found = texts.flatMap((text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [])
  return [...new Set(found)].sort((a, b) => b.length - a.length)
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
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{Mn}]+/gu)) {
    push(text.slice(done, index), false)
    done = index + word.length
    const folded = plain(word)
    const hit = words.find((one) => folded.startsWith(one))
    const length = hit === undefined ? 0 : lengthOf(word, hit.length)
    push(word.slice(0, length), true)
    push(word.slice(length), false)
  }
  push(text.slice(done), false)
  return pieces
}

/** How much of a word, in UTF-16 units, its first `letters` plain letters take: an "ß" or "ﬁ" may count for two. */
function lengthOf(word: string, letters: number): number {
  let seen = 0
  let length = 0
  for (const sign of word) {
    const folded = plain(sign).length
    // Marks that belong to the last letter go with it.
    if (seen >= letters && folded > 0) break
    seen += folded
    length += sign.length
  }
  return length
}
