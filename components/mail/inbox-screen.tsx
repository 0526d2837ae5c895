'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { openCompose } from '@/components/compose/open'
import { announce } from '@/components/frame/announcer'
import { useConnection } from '@/components/frame/connection'
import { useTopBarTitle } from '@/components/frame/context'
import { holdKeys } from '@/components/frame/held-keys'
import { useLive } from '@/components/frame/live'
import { cn } from '@/components/ui/cn'
import { Empty } from '@/components/ui/empty'
import { Sheet } from '@/components/ui/sheet'
import { beginDrag, endDrag } from './drag'
import { FolderSwitch } from './folder-switch'
import { isOut, useFolders } from './folders'
import { wordsIn } from './highlight'
import { ImportBar } from './import-bar'
import { ListHead } from './list-head'
import { ListNothing, NotConnected } from './list-states'
import { rememberDensity, rememberGrouped } from './list-view'
import type { LineHandlers, LineRow } from './message-line'
import { MessageList } from './message-list'
import { messageQuery, threadQuery } from './thread-query'
import { useDeeds } from './use-deeds'
import { useInboxKeys } from './use-inbox-keys'
import { useInboxModel } from './use-inbox-model'
import { useInboxPlace } from './use-inbox-place'
import { useList, useSettled } from './use-list'
import { useSelection } from './use-selection'
import { useStable } from './use-stable'
import { useTitle } from './use-title'
import type { Density, InboxView, MailActions, MessageRow } from './view'
import { words } from './words'

// The reading pane and what is rarely asked for come after the list.
const loadThread = () => import('./thread-view')
/** Fetched now, so that it is at hand; without a network it is asked for when it is wanted. */
const loadThreadAhead = () => void loadThread().catch(() => {})
const ThreadPane = dynamic(() => loadThread().then((module) => module.ThreadPane), { ssr: false })
const SearchPane = dynamic(() => import('./search-pane').then((module) => module.SearchPane), { ssr: false })
const RowMenu = lazy(() => import('./row-menu'))
const MoveDialog = lazy(() => import('./move-dialog'))
const LogDialog = lazy(() => import('./log-dialog'))

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

type InboxScreenProps = { initial: InboxView; density: Density; actions: MailActions }

/** The inbox: folders (in the navigation), list and reading pane. The address says which folder, filter and message. */
export function InboxScreen({ initial, density: startDensity, actions }: InboxScreenProps) {
  const queries = useQueryClient()
  const { folders, import: progress } = useFolders({ folders: initial.folders, import: initial.import })
  const connection = useConnection(initial.connection)
  const { folder, filter, openId, query, ways } = useInboxPlace(folders)
  const [density, setDensity] = useState(startDensity)
  const [byConversation, setGrouped] = useState(initial.grouped)
  const searching = query !== null
  const grouped = byConversation && !searching

  const refresh = useRef(() => {})
  const model = useInboxModel({ actions, folders, onRefused: () => refresh.current() })
  const folderId = folder?.id
  const sought = query?.trim()
  const lit = useMemo(() => wordsIn(sought ?? ''), [sought])
  const place = useMemo(() => {
    if (sought) return model.list({ kind: 'search', query: sought })
    if (!folderId || sought === '') return undefined
    const fits = folderId === initial.folderId && filter === initial.filter && grouped === initial.grouped
    return model.list({ kind: 'folder', folderId, filter, grouped }, fits ? initial.page : undefined)
  }, [model, folderId, filter, grouped, sought, initial])
  const store = useSettled(place, searching)
  const list = useList(store)
  const { rows } = list
  useEffect(() => {
    refresh.current = () => void place?.refresh()
    void place?.refresh()
  }, [place])
  useLive('mail', () => void place?.refresh())
  useLive('import', () => void place?.refresh())
  useEffect(() => {
    if (list.waiting > 0) announce(words.newMessages(list.waiting))
  }, [list.waiting])

  const [cursorId, setCursor] = useState<string | null>(openId)
  const selecting = useSelection(`${folderId} ${filter} ${sought}`, rows)
  const { selection } = selecting

  // A conversation stays open when its newest message becomes another.
  const { data: thread } = useQuery({ ...threadQuery(openId ?? ''), enabled: openId !== null })
  const openRow =
    rows.find((row) => row.id === openId) ??
    rows.find(
      (row) =>
        grouped && openId !== null && row.conversationId !== null && row.conversationId === thread?.conversationId,
    )
  const at =
    openId === null
      ? rows.find((row) => row.id === cursorId)
      : (openRow ?? thread?.messages.find((message) => message.id === openId))

  const unread = folder?.unread ?? 0
  const title = (name: string) => `${name} · Tandem`
  useTitle(`${unread > 0 ? `(${unread}) ` : ''}${title(folder?.name ?? words.inbox)}`, title(words.inbox))
  useTopBarTitle(useMemo(() => (folder ? <FolderSwitch folder={folder} folders={folders} /> : null), [folder, folders]))

  const fetchAhead = useCallback(
    (row: MessageRow) => {
      loadThreadAhead()
      void queries.prefetchQuery(threadQuery(row.id))
      void queries.prefetchQuery(messageQuery(row.id))
    },
    [queries],
  )
  // What opens next is at hand before it is asked for, once the page rests.
  useEffect(() => {
    const rest = setTimeout(loadThreadAhead, 1500)
    return () => clearTimeout(rest)
  }, [])

  const open = useCallback(
    (row: MessageRow) => {
      if (row.isDraft) return void openCompose({ kind: 'new', messageId: row.id, place: 'dock' })
      setCursor(row.id)
      ways.openRow(row, openId ? 'replace' : 'push')
      const next = rows[rows.findIndex((one) => one.id === row.id) + 1]
      if (next) fetchAhead(next)
    },
    [ways, openId, rows, fetchAhead],
  )
  const { close } = ways
  const hrefOf = ways.hrefOf
  const neighbour = (from: string | null | undefined, by: 1 | -1) => {
    const index = rows.findIndex((row) => row.id === from)
    return rows[index < 0 ? 0 : index + by]
  }
  /** J and K: with a message open they go through the messages, else only the cursor moves. */
  const step = (by: 1 | -1) => {
    const next = neighbour(openId ? (openRow?.id ?? openId) : cursorId, by)
    if (!next) return
    if (openId) open(next)
    else setCursor(next.id)
  }
  const move = (by: 1 | -1) => {
    const next = neighbour(cursorId ?? openId, by)
    if (next) setCursor(next.id)
  }
  const extend = (by: 1 | -1, from = cursorId ?? openRow?.id) => {
    const next = neighbour(from, by)
    if (!next) return
    selecting.choose(next.id, true, from)
    setCursor(next.id)
  }

  const deeds = useDeeds({
    ...{ model, actions, folders, rows, openRow, at, selection, grouped, openId, open, close, setCursor },
    clear: selecting.clear,
  })
  const [moving, setMoving] = useState<readonly MessageRow[] | null>(null)
  const [logging, setLogging] = useState<MessageRow | null>(null)
  const [menu, setMenu] = useState<{ row: MessageRow; at: { x: number; y: number } } | null>(null)
  const group = (row: MessageRow) => (selection.ids.has(row.id) ? deeds.targets() : [row])
  const focusLine = (id: string) =>
    document.querySelector<HTMLElement>(`a[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })

  const handlers: LineHandlers = useStable({
    open,
    move,
    focus: (row: LineRow) => setCursor(row.id),
    near: fetchAhead,
    choose: (row: LineRow, range: boolean) => {
      selecting.choose(row.id, range, cursorId ?? openRow?.id)
      setCursor(row.id)
    },
    extend: (row: LineRow, by: 1 | -1) => extend(by, row.id),
    wish: (row, wish) => deeds.wish(wish === 'flag' ? 'turn-flag' : wish === 'read' ? 'turn-read' : wish, [row]),
    menu: (row, where) => setMenu({ row, at: where }),
    drag: (row, event) => {
      const dragged = group(row)
      event.dataTransfer.effectAllowed = 'copyMove'
      beginDrag({
        count: dragged.length,
        from: new Set(dragged.map((one) => one.folderId)),
        drop: (target) => deeds.act({ kind: 'move', folderId: target }, dragged),
      })
    },
    dragEnd: endDrag,
  })

  const lastMessage = useRef<string | null>(null)
  const startSearch = () => {
    holdKeys()
    if (searching) return document.querySelector<HTMLElement>('[data-mail-search]')?.focus()
    lastMessage.current = openId
    ways.search('', 'push', openId)
  }
  const endSearch = () => ways.endSearch(lastMessage.current)
  const startMove = () => {
    const asked = deeds.targets()
    if (asked.length > 0) setMoving(asked)
  }
  useFocusBack(openId)
  useInboxKeys({
    ...{ at, openId, rows, searching, deeds, step, open, close, move, extend, startSearch, endSearch, startMove },
    chosen: selection.ids.size,
    choose: () => at && selecting.choose(at.id, false),
    clear: selecting.clear,
    startLog: () => at && setLogging(at),
  })

  if (!folder)
    return (
      <Sheet>
        <h1 className="sr-only">{words.inbox}</h1>
        <NotConnected connection={connection} progress={progress} />
      </Sheet>
    )
  const lines = (label: string, more?: Partial<React.ComponentProps<typeof MessageList>>) =>
    store && (
      <MessageList
        key={`${density} ${grouped} ${filter} ${folder.id} ${searching}`}
        {...{ label, store, openId, cursorId, density, hrefOf, handlers }}
        openId={openRow?.id ?? openId}
        state={list}
        chosen={selection.ids}
        {...more}
      />
    )
  const bar =
    selection.ids.size === 0
      ? null
      : {
          count: selection.ids.size,
          shown: rows.length,
          allRead: deeds.targets().every((row) => row.isRead),
          onWish: (kind: Parameters<typeof deeds.wish>[0]) => deeds.wish(kind),
          onMove: startMove,
          onAll: selecting.all,
          onClear: selecting.clear,
        }
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 desk:gap-2">
      <Sheet
        data-covers={searching ? '' : undefined}
        className={cn(
          'pane:w-[380px] pane:flex-none',
          density === 'compact' && 'wide:w-[480px]',
          openId && 'max-pane:invisible',
        )}
      >
        {searching ? (
          <SearchPane
            query={query}
            onQuery={(text) => ways.search(text, 'replace', openId)}
            onClose={endSearch}
            selection={bar}
            state={list}
            onRetry={() => refresh.current()}
            found={(foot) => (rows.length > 0 && sought ? lines(words.list(`“${sought}”`), { lit, foot }) : null)}
          />
        ) : (
          <>
            <ListHead
              title={folder.name}
              filter={filter}
              unread={unread}
              setFilter={ways.filterBy}
              onSearch={startSearch}
              selection={bar}
              view={{
                grouped: byConversation,
                density,
                selectAll: selecting.all,
                setGrouped: (next) => {
                  setGrouped(next)
                  rememberGrouped(next)
                },
                setDensity: (next) => {
                  setDensity(next)
                  rememberDensity(next)
                },
              }}
            />
            {store && rows.length > 0 ? (
              lines(words.list(folder.name), { out: isOut(folder) })
            ) : (
              <ListNothing
                {...{ state: list, folder, filter, connection, progress }}
                onRetry={() => void store?.refresh()}
                onShowAll={() => ways.filterBy('all')}
              />
            )}
            <ImportBar state={progress} />
          </>
        )}
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
          <ThreadPane
            key={openId}
            {...{ model, actions, deeds, grouped: byConversation }}
            me={connection.account}
            id={openId}
            row={openRow}
            onClose={close}
            onStep={step}
            onMove={startMove}
            onLog={setLogging}
          />
        ) : (
          <Empty mark="both" title={words.reader.none}>
            {words.reader.noneMeans}
          </Empty>
        )}
      </Sheet>
      <Suspense>
        {menu && (
          <RowMenu
            rows={group(menu.row)}
            at={menu.at}
            deeds={deeds}
            deleted={folders.find(({ id }) => id === menu.row.folderId)?.wellKnown === 'deleteditems'}
            onChoose={() => selecting.choose(menu.row.id, false)}
            onMove={() => setMoving(group(menu.row))}
            onLog={() => setLogging(menu.row)}
            onClosed={() => {
              setMenu(null)
              focusLine(menu.row.id)
            }}
          />
        )}
        {moving && (
          <MoveDialog
            count={moving.length}
            folders={folders}
            from={moving.every((row) => row.folderId === moving[0]?.folderId) ? moving[0]?.folderId : undefined}
            onMove={(target) => deeds.act({ kind: 'move', folderId: target }, moving)}
            onClose={() => setMoving(null)}
          />
        )}
        {logging && <LogDialog message={logging} logMail={actions.logMail} onClose={() => setLogging(null)} />}
      </Suspense>
    </div>
  )
}
