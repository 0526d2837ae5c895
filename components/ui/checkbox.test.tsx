import { act, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, describe, expect, it } from 'vitest'
import { Checkbox } from './checkbox'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
afterEach(() => document.body.replaceChildren())

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

async function draw() {
  const place = document.body.appendChild(document.createElement('div'))
  await act(async () => createRoot(place).render(<Form />))
  const find = <T extends Element>(selector: string) => {
    const found = place.querySelector<T>(selector)
    if (!found) throw new Error(`no ${selector}`)
    return found
  }
  return { box: find<HTMLInputElement>('input'), form: find<HTMLFormElement>('form'), said: find('form > p') }
}

describe('a checkbox in a form', () => {
  it('goes with the form and is named and described', async () => {
    const { box, form } = await draw()
    await act(async () => box.click())
    expect(new FormData(form).get('follow')).toBe('on')
    expect(document.querySelector(`label[for="${box.id}"]`)?.textContent).toBe('Follow')
    expect(document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Below')
  })

  it('keeps what the person chose when the form is emptied after its action', async () => {
    const { box, form, said } = await draw()
    await act(async () => box.click())
    expect(said.textContent).toBe('true')
    await act(async () => form.reset())
    expect(box.checked).toBe(true)
    expect(said.textContent).toBe('true')
  })
})
