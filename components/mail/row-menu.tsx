'use client'

import {
  Archive,
  CheckCheck,
  Flag,
  FolderInput,
  Forward,
  MailOpen,
  MessageSquareText,
  Reply,
  ReplyAll,
  ShieldAlert,
  SquareCheckBig,
  Trash2,
} from 'lucide-react'
import { ContextMenu } from './menu-button'
import type { MenuEntry } from './menu-entry'
import type { Deeds } from './use-deeds'
import type { MessageRow } from './view'
import { words } from './words'

type RowMenuProps = {
  /** What the menu is about: the line, or all that is chosen if the line is among them. */
  rows: readonly MessageRow[]
  at: { x: number; y: number }
  deeds: Deeds
  /** It lies in Deleted Items: deleting is for good. */
  deleted: boolean
  onChoose: () => void
  onMove: () => void
  onLog: () => void
  onClosed: () => void
}

/** The menu way to every deed on a line. */
export default function RowMenu({ rows, at, deeds, deleted, onChoose, onMove, onLog, onClosed }: RowMenuProps) {
  const { deeds: said } = words
  const [row] = rows
  if (!row) return null
  const one = rows.length === 1
  const answers: MenuEntry[] = [
    { label: said.reply, keys: 'R', icon: <Reply />, run: () => deeds.answer('reply', row) },
    { label: said.replyAll, keys: 'A', icon: <ReplyAll />, run: () => deeds.answer('replyAll', row) },
    { label: said.forward, keys: 'F', icon: <Forward />, run: () => deeds.answer('forward', row) },
    'rule',
  ]
  const crm: MenuEntry[] = [
    'rule',
    { label: said.task, keys: 'T', icon: <SquareCheckBig />, run: () => void deeds.makeTask(row) },
    { label: said.log, keys: 'L', icon: <MessageSquareText />, run: onLog },
    'rule',
    { label: said.choose, keys: 'X', icon: <CheckCheck />, run: onChoose },
  ]
  const entries: MenuEntry[] = [
    ...(one && !row.isDraft ? answers : []),
    { label: said.archive, keys: 'E', icon: <Archive />, run: () => deeds.wish('archive', rows) },
    {
      label: deleted ? said.erase : said.delete,
      keys: '#',
      icon: <Trash2 />,
      tone: deleted ? 'bad' : 'plain',
      run: () => deeds.wish('delete', rows),
    },
    { label: said.moveTo, keys: 'V', icon: <FolderInput />, run: onMove },
    { label: said.junk, icon: <ShieldAlert />, run: () => deeds.wish('junk', rows) },
    'rule',
    {
      label: rows.every((each) => each.flagged) ? said.unflag : said.flag,
      keys: 'S',
      icon: <Flag />,
      run: () => deeds.wish('turn-flag', rows),
    },
    {
      label: rows.every((each) => each.isRead) ? said.unread : said.read,
      keys: 'U',
      icon: <MailOpen />,
      run: () => deeds.wish('turn-read', rows),
    },
    ...(one ? crm : []),
  ]
  return <ContextMenu label={words.row.deeds} entries={entries} at={at} onClosed={onClosed} />
}
