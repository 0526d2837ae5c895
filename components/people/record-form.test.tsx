import { act } from 'react'
import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { CompanyForm } from './company-form'
import type { CompanyInput, SaveCompany } from './view'

const input: CompanyInput = { name: '', website: '', phone: '', notes: '', domains: [''], ownerId: null }
const begin = (saveCompany: SaveCompany) => {
  const happened: string[] = []
  const { host, one } = draw(
    <CompanyForm
      formId="f"
      id="c"
      form={{ input, owners: [] }}
      saveCompany={saveCompany}
      onBusy={(busy) => happened.push(busy ? 'busy' : 'rests')}
      onSaved={(id) => happened.push(`saved ${id}`)}
    />,
  )
  const type = (selector: string, text: string) =>
    act(() => {
      const field = one<HTMLInputElement>(selector)
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
  const send = () =>
    act(async () => {
      one<HTMLFormElement>('form').requestSubmit()
      await new Promise(requestAnimationFrame)
    })
  return { host, one, type, send, happened }
}
const nameField = 'input[maxlength="200"]'
const domain = 'input[aria-label="Mail domain"]'

describe('the form of a record', () => {
  it('sends what was typed, without empty lines, and says when it is saved', async () => {
    const sent: CompanyInput[] = []
    const { type, send, happened } = begin(async (_, typed) => {
      sent.push(typed)
      return { id: 'c' }
    })
    type(nameField, 'Norrvik')
    await send()
    expect(sent).toEqual([{ ...input, name: 'Norrvik', domains: [] }])
    expect(happened).toEqual(['busy', 'rests', 'saved c'])
  })

  it('names and links whose it is already, goes to the field, and holds it against nobody once it is mended', async () => {
    const refusal = {
      error: 'Taken',
      fields: { domains: 'Taken' },
      taken: [{ what: 'berg.no', id: 'b', name: 'Berg AS' }],
    }
    const { host, one, type, send, happened } = begin(async () => refusal)
    type(domain, 'berg.no')
    await send()
    expect(happened).toEqual(['busy', 'rests'])
    expect(one('[role=alert]').textContent).toBe('Already belongs to Berg AS. Open Berg AS')
    expect(one('[role=alert] a').getAttribute('href')).toBe('/companies/b')
    expect(document.activeElement).toBe(one(domain))
    type(domain, 'bergs.no')
    expect(host.querySelector('[role=alert]')).toBeNull()
  })

  it('keeps what is typed, and says so, when nothing could be sent', async () => {
    const { one, type, send, happened } = begin(() => Promise.reject(new Error('offline')))
    type(nameField, 'Norrvik')
    await send()
    expect(happened).toEqual(['busy', 'rests'])
    expect(one('form').textContent).toContain('Not saved. What you typed is still here.')
    expect(one<HTMLInputElement>(nameField).value).toBe('Norrvik')
  })
})
