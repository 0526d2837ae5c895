import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { AppRouterContext, type AppRouterInstance } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { act, type ReactNode, startTransition, useLayoutEffect, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ChromeProvider } from '@/components/frame/context'
import { ShortcutProvider } from '@/components/frame/shortcuts'
import { mailRow } from '@/tests/support/mail-row'
import { InboxScreen } from './inbox-screen'
import type { InboxView, MailActions, MessageRow, MessageView, ThreadView } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

// A screen of 900 px with lines of 84: without a layout the list would take itself for closed.
for (const [side, size] of Object.entries({ clientWidth: 900, clientHeight: 900, offsetHeight: 84 }))
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => size })

const COUNT = 2000
const newest = Date.parse('2026-11-25T12:00:00Z')
const plain = Array.from({ length: COUNT }, (_, n) =>
  mailRow({ id: `m${n}`, receivedAt: new Date(newest - n * 691_000).toISOString(), fromAddress: `p${n}@x.test` }),
)
/** Lines that were drawn (they ask for the address) and laid out (that asks whose it is). */
const drawn = new Set<string>()
const laidOut = new Set<string>()
const watched = (row: MessageRow): MessageRow => ({
  ...row,
  get fromAddress() {
    drawn.add(row.id)
    return row.fromAddress
  },
  get known() {
    laidOut.add(row.id)
    return row.known
  },
})
const initial: InboxView = {
  folders: [{ id: 'in', name: 'Inbox', wellKnown: 'inbox', parentId: null, depth: 0, unread: 0, total: COUNT }],
  folderId: 'in',
  filter: 'all',
  grouped: false,
  page: { rows: plain.map(watched), nextCursor: null, revision: '' },
  import: { state: 'done', done: COUNT, total: COUNT },
  connection: { state: 'connected', account: 'me@x.test' },
}

function answer(url: string): unknown {
  const { pathname } = new URL(url, location.href)
  const row = plain.find(({ id }) => id === pathname.split('/').at(-1))
  if (row && pathname.startsWith('/api/mail/messages')) {
    const nobody = { to: [], cc: [], bcc: [], sentAt: null, attachments: [], webLink: null, invitation: null }
    const text = { bodyHtml: null, bodyText: `Text of ${row.id}`, remoteImagesBlocked: 0, trustsPictures: false }
    return { ...row, ...nobody, ...text, isMine: false } satisfies MessageView
  }
  if (row && pathname.startsWith('/api/mail/threads')) {
    const alone = { messages: [{ ...row, toPeople: [], isMine: false }], left: 0, people: [], tasks: [] }
    const { id, conversationId, subject } = row
    return { messageId: id, conversationId, subject, ...alone, visibility: 'everything' } satisfies ThreadView
  }
  if (pathname === '/api/mail/list') return { ...initial.page, rows: plain }
  if (pathname === '/api/mail/folders') return { folders: initial.folders, import: initial.import }
  return pathname === '/api/connection' ? initial.connection : null
}

/** Next's router: what is pushed is in the address at once, and in what the page is told in a transition. */
function Address({ children }: { children: ReactNode }) {
  const [search, setSearch] = useState(() => new URLSearchParams())
  useLayoutEffect(() => {
    const go = (_data: unknown, _title: string, url?: string | URL | null) =>
      startTransition(() => setSearch(new URL(url ?? '', location.href).searchParams))
    const pushed = vi.spyOn(history, 'pushState').mockImplementation(go)
    const replaced = vi.spyOn(history, 'replaceState').mockImplementation(go)
    return () => {
      pushed.mockRestore()
      replaced.mockRestore()
    }
  }, [])
  return <SearchParamsContext value={search}>{children}</SearchParamsContext>
}
const nowhere = () => {}
const router: AppRouterInstance = {
  ...{
    back: nowhere,
    forward: nowhere,
    refresh: nowhere,
    push: nowhere,
    replace: nowhere,
    prefetch: nowhere,
    bfcacheId: '0',
  },
}
const done = async () => ({ undo: { deed: 'read', before: [] }, changed: [] })
const actions: MailActions = {
  doDeed: done,
  undoDeed: async () => undefined,
  trustPictures: async () => undefined,
  taskOfMail: async () => ({ error: '' }),
  logMail: async () => ({ error: '' }),
}

let root: Root
beforeEach(async () => {
  vi.stubGlobal('fetch', async (url: string) => Response.json(answer(url)))
  root = createRoot(document.body.appendChild(document.createElement('div')))
  await act(async () =>
    root.render(
      <AppRouterContext value={router}>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } })}>
          <ShortcutProvider>
            <ChromeProvider>
              <Address>
                <InboxScreen initial={initial} density="comfortable" actions={actions} />
              </Address>
            </ChromeProvider>
          </ShortcutProvider>
        </QueryClientProvider>
      </AppRouterContext>,
    ),
  )
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const line = (id: string) => document.querySelector<HTMLElement>(`a[data-id="${id}"]`)
const open = async (id: string) => {
  await act(async () => line(id)?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })))
  await act(async () => line(id)?.click())
  await vi.waitFor(() => act(async () => expect(document.body.textContent).toContain(`Text of ${id}`)), 15_000)
}

it('with two thousand lines held, a click draws those that change, and lays out none', async () => {
  await open('m1')
  drawn.clear()
  laidOut.clear()
  await open('m5')
  expect([...drawn].sort()).toEqual(['m1', 'm2', 'm5', 'm6'])
  expect(laidOut).not.toContain(`m${COUNT - 1}`)
})
