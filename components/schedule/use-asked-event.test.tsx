import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useAskedEvent } from './use-asked-event'
import type { usePlace } from './use-place'
import type { EventView } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

type Place = ReturnType<typeof usePlace>
const event: EventView = {
  ...{ id: 'e1', title: 'Norrvik sign-off', timeZone: 'UTC', isAllDay: false, startDate: null, endDate: null },
  // In Auckland it is the next day.
  ...{ startsAt: '2026-11-25T23:30:00.000Z', endsAt: '2026-11-26T00:30:00.000Z', isPrivate: false, showAs: 'busy' },
  ...{ location: null, preview: null, organizer: null, attendees: [], joinUrl: null, webLink: null, categories: [] },
  calendar: { id: 'c1', title: 'Calendar', ownerName: null, address: null },
  ...{ isRecurring: false, response: 'none', isOrganizer: false, isCancelled: false, mayAnswer: false },
}

let root: Root
let place: Place
let popped: string[]
const pop = ({ id, title }: { id: string; title: string | null }) => {
  popped.push(`${id} ${title}`)
}
function Screen() {
  useAskedEvent(place, [], 'Pacific/Auckland', pop)
  return null
}
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
const draw = () =>
  act(async () =>
    root.render(
      <QueryClientProvider client={client}>
        <Screen />
      </QueryClientProvider>,
    ),
  )

beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')))
  popped = []
  client.clear()
  place = { look: 'week', date: '2026-11-25', entry: null, on: null, event: 'e1', begun: null, go: () => {} }
  place.go = ({ date }) => {
    place = { ...place, date: date ?? place.date, event: null }
  }
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('a link to an event of Outlook', () => {
  it('opens it once, on its day where the reader is, even if its calendar is hidden', async () => {
    vi.stubGlobal('fetch', async () => Response.json(event))
    await draw()
    await vi.waitFor(async () => {
      await draw()
      expect(popped).toEqual(['e1 Norrvik sign-off'])
    })
    expect(place).toMatchObject({ date: '2026-11-26', event: null })
    await draw()
    expect(popped).toHaveLength(1)
  })

  it('opens nothing when it is gone, and leaves the address clean', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ error: 'not_found', message: 'gone' }, { status: 404 }))
    await draw()
    await vi.waitFor(async () => {
      await draw()
      expect(client.isFetching()).toBe(0)
    })
    expect(popped).toEqual([])
    expect(place).toMatchObject({ date: '2026-11-25', event: null })
  })
})
