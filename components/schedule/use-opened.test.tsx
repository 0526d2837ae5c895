import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useOpened } from './use-opened'
import type { usePlace } from './use-place'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

type Place = ReturnType<typeof usePlace>
const me = { id: 'me', name: 'Sarah Jones', address: null }

let root: Root
let place: Place
let now: ReturnType<typeof useOpened>

function Screen() {
  now = useOpened(place, me, 'Europe/London', () => ({
    isAllDay: false,
    start: '2026-11-25T10:00',
    end: '2026-11-25T10:30',
  }))
  return null
}

const draw = () => act(async () => root.render(<Screen />))
/** The address, as the browser would keep it. */
async function goes(next: Partial<Place>) {
  place = { ...place, ...next }
  await draw()
}

beforeEach(async () => {
  root = createRoot(document.body.appendChild(document.createElement('div')))
  place = { look: 'week', date: '2026-11-25', entry: null, on: null, event: null, begun: null, go: () => {} }
  place.go = (next) => {
    if (next.entry !== undefined) place = { ...place, entry: next.entry?.id ?? null, on: next.entry?.on ?? null }
  }
  await draw()
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
})

describe('sheets', () => {
  it('closes the one that asks for it', async () => {
    await act(async () => now.begin(null))
    const { opened } = now
    await act(async () => opened && now.close(opened))
    expect(now.opened).toBeNull()
  })

  it('leaves another one open when a late answer closes its own', async () => {
    await act(async () => now.begin(null))
    const [first, closeThen] = [now.opened, now.close]
    await act(async () => now.begin(null))
    await act(async () => first && closeThen(first))
    expect(now.opened).not.toBeNull()
    expect(now.opened?.id).not.toBe(first?.id)
  })

  it('stays open when it is told late that what was saved before was refused', async () => {
    await act(async () => now.begin(null))
    const { opened } = now
    await act(async () => opened?.kind === 'new' && now.close(opened, opened.input, 'No.'))
    expect(now.opened).not.toBeNull()
  })

  it('leaves another date of the same series open', async () => {
    await goes({ entry: 'series', on: '2026-11-25' })
    const [first, closeThen] = [now.opened, now.close]
    await goes({ entry: 'series', on: '2026-12-02' })
    await act(async () => first && closeThen(first))
    expect(now.opened).toMatchObject({ id: 'series', date: '2026-12-02' })
  })

  it('begins what a link asks for once, however often the page is drawn before the address forgets it', async () => {
    const begun = { kind: 'call', person: null, company: null }
    await goes({ begun })
    const { opened } = now
    await draw()
    expect(opened?.kind).toBe('new')
    expect(now.opened?.id).toBe(opened?.id)
  })
})
