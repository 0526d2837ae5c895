'use client'

import { CalendarCheck2, CircleAlert, Flag, Paperclip } from 'lucide-react'
import { type KeyboardEvent, memo } from 'react'
import { isPlainClick } from '@/components/frame/shallow-link'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { TimeAgo } from '@/components/ui/time-ago'
import { senderOf, subjectOf } from './row-label'
import type { MessageRow } from './view'

type MessageLineProps = {
  row: MessageRow
  href: string
  label: string
  open: boolean
  /** The line that Tab reaches. */
  tabStop: boolean
  /** The line the keys stand on: it has a bar. */
  cursor: boolean
  /** No hairline above: the first of a day, and below the open one. */
  bare: boolean
  onOpen: (row: MessageRow) => void
  /** Arrows: the line above or below. */
  onMove: (by: 1 | -1) => void
  onFocus: (row: MessageRow) => void
  onPress: (row: MessageRow) => void
}

/** One mail in the list. The whole line is one link. */
export const MessageLine = memo(function MessageLine(props: MessageLineProps) {
  const { row, href, label, open, tabStop, cursor, bare, onOpen, onMove, onFocus, onPress } = props
  const unread = !row.isRead
  const onKey = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'Enter') onOpen(row)
    else if (event.key === 'ArrowDown') onMove(1)
    else if (event.key === 'ArrowUp') onMove(-1)
    else return
    event.preventDefault()
  }
  return (
    <a
      data-id={row.id}
      aria-current={open || undefined}
      href={href}
      aria-label={label}
      tabIndex={tabStop ? 0 : -1}
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        onOpen(row)
      }}
      onKeyDown={onKey}
      // By the pointer it only moves once the click is done: a list that scrolls under the finger swallows the click.
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onFocus(row)}
      onPointerDown={() => onPress(row)}
      className={cn(
        'group relative mx-2 grid grid-cols-[12px_36px_minmax(0,1fr)] gap-x-2.5 rounded-[11px] py-3 pr-3.5 pl-1.5 text-ink no-underline outline-offset-[-2px] max-desk:mx-1.5',
        'before:absolute before:top-0 before:right-3.5 before:left-[66px] before:h-px before:bg-line',
        bare && 'before:hidden',
        open ? 'bg-selected before:hidden' : 'hover:bg-hover active:bg-press',
        cursor &&
          !open &&
          'after:absolute after:inset-y-3 after:left-0 after:w-[3px] max-desk:after:hidden after:rounded-full after:bg-brand',
      )}
    >
      <span className="flex justify-center pt-3.5">{unread && <span className="size-2 rounded-full bg-brand" />}</span>
      <Avatar name={senderOf(row)} id={row.fromAddress || row.fromName} />
      <span className="flex min-w-0 flex-col">
        <span className="flex items-center gap-1.5">
          <span className={cn('cut min-w-0 flex-1', unread ? 'font-[640]' : 'font-[540]')}>{senderOf(row)}</span>
          <span
            className={cn(
              'flex shrink-0 items-center gap-1.5 text-12 [&_svg]:size-3.5',
              open ? 'text-ink-2' : 'text-ink-3',
            )}
          >
            {row.importance === 'high' && <CircleAlert aria-hidden="true" className="text-now" />}
            {row.isInvitation && <CalendarCheck2 aria-hidden="true" />}
            {row.hasAttachments && <Paperclip aria-hidden="true" />}
            {row.flagged && <Flag aria-hidden="true" className="text-now" />}
            <TimeAgo at={row.receivedAt} look="clock" className={unread ? 'font-strong text-brand-ink' : undefined} />
          </span>
        </span>
        <span className={cn('cut', unread && 'font-[640]')}>{subjectOf(row)}</span>
        <span className={cn('cut min-h-5 text-13', open ? 'text-ink-2' : 'text-ink-3')}>{row.preview}</span>
      </span>
    </a>
  )
})
