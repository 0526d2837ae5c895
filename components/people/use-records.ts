import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import { deleteLater, useGone } from './deleting'
import type { Kind } from './kinds'

type Page<Row> = { rows: Row[]; nextCursor: string | null }

/** A list of records: pages on demand, anew when somebody changes something, and deleted with a way back. */
export function useRecords<Row extends { id: string; name: string }, P extends Page<Row>>(options: {
  kind: Kind
  /** What narrows the list, as it stands in the address. */
  query: string
  /** The first page from the server, if it was read for this very query. */
  first: P | undefined
}) {
  const { kind, query, first } = options
  const queries = useQueryClient()
  const list = useInfiniteQuery({
    queryKey: [...liveKey('people', kind), query],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams(query)
      if (pageParam) asked.set('cursor', pageParam)
      return fetchJson<P>(`/api/${kind}?${asked}`, signal)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: P) => page.nextCursor,
    ...(first ? { initialData: { pages: [first], pageParams: [null] } } : {}),
    placeholderData: (before) => before,
  })
  const gone = useGone()
  const pages = list.data?.pages ?? []
  const rows = pages.flatMap((page) => page.rows).filter(({ id }) => !gone.has(id))
  const deleteRows = (chosen: Row[]) =>
    deleteLater({
      ...{ kind, rows: chosen },
      onDone: () => void queries.invalidateQueries({ queryKey: liveKey('people') }),
    })
  return { list, pages, rows, deleteRows }
}
