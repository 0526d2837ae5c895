'use client'

import { Mail } from 'lucide-react'
import { useCallback } from 'react'
import { type PaletteItem, usePaletteItems, useShortcuts } from '@/components/frame/shortcuts'
import { Avatar } from '@/components/ui/avatar'
import type { InboxModel } from './inbox-model'
import { senderOf, subjectOf } from './row-label'
import type { MessageRow } from './view'
import { words } from './words'

type Inbox = {
  /** The message the keys act on: the open one, else that under the cursor. */
  at: MessageRow | undefined
  openId: string | null
  rows: readonly MessageRow[]
  model: InboxModel
  step: (by: 1 | -1) => void
  open: (row: MessageRow) => void
  close: () => void
  move: (by: 1 | -1) => void
}

/** Keys of the inbox, and what it offers to the palette: people and messages that are loaded. */
export function useInboxKeys({ at, openId, rows, model, step, open, close, move }: Inbox): void {
  const { keys } = words
  const shared = { group: keys.group, keyOnly: true }
  useShortcuts([
    { ...shared, keys: 'j', label: keys.next, run: () => step(1) },
    { ...shared, keys: 'k', label: keys.previous, run: () => step(-1) },
    // With a message open, arrows move in the list only if it has the focus (see MessageLine).
    ...(openId
      ? []
      : [
          { ...shared, keys: 'arrowdown', label: keys.next, run: () => move(1) },
          { ...shared, keys: 'arrowup', label: keys.previous, run: () => move(-1) },
        ]),
    ...(at
      ? [
          {
            keys: 'u',
            label: keys.unread,
            group: keys.group,
            run: () => model.markRead(at, !model.isRead(at)),
          },
        ]
      : []),
    ...(at && !openId ? [{ ...shared, keys: 'enter', label: keys.open, run: () => open(at) }] : []),
    ...(openId ? [{ ...shared, keys: 'escape', label: keys.close, run: close }] : []),
  ])

  usePaletteItems(
    useCallback((): PaletteItem[] => {
      const people = new Map<string, MessageRow>()
      for (const row of rows) {
        const id = row.fromAddress.toLowerCase()
        if (id && !people.has(id)) people.set(id, row)
      }
      return [
        ...[...people].map(
          ([id, row]): PaletteItem => ({
            id: `person ${id}`,
            group: 'people',
            label: senderOf(row),
            hint: row.fromAddress,
            icon: <Avatar name={senderOf(row)} id={row.fromAddress} size={28} />,
            run: () => open(row),
          }),
        ),
        ...rows.slice(0, 2000).map(
          (row): PaletteItem => ({
            id: `message ${row.id}`,
            group: 'messages',
            label: subjectOf(row),
            hint: senderOf(row),
            icon: <Mail aria-hidden="true" />,
            run: () => open(row),
          }),
        ),
      ]
    }, [rows, open]),
  )
}
