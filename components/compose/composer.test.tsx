import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Composer } from './composer'
import { ActionsContext } from './context'
import { composersNow, openCompose } from './open'
import { sessionOf } from './sessions'
import { useDeeds } from './use-deeds'
import { useSession } from './use-session'
import type { ComposeActions, DraftKind } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const loading = vi.hoisted(() => {
  let come = () => {}
  const late = new Promise<void>((resolve) => {
    come = resolve
  })
  return { late, come }
})
vi.mock('./editor/text-editor', async (original) => {
  await loading.late
  return original()
})

const never = () => Promise.reject(new Error('not asked for here'))
const actions: ComposeActions = {
  ...{ openDraft: never, undoSend: never, rescheduleSend: never, settleUnsure: never, settleDifference: never },
  ...{ startUpload: never, finishUpload: never, removeAttachment: never, makeTeamsLink: never, resumeDraft: never },
  ...{ saveDraft: never, discardDraft: async () => undefined, sendDraft: never },
}

let root: Root
beforeEach(() => {
  vi.stubGlobal('fetch', never)
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

function Window({ composer }: { composer: ReturnType<typeof composersNow>[number] }) {
  const { session, state } = useSession(composer)
  const deeds = useDeeds(composer, session)
  return <Composer {...{ session, state, deeds }} look="dock" />
}

async function begin(kind: DraftKind) {
  const key = openCompose({ kind, place: 'dock' })
  const composer = composersNow().find((each) => each.key === key)
  if (!composer) throw new Error('no composer')
  const session = sessionOf(composer, { actions, home: async () => null })
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <ActionsContext value={actions}>
          <Window composer={composer} />
        </ActionsContext>
      </QueryClientProvider>,
    ),
  )
  return session
}

const field = (label: string) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`)
async function editorComes(): Promise<void> {
  loading.come()
  while (!field('Text')) await act(() => new Promise((resolve) => setTimeout(resolve, 20)))
}

it('an editor that comes late takes the focus from nobody who writes the subject by then', async () => {
  const session = await begin('new')
  await act(async () => session.edit({ to: [{ name: 'Amara', address: 'amara@b.example' }] }))
  field('Subject')?.focus()
  await editorComes()
  expect(document.activeElement).toBe(field('Subject'))
})

it('a reply begins in the text, a new mail at To', async () => {
  await begin('reply')
  await editorComes()
  expect(document.activeElement).toBe(field('Text'))
  await act(async () => root.render(null))
  await begin('new')
  await editorComes()
  expect(document.activeElement?.getAttribute('role')).toBe('combobox')
})
