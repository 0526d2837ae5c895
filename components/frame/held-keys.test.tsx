import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, it, vi } from 'vitest'
import { holdKeys, keysAreHeld } from './held-keys'

afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

const press = (key: string, more: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
const field = () => document.querySelector('input') as HTMLInputElement
const arrived = async () => {
  await Promise.resolve()
  return field().value
}

it('single keys rest until the focus is where one types', () => {
  document.body.innerHTML = '<button>Close</button><input>'
  holdKeys()
  document.querySelector('button')?.focus()
  expect(keysAreHeld()).toBe(true)
  field().focus()
  expect(keysAreHeld()).toBe(false)
})

it('and no longer than three seconds', async () => {
  vi.useFakeTimers()
  document.body.innerHTML = '<input>'
  holdKeys()
  press('a')
  vi.advanceTimersByTime(3001)
  expect(keysAreHeld()).toBe(false)
  field().focus()
  expect(await arrived()).toBe('')
})

it('what is typed meanwhile stands in the field once it is there, and nobody else hears of it', async () => {
  document.body.innerHTML = '<input>'
  const heard = vi.fn()
  document.addEventListener('keydown', heard)
  holdKeys()
  for (const key of ['a', 'n', 'x', 'Backspace', 'n', ' ', 'L']) expect(press(key)).toBe(false)
  field().focus()
  expect(await arrived()).toBe('ann L')
  expect(heard).not.toHaveBeenCalled()
  press('j')
  expect(heard).toHaveBeenCalledOnce()
  document.removeEventListener('keydown', heard)
})

it('keys that are no text go their way, and a key held down is one letter', async () => {
  document.body.innerHTML = '<input>'
  holdKeys()
  expect(press('k', { ctrlKey: true })).toBe(true)
  expect(press('ArrowDown')).toBe(true)
  press('t')
  press('t', { repeat: true })
  field().focus()
  expect(await arrived()).toBe('t')
})

it.each([
  ['Escape', () => press('Escape')],
  ['a press elsewhere', () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))],
])('%s throws away what was typed', async (_name, away) => {
  document.body.innerHTML = '<input>'
  holdKeys()
  press('a')
  away()
  field().focus()
  expect(await arrived()).toBe('')
})

it('a field of React’s hears of the text as of any typing', async () => {
  const seen = vi.fn()
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  holdKeys()
  press('h')
  press('i')
  flushSync(() =>
    root.render(<input ref={(element) => element?.focus()} onChange={(event) => seen(event.target.value)} />),
  )
  await arrived()
  expect(seen).toHaveBeenLastCalledWith('hi')
  root.unmount()
})
