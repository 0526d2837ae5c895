'use client'

import { Archive, Ellipsis, Flag, FlagOff, Mail, MailOpen, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { LineHandlers, LineRow } from './message-line'
import { words } from './words'

type LineDeedsProps = { row: LineRow; compact: boolean; selected: boolean; handlers: LineHandlers }

/** Deeds on the line under the pointer. They are in its menu and on keys, too. */
export function LineDeeds({ row, compact, selected, handlers }: LineDeedsProps) {
  const { deeds } = words
  const icon = 'size-4'
  return (
    <span
      className={cn(
        'absolute right-2 flex items-center rounded-control pl-1 desk:[&_button]:size-7',
        compact ? 'top-1.5' : 'top-2',
        selected ? 'bg-selected' : 'bg-hover',
      )}
    >
      <IconButton tabIndex={-1} size="s" label={deeds.archive} keys="E" onClick={() => handlers.wish(row, 'archive')}>
        <Archive aria-hidden="true" className={icon} />
      </IconButton>
      <IconButton tabIndex={-1} size="s" label={deeds.delete} keys="#" onClick={() => handlers.wish(row, 'delete')}>
        <Trash2 aria-hidden="true" className={icon} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        size="s"
        label={row.flagged ? deeds.unflag : deeds.flag}
        keys="S"
        onClick={() => handlers.wish(row, 'flag')}
      >
        {row.flagged ? <FlagOff aria-hidden="true" className={icon} /> : <Flag aria-hidden="true" className={icon} />}
      </IconButton>
      <IconButton
        tabIndex={-1}
        size="s"
        label={row.isRead ? deeds.unread : deeds.read}
        keys="U"
        onClick={() => handlers.wish(row, 'read')}
      >
        {row.isRead ? <Mail aria-hidden="true" className={icon} /> : <MailOpen aria-hidden="true" className={icon} />}
      </IconButton>
      <IconButton
        tabIndex={-1}
        size="s"
        label={deeds.more}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          handlers.menu(row, { x: box.left, y: box.bottom })
        }}
      >
        <Ellipsis aria-hidden="true" className={icon} />
      </IconButton>
    </span>
  )
}

/** What a swiped line uncovers: the deed that letting go does. */
export function SwipeGround({ side, unread }: { side: 'left' | 'right'; unread: boolean }) {
  const { deeds } = words
  return (
    <span
      aria-hidden="true"
      className={cn(
        'absolute inset-0 flex items-center gap-2.5 rounded-[11px] px-5 font-label [&_svg]:size-5',
        side === 'left' ? 'justify-end bg-brand text-on-brand' : 'bg-brand-soft text-brand-ink',
      )}
    >
      {side === 'left' ? <Archive /> : unread ? <MailOpen /> : <Mail />}
      {side === 'left' ? deeds.archive : unread ? deeds.read : deeds.unread}
    </span>
  )
}
