'use client'

import { Archive, CalendarClock, ChevronDown, MoonStar, Sunrise } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { useChord } from '@/components/ui/chord'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { clockTime } from '@/components/ui/time'
import { words } from '../words'
import { LaterDialog } from './later-dialog'
import { presetsAt } from './times'

type SendProps = {
  busy: boolean
  off: string | false
  /** There is a conversation to archive. */
  canArchive: boolean
  onSend: (at: string | null, archive: boolean) => void
}

/** Send, and behind the arrow the other ways to: archived, or later. */
export function SendButton({ busy, off, canArchive, onSend }: SendProps) {
  const { zone, locale } = useClock()
  const chord = useChord()
  const [choosing, setChoosing] = useState(false)
  const now = Date.now()
  const icons = { tonight: <MoonStar />, tomorrow: <Sunrise />, monday: <Sunrise /> }
  return (
    <span className="inline-flex">
      <Button
        kind="filled"
        busy={busy}
        off={off}
        onClick={() => onSend(null, false)}
        title={chord('⌘↵')}
        className="rounded-r-none px-4"
      >
        {words.send.send}
      </Button>
      <Menu
        label={words.send.laterMenu}
        align="start"
        trigger={
          <button
            type="button"
            aria-label={words.send.laterMenu}
            disabled={busy || Boolean(off)}
            className={cn(
              buttonStyle({ kind: 'filled' }),
              'rounded-l-none border-on-brand/25 border-l px-2 disabled:bg-press disabled:text-ink-3',
            )}
          >
            <ChevronDown aria-hidden="true" className="size-4" />
          </button>
        }
      >
        {canArchive && (
          <>
            <MenuItem icon={<Archive />} keys="⌘⇧↵" onSelect={() => onSend(null, true)}>
              {words.send.sendArchive}
            </MenuItem>
            <MenuRule />
          </>
        )}
        {presetsAt(now, zone).map(({ id, at }) => (
          <MenuItem key={id} icon={icons[id]} onSelect={() => onSend(new Date(at).toISOString(), false)}>
            <span className="flex justify-between gap-6">
              {words.send[id]}
              <span className="num text-ink-3">{clockTime(at, locale, zone)}</span>
            </span>
          </MenuItem>
        ))}
        <MenuItem icon={<CalendarClock />} onSelect={() => setTimeout(() => setChoosing(true))}>
          {words.send.other}
        </MenuItem>
      </Menu>
      {choosing && (
        <LaterDialog
          onClose={() => setChoosing(false)}
          onChoose={(at) => {
            setChoosing(false)
            onSend(at, false)
          }}
        />
      )}
    </span>
  )
}
