import { act, type ReactNode, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { describe, expect, it, vi } from 'vitest'
import { draw } from '@/tests/support/draw'
import { Button } from './button'
import { Dialog } from './dialog'
import { Input } from './field'
import { Segmented } from './segmented'
import { Select } from './select'
import { Switch } from './switch'

const confirm = (
  <>
    <Button>Keep it</Button>
    <Button kind="destroys">Delete it</Button>
  </>
)

/** Opens a dialog with this in it, and says what has the focus. */
function opened(children: ReactNode, foot?: ReactNode): Element | null {
  draw(
    <Dialog open onOpenChange={() => {}} title="What to do" foot={foot}>
      {children}
    </Dialog>,
  )
  return document.activeElement
}

function TakesFocus() {
  const note = useRef<HTMLTextAreaElement>(null)
  useEffect(() => note.current?.focus(), [])
  return <textarea ref={note} aria-label="Note" />
}

function Opener({ onDone }: { onDone?: () => void }) {
  const [open, setOpen] = useState(false)
  const finish = () => {
    flushSync(() => setOpen(false))
    onDone?.()
  }
  const foot = (
    <>
      <Button>Keep it</Button>
      <Button onClick={finish}>Delete it</Button>
    </>
  )
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open</Button>
      <input aria-label="Text" />
      <Dialog open={open} onOpenChange={setOpen} title="Delete it?" foot={foot} />
    </>
  )
}

describe('the focus of a dialog that opens', () => {
  it('is in the first field of a form, what stands there chosen as by Tab', () => {
    const focus = opened(
      <form>
        <input type="hidden" name="id" />
        <input readOnly defaultValue="fixed" />
        <button type="button">Look it up</button>
        <input aria-label="Days" defaultValue="14" />
        <input aria-label="Hours" />
      </form>,
      confirm,
    )
    expect(focus?.getAttribute('aria-label')).toBe('Days')
    expect(focus instanceof HTMLInputElement && [focus.selectionStart, focus.selectionEnd]).toEqual([0, 2])
  })

  it('is on what is chosen among radio buttons, and on a choice from a list', () => {
    const options = [15, 30].map((minutes) => ({ value: String(minutes), label: `${minutes} min` }))
    const radio = opened(<Segmented label="How long" options={options} value="30" onChange={() => {}} />)
    expect(radio instanceof HTMLInputElement && radio.value).toBe('30')
    const list = opened(<Select label="Whom" value="a" onChange={() => {}} choices={[{ value: 'a', label: 'All' }]} />)
    expect(list?.getAttribute('role')).toBe('combobox')
  })

  it('is on the button of a confirmation that changes nothing', () => {
    expect(opened(<p>It leaves Outlook, too.</p>, confirm)?.textContent).toBe('Keep it')
  })

  it('is on the heading where one is to read first', () => {
    const focus = opened(
      <>
        <p>Every key.</p>
        <Button>Change the time</Button>
        <Switch labelledBy="single" checked onChange={() => {}} />
      </>,
      <a href="/file">Download</a>,
    )
    expect(focus?.tagName).toBe('H2')
    expect(focus?.textContent).toBe('What to do')
    expect(focus?.getAttribute('tabindex')).toBe('-1')
  })

  it('stays where a part of it was given it', () => {
    expect(opened(<TakesFocus />, confirm)?.getAttribute('aria-label')).toBe('Note')
    expect(opened(<Input aria-label="Folder" autoFocus />, confirm)?.getAttribute('aria-label')).toBe('Folder')
  })

  it('goes back to where it was once Esc has closed it', async () => {
    const { one } = draw(<Opener />)
    one('button').focus()
    act(() => one('button').click())
    expect(document.activeElement?.textContent).toBe('Keep it')
    act(() => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    })
    expect(document.querySelector('[role=dialog]')).toBeNull()
    await vi.waitFor(() => expect(document.activeElement).toBe(one('button')))
  })

  it('is not taken from where closing it has put it', async () => {
    const { one } = draw(<Opener onDone={() => one('input').focus()} />)
    one('button').focus()
    act(() => one('button').click())
    const done = [...document.querySelectorAll<HTMLElement>('[role=dialog] button')].at(-1)
    act(() => done?.click())
    // Given back is it one task after the dialog has gone.
    await act(() => new Promise((resolve) => setTimeout(resolve)))
    expect(document.querySelector('[role=dialog]')).toBeNull()
    expect(document.activeElement).toBe(one('input'))
  })
})
