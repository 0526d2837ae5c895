'use client'

import { useState } from 'react'
import { type Shortcut, useShortcuts } from '@/components/frame/shortcuts'
import type { TaskView } from './view'
import { words } from './words'

type TaskKeys = {
  /** What the keys act on: the open task, else that under the cursor. */
  at: TaskView | undefined
  isOpen: boolean
  onNew: () => void
  onMove: (by: 1 | -1) => void
  onOpen: (task: TaskView) => void
  onEdit: (task: TaskView) => void
  onDone: (task: TaskView) => void
  onDelete: (task: TaskView) => void
  onClose: () => void
  onUndo: () => void
}

/** Keys of the task list. `picking` is the task whose date is being chosen. */
export function useTaskKeys(tasks: TaskKeys) {
  const [picking, setPicking] = useState<string | null>(null)
  const { at } = tasks
  const { keys } = words
  const shared = { group: keys.group, keyOnly: true }
  const always: Shortcut[] = [
    { group: keys.group, keys: 'n', label: keys.new, run: tasks.onNew },
    { ...shared, keys: 'j', label: keys.next, run: () => tasks.onMove(1) },
    { ...shared, keys: 'k', label: keys.previous, run: () => tasks.onMove(-1) },
    { ...shared, keys: 'arrowdown', label: keys.next, run: () => tasks.onMove(1) },
    { ...shared, keys: 'arrowup', label: keys.previous, run: () => tasks.onMove(-1) },
    { ...shared, keys: 'z', label: keys.undo, run: tasks.onUndo },
  ]
  const onOne: Shortcut[] = at
    ? [
        { ...shared, keys: 'enter', label: keys.open, run: () => tasks.onOpen(at) },
        { group: keys.group, keys: 'e', label: keys.edit, run: () => tasks.onEdit(at) },
        { ...shared, keys: 'space', label: keys.done, run: () => tasks.onDone(at) },
      ]
    : []
  const toChange: Shortcut[] =
    at?.mayChange === true
      ? [
          ...(at.done ? [] : [{ group: keys.group, keys: 'd', label: keys.due, run: () => setPicking(at.id) }]),
          { ...shared, keys: '#', label: keys.delete, run: () => tasks.onDelete(at) },
        ]
      : []
  const close: Shortcut[] = tasks.isOpen ? [{ ...shared, keys: 'escape', label: keys.close, run: tasks.onClose }] : []
  useShortcuts([...always, ...onOne, ...toChange, ...close])
  return { picking, setPicking }
}
