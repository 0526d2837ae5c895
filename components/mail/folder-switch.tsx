'use client'

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Popover } from '@/components/ui/popover'
import { FolderLinks } from './folder-links'
import type { FolderView } from './view'
import { words } from './words'

/** The phone's way to the other folders: the title of the top bar opens them from below. */
export function FolderSwitch({ folder, folders }: { folder: FolderView; folders: FolderView[] }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={words.folders}
      className="max-h-[75dvh] overflow-auto"
      trigger={
        <button
          type="button"
          aria-label={words.chooseFolder(folder.name)}
          className="-ml-2 flex h-11 max-w-full items-center gap-1.5 rounded-control px-2"
        >
          <span className="cut">{folder.name}</span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        </button>
      }
    >
      <FolderLinks folders={folders} look="sheet" onChosen={() => setOpen(false)} />
    </Popover>
  )
}
