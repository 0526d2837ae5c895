'use client'

import { type Shortcut, useShortcuts } from '@/components/frame/shortcuts'
import type { ScheduleLook } from './period'
import { words } from './words'

type ScheduleKeys = {
  onLook: (look: ScheduleLook) => void
  onToday: () => void
  onStep: (by: 1 | -1) => void
  onNew: () => void
  /** Null: nothing is open. */
  onClose: (() => void) | null
  /** Null: Outlook is not connected. */
  onSync: (() => void) | null
  /** Goes into the entries, to the first that is not past. */
  onEnter: () => void
}

/** D W M L, T, ← →, N, Esc; ↓ goes into the entries, where the arrows lead from one to the next. */
export function useScheduleKeys({ onLook, onToday, onStep, onNew, onClose, onSync, onEnter }: ScheduleKeys): void {
  const { keys } = words
  const group = keys.group
  const shortcuts: Shortcut[] = [
    { group, keys: 'd', label: keys.day, run: () => onLook('day'), keyOnly: true },
    { group, keys: 'w', label: keys.week, run: () => onLook('week'), keyOnly: true },
    { group, keys: 'm', label: keys.month, run: () => onLook('month'), keyOnly: true },
    { group, keys: 'l', label: keys.list, run: () => onLook('list'), keyOnly: true },
    { group, keys: 't', label: keys.today, run: onToday },
    { group, keys: 'arrowleft', label: keys.previous, run: () => onStep(-1), keyOnly: true },
    { group, keys: 'arrowright', label: keys.next, run: () => onStep(1), keyOnly: true },
    { group, keys: 'arrowdown', label: keys.nextEntry, run: onEnter, keyOnly: true },
    { group, keys: 'arrowup', label: keys.nextEntry, run: onEnter, keyOnly: true },
    { group, keys: 'n', label: keys.new, run: onNew },
    ...(onSync ? [{ group, keys: 's', label: keys.sync, run: onSync }] : []),
    ...(onClose ? [{ group, keys: 'escape', label: keys.close, run: onClose, keyOnly: true }] : []),
  ]
  useShortcuts(shortcuts)
}
