import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey, useLive } from '@/components/frame/live'
import { Rereading } from '@/components/frame/read-anew'
import type { TimelineFilter, TimelinePage } from './view'

/** Whose timeline it is. */
export type About = { kind: 'person' | 'company'; id: string; name: string }

type Pages = InfiniteData<TimelinePage, string | null>

/** A burst of mail is looked at once. */
const pause = 500

/** The entries shown: first page from the server, older ones on demand, new ones by themselves. */
export function useTimeline(about: About, filter: TimelineFilter, first: TimelinePage) {
  const queries = useQueryClient()
  const key = liveKey('people', 'timeline', about.kind, about.id)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const query = useInfiniteQuery({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ [about.kind]: about.id, filter })
      if (pageParam) asked.set('cursor', pageParam)
      return fetchJson<TimelinePage>(`/api/timeline?${asked}`, signal)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // The page was drawn from what the server read a moment ago.
    ...(filter === 'all' ? { initialData: { pages: [first], pageParams: [null] } } : {}),
    placeholderData: (before: Pages | undefined) => before,
  })
  // Older pages that are on their way come, however much happens meanwhile.
  const [rereading] = useState(() => new Rereading(queries))
  useEffect(() => rereading.start(), [rereading])
  const refresh = useCallback(
    () => rereading.hint(liveKey('people', 'timeline', about.kind, about.id)),
    [rereading, about.kind, about.id],
  )
  const soon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      refresh()
    }, pause)
  }, [refresh])
  useEffect(() => () => clearTimeout(timer.current), [])
  // Mail and meetings that come in, a task that is done, what a colleague shares.
  useLive('mail', soon)
  useLive('tasks', soon)
  useLive('privacy', soon)
  useLive('schedule', soon)
  return { query, refresh }
}
