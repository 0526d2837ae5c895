import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ClockProvider } from '@/components/ui/clock'
import { FreeTimesDialog } from './free-times-dialog'
import type { FreeTimes } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone
const times: FreeTimes = {
  days: ['23', '24', '25', '26', '27', '30'].map((day) => ({
    date: `2026-11-${day}`,
    // Nothing on the 24th, a quarter of an hour on the 25th.
    free:
      day === '24'
        ? []
        : [{ from: `2026-11-${day}T09:00:00.000Z`, to: `2026-11-${day}T${day === '25' ? '09:15' : '10:30'}:00.000Z` }],
  })),
  hours: { from: '09:00', to: '17:00', zone: ZONE, isOutlooks: false },
  outlook: 'off',
}

let inserted: string[][]
let root: Root
beforeEach(() => {
  inserted = []
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

async function draw(answer: () => Response) {
  vi.stubGlobal('fetch', async () => answer())
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await act(async () =>
    root.render(
      <QueryClientProvider client={queries}>
        <ClockProvider locale="en-GB" zone={ZONE} now={0}>
          <FreeTimesDialog onClose={() => {}} onInsert={(lines) => inserted.push(lines)} />
        </ClockProvider>
      </QueryClientProvider>,
    ),
  )
  await shows(() => expect(document.body.textContent).not.toContain('Looking for'))
}

/** Waits until what was asked for is drawn. */
const shows = (check: () => void) =>
  vi.waitFor(async () => {
    await act(() => new Promise((soon) => setTimeout(soon, 5)))
    check()
  })
const lines = () => [...document.querySelectorAll('[role="status"] p')].map(({ textContent }) => textContent)
const boxes = () => [...document.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')]
const button = (name: string) => {
  const found = [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith(name))
  if (!found) throw new Error(`no button ${name}`)
  return found
}
const press = (element: HTMLElement) => act(async () => element.click())

it('shows what will be inserted of the next five days, and inserts just that', async () => {
  await draw(() => Response.json(times))
  expect(boxes().map(({ checked }) => checked)).toEqual([true, true, true, true, true, false])
  expect(lines()).toHaveLength(3)
  expect(lines()[0]).toMatch(/^Mon 23 Nov: .+–.+ \(.+\)$/)
  await press(button('Insert'))
  expect(inserted).toEqual([lines()])
})

it('a shorter length brings more, another day too; a day without time says so', async () => {
  await draw(() => Response.json(times))
  const quarter = document.querySelector<HTMLInputElement>('input[type="radio"][value="15"]')
  if (!quarter) throw new Error('no lengths')
  await press(quarter)
  expect(lines()).toHaveLength(4)
  await press(boxes()[5] as HTMLElement)
  expect(lines().at(-1)).toMatch(/^Mon 30 Nov/)
  expect(boxes().map((box) => box.getAttribute('aria-label'))[1]).toBe('Tuesday 24 November, nothing free')
})

it('without free time it says so, and there is nothing to insert', async () => {
  await draw(() => Response.json({ ...times, days: times.days.map((day) => ({ ...day, free: [] })) }))
  expect(lines()).toEqual(['No free time in these days.', 'Choose more days, or a shorter time.'])
  await press(button('Insert'))
  for (const box of boxes().slice(0, 5)) await press(box)
  expect(lines()[0]).toBe('No day is chosen.')
  expect(inserted).toEqual([])
})

it('says whose hours these are, and what was counted', async () => {
  await draw(() => Response.json(times))
  expect(document.body.textContent).toContain('Outlook’s working hours are not known here.')
  expect(document.body.textContent).toContain('Only your entries in Tandem count')
  expect(document.body.textContent).toContain('Your own time zone.')
})

it('what could not be read can be asked for again', async () => {
  let answer = () => Response.json({ error: { code: 'unavailable', message: 'Away.' } }, { status: 503 })
  await draw(() => answer())
  expect(document.body.textContent).toContain('Your free times could not be read.')
  answer = () => Response.json(times)
  await press(button('Try again'))
  await shows(() => expect(lines()).toHaveLength(3))
})
