// Finding people by a name that is half remembered: beginnings of words, and words with a slip of the pen.

import { words } from '../mail/search-words'

/** Insertions, deletions and exchanges from `a` to `b`; stops counting above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const slips = (word: string) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)

/** True if every word of `query` begins, or nearly is, a word of `text`. */
export function fuzzyMatch(query: string, text: string): boolean {
  const there = words(text)
  return words(query).every((word) =>
    there.some((each) => each.startsWith(word) || distance(word, each, slips(word)) <= slips(word)),
  )
}
