/** Finding and ordering what the palette shows. Pure: the same words give the same list. */

import type { PaletteGroup, PaletteItem } from './shortcuts'

/** Names come first: people and companies, then what can be done, then the rest. */
const ORDER: readonly PaletteGroup[] = [
  'people',
  'companies',
  'deeds',
  'tasks',
  'entries',
  'messages',
  'folders',
  'pages',
  'settings',
]
export const MOST: Record<PaletteGroup, number> = {
  people: 4,
  companies: 3,
  deeds: 6,
  tasks: 4,
  entries: 4,
  messages: 5,
  folders: 5,
  pages: 5,
  settings: 5,
}

const plain = /^[\x20-\x7e]*$/
/** Without case and accents; letters that have no accents are not looked at twice. */
export const fold = (text: string): string =>
  (plain.test(text) ? text : text.normalize('NFKD').replace(/\p{Mn}/gu, '')).toLowerCase()

const folded = new WeakMap<PaletteItem, { name: string; rest: string }>()
function foldedOf(item: PaletteItem) {
  const known = folded.get(item)
  if (known) return known
  const made = { name: fold(item.label), rest: fold(`${item.hint ?? ''} ${item.also ?? ''}`) }
  folded.set(item, made)
  return made
}

/**
 * How well an item meets the words, 0 for not at all: every word must be found. A name that begins with all that was
 * typed beats one whose words begin like it, that beats one with it in the middle, that beats words beside the name.
 */
export function rate(item: PaletteItem, sought: string): number {
  const typed = fold(sought).trim()
  if (!typed) return 0
  const { name, rest } = foldedOf(item)
  let score = name.startsWith(typed) ? 8 : 0
  for (const word of typed.split(/\s+/)) {
    if (name.startsWith(word)) score += 4
    else if (beginsWord(name, word)) score += 3
    else if (name.includes(word)) score += 2
    else if (beginsWord(rest, word)) score += 1
    else return 0
  }
  return score
}

/** A word may begin after anything that is neither letter nor digit: "o’neill", "re: offer". */
function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true
  }
  return false
}

export type Ranked = { group: PaletteGroup; items: PaletteItem[] }

/**
 * The groups for the words typed. `found` are a server's answers to these very words: they stand even where the words
 * were found in what is not shown (a mail's text). Of two items with one id the first counts.
 */
export function rank(items: readonly PaletteItem[], sought: string, found: ReadonlySet<PaletteItem>): Ranked[] {
  const seen = new Set<string>()
  const rated: { item: PaletteItem; score: number }[] = []
  for (const item of items) {
    if (seen.has(item.id)) continue
    const score = rate(item, sought) || (found.has(item) ? 0.5 : 0)
    if (score === 0) continue
    seen.add(item.id)
    rated.push({ item, score })
  }
  // The sort is stable: what came first stays first among equals.
  rated.sort((a, b) => b.score - a.score)
  return ORDER.flatMap((group) => {
    const items = onePerThread(rated.flatMap(({ item }) => (item.group === group ? [item] : []))).slice(0, MOST[group])
    return items.length > 0 ? [{ group, items }] : []
  })
}

/** A conversation is named once: by its newest mail that was found, where the best of them would stand. */
function onePerThread(items: readonly PaletteItem[]): PaletteItem[] {
  const named = new Map<string, PaletteItem>()
  for (const item of items) {
    const key = item.thread ? `thread ${item.thread.id}` : item.id
    const before = named.get(key)?.thread
    // A key that is set again keeps its place.
    if (!before || (item.thread && Date.parse(item.thread.at) > Date.parse(before.at))) named.set(key, item)
  }
  return [...named.values()]
}

/** What stands there before a word is typed: a few of each that are always there. */
export function startOf(items: readonly PaletteItem[], last: readonly PaletteItem[]): Ranked[] {
  const known = new Set(last.map(({ id }) => id))
  const seen = new Set<string>()
  const fresh = items.filter(({ id }) => !known.has(id) && !seen.has(id) && seen.add(id))
  return (['deeds', 'folders', 'pages', 'settings'] as const).flatMap((group) => {
    const found = fresh.filter((item) => item.group === group).slice(0, MOST[group])
    return found.length > 0 ? [{ group, items: found }] : []
  })
}
