import { act, useState } from 'react'
import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { Checkbox } from './checkbox'

function Form() {
  const [on, setOn] = useState(false)
  return (
    <form>
      <Checkbox checked={on} onChange={setOn} name="follow" help="Below">
        Follow
      </Checkbox>
      <p>{String(on)}</p>
    </form>
  )
}

function begin() {
  const { one } = draw(<Form />)
  return { box: one<HTMLInputElement>('input'), form: one<HTMLFormElement>('form'), said: one('form > p') }
}

describe('a checkbox in a form', () => {
  it('goes with the form and is named and described', async () => {
    const { box, form } = begin()
    await act(async () => box.click())
    expect(new FormData(form).get('follow')).toBe('on')
    expect(document.querySelector(`label[for="${box.id}"]`)?.textContent).toBe('Follow')
    expect(document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Below')
  })

  it('keeps what the person chose when the form is emptied after its action', async () => {
    const { box, form, said } = begin()
    await act(async () => box.click())
    expect(said.textContent).toBe('true')
    await act(async () => form.reset())
    expect(box.checked).toBe(true)
    expect(said.textContent).toBe('true')
  })
})
