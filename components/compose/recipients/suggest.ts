import { fetchJson } from '@/components/frame/fetch-json'
import type { RecipientView, Suggestion } from '../view'

/** Suggestions from what this tab knows already, at once, then from the server. */

const most = 8
const fresh = 5 * 60_000
const known = new Map<string, { at: number; list: Suggestion[] }>()

/** Without case and accents; "ß" and the like as Unicode takes them apart. */
const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** How well a suggestion meets what was typed: 0 not at all. Any word's start, then the address. */
export function rateOf({ name, address, company }: Suggestion, typed: string): number {
  const sought = fold(typed).trim().split(/\s+/).filter(Boolean)
  const words = fold(name).split(/[^\p{L}\p{N}]+/u)
  const mail = fold(address)
  let score = 1
  for (const [index, part] of sought.entries()) {
    if (words.some((word) => word.startsWith(part))) score += index === 0 && words[0]?.startsWith(part) ? 3 : 2
    else if (mail.startsWith(part) || mail.includes(`@${part}`) || mail.includes(`.${part}`)) score += 1
    else if (
      company &&
      fold(company)
        .split(/\s+/)
        .some((word) => word.startsWith(part))
    )
      score += 0.5
    else return 0
  }
  return score
}

/** Every typed word begins a word of the name or the address itself. */
function meetsName({ name, address }: Suggestion, typed: string): boolean {
  const words = fold(name).split(/[^\p{L}\p{N}]+/u)
  const mail = fold(address)
  return fold(typed)
    .trim()
    .split(/\s+/)
    .every((part) => mail.startsWith(part) || words.some((word) => word.startsWith(part)))
}

/**
 * The server's order; what only this tab knows follows, better hits before worse. All whose names are met come before
 * those of whom it is only the domain or the company: a colleague before a stranger at a like-sounding firm. Each
 * address once.
 */
export function merged(
  typed: string,
  server: readonly Suggestion[] | null,
  local: readonly Suggestion[],
  without: readonly RecipientView[],
): Suggestion[] {
  const rated = local
    .map((one, index) => ({ one, score: rateOf(one, typed), index }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ one }) => one)
  const first = [...(server ?? []), ...rated].filter((one) => meetsName(one, typed))
  const taken = new Set(without.map((one) => one.address.toLowerCase()))
  return [...first, ...(server ?? []), ...rated]
    .filter(({ address }) => {
      const key = address.toLowerCase()
      if (taken.has(key)) return false
      taken.add(key)
      return true
    })
    .slice(0, most)
}

/** Everything that any answer brought, newest answers first. */
export function localSuggestions(): Suggestion[] {
  return [...known.values()].toReversed().flatMap(({ list }) => list)
}

/** The server's answer; one that is under five minutes old is not asked for again. */
export async function askSuggestions(typed: string, signal: AbortSignal): Promise<Suggestion[]> {
  const key = fold(typed).trim()
  const before = known.get(key)
  if (before && Date.now() - before.at < fresh) return before.list
  const list = await fetchJson<Suggestion[]>(`/api/compose/suggestions?q=${encodeURIComponent(typed.trim())}`, signal)
  known.delete(key)
  known.set(key, { at: Date.now(), list })
  if (known.size > 200) known.delete(known.keys().next().value ?? '')
  return list
}

/** Where the typed letters stand in a name, for the mark: [start, end) in the original text. */
export function hitIn(text: string, typed: string): [number, number] | null {
  const part = fold(typed).trim().split(/\s+/)[0]
  if (!part) return null
  const signs = [...text]
  for (let start = 0; start < signs.length; start++) {
    if (start > 0 && /[\p{L}\p{N}]/u.test(signs[start - 1] ?? '')) continue
    let found = ''
    for (let end = start; end < signs.length && found.length < part.length; end++) {
      found += fold(signs[end] ?? '')
      if (found.startsWith(part))
        return [signs.slice(0, start).join('').length, signs.slice(0, end + 1).join('').length]
    }
  }
  return null
}
