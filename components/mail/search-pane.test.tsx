import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ListState } from './list-store'
import { SearchPane } from './search-pane'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const state: ListState = { rows: [], waiting: 0, status: 'ready', more: 'end' }
let root: Root
let wander: (query: string) => void = () => {}

/** The page, whose address says `late` ms after it was told. */
function Page({ late, asked }: { late: number; asked: string[] }) {
  const [query, setQuery] = useState('')
  wander = setQuery
  const tell = (next: string) => {
    asked.push(next)
    setTimeout(() => setQuery(next), late)
  }
  return (
    <SearchPane
      {...{ query, state, selection: null }}
      onQuery={tell}
      onClose={() => {}}
      onRetry={() => {}}
      found={() => null}
    />
  )
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const field = () => document.querySelector<HTMLInputElement>('[data-mail-search]') as HTMLInputElement

/** One letter more, as a browser types it. */
const type = (letter: string) =>
  act(async () => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    set?.call(field(), field().value + letter)
    field().dispatchEvent(new Event('input', { bubbles: true }))
  })

const open = (late: number) => {
  const asked: string[] = []
  act(() =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <Page late={late} asked={asked} />
      </QueryClientProvider>,
    ),
  )
  return asked
}

beforeEach(() => {
  vi.useFakeTimers()
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  vi.useRealTimers()
})

it('no letter is lost that one types, however late the address says what is sought', async () => {
  for (const late of [0, 60, 130, 250, 500]) {
    const asked = open(late)
    for (const letter of 'gate four') {
      await type(letter)
      await pass(130)
    }
    await pass(2000)
    expect(field().value).toBe('gate four')
    expect(asked.at(-1)).toBe('gate four')
    act(() => root.render(null))
  }
})

it('the field follows the way back, also to what was sought before', async () => {
  open(0)
  await type('a')
  await pass(200)
  await type('b')
  await pass(200)
  for (const query of ['a', 'ab', '']) {
    await act(async () => wander(query))
    expect(field().value).toBe(query)
  }
})
