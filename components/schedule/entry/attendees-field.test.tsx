import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { draw } from '@/tests/support/draw'
import { words } from '../words'
import { AttendeesField } from './attendees-field'

// Without the server, what is known here is all there is.
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'))
})
afterEach(() => vi.restoreAllMocks())

it('says what is no address beside the field, not behind the people who are asked already', async () => {
  const { one } = draw(
    <QueryClientProvider client={new QueryClient()}>
      <AttendeesField
        value={[{ name: 'Jonas Lindqvist', address: 'jonas@larkfield.example', type: 'required' }]}
        known={[]}
        knowsAbsence={false}
        members={[]}
        onChange={() => {}}
      />
    </QueryClientProvider>,
  )
  const field = one<HTMLInputElement>('[role=combobox]')
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'no address')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await act(async () => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })))
  const said = one('[role=alert]')
  expect(said.textContent).toBe(words.sheet.badAddress('no address', 'There is no @ in it.'))
  expect(field.getAttribute('aria-describedby')).toBe(said.id)
  expect(said.compareDocumentPosition(one('ul')) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
})
