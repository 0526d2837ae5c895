import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { leaveNow } from './leaving'
import { untilTakenBack } from './take-back'
import { Toasts } from './toast'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let made = 0

/** Something is deleted; answers what became of it. */
async function deletes() {
  const done: string[] = []
  made += 1
  await act(async () =>
    untilTakenBack({
      ...{ text: 'Deleted.', label: 'Undo', time: 6000, id: `gone-${made}` },
      run: () => done.push('deleted'),
      back: () => done.push('back'),
    }),
  )
  return done
}
/** In steps, each with its effects: a toast goes in several. */
async function pass(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 100) await act(() => vi.advanceTimersByTimeAsync(Math.min(100, ms - at)))
}
const button = () => [...document.querySelectorAll('button')].find((each) => each.textContent === 'Undo')

beforeEach(async () => {
  await import('sonner')
  vi.useFakeTimers()
  root = createRoot(document.body.appendChild(document.createElement('div')))
  act(() => root.render(<Toasts />))
})
afterEach(async () => {
  await pass(10_000)
  act(() => root.unmount())
  vi.useRealTimers()
})

it('is taken back by its button at whichever moment it stands there, and else done: once', async () => {
  for (const moment of [500, 3000, 5900, 6300, 6500, 6700, 9000]) {
    const done = await deletes()
    await pass(500)
    // The pointer on its way to the button keeps the toast.
    const over = new MouseEvent('mouseover', { bubbles: true })
    await act(async () => void button()?.dispatchEvent(over))
    await pass(moment - 500)
    const offered = button()
    await act(async () => offered?.click())
    await pass(10_000)
    expect([moment, ...done]).toEqual([moment, moment < 6500 ? 'back' : 'deleted'])
    if (moment > 6700) expect(offered).toBeUndefined()
  }
})

it('is done when the page goes away, and not again', async () => {
  const done = await deletes()
  await pass(1000)
  window.dispatchEvent(new Event('pagehide'))
  expect(done).toEqual(['deleted'])
  await pass(10_000)
  window.dispatchEvent(new Event('pagehide'))
  expect(done).toEqual(['deleted'])
})

it('is done at once when whoever did it signs out, however much waits', async () => {
  const all = [await deletes(), await deletes(), await deletes()]
  await pass(1000)
  leaveNow()
  expect(all).toEqual([['deleted'], ['deleted'], ['deleted']])
  await pass(10_000)
  expect(all.flat()).toHaveLength(3)
})
