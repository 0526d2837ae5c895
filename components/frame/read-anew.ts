import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Reads queries anew on hints. A reading under way is not begun again by each of them, else a stream of changes would
 * leave the screen behind for as long as it lasts: it ends, and one more follows.
 */
export class Rereading {
  /** Being read when a hint came: what that brings may be of before. */
  private readonly again = new Set<Query>()

  constructor(private readonly queries: QueryClient) {}

  /** All queries whose key begins with this one. */
  hint(queryKey: QueryKey): void {
    const cache = this.queries.getQueryCache()
    for (const query of cache.findAll({ queryKey, fetchStatus: 'fetching' })) this.again.add(query)
    void this.queries.invalidateQueries({ queryKey }, { cancelRefetch: false })
  }

  /** Begins to follow how readings end; answers how to stop. */
  start(): () => void {
    return this.queries.getQueryCache().subscribe((event) => {
      if (event.type === 'removed') this.again.delete(event.query)
      // Somebody asks for the next page: that stops the reading that a hint began, and then counts as one.
      if (event.type === 'updated' && event.action.type === 'fetch' && event.action.meta?.fetchMore)
        if (event.query.state.isInvalidated) this.again.add(event.query)
      if (event.type !== 'updated' || !['success', 'error'].includes(event.action.type)) return
      // What is written by hand is no reading.
      if ('manual' in event.action && event.action.manual) return
      if (!this.again.delete(event.query)) return
      const { queryKey } = event.query
      void this.queries.invalidateQueries({ queryKey, exact: true })
    })
  }
}
