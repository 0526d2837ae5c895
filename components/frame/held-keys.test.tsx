import { afterEach, expect, it, vi } from 'vitest'
import { holdKeys, keysAreHeld } from './held-keys'

afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

it('single keys rest until the focus is where one types', () => {
  document.body.innerHTML = '<button>Close</button><input>'
  holdKeys()
  document.querySelector('button')?.focus()
  expect(keysAreHeld()).toBe(true)
  document.querySelector('input')?.focus()
  expect(keysAreHeld()).toBe(false)
})

it('and no longer than three seconds', () => {
  vi.useFakeTimers()
  holdKeys()
  vi.advanceTimersByTime(3001)
  expect(keysAreHeld()).toBe(false)
})
