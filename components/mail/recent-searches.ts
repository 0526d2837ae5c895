/** What was searched for on this device lately, newest first. */

const store = 'tandem-mail-searches'
const most = 6

/** A list with the query on top, each once. Pure. */
export function withRecent(list: readonly string[], query: string): string[] {
  const typed = query.trim()
  if (typed === '') return [...list]
  return [typed, ...list.filter((one) => one.toLowerCase() !== typed.toLowerCase())].slice(0, most)
}

export function recentSearches(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(store) ?? '[]')
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

export function rememberSearch(query: string): void {
  // Where nothing can be kept, search works all the same.
  try {
    localStorage.setItem(store, JSON.stringify(withRecent(recentSearches(), query)))
  } catch {}
}

export function forgetSearches(): void {
  try {
    localStorage.removeItem(store)
  } catch {}
}
