import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { deleteLater, useGone } from './deleting'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let gone: ReadonlySet<string>
let asked: { path: string; body: unknown; keepalive: boolean | undefined }[]
let answer: unknown

function Probe() {
  gone = useGone()
  return <Toasts />
}
/** In steps, each with its effects: a toast goes in several. */
async function pass(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 100) await act(() => vi.advanceTimersByTimeAsync(Math.min(100, ms - at)))
}
const deletes = (kind: 'people' | 'companies', ...ids: string[]) =>
  act(async () => deleteLater({ kind, rows: ids.map((id) => ({ id, name: id })), onDone: () => {} }))
/** As the browser tells it, to a page that it may bring back. */
const leaves = () => act(async () => void window.dispatchEvent(new Event('pagehide')))

beforeEach(async () => {
  await import('sonner')
  vi.useFakeTimers()
  asked = []
  answer = {}
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)), keepalive: init.keepalive })
    return Response.json(answer)
  })
  root = createRoot(document.body.appendChild(document.createElement('div')))
  act(() => root.render(<Probe />))
})
afterEach(async () => {
  await pass(20_000)
  act(() => root.unmount())
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('all that still waits is asked for in the moment the page goes away, in a way that goes on without it, and once', async () => {
  await deletes('people', 'a', 'b')
  await pass(2000)
  await deletes('companies', 'c')
  await pass(2000)
  expect(asked).toEqual([])
  await leaves()
  const all = [
    { path: '/api/deletions', body: { kind: 'people', ids: ['a', 'b'] }, keepalive: true },
    { path: '/api/deletions', body: { kind: 'companies', ids: ['c'] }, keepalive: true },
  ]
  expect(asked).toEqual(all)
  // Brought back by the browser: nothing offers a way back that there is not, and nothing is asked again.
  await pass(500)
  expect(document.body.textContent).not.toContain('Undo')
  await pass(20_000)
  await leaves()
  expect(asked).toEqual(all)
  expect([...gone]).toEqual(['a', 'b', 'c'])
})

it('what was taken back before is not asked for when the page goes away', async () => {
  await deletes('people', 'd')
  await pass(2000)
  const undo = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Undo')
  expect(undo).toBeDefined()
  await act(async () => undo?.click())
  await leaves()
  await pass(20_000)
  expect(asked).toEqual([])
  expect(gone.has('d')).toBe(false)
})

it('what was refused while the page was away stands there again when it comes back', async () => {
  answer = { error: 'You may not do that.' }
  await deletes('people', 'e')
  await leaves()
  await pass(500)
  expect(gone.has('e')).toBe(false)
  expect(document.body.textContent).toContain('You may not do that.')
})
