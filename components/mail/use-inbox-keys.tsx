'use client'

import { Mail } from 'lucide-react'
import { useCallback } from 'react'
import { openCompose } from '@/components/compose/open'
import { threadOf } from '@/components/frame/palette-mails'
import { type PaletteItem, type Shortcut, usePaletteItems, useShortcuts } from '@/components/frame/shortcuts'
import { Avatar } from '@/components/ui/avatar'
import { senderOf, subjectOf } from './row-label'
import type { Deeds } from './use-deeds'
import type { MessageRow } from './view'
import { words } from './words'

type Inbox = {
  /** The message the keys act on: the open one, else that under the cursor. */
  at: MessageRow | undefined
  openId: string | null
  rows: readonly MessageRow[]
  /** How many are chosen. */
  chosen: number
  searching: boolean
  deeds: Deeds
  step: (by: 1 | -1) => void
  open: (row: MessageRow) => void
  close: () => void
  move: (by: 1 | -1) => void
  extend: (by: 1 | -1) => void
  choose: () => void
  clear: () => void
  startSearch: () => void
  endSearch: () => void
  startMove: () => void
  startLog: () => void
}

/** Keys of the inbox, and what it offers to the palette: people and messages that are loaded. */
export function useInboxKeys(inbox: Inbox): void {
  const { at, openId, rows, chosen, searching, deeds, step, open, close, move } = inbox
  const { keys } = words
  const { group } = keys
  const shared = { group, keyOnly: true }
  const some = chosen > 0 || at !== undefined
  const leave = chosen > 0 ? inbox.clear : openId ? close : searching ? inbox.endSearch : null

  const always: Shortcut[] = [
    { ...shared, keys: 'j', label: keys.next, run: () => step(1) },
    { ...shared, keys: 'k', label: keys.previous, run: () => step(-1) },
    { ...shared, keys: 'shift+j', label: keys.extend, run: () => inbox.extend(1) },
    { ...shared, keys: 'shift+k', label: keys.extend, run: () => inbox.extend(-1) },
    { group, keys: '/', label: keys.search, run: inbox.startSearch },
    { group, keys: 'c', label: keys.compose, run: () => void openCompose({ kind: 'new', place: 'dock' }) },
    { group, keys: 'z', label: keys.undo, run: deeds.undo },
  ]
  // With a message open, arrows move in the list only if it has the focus (see MessageLine).
  const inList: Shortcut[] = openId
    ? []
    : [
        { ...shared, keys: 'arrowdown', label: keys.next, run: () => move(1) },
        { ...shared, keys: 'arrowup', label: keys.previous, run: () => move(-1) },
      ]
  const onSome: Shortcut[] = some
    ? [
        { group, keys: 'e', label: keys.archive, run: () => deeds.wish('archive') },
        { group, keys: '#', label: keys.delete, run: () => deeds.wish('delete') },
        { ...shared, keys: 'delete', label: keys.delete, run: () => deeds.wish('delete') },
        { group, keys: 's', label: keys.flag, run: () => deeds.wish('turn-flag') },
        { group, keys: 'u', label: keys.unread, run: () => deeds.wish('turn-read') },
        { group, keys: 'v', label: keys.move, run: inbox.startMove },
      ]
    : []
  const onOne: Shortcut[] = at
    ? [
        { ...shared, keys: 'x', label: keys.choose, run: inbox.choose },
        { group, keys: 'r', label: keys.reply, run: () => deeds.answer('reply') },
        { group, keys: 'a', label: keys.replyAll, run: () => deeds.answer('replyAll') },
        { group, keys: 'f', label: keys.forward, run: () => deeds.answer('forward') },
        { group, keys: 't', label: keys.task, run: () => void deeds.makeTask() },
        { group, keys: 'l', label: keys.log, run: inbox.startLog },
        ...(openId ? [] : [{ ...shared, keys: 'enter', label: keys.open, run: () => open(at) }]),
      ]
    : []
  useShortcuts([
    ...always,
    ...inList,
    ...onSome,
    ...onOne,
    ...(leave ? [{ ...shared, keys: 'escape', label: chosen > 0 ? keys.none : keys.close, run: leave }] : []),
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
            thread: threadOf(row),
          }),
        ),
      ]
    }, [rows, open]),
  )
}
