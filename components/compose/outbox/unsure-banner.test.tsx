import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { ActionsContext } from '../context'
import type { ComposeActions, Refusal } from '../view'
import { words } from '../words'
import type { Outgoing } from './outgoing'
import { UnsureBanner } from './unsure-banner'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const mail: Outgoing = {
  ...{ id: 'm1', subject: 'Gate four', to: ['Amara', 'Jonas'], state: 'unsure', sendAt: '2026-11-21T09:00:00Z' },
  ...{ leavesIn: null, leavesAt: null, sentAt: null, problem: null },
}
const never = () => Promise.reject(new Error('not asked for here'))

let root: Root
async function banner(answer: () => Promise<Refusal | undefined>) {
  const asked: [string, string][] = []
  const actions: ComposeActions = {
    ...{ openDraft: never, resumeDraft: never, saveDraft: never, discardDraft: never, sendDraft: never },
    ...{ rescheduleSend: never, undoSend: never, settleDifference: never, startUpload: never },
    ...{ finishUpload: never, removeAttachment: never, makeTeamsLink: never },
    settleUnsure: (id, what) => {
      asked.push([id, what])
      return answer()
    },
  }
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <ActionsContext value={actions}>
          <UnsureBanner mail={mail} />
          <Toasts />
        </ActionsContext>
      </QueryClientProvider>,
    ),
  )
  return asked
}
const press = (name: string) =>
  act(async () => {
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent === name)
    if (!button) throw new Error(`no button ${name}`)
    button.click()
  })

/** Waits until a toast says this; it goes in several steps, and one of the test before may still stand there. */
async function told(words: string): Promise<void> {
  await act(() => vi.dynamicImportSettled())
  const toasts = () => [...document.querySelectorAll('[data-sonner-toast]')].map(({ textContent }) => textContent)
  while (!toasts().some((text) => text?.includes(words))) await act(() => new Promise((done) => setTimeout(done, 10)))
}

beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
})

describe('a mail of which nobody knows whether it left', () => {
  it.each([
    ['It was sent', 'it-left'],
    ['Send it again', 'send-again'],
    ['Keep as draft', 'keep-as-draft'],
  ])('is settled by its person: %s', async (name, what) => {
    const asked = await banner(async () => undefined)
    const alert = document.querySelector('[role="alert"]')
    expect(alert?.textContent).toContain('Microsoft never said whether “Gate four” to Amara and Jonas left.')
    await press(name)
    expect(asked).toEqual([['m1', what]])
  })

  it.each([
    ['what was found out', async () => ({ error: 'This mail has left.' }), 'This mail has left.'],
    ['that Tandem is out of reach', () => Promise.reject(new Error('offline')), words.saved.unreachable],
  ])('says %s, and can be pressed again', async (_name, answer, said) => {
    const asked = await banner(answer)
    await press('Send it again')
    await told(said)
    await press('Keep as draft')
    expect(asked).toHaveLength(2)
  })
})
