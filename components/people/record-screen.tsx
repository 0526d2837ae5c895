'use client'

import { ChevronRight, PanelRight, X } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button, IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Sheet } from '@/components/ui/sheet'
import { words } from './words'

type RecordScreenProps = {
  list: { href: string; label: string }
  id: string
  name: string
  shape: 'person' | 'company'
  /** Under the name: title and company, or domains. */
  sub: ReactNode
  deeds: ReactNode
  timeline: ReactNode
  details: ReactNode
}

/** One person or company: head with its deeds, the timeline, what was entered on the right. */
export function RecordScreen({ list, id, name, shape, sub, deeds, timeline, details }: RecordScreenProps) {
  const [open, setOpen] = useState(false)
  return (
    <Sheet className="relative max-desk:overflow-y-auto">
      <nav
        aria-label={words.details}
        className="flex h-[52px] shrink-0 items-center gap-2 pr-3.5 pl-7 text-13 text-ink-3 max-desk:h-11 max-desk:pl-4"
      >
        <Link href={list.href} className="text-ink-2 no-underline hover:underline">
          {list.label}
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
        <div className="flex gap-2 max-desk:w-full">{deeds}</div>
      </header>
      <div className="flex min-h-0 flex-1 max-desk:block max-desk:flex-none">
        <div className="scroll-thin min-h-0 min-w-0 flex-1 px-7 pt-[18px] pb-10 max-desk:overflow-visible! max-desk:px-4 max-desk:pt-1 max-desk:pb-6">
          {timeline}
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
          {details}
        </aside>
      </div>
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

/** What was entered, a line each. */
export function Facts({ children, edit }: { children: ReactNode; edit: () => void }) {
  return (
    <section>
      <h2 className="mb-1.5 flex items-center text-14 font-strong">
        {words.details}
        <Button kind="quiet" size="s" onClick={edit} className="ml-auto desk:max-wide:mr-9">
          {words.edit}
        </Button>
      </h2>
      <dl>{children}</dl>
    </section>
  )
}

/** One fact; without a value it is not shown. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div className="grid grid-cols-[92px_minmax(0,1fr)] gap-2.5 py-1.5 text-13">
      <dt className="text-ink-3">{label}</dt>
      <dd className="font-label wrap-anywhere">{children}</dd>
    </div>
  )
}
