'use client'

import { CalendarClock, CalendarPlus, Ellipsis, Trash2 } from 'lucide-react'
import { addDays } from '@/components/tasks/dates'
import { iconButtonStyle } from '@/components/ui/button-style'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { addMinutes } from '../wall'
import { words } from '../words'

type MoreMenuProps = {
  /** As in the form: a wall time, or a date. */
  start: string
  isSeries: boolean
  onMove: (start: string) => void
  onDelete: () => void
}

/** What can be done with an entry: moving it without dragging, deleting it. */
export function MoreMenu({ start, isSeries, onMove, onDelete }: MoreMenuProps) {
  const { moves } = words.sheet
  const by = (days: number) => `${addDays(start.slice(0, 10), days)}${start.slice(10)}`
  const timed = start.length > 10
  return (
    <Menu
      label={words.sheet.more}
      trigger={
        <button type="button" aria-label={words.sheet.more} title={words.sheet.more} className={iconButtonStyle()}>
          <Ellipsis aria-hidden="true" className="size-[18px]" />
        </button>
      }
    >
      <p className="px-2.5 pt-1.5 pb-1 text-12 text-ink-3">{words.sheet.move}</p>
      <MenuItem icon={<CalendarPlus aria-hidden="true" />} onSelect={() => onMove(by(1))}>
        {timed ? moves.tomorrow : moves.dayLater}
      </MenuItem>
      <MenuItem icon={<CalendarPlus aria-hidden="true" />} onSelect={() => onMove(by(7))}>
        {moves.nextWeek}
      </MenuItem>
      {timed && (
        <>
          <MenuItem icon={<CalendarClock aria-hidden="true" />} onSelect={() => onMove(addMinutes(start, -30))}>
            {moves.earlier}
          </MenuItem>
          <MenuItem icon={<CalendarClock aria-hidden="true" />} onSelect={() => onMove(addMinutes(start, 30))}>
            {moves.later}
          </MenuItem>
        </>
      )}
      <MenuItem icon={<CalendarClock aria-hidden="true" />} onSelect={() => onMove(start)}>
        {moves.other}
      </MenuItem>
      <MenuRule />
      <MenuItem icon={<Trash2 aria-hidden="true" />} tone="bad" onSelect={onDelete}>
        {isSeries ? words.sheet.deleteSeries : words.sheet.delete}
      </MenuItem>
    </Menu>
  )
}
