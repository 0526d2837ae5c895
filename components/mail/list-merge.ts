import type { MessagePage, MessageRow } from './view'

/**
 * The list is one stretch, newest first (receivedAt descending, then id descending), from the newest down to where it
 * was last read. Pages are taken in here without losing, doubling or moving rows. Pure.
 */

/** A place between two rows: everything after it is older. `null` is the top. */
export type Place = { receivedAt: string; id: string } | null

/** Negative if a stands above b. */
export function compare(a: { receivedAt: string; id: string }, b: { receivedAt: string; id: string }): number {
  const apart = Date.parse(b.receivedAt) - Date.parse(a.receivedAt)
  if (apart !== 0) return apart
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1
}

function same(a: MessageRow, b: MessageRow): boolean {
  const keys = Object.keys(b) as (keyof MessageRow)[]
  return keys.length === Object.keys(a).length && keys.every((key) => alike(a[key], b[key]))
}

/** Names and people are small lists and objects, made anew with each answer. */
function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)
}

/** The known object if nothing changed, so that its line is not drawn again. */
function keepSame(known: ReadonlyMap<string, MessageRow>, rows: readonly MessageRow[]): MessageRow[] {
  return rows.map((row) => {
    const before = known.get(row.id)
    return before && same(before, row) ? before : row
  })
}

/**
 * Takes in a page read from `from` on: what lies within its reach is replaced by it, so that rows which are gone go and
 * moved ones move; the rest stays.
 * @param keep rows that stay although the page has them not: what was read just now in a list of the unread
 */
export function takeIn(
  rows: readonly MessageRow[],
  page: Pick<MessagePage, 'rows' | 'nextCursor'>,
  from: Place,
  keep: ReadonlySet<string> = new Set(),
): MessageRow[] {
  const last = page.rows[page.rows.length - 1]
  const fresh = new Set(page.rows.map((row) => row.id))
  const known = new Map(rows.map((row) => [row.id, row]))
  const above: MessageRow[] = []
  const kept: MessageRow[] = []
  const below: MessageRow[] = []
  for (const row of rows) {
    if (fresh.has(row.id)) continue
    if (from !== null && compare(row, from) <= 0) above.push(row)
    else if (page.nextCursor !== null && last && compare(row, last) > 0) below.push(row)
    else if (keep.has(row.id)) kept.push(row)
  }
  const middle = keepSame(known, page.rows)
  return [...above, ...(kept.length > 0 ? [...middle, ...kept].sort(compare) : middle), ...below]
}

/** Whether a page from the top reaches down to what is known; if not, more pages are needed to close the gap. */
export function reaches(rows: readonly MessageRow[], page: Pick<MessagePage, 'rows' | 'nextCursor'>): boolean {
  const last = page.rows[page.rows.length - 1]
  const newest = rows[0]
  return page.nextCursor === null || !last || !newest || compare(last, newest) >= 0
}

/** The ids above the newest one that was on the screen: they wait behind the pill. */
export function newAbove(rows: readonly MessageRow[], top: Place): string[] {
  if (top === null) return []
  const ids: string[] = []
  for (const row of rows) {
    if (compare(row, top) >= 0) break
    ids.push(row.id)
  }
  return ids
}

/** One line a conversation, the newest; the same array if each stands once. */
export function newestOfEach(rows: readonly MessageRow[]): readonly MessageRow[] {
  const seen = new Set<string>()
  const left = rows.filter(({ conversationId }) => {
    if (conversationId === null) return true
    if (seen.has(conversationId)) return false
    seen.add(conversationId)
    return true
  })
  return left.length === rows.length ? rows : left
}
