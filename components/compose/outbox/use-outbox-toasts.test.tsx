import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { ActionsContext } from '../context'
import type { ComposeActions, DraftView } from '../view'
import { type Outgoing, outgoingQuery } from './outgoing'
import { useOutboxToasts } from './use-outbox-toasts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const start = Date.parse('2026-11-21T09:00:00Z')
const mail = (id: string): Outgoing => ({
  id,
  subject: 'Gate four',
  to: ['Amara'],
  state: 'queued',
  sendAt: new Date(start + 10_000).toISOString(),
  leavesIn: 10_000,
  leavesAt: start + 10_000,
  sentAt: null,
  problem: null,
})

let root: Root
/** In steps, each with its effects: a toast goes in several. */
async function pass(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 100) await act(() => vi.advanceTimersByTimeAsync(Math.min(100, ms - at)))
}
const never = () => Promise.reject(new Error('not asked for here'))

const draft: DraftView = {
  ...{ id: 'd', kind: 'new', state: 'editing', version: 1, to: [], cc: [], bcc: [], subject: '', html: '' },
  ...{ importance: 'normal', remindDays: null, attachments: [], quoteHtml: null, sourceId: null, sendAt: null },
  ...{ conversationId: null, savedAt: '2026-11-21T09:00:00Z', inOutlook: false, problem: null, difference: null },
}

function Probe({ outgoing }: { outgoing: Outgoing[] }) {
  useOutboxToasts(outgoing)
  return null
}

/** A page on which a mail is leaving; taking it back is answered when `taken` resolves. */
async function page(one: Outgoing, taken: Promise<void> = Promise.resolve()) {
  const queries = new QueryClient()
  queries.setQueryData(outgoingQuery.queryKey, [one])
  const actions: ComposeActions = {
    ...{ openDraft: never, resumeDraft: never, saveDraft: never, discardDraft: never, sendDraft: never },
    ...{ rescheduleSend: never, settleUnsure: never, settleDifference: never, startUpload: never },
    ...{ finishUpload: never, removeAttachment: never, makeTeamsLink: never },
    undoSend: () => taken.then(() => ({ draft: { ...draft, id: one.id } })),
  }
  const look = (outgoing: Outgoing[]) =>
    act(async () =>
      root.render(
        <QueryClientProvider client={queries}>
          <ActionsContext value={actions}>
            <Probe outgoing={outgoing} />
            <Toasts />
          </ActionsContext>
        </QueryClientProvider>,
      ),
    )
  await look([one])
  await act(() => vi.dynamicImportSettled())
  await pass(500)
  return look
}
const undo = () =>
  act(async () => {
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.startsWith('Undo'))
    if (!button) throw new Error('nothing to undo')
    button.click()
  })
const said = () => document.querySelector('[data-sonner-toaster]')?.textContent ?? ''

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.useRealTimers()
})

describe('a mail that was taken back', () => {
  it('is not said to be leaving when its ten seconds are over', async () => {
    const look = await page(mail('a'))
    expect(said()).toContain('Sending to Amara')
    await undo()
    await look([])
    await pass(12_000)
    expect(said()).toBe('')
  })

  it('is not said to be leaving, or to have left, because a look from before comes in late', async () => {
    let take: () => void = () => {}
    const look = await page(
      mail('b'),
      new Promise((resolve) => {
        take = resolve
      }),
    )
    await undo()
    await look([{ ...mail('b') }])
    await pass(1000)
    expect(said()).toBe('')
    take()
    await pass(1)
    await look([])
    await pass(1000)
    expect(said()).toBe('')
  })

  it('counts as new when it is sent again', async () => {
    const look = await page(mail('c'))
    await undo()
    await look([])
    await pass(1000)
    await look([{ ...mail('c'), sendAt: new Date(start + 20_000).toISOString(), leavesAt: start + 20_000 }])
    await pass(100)
    expect(said()).toContain('Sending to Amara')
  })
})
