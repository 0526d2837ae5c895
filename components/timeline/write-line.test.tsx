import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, describe, expect, it } from 'vitest'
import type { AddActivity } from './view'
import { WriteLine } from './write-line'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
afterEach(() => document.body.replaceChildren())

async function draw(addActivity: AddActivity) {
  const place = document.body.appendChild(document.createElement('div'))
  const about = { kind: 'person' as const, id: 'i', name: 'Ingrid Berg' }
  await act(async () =>
    createRoot(place).render(
      <WriteLine about={about} addActivity={addActivity} saveTask={async () => ({ id: 't' })} onChanged={() => {}} />,
    ),
  )
  const area = place.querySelector('textarea')
  const form = place.querySelector('form')
  if (!area || !form) throw new Error('nothing was drawn')
  const type = (text: string) =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text)
      area.dispatchEvent(new Event('input', { bubbles: true }))
    })
  return { area, type, send: () => act(async () => form.requestSubmit()) }
}

describe('the line to write on', () => {
  it('is empty again after what was written is saved', async () => {
    const saved: string[] = []
    const { area, type, send } = await draw(async ({ text }) => {
      saved.push(text)
      return { id: 'a' }
    })
    await type('Met her')
    await send()
    expect(saved).toEqual(['Met her'])
    expect(area.value).toBe('')
  })

  it('keeps what is typed while something is being saved', async () => {
    let done = (_: { id: string }) => {}
    const { area, type, send } = await draw(() => new Promise((resolve) => (done = resolve)))
    await type('Met her')
    await send()
    await type('And then')
    await act(async () => done({ id: 'a' }))
    expect(area.value).toBe('And then')
  })

  it('keeps what was refused', async () => {
    const { area, type, send } = await draw(async () => ({ error: 'No' }))
    await type('Met her')
    await send()
    expect(area.value).toBe('Met her')
  })
})
