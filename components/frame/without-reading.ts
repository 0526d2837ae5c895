import { partialMatchKey, type QueryClient, type QueryKey } from '@tanstack/react-query'

/**
 * Runs a deed that the screen shows already. What is read before the server has it may know nothing of it, and what was
 * chosen would spring back: readings under `key` that begin meanwhile are stopped. Read anew afterwards; with several
 * deeds at once the reading after the last one comes through.
 * @throws what the deed throws
 */
export async function withoutReading<T>(queries: QueryClient, key: QueryKey, deed: () => Promise<T>): Promise<T> {
  let isOver = false
  const forget = queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'fetch') return
    const { query } = event
    if (!partialMatchKey(query.queryKey, key)) return
    // Told of before it has begun.
    queueMicrotask(() => {
      if (!isOver) void query.cancel({ revert: true })
    })
  })
  try {
    return await deed()
  } finally {
    isOver = true
    forget()
  }
}
