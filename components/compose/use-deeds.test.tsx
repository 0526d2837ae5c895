import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { ActionsContext } from './context'
import type { DraftSession } from './draft-session'
import { readCopy } from './local-copies'
import { composersNow, openCompose } from './open'
import { sessionOf } from './sessions'
import { useDeeds } from './use-deeds'
import type { ComposeActions, DraftView, SendDraft } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const never = () => Promise.reject(new Error('not asked for here'))
const draft: DraftView = {
  ...{ id: 'd', kind: 'new', state: 'editing', version: 1, to: [], cc: [], bcc: [], subject: 'S', html: '' },
  ...{ importance: 'normal', remindDays: null, attachments: [], quoteHtml: null, sourceId: null, sendAt: null },
  ...{ conversationId: null, savedAt: '2026-11-21T09:00:00Z', inOutlook: false, problem: null, difference: null },
}

let root: Root
let deeds: ReturnType<typeof useDeeds>

function Probe({ composer, session }: { composer: Parameters<typeof useDeeds>[0]; session: DraftSession }) {
  deeds = useDeeds(composer, session)
  return null
}

/** A window whose mail the server answers 300 ms after it was sent: that it leaves, or that something is missing. */
async function composing(leaves: boolean) {
  const discarded: string[] = []
  const actions: ComposeActions = {
    ...{ openDraft: never, undoSend: never, rescheduleSend: never, settleUnsure: never, settleDifference: never },
    ...{ startUpload: never, finishUpload: never, removeAttachment: never, makeTeamsLink: never },
    resumeDraft: async () => ({ draft }),
    saveDraft: async (_, version) => ({ version: version + 1, savedAt: draft.savedAt }),
    discardDraft: async (id) => void discarded.push(id),
    sendDraft: async (): Promise<Awaited<ReturnType<SendDraft>>> => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      if (leaves) return { sendAt: '2026-11-21T09:00:11Z' }
      return { warnings: [{ code: 'no-recipients', text: 'To whom?', stops: true }] }
    },
  }
  const key = openCompose({ kind: 'new', draftId: 'd', place: 'dock' })
  const composer = composersNow().find((each) => each.key === key)
  if (!composer) throw new Error('no composer')
  const session = sessionOf(composer, { actions, home: async () => null })
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <ActionsContext value={actions}>
          <Probe {...{ composer, session }} />
          <Toasts />
        </ActionsContext>
      </QueryClientProvider>,
    ),
  )
  await pass(0)
  session.edit({ subject: 'Gate four' })
  return { key, actions, session, discarded, isOpen: () => composersNow().some((each) => each.key === key) }
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T09:00:00Z') })
  vi.stubGlobal('fetch', async () => new Response('[]', { headers: { 'content-type': 'application/json' } }))
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  act(() => root.unmount())
  await vi.advanceTimersByTimeAsync(60_000)
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('a mail that was not sent stands there again and says why, at whichever moment its window was closed', async () => {
  for (let moment = 0; moment <= 300; moment += 50) {
    const { session, isOpen } = await composing(false)
    void deeds.send()
    await pass(moment)
    if (session.state.phase === 'sending') deeds.close()
    await pass(1000)
    expect(isOpen()).toBe(true)
    expect(session.state.warnings?.list).toHaveLength(1)
    await session.discard()
  }
})

it('a mail that leaves is not called a saved draft when its window is closed before the answer', async () => {
  const { isOpen } = await composing(true)
  void deeds.send()
  await pass(100)
  deeds.close()
  await pass(1000)
  expect(isOpen()).toBe(false)
  expect(document.body.textContent).not.toContain('Draft')
})

it('a mail that is discarded while it is being sent, and was not sent, stays away', async () => {
  const { session, discarded, isOpen } = await composing(false)
  void deeds.send()
  await pass(100)
  deeds.discard()
  await pass(1000)
  expect(isOpen()).toBe(false)
  await pass(10_000)
  expect(discarded).toEqual(['d'])
  expect(session.state.phase).toBe('gone')
})

it('a draft that is opened again while it could still be undone is not discarded: its window is back with every word', async () => {
  const { key, actions, session, discarded } = await composing(true)
  deeds.discard()
  await pass(3000)
  const again = openCompose({ kind: 'new', messageId: 'm', place: 'dock' })
  const composer = composersNow().find((each) => each.key === again)
  if (!composer) throw new Error('no composer')
  sessionOf(composer, { actions, home: async () => null })
  await pass(20_000)
  expect(discarded).toEqual([])
  expect(composersNow().map((each) => each.key)).toEqual([key])
  expect(session.state).toMatchObject({ phase: 'open', content: { subject: 'Gate four' } })
  expect(document.body.textContent).not.toContain('Undo')
  await session.discard()
})

it('what is typed on a draft that is being opened again stays beside what was to be discarded', async () => {
  const { key, actions, session, discarded } = await composing(true)
  deeds.discard()
  await pass(3000)
  const again = openCompose({ kind: 'new', messageId: 'm', place: 'dock' })
  const composer = composersNow().find((each) => each.key === again)
  if (!composer) throw new Error('no composer')
  const second = sessionOf(composer, { actions, home: async () => null })
  second.edit({ subject: 'Typed at once' })
  await pass(20_000)
  expect(discarded).toEqual([])
  expect(composersNow().map((each) => each.key)).toEqual([again, key])
  expect(second.state.content.subject).toBe('Typed at once')
  await Promise.all([session.discard(), second.discard()])
})

it('a draft that was discarded a moment ago is so when the page goes away, and keeps nothing on the device', async () => {
  const { session, discarded } = await composing(true)
  deeds.discard()
  await pass(500)
  session.keepHere()
  expect(readCopy('d')?.content.subject).toBe('Gate four')
  window.dispatchEvent(new Event('pagehide'))
  expect(discarded).toEqual(['d'])
  expect(readCopy('d')).toBeNull()
  await pass(20_000)
  expect(discarded).toEqual(['d'])
})
