import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import type { ConnectionView } from '@/components/mail/view'
import { draw } from '@/tests/support/draw'
import { FrameBanner } from './frame-banner'
import { words } from './words'

afterEach(() => vi.restoreAllMocks())

const asks = { count: 1, latest: { id: 'a', name: 'Jonas', subject: 'Frames' } }
const begin = (state: ConnectionView['state']) =>
  draw(
    <PathnameContext value="/inbox">
      <main id="content" tabIndex={-1}>
        <FrameBanner connection={{ state }} asks={asks} />
      </main>
    </PathnameContext>,
  )
const goes = (where: 'offline' | 'online') => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(where === 'online')
  act(() => void window.dispatchEvent(new Event(where)))
}
const note = () =>
  [...document.querySelectorAll('[role=status]')].find(({ textContent }) => textContent?.includes(words.offline))

it('that the network is gone is said over the page, and whatever banner stands there stays', () => {
  for (const state of ['connected', 'reconnect'] as const) {
    const { host, one } = begin(state)
    const stood = one('[role=status], [role=alert]')
    const flow = one('main').firstElementChild
    goes('offline')
    expect(note()?.textContent).toContain(words.offlineMeans)
    expect(flow?.contains(stood) && host.contains(flow)).toBe(true)
    expect(flow?.contains(note() ?? null)).toBe(false)
    goes('online')
    expect(note()).toBeUndefined()
    host.remove()
  }
})

it('once put away it comes again only with the next outage, and the focus stays on the page', () => {
  const { one } = begin('connected')
  goes('offline')
  const close = note()?.querySelector('button')
  expect(close?.getAttribute('aria-label')).toBe(words.offlineAway)
  act(() => close?.click())
  expect(note()).toBeUndefined()
  expect(document.activeElement).toBe(one('main'))
  goes('online')
  goes('offline')
  expect(note()).toBeDefined()
})
