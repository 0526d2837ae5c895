'use client'

import { Building2, CalendarCheck2, CircleAlert, Flag, Paperclip } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type DragEvent, type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react'
import { isPlainClick } from '@/components/frame/shallow-link'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { TimeAgo } from '@/components/ui/time-ago'
import type { Sought } from './highlight'
import { LineNames } from './line-names'
import { Lit } from './lit'
import { passageOf } from './passage'
import { subjectOf } from './row-label'
import { useSwipe } from './use-swipe'
import type { Density, MessageRow } from './view'
import { words } from './words'

// Only a mouse sees them.
const LineDeeds = dynamic(() => import('./line-deeds').then((module) => module.LineDeeds), { ssr: false })
const SwipeGround = dynamic(() => import('./line-deeds').then((module) => module.SwipeGround), { ssr: false })

export type LineRow = MessageRow & { folderName?: string }
export type LineWish = 'archive' | 'delete' | 'flag' | 'read'

/** What a line can ask for. Stable, so that a line is drawn anew only if it changes itself. */
export type LineHandlers = {
  open: (row: LineRow) => void
  /** Arrows: the line above or below. */
  move: (by: 1 | -1) => void
  focus: (row: LineRow) => void
  /** The pointer is over it or down: what it opens can be fetched. */
  near: (row: LineRow) => void
  choose: (row: LineRow, range: boolean) => void
  extend: (row: LineRow, by: 1 | -1) => void
  wish: (row: LineRow, wish: LineWish) => void
  menu: (row: LineRow, at: { x: number; y: number }) => void
  drag: (row: LineRow, event: DragEvent) => void
  dragEnd: () => void
}

type MessageLineProps = {
  row: LineRow
  href: string
  label: string
  density: Density
  /** In a folder for what goes out: to whom. */
  out: boolean
  /** What was searched for. */
  lit: Sought
  open: boolean
  /** The line that Tab reaches. */
  tabStop: boolean
  /** The line the keys stand on: it has a bar. */
  cursor: boolean
  chosen: boolean
  /** Something is chosen: a finger chooses on. */
  choosing: boolean
  /** No hairline above: the first of a day, and below the open one. */
  bare: boolean
  handlers: LineHandlers
}

/** One mail or conversation in the list. The whole line is one link. */
export const MessageLine = memo(function MessageLine(props: MessageLineProps) {
  const { row, href, label, density, out, lit, open, tabStop, cursor, chosen, choosing, bare, handlers } = props
  const unread = !row.isRead
  const compact = density === 'compact'
  const preview = passageOf(row.preview, lit.text)
  const [hovered, setHovered] = useState(false)
  const hover = useRef<ReturnType<typeof setTimeout>>(undefined)
  const swipe = useSwipe({
    onLeft: () => handlers.wish(row, 'archive'),
    onRight: () => handlers.wish(row, 'read'),
    onLongPress: () => handlers.choose(row, false),
  })

  const onKey = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
    if (event.key === 'Enter' && !event.shiftKey) handlers.open(row)
    else if (by !== null && event.shiftKey) handlers.extend(row, by)
    else if (by !== null) handlers.move(by)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    if (swipe.swallows()) return event.preventDefault()
    const range = event.shiftKey && !event.metaKey && !event.ctrlKey && !event.altKey
    if (!range && !isPlainClick(event)) return
    event.preventDefault()
    // The phone has no keys to choose on with.
    if (range || (choosing && matchMedia('(hover: none)').matches)) handlers.choose(row, range)
    else handlers.open(row)
  }

  return (
    <div
      className="group/line relative mx-2 max-desk:mx-1.5"
      onPointerEnter={(event) => {
        if (event.pointerType !== 'mouse') return
        setHovered(true)
        // A pointer that only passes asks for nothing.
        hover.current = setTimeout(() => handlers.near(row), 90)
      }}
      onPointerLeave={() => {
        clearTimeout(hover.current)
        setHovered(false)
      }}
    >
      {swipe.side && <SwipeGround side={swipe.side} unread={unread} />}
      <a
        data-id={row.id}
        aria-current={open || undefined}
        href={href}
        aria-label={label}
        tabIndex={tabStop ? 0 : -1}
        draggable={hovered}
        onClick={onClick}
        onKeyDown={onKey}
        onContextMenu={(event) => {
          if (event.shiftKey) return
          event.preventDefault()
          // A finger that stays chooses.
          if (swipe.touching()) return
          const box = event.currentTarget.getBoundingClientRect()
          // By the menu key there is no pointer.
          const byKey = event.clientX === 0 && event.clientY === 0
          handlers.menu(row, byKey ? { x: box.left + 66, y: box.top + 40 } : { x: event.clientX, y: event.clientY })
        }}
        onDragStart={(event) => handlers.drag(row, event)}
        onDragEnd={handlers.dragEnd}
        // By the pointer it only moves once the click is done: a list that scrolls under the finger swallows the click.
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && handlers.focus(row)}
        {...swipe.handlers}
        onPointerDown={(event) => {
          handlers.near(row)
          swipe.handlers.onPointerDown(event)
        }}
        className={cn(
          'relative grid touch-pan-y grid-cols-[12px_36px_minmax(0,1fr)] gap-x-2.5 rounded-[11px] bg-sheet pr-3.5 pl-1.5 text-ink no-underline outline-offset-[-2px] [-webkit-touch-callout:none]',
          compact ? 'h-10 items-center max-desk:h-12' : 'py-3',
          'before:absolute before:top-0 before:right-3.5 before:left-[66px] before:h-px before:bg-line',
          (bare || compact) && 'before:hidden',
          open || chosen ? 'bg-selected before:hidden' : 'group-hover/line:bg-hover active:bg-press',
          cursor &&
            !open &&
            'after:absolute after:inset-y-2.5 after:left-0 after:w-[3px] max-desk:after:hidden after:rounded-full after:bg-brand',
        )}
      >
        <span className={cn('flex justify-center', !compact && 'pt-3.5')}>
          {unread && <span className="size-2 rounded-full bg-brand" />}
        </span>
        <Avatar
          name={out ? (row.toNames[0] ?? '?') : row.fromName.trim() || row.fromAddress || '?'}
          id={row.fromAddress || row.fromName}
          size={compact ? 28 : 36}
          className={cn('group-hover/line:invisible', compact && 'mx-1', (chosen || choosing) && 'invisible')}
        />
        {compact ? (
          <span className="flex min-w-0 items-center gap-2.5">
            <LineNames row={row} out={out} who={lit.who} className="w-[34%] shrink-0" />
            <span dir="auto" className={cn('cut min-w-0 flex-1 text-left', unread && 'font-[640]')}>
              <Lit text={subjectOf(row)} words={lit.subject} />
              {row.preview && (
                <span className="font-text text-ink-3">
                  {' '}
                  <Lit text={preview.text} words={lit.text} />
                </span>
              )}
            </span>
            <Signs row={row} open={open || chosen} unread={unread} />
          </span>
        ) : (
          <span className="flex min-w-0 flex-col">
            <span className="flex items-center gap-1.5">
              <LineNames row={row} out={out} who={lit.who} className="min-w-0 flex-1" />
              <Signs row={row} open={open || chosen} unread={unread} />
            </span>
            <span dir="auto" className={cn('cut text-left', unread && 'font-[640]')}>
              <Lit text={subjectOf(row)} words={lit.subject} />
            </span>
            <span
              dir={preview.dir}
              className={cn('cut min-h-5 text-left text-13', open || chosen ? 'text-ink-2' : 'text-ink-3')}
            >
              <Lit text={preview.text} words={lit.text} />
            </span>
            {(row.known?.company || row.folderName) && (
              <span className="mt-1.5 flex gap-1.5">
                {row.folderName && <LineTag on={open || chosen}>{row.folderName}</LineTag>}
                {row.known?.company && (
                  <LineTag on={open || chosen} company>
                    {row.known.company.name}
                  </LineTag>
                )}
              </span>
            )}
          </span>
        )}
      </a>
      <label
        className={cn(
          'absolute left-[22px] grid cursor-pointer place-items-center opacity-0 group-hover/line:opacity-100 has-focus-visible:opacity-100',
          compact ? 'top-0.5 size-9 max-desk:top-1.5' : 'top-2.5 size-10',
          (chosen || choosing) && 'opacity-100',
        )}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={words.row.choose(subjectOf(row))}
          checked={chosen}
          onChange={() => {}}
          onClick={(event) => handlers.choose(row, event.shiftKey)}
          className="peer col-start-1 row-start-1 m-0 size-5 cursor-pointer appearance-none rounded-chip bg-raised shadow-field checked:bg-brand checked:shadow-none forced-colors:appearance-auto"
        />
        <svg
          aria-hidden="true"
          viewBox="0 0 24 24"
          className="pointer-events-none col-start-1 row-start-1 hidden size-3.5 fill-none stroke-3 stroke-on-brand peer-checked:block forced-colors:hidden!"
        >
          <path d="M20 6 9 17l-5-5" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </label>
      {hovered && <LineDeeds row={row} compact={compact} selected={open || chosen} handlers={handlers} />}
    </div>
  )
})

/** What else the eye sees at the end of the first line. */
function Signs({ row, open, unread }: { row: MessageRow; open: boolean; unread: boolean }) {
  return (
    <span
      className={cn('flex shrink-0 items-center gap-1.5 text-12 [&_svg]:size-3.5', open ? 'text-ink-2' : 'text-ink-3')}
    >
      {row.importance === 'high' && <CircleAlert aria-hidden="true" className="text-now" />}
      {row.isInvitation && <CalendarCheck2 aria-hidden="true" />}
      {row.hasAttachments && <Paperclip aria-hidden="true" />}
      {row.flagged && <Flag aria-hidden="true" className="text-now" />}
      <TimeAgo at={row.receivedAt} look="clock" className={unread ? 'font-strong text-brand-ink' : undefined} />
    </span>
  )
}

function LineTag({ on, company, children }: { on: boolean; company?: boolean; children: string }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 min-w-0 items-center gap-[5px] rounded-chip px-[7px] text-12 font-label text-ink-2 [&_svg]:size-3.5 [&_svg]:shrink-0',
        on ? 'bg-[color-mix(in_oklch,var(--brand)_9%,transparent)]' : 'bg-hover group-hover/line:bg-press',
      )}
    >
      {company && <Building2 aria-hidden="true" />}
      <span className="cut">{children}</span>
    </span>
  )
}
