import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shareOf } from './pause-card'
import { reminderChoices } from './preferences'
import { PublishingScreen } from './publishing-screen'
import type { PublishingActions, PublishingPreview, PublishingView } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const off: PublishingView = {
  state: 'ready',
  mode: 'off',
  writes: 'on',
  reminderMinutes: 15,
  calendarName: 'Tandem - Sarah Jones',
  counts: { inOutlook: 0, waiting: 0, refused: 0, later: 0 },
  refusals: [],
  lastPushAt: null,
  problem: null,
  pauses: [],
}
const foreseen: PublishingPreview = {
  mode: 'separate',
  add: 12,
  change: 0,
  remove: 0,
  takeIn: 0,
  sentences: ['12 entries will be added to Outlook; no one will be mailed.'],
  examples: [
    { title: 'Call', when: '2026-11-27T10:30:00Z', what: 'add' },
    { title: 'Call', when: '2026-11-27T10:30:00Z', what: 'add' },
    { title: 'Round', when: '2026-11-28T10:30:00Z', what: 'add', repeats: true },
  ],
}

let asked: unknown[][]
let answers: Partial<PublishingActions>
let root: Root
beforeEach(() => {
  asked = []
  answers = {}
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

async function draw(view: PublishingView) {
  vi.stubGlobal('fetch', async () => Response.json(view))
  const note =
    <A extends unknown[], R>(name: string, answer: (...given: A) => Promise<R>) =>
    (...given: A) => {
      asked.push([name, ...given])
      return answer(...given)
    }
  const nothing = async () => undefined
  const actions: PublishingActions = {
    preview: note('preview', answers.preview ?? (async (mode) => ({ ...foreseen, mode }))),
    setPublishing: note('setPublishing', answers.setPublishing ?? nothing),
    decidePause: note('decidePause', answers.decidePause ?? nothing),
    recreateCalendar: note('recreateCalendar', nothing),
    listObserved: note('listObserved', answers.listObserved ?? (async () => [])),
  }
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 30_000 } } })
  await act(async () =>
    root.render(
      <QueryClientProvider client={queries}>
        <PublishingScreen initial={view} actions={actions} />
      </QueryClientProvider>,
    ),
  )
}
const text = () => document.body.textContent ?? ''
const find = <T extends HTMLElement>(selector: string, label: RegExp) => {
  const found = [...document.querySelectorAll<T>(selector)].find((each) => label.test(each.textContent ?? ''))
  if (!found) throw new Error(`no ${selector} ${label} in: ${text()}`)
  return found
}
const press = (label: RegExp) => act(async () => find('button', label).click())
const pick = (mode: string) =>
  act(async () => document.querySelector<HTMLInputElement>(`input[value="${mode}"]`)?.click())
const settled = () => vi.waitFor(() => expect(text()).toContain('no one will be mailed'))
const changes = () => asked.filter(([name]) => name === 'setPublishing').map(([, input]) => input)

describe('choosing how entries go to Outlook', () => {
  it('tells what will happen, and does nothing until it is confirmed', async () => {
    await draw(off)
    await pick('separate')
    await act(settled)
    expect(changes()).toEqual([])
    await press(/^Add 12 entries to Outlook/)
    expect(changes()).toEqual([{ mode: 'separate', writes: 'on', reminderMinutes: 15 }])
    expect(text()).not.toContain('What will happen')
  })

  it('says of what is named whether it repeats', async () => {
    await draw(off)
    await pick('separate')
    await act(settled)
    expect(find('li', /Call/).textContent).not.toContain('Repeats')
    expect(find('li', /Round/).textContent).toContain('RepeatsSat 28 Nov')
  })

  it('can be looked at and left', async () => {
    await draw(off)
    await pick('two-way')
    await act(settled)
    await press(/^Cancel$/)
    expect(text()).not.toContain('What will happen')
    expect(document.querySelector<HTMLInputElement>('input:checked')?.value).toBe('off')
    expect(changes()).toEqual([])
  })

  it('can begin by observing, with figures of that', async () => {
    await draw(off)
    await pick('separate')
    await act(settled)
    await act(async () => document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click())
    await act(() => vi.waitFor(() => expect(asked).toContainEqual(['preview', 'separate', 'observe'])))
    await act(settled)
    await press(/^Begin, writing nothing/)
    expect(changes()).toEqual([{ mode: 'separate', writes: 'observe', reminderMinutes: 15 }])
  })

  it('says why it cannot be told, and confirms nothing unseen', async () => {
    answers.preview = async () => ({ error: 'Reconnect Microsoft first.' })
    await draw(off)
    await pick('separate')
    await act(() => vi.waitFor(() => expect(text()).toContain('Reconnect Microsoft first.')))
    await press(/^Use a separate calendar/)
    expect(changes()).toEqual([])
  })

  it('keeps the choice open when it is refused', async () => {
    answers.setPublishing = async () => ({ error: 'Tandem may not write.' })
    await draw(off)
    await pick('separate')
    await act(settled)
    await press(/^Add 12 entries/)
    expect(find('[role=alert]', /Tandem may not write/)).toBeTruthy()
    expect(text()).toContain('What will happen')
  })

  it('turns red when it removes what is there', async () => {
    answers.preview = async (mode) => ({ ...foreseen, mode, add: 0, remove: 12 })
    await draw({ ...off, mode: 'separate' })
    await pick('off')
    await act(settled)
    await press(/^Turn off and remove 12 entries/)
    expect(changes()).toEqual([{ mode: 'off', writes: 'on', reminderMinutes: 15 }])
  })
})

describe('what waits for the person', () => {
  const pause = {
    id: 'p1',
    direction: 'out' as const,
    affected: 30,
    total: 80,
    isTwoWay: false,
    sentence: '30 of 80 entries would be removed from Outlook at once.',
    examples: [{ title: '', when: '' }],
    at: '2026-11-21T10:36:00Z',
  }

  it('is said with its share, and decided once, either way', async () => {
    await draw({ ...off, mode: 'separate', pauses: [pause] })
    expect(document.querySelector('[role=img]')?.getAttribute('aria-label')).toContain('38 percent')
    expect(text()).toContain('50 would stay as they are')
    await press(/^Keep 30 entries in Outlook/)
    await press(/^Make 30 changes in Outlook/)
    expect(asked).toEqual([
      ['decidePause', 'p1', 'keep'],
      ['decidePause', 'p1', 'apply'],
    ])
  })

  it('says of each which way is paused, where both are', async () => {
    const came = { ...pause, id: 'p2', direction: 'in' as const, isTwoWay: true }
    await draw({ ...off, mode: 'two-way', pauses: [{ ...pause, isTwoWay: true }, came] })
    const heads = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent)
    expect(heads).toEqual(expect.arrayContaining(['Changes to Outlook are paused', 'Changes from Outlook are paused']))
  })

  it('has a share that never rounds to nothing or to all', () => {
    expect(shareOf({ affected: 1, total: 1000 })).toBe(1)
    expect(shareOf({ affected: 999, total: 1000 })).toBe(99)
    expect(shareOf({ affected: 30, total: 30 })).toBe(100)
  })

  it('is tried again with the same choice, or made anew', async () => {
    const problem = { text: 'Your mailbox is full.', label: 'Try again', href: null, deed: 'resume' as const }
    await draw({ ...off, mode: 'separate', reminderMinutes: null, problem })
    await press(/^Try again/)
    expect(changes()).toEqual([{ mode: 'separate', writes: 'on', reminderMinutes: null }])
  })

  it('leads to the permission it needs', async () => {
    await draw({ ...off, state: 'needs-permission' })
    const way = find<HTMLAnchorElement>('a', /^Allow it/)
    expect(way.getAttribute('href')).toContain('features=calendar,publishing&returnTo=/settings/calendar')
    expect(document.querySelectorAll('input')).toHaveLength(0)
  })
})

describe('observing', () => {
  it('lists what would be written; one switch turns writing on', async () => {
    answers.listObserved = async () => [
      { id: 'w', at: '2026-11-21T10:00:00Z', what: 'create', title: 'Norrvik', when: '2026-11-27' },
    ]
    await draw({ ...off, mode: 'separate', writes: 'observe', counts: { ...off.counts, waiting: 1 } })
    await act(() => vi.waitFor(() => expect(text()).toContain('Add: Norrvik')))
    await act(async () => document.querySelector<HTMLElement>('[role=switch]')?.click())
    expect(changes()).toEqual([{ mode: 'separate', writes: 'on', reminderMinutes: 15 }])
  })
})

describe('the reminder', () => {
  it('shows a time that was chosen elsewhere', () => {
    expect(reminderChoices(15).filter(({ value }) => value === '15')).toHaveLength(1)
    expect(reminderChoices(25).at(-1)).toEqual({ value: '25', label: '25 minutes before' })
    expect(reminderChoices(null).some(({ value }) => value === 'null')).toBe(false)
  })
})
