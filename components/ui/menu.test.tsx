import { act } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { draw } from '@/tests/support/draw'
import { Menu, MenuItem } from './menu'

/** Opens the menu as a finger does: it comes up while the finger is still down. */
function openByTouch() {
  const chosen = vi.fn()
  const { one } = draw(
    <Menu label="More" trigger={<button type="button">More</button>}>
      <MenuItem onSelect={chosen}>Remind me</MenuItem>
    </Menu>,
  )
  act(() => {
    one('button').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerType: 'touch' }))
  })
  const item = document.querySelector('[role=menuitem]')
  if (!item) throw new Error('no menu')
  const on = (event: Event) => act(() => void item.dispatchEvent(event))
  return { chosen, on }
}

describe('a menu that comes up under the finger', () => {
  it('chooses nothing when that finger is lifted', () => {
    const { chosen, on } = openByTouch()
    on(new MouseEvent('click', { bubbles: true, detail: 1 }))
    expect(chosen).not.toHaveBeenCalled()
  })

  it('chooses what is tapped', () => {
    const { chosen, on } = openByTouch()
    on(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }))
    on(new MouseEvent('click', { bubbles: true, detail: 1 }))
    expect(chosen).toHaveBeenCalledOnce()
  })

  it('chooses by key', () => {
    const { chosen, on } = openByTouch()
    on(new KeyboardEvent('keydown', { bubbles: true, key: 'Enter' }))
    expect(chosen).toHaveBeenCalledOnce()
  })
})
