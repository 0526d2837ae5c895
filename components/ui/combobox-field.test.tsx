import { act, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ComboboxField } from './combobox-field'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
let host: HTMLElement
beforeEach(() => {
  host = document.createElement('div')
  document.body.append(host)
  root = createRoot(host)
})
afterEach(() => {
  act(() => root.unmount())
  host.remove()
})

const hits = ['Aalto', 'Berg', 'Croft'].map((label) => ({ value: label, label }))

function Field({ stale, onTake }: { stale?: boolean; onTake: (label: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <ComboboxField
      typed={typed}
      onType={setTyped}
      hits={typed === null ? null : hits}
      stale={stale}
      onTake={({ label }) => onTake(label)}
    />
  )
}

const field = () => {
  const found = host.querySelector('input')
  if (!found) throw new Error('no field')
  return found
}
const press = (key: string) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  act(() => void field().dispatchEvent(event))
  return event
}
const marked = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent

describe('a field with a list', () => {
  it('opens with an arrow, goes round both ways, and Enter takes the marked one', () => {
    const taken: string[] = []
    act(() => root.render(<Field onTake={(label) => taken.push(label)} />))
    expect(field().getAttribute('aria-expanded')).toBe('false')
    press('ArrowDown')
    expect([field().getAttribute('aria-expanded'), marked()]).toEqual(['true', 'Aalto'])
    press('ArrowUp')
    expect(marked()).toBe('Croft')
    press('ArrowDown')
    press('ArrowDown')
    expect(marked()).toBe('Berg')
    expect(press('Enter').defaultPrevented).toBe(true)
    expect(taken).toEqual(['Berg'])
    expect(field().getAttribute('aria-expanded')).toBe('false')
  })

  it('takes nothing with Enter while the list answers to earlier words, and sends no form', () => {
    const taken: string[] = []
    act(() => root.render(<Field stale onTake={(label) => taken.push(label)} />))
    press('ArrowDown')
    expect(press('Enter').defaultPrevented).toBe(true)
    expect(taken).toEqual([])
    expect(field().getAttribute('aria-expanded')).toBe('true')
  })

  it('keeps Escape to itself while its list is open, and passes it on after that', () => {
    const outside: string[] = []
    const hear = (event: KeyboardEvent) => outside.push(event.key)
    document.addEventListener('keydown', hear)
    act(() => root.render(<Field onTake={() => {}} />))
    press('ArrowDown')
    press('Escape')
    expect([field().getAttribute('aria-expanded'), outside]).toEqual(['false', ['ArrowDown']])
    press('Escape')
    expect(outside).toEqual(['ArrowDown', 'Escape'])
    document.removeEventListener('keydown', hear)
  })
})
