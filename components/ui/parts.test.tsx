import { act } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { Button } from './button'
import { Combobox } from './combobox'
import { Field, SecretEnd, TextArea } from './field'
import { Mark } from './mark'
import { Plot } from './plot'
import { Progress } from './progress'
import { Receipt, ReceiptLine } from './receipt'

let drawn: ReturnType<typeof draw>
const show = (node: React.ReactNode) => {
  drawn = draw(node)
}
const one = <T extends Element = HTMLElement>(selector: string) => drawn.one<T>(selector)

describe('the parts', () => {
  it('tell the state of the mark in words', () => {
    show(<Mark state="differs" />)
    expect(one('svg').getAttribute('aria-label')).toBe('Differs between Tandem and Outlook')
    show(<Mark state="differs" label="" />)
    expect(one('svg').getAttribute('aria-hidden')).toBe('true')
  })

  it('keep a button that is off focusable, tell why, and do nothing', () => {
    let clicks = 0
    show(
      <Button off="Choose a folder first." onClick={() => clicks++}>
        Import
      </Button>,
    )
    const button = one<HTMLButtonElement>('button')
    expect(button.disabled).toBe(false)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Choose a folder first.',
    )
    act(() => button.click())
    expect(clicks).toBe(0)
  })

  it('do not send a form twice while busy', () => {
    let sent = 0
    show(
      <form
        onSubmit={(event) => {
          event.preventDefault()
          sent++
        }}
      >
        <Button type="submit" busy>
          Send
        </Button>
      </form>,
    )
    act(() => one<HTMLButtonElement>('button').click())
    expect(sent).toBe(0)
    expect(one('button').getAttribute('aria-busy')).toBe('true')
  })

  it('tie label, help and error to the field', () => {
    show(
      <Field label="Name" help="Up to 100 characters" error="This name is taken. Choose another.">
        <TextArea defaultValue="CRM" />
      </Field>,
    )
    const area = one<HTMLTextAreaElement>('textarea')
    expect(one<HTMLLabelElement>('label').htmlFor).toBe(area.id)
    expect(area.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(area.getAttribute('aria-describedby') ?? '')?.textContent).toContain('is taken')
  })

  it('show only the end of a secret', () => {
    expect(renderToStaticMarkup(<SecretEnd end="3kQ" />)).toMatch(/aria-hidden="true">•+<\/span>3kQ/)
  })

  it('find in a long list without accents and take it with Enter', () => {
    const taken: (string | null)[] = []
    const choices = [
      { value: '1', label: 'Ingrid Solheim' },
      { value: '2', label: 'Tomás Rivera' },
    ]
    show(<Combobox choices={choices} value={null} onChange={(value) => taken.push(value)} placeholder="Person" />)
    const field = one<HTMLInputElement>('input')
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    act(() => {
      set?.call(field, 'tomas')
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    expect([...drawn.host.querySelectorAll('[role=option]')].map((option) => option.textContent)).toEqual([
      'Tomás Rivera',
    ])
    expect(field.getAttribute('aria-activedescendant')).toBe(one('[role=option]').id)
    act(() => {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    })
    expect(taken).toEqual(['2'])
  })

  it('say how far progress is, or that nobody knows', () => {
    show(<Progress label="Older mail is on its way" done={1204} total={50000} />)
    expect(one('[role=progressbar]').getAttribute('aria-valuetext')).toBe('1,204 of 50,000')
    show(<Progress label="Older mail is on its way" done={12} total={null} />)
    expect(one('[role=progressbar]').hasAttribute('aria-valuenow')).toBe(false)
  })

  it('draw a plot with a sentence and a table, with gaps as gaps, and say so when there is none', () => {
    const names = { typical: 'Typical', slow: 'Slow', band: 'Microsoft slow', time: 'Time' }
    const common = {
      summary: 'Typically 0.3 s.',
      unit: 's',
      names,
      sayTime: String,
      none: 'The plot begins with the first signals.',
    }
    show(
      <Plot
        {...common}
        points={[
          { at: 1, typical: 0.2, slow: 0.5 },
          { at: 2, typical: null, slow: null },
          { at: 3, typical: 0.4, slow: 0.9 },
        ]}
      />,
    )
    expect(one('svg').getAttribute('aria-label')).toBe('Typically 0.3 s.')
    expect(one('path[stroke="var(--brand)"]').getAttribute('d')?.match(/M/g)?.length).toBe(2)
    expect(drawn.host.querySelectorAll('tbody tr').length).toBe(3)
    show(<Plot {...common} points={[]} />)
    expect(drawn.host.textContent).toBe('The plot begins with the first signals.')
  })

  it('print a receipt as a list of terms and counts', () => {
    show(
      <Receipt title="Disconnected" number="T-48C1-09">
        <ReceiptLine label="E-mails">50,936</ReceiptLine>
      </Receipt>,
    )
    expect(one('dt').textContent).toBe('E-mails')
    expect(one('dd').textContent).toBe('50,936')
    expect(drawn.host.textContent).toContain('T-48C1-09')
  })
})
