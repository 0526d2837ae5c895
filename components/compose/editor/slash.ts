import type { SnippetView } from '../view'

/** What is typed after a slash that begins a line or a word; null if there is none before the cursor. */
export function slashBefore(text: string): { typed: string; length: number } | null {
  const found = /(?:^|\s)\/([\p{L}\p{N} -]{0,30})$/u.exec(text)
  if (!found) return null
  const typed = found[1] ?? ''
  return { typed, length: typed.length + 1 }
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Snippets whose name has words that begin so, the name's own beginning first; eight at most. */
export function snippetsFor(snippets: readonly SnippetView[], typed: string): SnippetView[] {
  const sought = fold(typed).trim()
  return snippets
    .map((snippet) => {
      const name = fold(snippet.name)
      return { snippet, score: name.startsWith(sought) ? 2 : ` ${name}`.includes(` ${sought}`) ? 1 : 0 }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.snippet.name.localeCompare(b.snippet.name))
    .slice(0, 8)
    .map(({ snippet }) => snippet)
}

/** A snippet of one paragraph goes into the line; longer ones stand on lines of their own. */
export function insertable(html: string): string {
  const only = /^\s*<p>((?:(?!<\/?p\b)[\s\S])*)<\/p>\s*$/.exec(html)
  return only?.[1] ?? html
}
