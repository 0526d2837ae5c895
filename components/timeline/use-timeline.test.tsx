import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiveProvider } from '@/components/frame/live'
import { useTimeline } from './use-timeline'
import type { TimelinePage } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const pageOf = (cursor: string | null): TimelinePage => ({
  ...{ entries: [], open: [], upcoming: [] },
  nextCursor: cursor === null ? 'second' : null,
})
let root: Root
let hint: (topic: string) => void = () => {}
let shown: ReturnType<typeof useTimeline>

/** The tab's stream, as a server tells hints on it. */
class Stream extends EventTarget {
  constructor() {
    super()
    hint = (topic) => {
      this.dispatchEvent(new MessageEvent('change', { data: JSON.stringify({ topics: [topic], at: 1 }) }))
    }
  }
  close() {}
}

function Probe() {
  shown = useTimeline({ kind: 'person', id: '1', name: 'Amara' }, 'all', pageOf(null))
  return shown.query.data?.pages.length
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('fetch', async (path: string) => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    const answer = JSON.stringify(pageOf(new URL(path, 'http://a.example').searchParams.get('cursor')))
    return new Response(answer, { headers: { 'content-type': 'application/json' } })
  })
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('older entries come though mail comes in all the while, faster than a page is read', async () => {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } })
  await act(async () =>
    root.render(
      <QueryClientProvider client={queries}>
        <LiveProvider>
          <Probe />
        </LiveProvider>
      </QueryClientProvider>,
    ),
  )
  await pass(1000)
  for (let at = 0; at < 20; at++) {
    if (at === 10) await act(async () => void shown.query.fetchNextPage())
    hint('mail')
    await pass(200)
  }
  expect(shown.query.data?.pages).toHaveLength(2)
  queries.clear()
})
