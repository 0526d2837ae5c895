import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { ActionsContext } from './context'
import type { DraftSession } from './draft-session'
import { composersNow, openCompose } from './open'
import { sessionOf } from './sessions'
import { useDeeds } from './use-deeds'
import type { ComposeActions, DraftView } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const never = () => Promise.reject(new Error('not asked for here'))
const draft: DraftView = {
  ...{ id: 'd', kind: 'new', state: 'editing', version: 1, to: [], cc: [], bcc: [], subject: 'S', html: '' },
  ...{ importance: 'normal', remindDays: null, attachments: [], quoteHtml: null, sourceId: null, sendAt: null },
  ...{ conversationId: null, savedAt: '2026-11-21T09:00:00Z', inOutlook: false, problem: null, difference: null },
}

let root: Root
let deeds: ReturnType<typeof useDeeds>
let discarded: string[]
let saving: number
const actions: ComposeActions = {
  ...{ openDraft: never, undoSend: never, rescheduleSend: never, settleUnsure: never, settleDifference: never },
  ...{ startUpload: never, finishUpload: never, removeAttachment: never, makeTeamsLink: never, sendDraft: never },
  resumeDraft: async ({ messageId }) => {
    await after(300)
    return { draft: messageId === 'another' ? { ...draft, id: 'another' } : draft }
  },
  saveDraft: async (_, version) => {
    await after(saving)
    return { version: version + 1, savedAt: draft.savedAt }
  },
  discardDraft: async (id) => void discarded.push(id),
}

function Probe({ composer, session }: { composer: Parameters<typeof useDeeds>[0]; session: DraftSession }) {
  deeds = useDeeds(composer, session)
  return null
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const pass = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms / 2)
    // The toasts' own code, on the clock that nobody holds.
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(ms / 2)
  })
const said = () => document.body.textContent ?? ''
/** Shorter than a toast stays by itself. */
async function until(text: string, there = true) {
  for (let turn = 0; turn < 40 && said().includes(text) !== there; turn++) await pass(50)
  expect(said().includes(text)).toBe(there)
}

/** Opens a window as a line of Drafts does, which knows no draft's id. */
function open(messageId: string) {
  const key = openCompose({ kind: 'new', messageId, place: 'dock' })
  const composer = composersNow().find((each) => each.key === key)
  if (!composer) throw new Error('no composer')
  return { composer, session: sessionOf(composer, { actions, home: async () => null }) }
}

/** A draft that was written on; its window is closed now. */
async function closed() {
  const { composer, session } = open('m')
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
  await pass(400)
  session.edit({ subject: 'Gate four' })
  deeds.close()
}

async function discard() {
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Discard')
  if (!button) throw new Error('nothing to discard')
  await act(async () => button.click())
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T09:00:00Z') })
  discarded = []
  saving = 0
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  act(() => root.unmount())
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})

it('a draft that was saved can be discarded from the toast, also while another is being opened', async () => {
  await closed()
  await until('Draft saved')
  const { session } = open('another')
  await discard()
  await until('Draft discarded')
  expect(discarded).toEqual(['d'])
  session.yield()
})

it('the toast goes once its draft stands in a window again', async () => {
  await closed()
  await until('Draft saved')
  const { session } = open('m')
  await until('Draft saved', false)
  expect(session.state.phase).toBe('open')
  session.yield()
})

it('a draft that is being opened again is not discarded by the toast', async () => {
  await closed()
  await until('Draft saved')
  const { session } = open('m')
  await pass(100)
  await discard()
  await pass(1000)
  expect(discarded).toEqual([])
  expect(session.state.phase).toBe('open')
  session.yield()
})

it('no toast offers to discard what was opened again before it was saved', async () => {
  saving = 1000
  await closed()
  const { session } = open('m')
  for (let ms = 0; ms < 3000; ms += 100) {
    await pass(100)
    expect(said()).not.toContain('Discard')
  }
  session.yield()
})
