'use client'

import { Command } from 'cmdk'
import { Folder } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { inOrder } from './folders'
import type { FolderView } from './view'

const said = {
  title: (n: number) => (n === 1 ? 'Move to a folder' : `Move ${n} to a folder`),
  placeholder: 'Name of a folder',
  none: 'No folder has that name.',
}

type MoveDialogProps = {
  count: number
  folders: readonly FolderView[]
  /** Where they all lie now. */
  from: string | undefined
  onMove: (folderId: string) => void
  onClose: () => void
}

/** V: a folder, by a few letters of its name. */
export default function MoveDialog({ count, folders, from, onMove, onClose }: MoveDialogProps) {
  const [open, setOpen] = useState(true)
  const change = (next: boolean) => {
    setOpen(next)
    if (!next) onClose()
  }
  const able = inOrder(folders).filter(
    ({ id, wellKnown }) => id !== from && !['drafts', 'outbox', 'sentitems'].includes(wellKnown ?? ''),
  )
  return (
    <Dialog open={open} onOpenChange={change} title={said.title(count)} size="s" bare>
      <Command
        loop
        label={said.title(count)}
        filter={(_, sought, names) => rate(names?.[0] ?? '', sought)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Command.Input
          autoFocus
          placeholder={said.placeholder}
          aria-label={said.title(count)}
          className="h-14 w-full border-line border-b bg-transparent px-5 text-15 outline-none"
        />
        <Command.List className="scroll-thin max-h-[50dvh] min-h-0 p-2">
          <Command.Empty className="px-3 py-6 text-center text-13 text-ink-2">{said.none}</Command.Empty>
          {able.map((folder) => (
            <Command.Item
              key={folder.id}
              value={folder.id}
              keywords={[folder.name]}
              onSelect={() => {
                change(false)
                onMove(folder.id)
              }}
              style={{ paddingLeft: 12 + Math.min(folder.depth, 4) * 16 }}
              className="flex h-10 cursor-pointer items-center gap-2.5 rounded-row pr-3 data-[selected=true]:bg-selected max-desk:h-12"
            >
              <Folder aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              <span className="cut flex-1">{folder.name}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Names that begin with what was typed come first, then those with a word that does. */
function rate(name: string, sought: string): number {
  const [where, what] = [fold(name), fold(sought.trim())]
  if (where.startsWith(what)) return 1
  if (where.includes(` ${what}`)) return 0.8
  return where.includes(what) ? 0.5 : 0
}
