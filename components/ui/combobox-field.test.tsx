import { act, useState } from 'react'
import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { ComboboxField } from './combobox-field'

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

let drawn: ReturnType<typeof draw>
const field = () => drawn.one<HTMLInputElement>('input')
const press = (key: string) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  act(() => void field().dispatchEvent(event))
  return event
}
const marked = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent

describe('a field with a list', () => {
  it('opens with an arrow, goes round both ways, and Enter takes the marked one', () => {
    const taken: string[] = []
    drawn = draw(<Field onTake={(label) => taken.push(label)} />)
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
    drawn = draw(<Field stale onTake={(label) => taken.push(label)} />)
    press('ArrowDown')
    expect(press('Enter').defaultPrevented).toBe(true)
    expect(taken).toEqual([])
    expect(field().getAttribute('aria-expanded')).toBe('true')
  })

  it('keeps Escape to itself while its list is open, and passes it on after that', () => {
    const outside: string[] = []
    const hear = (event: KeyboardEvent) => outside.push(event.key)
    document.addEventListener('keydown', hear)
    drawn = draw(<Field onTake={() => {}} />)
    press('ArrowDown')
    press('Escape')
    expect([field().getAttribute('aria-expanded'), outside]).toEqual(['false', ['ArrowDown']])
    press('Escape')
    expect(outside).toEqual(['ArrowDown', 'Escape'])
    document.removeEventListener('keydown', hear)
  })
})
