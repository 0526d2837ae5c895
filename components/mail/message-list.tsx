'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { useClock, useNow } from '@/components/ui/clock'
import { nothingSought, type Sought } from './highlight'
import { type ListItem, listItems } from './list-items'
import type { ListState, ListStore } from './list-store'
import { type LineHandlers, MessageLine } from './message-line'
import { rowLabel } from './row-label'
import type { Density, MessageRow } from './view'
import { words } from './words'

type MessageListProps = {
  /** What the list is called. */
  label: string
  state: ListState
  store: ListStore
  openId: string | null
  cursorId: string | null
  chosen: ReadonlySet<string>
  density: Density
  /** A folder for what goes out. */
  out?: boolean
  /** What was searched for. */
  lit?: Sought
  hrefOf: (row: MessageRow) => string
  handlers: LineHandlers
  /** Below the last line. */
  foot?: ReactNode
}

const heights = { comfortable: 84, tagged: 110, compact: 40 }
const dayHeight = 34
const firstDayHeight = 34
const nearTop = 4
/** A page holds more: one that came short is looked on for, which may take a moment. */
const aFew = 50
/** Where each list was left, px: one comes back to it. */
const places = new WeakMap<ListStore, number>()
const nextMinute = (now: number) => 60_000 - (now % 60_000)

/** The list of a folder: virtual, grouped by day, and still under the reader's eyes when mail comes in. */
export function MessageList(props: MessageListProps) {
  const {
    label: name,
    state,
    store,
    openId,
    cursorId,
    chosen,
    density,
    out = false,
    lit = nothingSought,
    hrefOf,
    foot,
  } = props
  const { locale, zone } = useClock()
  const now = useNow(nextMinute)
  const scroller = useRef<HTMLDivElement>(null)
  const items = useMemo(() => listItems(state.rows, now, locale, zone), [state.rows, now, locale, zone])
  const rem = useRem()
  // The same function for the same lines: with another one each of them is laid out anew.
  const keyOf = useCallback((at: number) => items[at]?.key ?? at, [items])

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => heightOf(items[at], at, density) * rem,
    getItemKey: keyOf,
    overscan: 8,
    paddingEnd: 12,
    initialOffset: () => places.get(store) ?? 0,
    // The server knows no height; it draws what fits a usual screen, so that the list is in the first paint.
    initialRect: { width: 380, height: 900 },
  })
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: places.get(store) ?? 0 })
  }, [store])
  const shown = virtual.getVirtualItems()
  useAnchor(items, virtual, scroller)

  const first = shown[0]?.index ?? 0
  const last = shown[shown.length - 1]?.index ?? 0
  useEffect(() => {
    const rows = items.slice(first, last + 1).flatMap((item) => (item.kind === 'row' ? [item.row] : []))
    const [top, end] = [rows[0], rows[rows.length - 1]]
    store.setVisible(top && end ? { first: top, last: end } : null)
    if (items.length > 0 && last >= items.length - 25 && state.more === 'idle') void store.loadMore()
  }, [items, first, last, store, state.more])

  useFollow(cursorId, items, virtual.scrollToIndex, scroller)

  const showNew = () => {
    store.setAtTop(true)
    scroller.current?.scrollTo({ top: 0 })
  }
  const tabStop = cursorId ?? openId ?? state.rows[0]?.id
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {state.waiting > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          <Button
            kind="filled"
            size="s"
            className="rise pointer-events-auto rounded-full shadow-lift-2"
            icon={<ArrowUp aria-hidden="true" className="size-4" />}
            onClick={showNew}
          >
            {words.newMessages(state.waiting)}
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        onScroll={(event) => {
          const { scrollTop } = event.currentTarget
          places.set(store, scrollTop)
          store.setAtTop(scrollTop <= nearTop)
        }}
        className="scroll-thin min-h-0 flex-1 overflow-x-hidden [overflow-anchor:none]"
      >
        {/* The empty marker keeps Safari from taking it for no list. */}
        <ul
          aria-label={name}
          aria-busy={state.more === 'loading'}
          className="relative w-full [list-style-type:'']"
          style={{ height: virtual.getTotalSize() }}
        >
          {shown.map(({ index, key, start }) => {
            const item = items[index]
            if (!item) return null
            const place = {
              ref: virtual.measureElement,
              'data-index': index,
              className: 'absolute inset-x-0 top-0',
              style: { transform: `translateY(${start}px)` },
            }
            if (item.kind === 'day')
              return (
                <li key={key} {...place} aria-hidden="true">
                  <div suppressHydrationWarning className="px-5 pt-3 pb-1.5 text-12 font-label text-ink-3">
                    {item.label}
                  </div>
                </li>
              )
            const label = rowLabel(item.row, now, locale, zone, out)
            const count = state.more === 'end' ? state.rows.length : -1
            return (
              <li
                key={key}
                {...place}
                aria-label={label}
                aria-posinset={item.position}
                aria-setsize={count}
                suppressHydrationWarning
              >
                <MessageLine
                  row={item.row}
                  href={hrefOf(item.row)}
                  label={label}
                  open={item.row.id === openId}
                  tabStop={item.row.id === tabStop}
                  cursor={item.row.id === cursorId}
                  density={density}
                  out={out}
                  lit={lit}
                  chosen={chosen.has(item.row.id)}
                  choosing={chosen.size > 0}
                  bare={item.first || items[index - 1]?.key === openId}
                  handlers={props.handlers}
                />
              </li>
            )
          })}
        </ul>
        {state.more === 'loading' && state.rows.length < aFew && (
          <p role="status" className="pb-6 text-center text-13 text-ink-3">
            {words.lookingOn}
          </p>
        )}
        {state.more === 'failed' && (
          <p className="flex items-center justify-center gap-2 pb-6 text-13 text-ink-2" role="alert">
            {words.failed.more}
            <Button size="s" onClick={() => void store.loadMore()}>
              {words.failed.again}
            </Button>
          </p>
        )}
        {foot}
      </div>
    </div>
  )
}

function heightOf(item: ListItem | undefined, at: number, density: Density): number {
  if (item?.kind !== 'row') return at === 0 ? firstDayHeight : dayHeight
  if (density === 'compact') return heights.compact
  return item.row.known?.company || 'folderName' in item.row ? heights.tagged : heights.comfortable
}

/** The cursor is followed by scroll and, if the list has the focus, by focus; not when rows come in, only when it moves. */
function useFollow(
  cursorId: string | null,
  items: readonly ListItem[],
  scrollTo: (index: number, options: { align: 'auto' }) => void,
  scroller: React.RefObject<HTMLDivElement | null>,
): void {
  const latest = useRef({ items, scrollTo })
  // Where it stood at first is where the address says, not where a key has led.
  const last = useRef(cursorId)
  useEffect(() => {
    latest.current = { items, scrollTo }
  })
  useEffect(() => {
    const before = last.current
    last.current = cursorId
    if (cursorId === null || cursorId === before) return
    const at = latest.current.items.findIndex((item) => item.key === cursorId)
    if (at < 0) return
    const list = scroller.current
    latest.current.scrollTo(at, { align: 'auto' })
    const focused = document.activeElement
    if (!list || (focused !== document.body && !list.contains(focused))) return
    const frame = requestAnimationFrame(() =>
      list.querySelector<HTMLElement>(`a[data-id="${CSS.escape(cursorId)}"]`)?.focus({ preventScroll: true }),
    )
    return () => cancelAnimationFrame(frame)
  }, [cursorId, scroller])
}

/** The person's text size against the usual 16 px: estimates grow with it. */
function useRem(): number {
  const rem = useRef(1)
  useLayoutEffect(() => {
    rem.current = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1
  }, [])
  return rem.current
}

/** Keeps the first line in view where it is when rows above it come or go. */
function useAnchor(
  items: readonly ListItem[],
  virtual: {
    getVirtualItems: () => { index: number; start: number; end: number }[]
    measurementsCache: { start: number }[]
  },
  scroller: React.RefObject<HTMLDivElement | null>,
): void {
  const anchor = useRef<{ key: string; start: number } | null>(null)
  const keys = useMemo(() => new Map(items.map((item, at) => [item.key, at])), [items])
  const before = useRef(items)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    if (before.current !== items && anchor.current && element.scrollTop > nearTop) {
      const at = keys.get(anchor.current.key)
      const start = at === undefined ? undefined : virtual.measurementsCache[at]?.start
      if (start !== undefined && start !== anchor.current.start) element.scrollTop += start - anchor.current.start
    }
    before.current = items
    const top = element.scrollTop
    const seen = virtual.getVirtualItems().find((one) => one.end > top)
    const item = seen && items[seen.index]
    anchor.current = seen && item ? { key: item.key, start: seen.start } : null
  })
}
