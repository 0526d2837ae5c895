'use client'

import { RefreshCw } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { TimeAgo } from '@/components/ui/time-ago'
import { say } from './items'
import type { ScheduleView } from './view'
import { words } from './words'

type LegendProps = {
  window: ScheduleView['window']
  syncedAt: string | null
  hasOutlook: boolean
  isSyncing: boolean
  onSync: () => void
  zone: string
  locale: string
}

/** What the looks mean, how far Outlook's entries reach, and how fresh they are. */
export function Legend({ window, syncedAt, hasOutlook, isSyncing, onSync, zone, locale }: LegendProps) {
  const { legend } = words
  const day = (at: string) => say(Date.parse(at), locale, zone, { day: 'numeric', month: 'long' })
  return (
    <footer className="flex h-10 shrink-0 items-center gap-5 overflow-hidden whitespace-nowrap border-line border-t bg-sheet pr-2 pl-5 text-12 text-ink-2 max-desk:hidden">
      <Swatch look="bg-ours" label={legend.tandem} />
      {hasOutlook && (
        <>
          <Swatch look="shadow-[inset_0_0_0_1.5px_var(--c1-o)] forced-colors:border" label={legend.outlook} />
          <Swatch
            look="bg-ours mx-0.5 h-2! w-3.5! rounded-[2.5px]! shadow-[0_0_0_1px_var(--sheet),0_0_0_2.5px_var(--c1-o)]"
            label={legend.both}
            className="@max-[640px]:hidden"
          />
          <Swatch
            look="bg-[repeating-linear-gradient(-45deg,transparent_0_3px,var(--line-2)_3px_5px)] shadow-[inset_0_0_0_1.5px_var(--c1-o)]"
            label={legend.private}
            className="@max-[640px]:hidden"
          />
        </>
      )}
      <span className="flex-1" />
      {hasOutlook && window && (
        <span className="text-ink-3 @max-[880px]:hidden">{legend.window(day(window.from), day(window.to))}</span>
      )}
      {hasOutlook && (
        <span className="flex items-center gap-1 text-ink-3">
          {syncedAt ? (
            <span>
              {words.sync.updated('')}
              <TimeAgo at={syncedAt} />
            </span>
          ) : (
            words.sync.never
          )}
          <IconButton size="s" label={words.sync.now} off={isSyncing && words.sync.now} onClick={onSync}>
            <RefreshCw aria-hidden="true" className={cn('size-3.5', isSyncing && 'animate-spin')} />
          </IconButton>
        </span>
      )}
    </footer>
  )
}

function Swatch({ look, label, className }: { look: string; label: string; className?: string }) {
  return (
    <span className={cn('flex items-center gap-2', className)}>
      <i aria-hidden="true" className={cn('h-3 w-[18px] rounded-[4px] forced-colors:border', look)} />
      {label}
    </span>
  )
}
