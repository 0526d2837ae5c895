'use client'

import { useSearchParams } from 'next/navigation'
import { Fragment, useState } from 'react'
import { ScheduledLink } from '@/components/compose/scheduled-link'
import { ShallowLink } from '@/components/frame/shallow-link'
import { cn } from '@/components/ui/cn'
import { useDrag } from './drag'
import { countOf, folderOf, inboxHref, inOrder } from './folders'
import type { FolderView } from './view'
import { words } from './words'

const shown = 8

/** The folders under Inbox in the navigation, or in the phone's sheet. */
export function FolderLinks({
  folders,
  look,
  onChosen,
}: {
  folders: FolderView[]
  look: 'nav' | 'sheet'
  onChosen?: () => void
}) {
  const chosen = folderOf(folders, useSearchParams().get('folder'))
  const [all, setAll] = useState(false)
  const drag = useDrag()
  const [over, setOver] = useState<string | null>(null)
  const ordered = inOrder(folders)
  // In the navigation the inbox is the heading itself.
  const listed = look === 'nav' ? ordered.filter((folder) => folder.wellKnown !== 'inbox') : ordered
  const visible =
    all || drag || look === 'sheet' ? listed : listed.filter((folder, at) => at < shown || folder.id === chosen?.id)
  return (
    <ul aria-label={words.folders} className="flex flex-col gap-px">
      {visible.map((folder) => (
        <Fragment key={folder.id}>
          <li>
            <ShallowLink
              href={inboxHref({ folder })}
              onClick={onChosen}
              aria-current={folder.id === chosen?.id ? 'page' : undefined}
              onDragOver={(event) => {
                if (!drag || drag.from.has(folder.id)) return
                event.preventDefault()
                event.dataTransfer.dropEffect = 'move'
                setOver(folder.id)
              }}
              onDragLeave={() => setOver(null)}
              onDrop={(event) => {
                event.preventDefault()
                setOver(null)
                drag?.drop(folder.id)
              }}
              style={{ paddingLeft: (look === 'nav' ? 39 : 12) + Math.min(folder.depth, 4) * 12 }}
              className={cn(
                'flex items-center gap-2 rounded-control pr-2.5 text-ink-2 no-underline hover:bg-press aria-[current]:font-strong aria-[current]:text-ink',
                look === 'nav' ? 'h-[30px] text-13 aria-[current]:bg-press' : 'h-12 text-15 aria-[current]:bg-selected',
                drag && over === folder.id && 'bg-brand-soft text-brand-ink outline-2 outline-brand -outline-offset-2',
              )}
            >
              <span className="cut flex-1">{folder.name}</span>
              {countOf(folder) > 0 && <span className="num text-12 font-label text-ink-3">{countOf(folder)}</span>}
            </ShallowLink>
          </li>
          {folder.wellKnown === 'drafts' && <ScheduledLink look={look} onChosen={onChosen} />}
        </Fragment>
      ))}
      {visible.length < listed.length && (
        <li>
          <button
            type="button"
            onClick={() => setAll(true)}
            className="flex h-[30px] w-full items-center rounded-control pl-[39px] text-13 text-ink-2 hover:bg-press"
          >
            {words.allFolders}
          </button>
        </li>
      )}
    </ul>
  )
}
