'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { announce } from '@/components/frame/announcer'
import { useConnection } from '@/components/frame/connection'
import { useTopBarTitle } from '@/components/frame/context'
import { useLive } from '@/components/frame/live'
import { goShallow } from '@/components/frame/shallow-link'
import { cn } from '@/components/ui/cn'
import { Empty } from '@/components/ui/empty'
import { Segmented } from '@/components/ui/segmented'
import { Sheet } from '@/components/ui/sheet'
import { FolderSwitch } from './folder-switch'
import { folderOf, inboxHref, useFolders } from './folders'
import { ImportBar } from './import-bar'
import { ListNothing, NotConnected } from './list-states'
import type { ListState, ListStore } from './list-store'
import { MessageList } from './message-list'
import { MessageReader, messageQuery } from './message-reader'
import { useInboxKeys } from './use-inbox-keys'
import { useInboxModel } from './use-inbox-model'
import { useTitle } from './use-title'
import type { InboxView, MailFilter, MessageRow, SetRead } from './view'
import { words } from './words'

const nothing: ListState = { rows: [], waiting: 0, status: 'ready', more: 'end' }
const never = () => () => {}

function useList(store: ListStore | undefined): ListState {
  return useSyncExternalStore(
    store?.subscribe ?? never,
    store?.getState ?? (() => nothing),
    store?.getState ?? (() => nothing),
  )
}

/** After closing a message the focus goes back to its line, if it was lost with the reader. */
function useFocusBack(openId: string | null): void {
  const before = useRef(openId)
  useEffect(() => {
    const closed = before.current
    before.current = openId
    if (openId !== null || closed === null) return
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>(`a[data-id="${CSS.escape(closed)}"]`)?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [openId])
}

/** The inbox: folders (in the navigation), list and reading pane. The address says which folder, filter and message. */
export function InboxScreen({ initial, setRead }: { initial: InboxView; setRead: SetRead }) {
  const address = useSearchParams()
  const queries = useQueryClient()
  const { folders, import: progress } = useFolders({ folders: initial.folders, import: initial.import })
  const connection = useConnection(initial.connection)
  const folder = folderOf(folders, address.get('folder'))
  const filter: MailFilter = address.get('filter') === 'unread' ? 'unread' : 'all'
  const openId = address.get('message')

  const model = useInboxModel(setRead)
  const folderId = folder?.id
  const store = useMemo(() => {
    if (!folderId) return undefined
    const fits = folderId === initial.folderId && filter === initial.filter
    return model.list(folderId, filter, fits ? initial.page : undefined)
  }, [model, folderId, filter, initial])
  const list = useList(store)
  const [cursorId, setCursor] = useState<string | null>(openId)

  useEffect(() => void store?.refresh(), [store])
  useLive('mail', () => void store?.refresh())
  useLive('import', () => void store?.refresh())
  useEffect(() => {
    if (list.waiting > 0) announce(words.newMessages(list.waiting))
  }, [list.waiting])

  const unread = folder?.unread ?? 0
  const title = (name: string) => `${name} · Tandem`
  useTitle(`${unread > 0 ? `(${unread}) ` : ''}${title(folder?.name ?? words.inbox)}`, title(words.inbox))
  useTopBarTitle(useMemo(() => (folder ? <FolderSwitch folder={folder} folders={folders} /> : null), [folder, folders]))

  const hrefOf = useCallback((row: MessageRow) => inboxHref({ folder, filter, message: row.id }), [folder, filter])
  const open = useCallback(
    (row: MessageRow) => {
      setCursor(row.id)
      goShallow(hrefOf(row), openId ? 'replace' : 'push')
    },
    [hrefOf, openId],
  )
  const close = useCallback(() => goShallow(inboxHref({ folder, filter })), [folder, filter])
  const fetchAhead = useCallback((row: MessageRow) => void queries.prefetchQuery(messageQuery(row.id)), [queries])
  const cursorTo = useCallback((row: MessageRow) => setCursor(row.id), [])
  const opened = useCallback((row: MessageRow) => model.markRead(row, true), [model])
  const mark = useCallback((row: MessageRow, isRead: boolean) => model.markRead(row, isRead), [model])

  /** J and K: with a message open they go through the messages, else only the cursor moves. */
  const step = useCallback(
    (by: 1 | -1) => {
      const at = list.rows.findIndex((row) => row.id === (openId ?? cursorId))
      const next = list.rows[at < 0 ? 0 : at + by]
      if (!next) return
      if (!openId) return setCursor(next.id)
      open(next)
      const ahead = list.rows[at + 2 * by]
      if (ahead) fetchAhead(ahead)
    },
    [list.rows, openId, cursorId, open, fetchAhead],
  )
  const move = useCallback(
    (by: 1 | -1) => {
      const from = list.rows.findIndex((row) => row.id === (cursorId ?? openId))
      const next = list.rows[from < 0 ? 0 : from + by]
      if (next) setCursor(next.id)
    },
    [list.rows, cursorId, openId],
  )
  useFocusBack(openId)
  const at = list.rows.find((row) => row.id === (openId ?? cursorId))
  useInboxKeys({ at, openId, rows: list.rows, model, step, open, close, move })

  if (!folder)
    return (
      <Sheet>
        <h1 className="sr-only">{words.inbox}</h1>
        <NotConnected connection={connection} progress={progress} />
      </Sheet>
    )
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 desk:gap-2">
      <Sheet className={cn('pane:w-[380px] pane:flex-none', openId && 'max-pane:invisible')}>
        <header className="flex h-[60px] shrink-0 items-center pr-3 pl-5 max-desk:sr-only">
          <h1 className="cut text-20">{folder.name}</h1>
        </header>
        <div className="shrink-0 px-4 pb-2.5 max-desk:px-3.5 max-desk:pt-1">
          <Segmented
            label={words.filter}
            look="chips"
            value={filter}
            onChange={(next) => goShallow(inboxHref({ folder, filter: next }), 'replace')}
            options={[
              { value: 'all', label: words.all },
              {
                value: 'unread',
                label: (
                  <>
                    {words.unread}
                    <span className="min-w-[1ch]">{unread > 0 ? unread : ''}</span>
                  </>
                ),
              },
            ]}
          />
        </div>
        {store && list.rows.length > 0 ? (
          <MessageList
            key={`${filter} ${folder.id}`}
            name={folder.name}
            state={list}
            store={store}
            openId={openId}
            cursorId={cursorId}
            hrefOf={hrefOf}
            onOpen={open}
            onCursor={cursorTo}
            onMove={move}
            onPress={fetchAhead}
          />
        ) : (
          <ListNothing
            state={list}
            folder={folder}
            filter={filter}
            connection={connection}
            progress={progress}
            onRetry={() => void store?.refresh()}
            onShowAll={() => goShallow(inboxHref({ folder }), 'replace')}
          />
        )}
        <ImportBar state={progress} />
      </Sheet>
      <Sheet
        aria-label={words.reader.label}
        data-covers={openId ? '' : undefined}
        className={cn(
          'max-pane:absolute max-pane:inset-0 max-pane:z-10',
          openId ? 'max-pane:slide-up' : 'max-pane:hidden',
        )}
      >
        {openId ? (
          <MessageReader
            key={openId}
            id={openId}
            row={list.rows.find((row) => row.id === openId)}
            isRead={(row) => model.isRead(row)}
            onClose={close}
            onMark={mark}
            onStep={step}
            onOpened={opened}
          />
        ) : (
          <Empty mark="both" title={words.reader.none}>
            {words.reader.noneMeans}
          </Empty>
        )}
      </Sheet>
    </div>
  )
}
