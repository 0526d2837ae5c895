import { act } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { draw } from '@/tests/support/draw'
import { useChord } from './chord'
import { Kbd } from './kbd'
import { Tooltip } from './tooltip'

const SendButton = () => (
  <button type="button" title={useChord()('⌘↵')}>
    Send
  </button>
)

const on = (machine: string) => vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(machine)
afterEach(() => vi.restoreAllMocks())

describe('keys are named as they are printed on the machine', () => {
  it('with Ctrl on a PC', () => {
    on('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')
    const { one } = draw(<Kbd>⌘K</Kbd>)
    expect(one('kbd').textContent).toBe('Ctrl K')
    expect(draw(<SendButton />).one('button').title).toBe('Ctrl ↵')
  })

  it('with ⌘ on a Mac, and keys alone as they are', () => {
    on('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')
    expect(draw(<Kbd>⌘⇧8</Kbd>).one('kbd').textContent).toBe('⌘⇧8')
    expect(draw(<Kbd>#</Kbd>).one('kbd').textContent).toBe('#')
  })

  it('in the tip of a button, too', async () => {
    on('Mozilla/5.0 (X11; Linux x86_64)')
    vi.useFakeTimers()
    const { one } = draw(
      <Tooltip text="Bold" keys="⌘B">
        <button type="button">B</button>
      </Tooltip>,
    )
    act(() => {
      const over = new MouseEvent('pointerover', { bubbles: true })
      Object.defineProperty(over, 'pointerType', { value: 'mouse' })
      one('button').dispatchEvent(over)
      vi.advanceTimersByTime(500)
    })
    vi.useRealTimers()
    expect(document.querySelector('[role=tooltip] kbd')?.textContent).toBe('Ctrl B')
  })
})
