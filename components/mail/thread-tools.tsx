'use client'

import {
  Archive,
  ArrowLeft,
  ChevronDown,
  ChevronUp,
  Ellipsis,
  Flag,
  FlagOff,
  FolderInput,
  Mail,
  MailOpen,
  MessageSquareText,
  ShieldAlert,
  SquareCheckBig,
  Trash2,
  UsersRound,
} from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { MenuButton } from './menu-button'
import type { MenuEntry } from './menu-entry'
import { PersonPane, type PersonPaneProps } from './person-pane'
import type { ShownMessage } from './thread-view'
import { threadWords } from './thread-words'
import type { Deeds } from './use-deeds'
import { words } from './words'

type ThreadToolsProps = {
  onClose: () => void
  onStep: (by: 1 | -1) => void
  deeds?: Deeds
  onMove?: () => void
  onLog?: (message: ShownMessage) => void
  head?: ShownMessage
  read?: boolean
  flagged?: boolean
  /** Opening and folding all of a conversation. */
  expand?: { all: boolean; run: (open: ReadonlySet<string> | null) => void; messages: readonly ShownMessage[] }
  people?: PersonPaneProps
}

const icon = 'size-[18px]'

/** Deeds on the open conversation, the way back, and to the next. */
export function ThreadTools(props: ThreadToolsProps) {
  const { onClose, onStep, deeds, onMove, onLog, head, read, flagged, expand, people } = props
  const said = words.deeds
  const [showPeople, setShowPeople] = useState(false)
  const entries = (): MenuEntry[] => {
    if (!deeds || !head) return []
    return [
      ...(expand
        ? [
            {
              label: expand.all ? threadWords.foldAll : threadWords.expandAll,
              run: () => expand.run(expand.all ? null : new Set(expand.messages.map(({ id }) => id))),
            },
            'rule' as const,
          ]
        : []),
      {
        label: read ? said.unread : said.read,
        keys: 'U',
        icon: read ? <Mail /> : <MailOpen />,
        run: () => deeds.wish('turn-read'),
      },
      { label: said.task, keys: 'T', icon: <SquareCheckBig />, run: () => void deeds.makeTask() },
      { label: said.log, keys: 'L', icon: <MessageSquareText />, run: () => onLog?.(head) },
      'rule',
      { label: said.junk, icon: <ShieldAlert />, run: () => deeds.wish('junk') },
    ]
  }
  return (
    <div className="flex h-[60px] shrink-0 items-center gap-0.5 pr-4 pl-[18px] max-desk:h-14 max-desk:gap-0 max-desk:px-1.5">
      <IconButton label={threadWords.back} keys="Esc" onClick={onClose} className="pane:hidden">
        <ArrowLeft aria-hidden="true" className={icon} />
      </IconButton>
      {deeds && head && (
        <>
          <IconButton label={said.archive} keys="E" onClick={() => deeds.wish('archive')}>
            <Archive aria-hidden="true" className={icon} />
          </IconButton>
          <IconButton label={said.delete} keys="#" onClick={() => deeds.wish('delete')}>
            <Trash2 aria-hidden="true" className={icon} />
          </IconButton>
          <IconButton label={said.move} keys="V" onClick={() => onMove?.()}>
            <FolderInput aria-hidden="true" className={icon} />
          </IconButton>
          <span className="mx-2 h-5 w-px bg-line max-desk:hidden" />
          <IconButton label={flagged ? said.unflag : said.flag} keys="S" onClick={() => deeds.wish('turn-flag')}>
            {flagged ? <FlagOff aria-hidden="true" className={icon} /> : <Flag aria-hidden="true" className={icon} />}
          </IconButton>
          <IconButton
            label={read ? said.unread : said.read}
            keys="U"
            className="max-desk:hidden"
            onClick={() => deeds.wish('turn-read')}
          >
            {read ? <Mail aria-hidden="true" className={icon} /> : <MailOpen aria-hidden="true" className={icon} />}
          </IconButton>
        </>
      )}
      <span className="flex-1" />
      <IconButton label={threadWords.previous} keys="K" className="max-desk:hidden" onClick={() => onStep(-1)}>
        <ChevronUp aria-hidden="true" className={icon} />
      </IconButton>
      <IconButton label={threadWords.next} keys="J" className="max-desk:hidden" onClick={() => onStep(1)}>
        <ChevronDown aria-hidden="true" className={icon} />
      </IconButton>
      {people && (
        <>
          <IconButton label={threadWords.pane} className="wide:hidden" onClick={() => setShowPeople(true)}>
            <UsersRound aria-hidden="true" className={icon} />
          </IconButton>
          <Dialog open={showPeople} onOpenChange={setShowPeople} title={threadWords.people} size="s">
            <div className="flex flex-col gap-5 pb-4">
              <PersonPane {...people} />
            </div>
          </Dialog>
        </>
      )}
      {deeds && head && (
        <MenuButton label={said.more} entries={entries}>
          <Ellipsis aria-hidden="true" className={icon} />
        </MenuButton>
      )}
    </div>
  )
}
