'use client'

import { ChevronRight, CircleCheck, Ellipsis, PanelRight, Pencil, Phone, StickyNote, Trash2, X } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode, useRef, useState } from 'react'
import { useShortcuts } from '@/components/frame/shortcuts'
import { Timeline, type TimelineActions } from '@/components/timeline/timeline'
import type { TimelinePage } from '@/components/timeline/view'
import { words as timelineWords } from '@/components/timeline/words'
import type { WriteKind, WriteLineHandle } from '@/components/timeline/write-line'
import { Avatar } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { iconButtonStyle } from '@/components/ui/button-style'
import { cn } from '@/components/ui/cn'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Sheet } from '@/components/ui/sheet'
import { deleteLater } from './deleting'
import { type Entered, Facts } from './facts'
import { type Kind, kinds } from './kinds'
import { useRefresh } from './use-refresh'
import type { PersonDetail } from './view'
import { words } from './words'

type RecordScreenProps = {
  kind: Kind
  record: Entered
  first: TimelinePage
  counts?: PersonDetail['counts']
  actions: TimelineActions
  /** Under the name: title and company, or domains. */
  sub: ReactNode
  /** What one does first, before what can be written on the timeline. */
  deed: ReactNode
  begins: readonly WriteKind[]
  facts: ReactNode
  below?: ReactNode
  form: (handed: { onClose: () => void; onSaved: () => void }) => ReactNode
}

const icons = { note: <StickyNote />, call: <Phone />, task: <CircleCheck /> }

/** One person or company: what can be done, everything that happened, what was entered on the right. */
export function RecordScreen(props: RecordScreenProps) {
  const { kind, record, first, counts, actions, sub, deed, begins, facts, below, form } = props
  const { id, name } = record
  const { href, title, shape, deleteOne } = kinds[kind]
  const router = useRouter()
  const writer = useRef<WriteLineHandle>(null)
  const [open, setOpen] = useState(false)
  const [editing, setEditing] = useState(false)
  const refresh = useRefresh()
  const begin = (what: WriteKind) => writer.current?.begin(what)
  const edit = () => setEditing(true)
  const { keys } = words
  useShortcuts([
    { keys: 'n', label: timelineWords.keys.note, group: keys.group, run: () => begin('note') },
    { keys: 'e', label: keys.edit, group: keys.group, run: edit },
    { keys: 't', label: timelineWords.keys.task, group: keys.group, run: () => begin('task') },
  ])
  const removeOne = () => {
    deleteLater({ kind, rows: [{ id, name }], onDone: () => router.refresh() })
    router.push(href)
  }
  return (
    <Sheet className="relative max-desk:overflow-y-auto">
      <nav
        aria-label={words.details}
        className="flex h-[52px] shrink-0 items-center gap-2 pr-3.5 pl-7 text-13 text-ink-3 max-desk:h-11 max-desk:pl-4"
      >
        <Link href={href} className="text-ink-2 no-underline hover:underline">
          {title}
        </Link>
        <ChevronRight aria-hidden="true" className="size-3.5" />
        <span className="cut min-w-0 flex-1">{name}</span>
        <Button
          size="s"
          kind="quiet"
          aria-expanded={open}
          icon={<PanelRight aria-hidden="true" className="size-4" />}
          onClick={() => setOpen(!open)}
          className="max-desk:hidden wide:hidden"
        >
          {words.details}
        </Button>
      </nav>
      <header className="flex shrink-0 items-center gap-5 border-line border-b px-7 pt-1 pb-5 max-desk:flex-col max-desk:gap-2.5 max-desk:border-0 max-desk:px-4 max-desk:text-center">
        <Avatar name={name} id={id} size={72} shape={shape} />
        <div className="min-w-0 flex-1">
          <h1 className="text-26 text-balance wrap-anywhere max-desk:text-20">{name}</h1>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-ink-2 max-desk:justify-center">{sub}</p>
        </div>
        <div className="flex gap-2 max-desk:w-full">
          {deed}
          {begins.map((what) => (
            <HeadDeed key={what} icon={icons[what]} onClick={() => begin(what)}>
              {words[what]}
            </HeadDeed>
          ))}
          <Menu
            label={words.more}
            trigger={
              <button type="button" aria-label={words.more} className={iconButtonStyle()}>
                <Ellipsis aria-hidden="true" className="size-[18px]" />
              </button>
            }
          >
            <MenuItem icon={<Pencil aria-hidden="true" />} keys="E" onSelect={edit}>
              {words.edit}
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden="true" />} tone="bad" onSelect={removeOne}>
              {deleteOne}
            </MenuItem>
          </Menu>
        </div>
      </header>
      <div className="flex min-h-0 flex-1 max-desk:block max-desk:flex-none">
        <div className="scroll-thin min-h-0 min-w-0 flex-1 px-7 pt-[18px] pb-10 max-desk:overflow-visible! max-desk:px-4 max-desk:pt-1 max-desk:pb-6">
          <Timeline about={{ kind: shape, id, name }} first={first} counts={counts} actions={actions} writer={writer} />
        </div>
        <aside
          aria-label={words.details}
          className={cn(
            'scroll-thin w-96 shrink-0 border-line border-l bg-well px-6 pt-[18px] pb-6',
            'max-desk:w-auto max-desk:overflow-visible! max-desk:border-0 max-desk:border-t max-desk:bg-sheet max-desk:px-4',
            // Below 1240 px it comes over the timeline when it is asked for.
            'desk:max-wide:absolute desk:max-wide:inset-y-0 desk:max-wide:right-0 desk:max-wide:z-30 desk:max-wide:shadow-lift-3',
            !open && 'desk:max-wide:hidden',
          )}
        >
          <IconButton
            label={words.closeDetails}
            size="s"
            onClick={() => setOpen(false)}
            className="absolute top-4 right-4 max-desk:hidden wide:hidden"
          >
            <X aria-hidden="true" className="size-4" />
          </IconButton>
          <Facts of={record} edit={edit}>
            {facts}
          </Facts>
          {below}
        </aside>
      </div>
      {editing &&
        form({
          onClose: () => setEditing(false),
          onSaved: () => {
            setEditing(false)
            refresh()
          },
        })}
    </Sheet>
  )
}

/** A deed of the head: with words beside its icon, a tile on the phone. */
export function HeadDeed(props: {
  icon: ReactNode
  filled?: boolean
  off?: string | false
  onClick: () => void
  children: ReactNode
}) {
  const { icon, filled, off, onClick, children } = props
  return (
    <Button
      kind={filled ? 'filled' : 'plain'}
      off={off}
      onClick={onClick}
      className="max-desk:h-[62px] max-desk:flex-1 max-desk:px-1 max-desk:text-12 max-desk:[&>span]:flex-col max-desk:[&>span]:gap-1"
      icon={<span className="[&_svg]:size-4 max-desk:[&_svg]:size-5">{icon}</span>}
    >
      {children}
    </Button>
  )
}
