'use client'

import { Archive, Ellipsis, FolderInput, ListChecks, Mail, MailOpen, Trash2, X } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import type { Wish } from './deeds'
import { MenuButton } from './menu-button'
import type { MenuEntry } from './menu-entry'
import { words } from './words'

type SelectionBarProps = {
  count: number
  shown: number
  /** All of them are read: then the bar offers the way back. */
  allRead: boolean
  onWish: (wish: Wish) => void
  onMove: () => void
  onAll: () => void
  onClear: () => void
}

/** How many are chosen, and what can be done to them. In the place of the filters. */
export function SelectionBar({ count, shown, allRead, onWish, onMove, onAll, onClear }: SelectionBarProps) {
  const { deeds, chosen } = words
  const icon = 'size-[18px]'
  const entries = (): MenuEntry[] => [
    ...(count < shown
      ? [{ label: chosen.all(shown), icon: <ListChecks aria-hidden="true" />, run: onAll } satisfies MenuEntry]
      : []),
    { label: deeds.flag, keys: 'S', run: () => onWish('flag') },
    { label: deeds.unflag, run: () => onWish('unflag') },
    { label: deeds.read, run: () => onWish('read') },
    { label: deeds.unread, run: () => onWish('unread') },
    'rule',
    { label: deeds.junk, run: () => onWish('junk') },
  ]
  return (
    <div
      role="toolbar"
      aria-label={chosen.label}
      className="mx-2 flex h-10 shrink-0 items-center rounded-row bg-brand-soft pr-1 pl-1 text-brand-ink max-desk:mx-1.5 max-desk:mb-1 max-desk:h-12 [&_button]:text-brand-ink"
    >
      <IconButton label={chosen.clear} keys="Esc" onClick={onClear}>
        <X aria-hidden="true" className={icon} />
      </IconButton>
      <span className="num cut min-w-0 flex-1 pl-1 text-13 font-strong" aria-live="polite">
        {chosen.count(count)}
      </span>
      <IconButton label={deeds.archive} keys="E" onClick={() => onWish('archive')}>
        <Archive aria-hidden="true" className={icon} />
      </IconButton>
      <IconButton label={deeds.delete} keys="#" onClick={() => onWish('delete')}>
        <Trash2 aria-hidden="true" className={icon} />
      </IconButton>
      <IconButton label={deeds.move} keys="V" onClick={onMove}>
        <FolderInput aria-hidden="true" className={icon} />
      </IconButton>
      <IconButton
        label={allRead ? deeds.unread : deeds.read}
        keys="U"
        onClick={() => onWish(allRead ? 'unread' : 'read')}
      >
        {allRead ? <Mail aria-hidden="true" className={icon} /> : <MailOpen aria-hidden="true" className={icon} />}
      </IconButton>
      <MenuButton label={deeds.more} entries={entries}>
        <Ellipsis aria-hidden="true" className={icon} />
      </MenuButton>
    </div>
  )
}
