import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiveProvider, liveKey, useLiveState } from './live'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let streams = 0
let open = 0
let world = 'first'

/** The tab's stream, silent. */
class Stream extends EventTarget {
  constructor() {
    super()
    streams += 1
    open += 1
  }
  close() {
    open -= 1
  }
}

function Probe() {
  const { data } = useQuery({ queryKey: liveKey('people'), queryFn: async () => world })
  return data
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const shows = (persisted: boolean) =>
  act(async () => void window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted })))

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Stream)
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('a page that the browser brings back as it was reads everything anew, on a new stream, at once', async () => {
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } })}>
        <LiveProvider>
          <Probe />
        </LiveProvider>
      </QueryClientProvider>,
    ),
  )
  await pass(1000)
  expect(document.body.textContent).toBe('first')
  world = 'second'
  // The first showing of a page is no return.
  await shows(false)
  await pass(1000)
  expect([document.body.textContent, streams]).toEqual(['first', 1])
  await shows(true)
  await pass(1000)
  expect([document.body.textContent, streams, open]).toEqual(['second', 2, 1])
})

function State() {
  return useLiveState()
}

it('a tab whose network went says that it connects again, although its stream notices nothing', async () => {
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <LiveProvider>
          <State />
        </LiveProvider>
      </QueryClientProvider>,
    ),
  )
  const before = document.body.textContent
  const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  await act(async () => void window.dispatchEvent(new Event('offline')))
  expect(document.body.textContent).toBe('again')
  network.mockReturnValue(true)
  await act(async () => void window.dispatchEvent(new Event('online')))
  expect(document.body.textContent).toBe(before)
  network.mockRestore()
})
