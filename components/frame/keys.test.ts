import { describe, expect, it } from 'vitest'
import { isSingle, match, printed, spell } from './keys'

const press = (key: string, more: { mod?: boolean; shift?: boolean; alt?: boolean } = {}) =>
  spell({ key, mod: false, shift: false, alt: false, ...more })

describe('keys', () => {
  it('are spelt alike on every layout', () => {
    expect(press('J')).toBe('j')
    expect(press('?', { shift: true })).toBe('?')
    expect(press('U', { shift: true })).toBe('shift+u')
    expect(press('k', { mod: true })).toBe('mod+k')
    expect(press('Enter', { mod: true, shift: true })).toBe('mod+shift+enter')
    expect(press('Shift', { shift: true })).toBe('')
    expect(press('j', { alt: true })).toBe('')
  })

  const deeds = [
    { keys: 'g i' },
    { keys: 'i' },
    { keys: 'j', name: 'under' },
    { keys: 'j', name: 'top' },
    { keys: 'g s' },
  ]

  it('wait for the second of a sequence and then take it before a single key', () => {
    expect(match(deeds, '', 'g')).toBe('wait')
    expect(match(deeds, 'g', 'i')).toBe(deeds[0])
    expect(match(deeds, '', 'i')).toBe(deeds[1])
  })

  it('belong to what was registered last', () => {
    expect(match(deeds, '', 'j')).toBe(deeds[3])
  })

  it('do nothing when unknown, and start anew after a wrong second key', () => {
    expect(match(deeds, '', 'x')).toBeNull()
    expect(match(deeds, 'g', 'x')).toBeNull()
    expect(match(deeds, 'g', 'j')).toBe(deeds[3])
  })

  it('know which can be switched off', () => {
    expect(['j', 'g i', '?'].every(isSingle)).toBe(true)
    expect(['mod+k', 'escape'].some(isSingle)).toBe(false)
  })

  it('are printed as on the keyboard', () => {
    expect(printed('mod+k', true)).toEqual(['⌘K'])
    expect(printed('mod+enter', false)).toEqual(['Ctrl ↵'])
    expect(printed('g i', true)).toEqual(['G', 'I'])
  })
})
