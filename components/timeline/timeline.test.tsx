import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { Timeline } from './timeline'
import type { TimelinePage } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const noted: TimelinePage = {
  ...{ open: [], upcoming: [], nextCursor: null },
  entries: [
    {
      ...{ kind: 'note', id: 'n', at: '2026-11-21T09:00:00Z', by: null, text: 'Prefers the thick one', fromMail: null },
      ...{ about: null, logged: false, mine: true },
    },
  ],
}
const never = () => Promise.reject(new Error('not asked for here'))
let root: Root

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z') })
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('a note that was deleted a moment ago is so when the page goes away, by a request that goes on without it', async () => {
  const deletions: unknown[] = []
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (path !== '/api/deletions') return Response.json({ ...noted, entries: [] })
    deletions.push({ ...JSON.parse(String(init?.body)), goesOn: init?.keepalive })
    return Response.json({})
  })
  const actions = { addActivity: never, askAccess: never, saveTask: never, setTaskDone: never }
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } })}>
        <Timeline about={{ kind: 'person', id: 'p', name: 'Ottilie' }} first={noted} actions={actions} />
        <Toasts />
      </QueryClientProvider>,
    ),
  )
  const remove = document.querySelector<HTMLButtonElement>('button[aria-label="Delete"]')
  await act(async () => remove?.click())
  expect(document.body.textContent).not.toContain('Prefers the thick one')
  await act(() => vi.advanceTimersByTimeAsync(2000))
  expect(deletions).toEqual([])
  await act(async () => void window.dispatchEvent(new Event('pagehide')))
  await act(() => vi.advanceTimersByTimeAsync(20_000))
  expect(deletions).toEqual([{ kind: 'activity', id: 'n', goesOn: true }])
})
