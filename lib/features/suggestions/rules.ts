/** Name of the cursor that says when suggestions were read last. */
export const PEOPLE_STREAM = 'people'

/** Rank of an address that Microsoft does not rank. */
export const UNRANKED = 1_000_000

/** Most that the composer shows. */
export const MOST_SHOWN = 8

/** Somebody who may be meant. */
export interface Candidate {
  name: string
  address: string
  personId: string | null
  company: string | null
  /** Microsoft's rank, 0 is the most relevant; UNRANKED: none. */
  rank: number
  /** How often the person wrote to them. */
  written: number
}

/** Without accents and case. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/** Whether every typed word begins a word of the name or of the address, or the whole begins the address. */
export function matches(typed: string, { name, address }: Pick<Candidate, 'name' | 'address'>): boolean {
  const wanted = plain(typed).trim()
  if (wanted === '') return true
  const mail = plain(address)
  if (mail.startsWith(wanted)) return true
  const words = [...wordsOf(name), ...wordsOf(mail)]
  return wordsOf(wanted).every((part) => words.some((word) => word.startsWith(part)))
}

/** The words of a text, without accents and case. */
export const wordsOf = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** The better first: those one writes to, then Microsoft's ranking, then people of the CRM. */
function score({ rank, written, personId }: Candidate): number {
  const byRank = rank < UNRANKED ? 400 / (1 + rank / 20) : 0
  return byRank + 100 * Math.log2(1 + written) + (personId ? 20 : 0)
}

/**
 * One entry an address, best first. Of a person of the CRM with several addresses, those that one writes to stay; one
 * that nobody ever wrote to only when the person has no other.
 */
export function best(candidates: readonly Candidate[], own: string, limit = MOST_SHOWN): Candidate[] {
  const byAddress = new Map<string, Candidate>()
  for (const each of candidates) {
    const key = each.address.toLowerCase()
    const before = byAddress.get(key)
    byAddress.set(
      key,
      before
        ? {
            name: before.name || each.name,
            address: before.address,
            personId: before.personId ?? each.personId,
            company: before.company ?? each.company,
            rank: Math.min(before.rank, each.rank),
            written: Math.max(before.written, each.written),
          }
        : each,
    )
  }
  byAddress.delete(own.toLowerCase())
  const sorted = [...byAddress.values()]
    .map((each) => ({ each, score: score(each), name: plain(each.name || each.address) }))
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : Number(a.name > b.name)))
    .map(({ each }) => each)
  const known = new Set<string>()
  const chosen: Candidate[] = []
  for (const each of sorted) {
    const stale = each.personId !== null && known.has(each.personId) && each.written === 0 && each.rank === UNRANKED
    if (stale) continue
    if (each.personId) known.add(each.personId)
    chosen.push(each)
    if (chosen.length === limit) break
  }
  return chosen
}
