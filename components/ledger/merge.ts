import type { LedgerPage } from './view'

/** How many lines of a fresh first page are not shown yet. */
export function countFresh(shown: LedgerPage, first: LedgerPage): number {
  const newest = shown.lines[0]?.id ?? 0
  return first.lines.filter(({ id }) => id > newest).length
}

/**
 * A fresh first page on top of what is shown. Lines never change, so only new ones matter; if more came than a page
 * holds there would be a hole, and the list begins anew.
 */
export function mergeFirst(shown: LedgerPage, first: LedgerPage): LedgerPage {
  const newest = shown.lines[0]?.id ?? 0
  const fresh = first.lines.filter(({ id }) => id > newest)
  if (fresh.length === 0 && shown.lines.length > 0) return shown
  if (fresh.length === first.lines.length && first.next !== null) return first
  return { lines: [...fresh, ...shown.lines], next: shown.lines.length > 0 ? shown.next : first.next }
}

/** Older lines under what is shown, asked for where it ended `before`; if the list began anew since, they have no place. */
export function mergeOlder(shown: LedgerPage, older: LedgerPage, before: LedgerPage['next']): LedgerPage {
  if (shown.next !== before) return shown
  const oldest = shown.lines.at(-1)?.id ?? Number.POSITIVE_INFINITY
  return { lines: [...shown.lines, ...older.lines.filter(({ id }) => id < oldest)], next: older.next }
}
