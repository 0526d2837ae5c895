'use client'

import { CalendarRange, ChevronLeft, ChevronRight, Plus } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import type { People } from './items'
import { looks, type ScheduleLook } from './period'
import { words } from './words'

type ToolbarProps = {
  look: ScheduleLook
  /** "November 2026", "Week 48". */
  title: string
  /** Where the small month is folded away: "Nov 2026". */
  short: string
  people: People
  onLook: (look: ScheduleLook) => void
  onPeople: (people: People) => void
  onStep: (by: 1 | -1) => void
  onToday: () => void
  onNew: () => void
  /** Opens the calendar panel where the window has no room for it. */
  onPanel: () => void
  isPanelOpen: boolean
}

const keys = { day: 'D', week: 'W', month: 'M', list: 'L' }

/** ‹ Today ›, whom it is with, how it is laid out, + New. */
export function Toolbar(props: ToolbarProps) {
  const { look, title, short, people, onLook, onPeople, onStep, onToday, onNew, onPanel, isPanelOpen } = props
  return (
    <header className="flex h-[60px] shrink-0 items-center gap-2.5 pr-4 pl-5 max-desk:hidden">
      <h1 className="shrink-0 text-20 @max-[880px]:sr-only">{words.title}</h1>
      <span className="-ml-1 flex shrink-0 items-center @min-[881px]:ml-1.5">
        <IconButton label={words.panel.show} aria-expanded={isPanelOpen} onClick={onPanel} className="wide:hidden">
          <CalendarRange aria-hidden="true" className="size-[18px]" />
        </IconButton>
        <IconButton label={words.previous[look]} keys="←" onClick={() => onStep(-1)}>
          <ChevronLeft aria-hidden="true" className="size-5" />
        </IconButton>
        <Button size="s" className="h-[34px]" title="T" onClick={onToday}>
          {words.today}
        </Button>
        <IconButton label={words.next[look]} keys="→" onClick={() => onStep(1)}>
          <ChevronRight aria-hidden="true" className="size-5" />
        </IconButton>
      </span>
      <span className="cut min-w-0 text-ink-3">
        <span className="@min-[881px]:hidden">{short}</span>
        <span className="@max-[880px]:hidden">{title}</span>
      </span>
      <span className="flex-1" />
      <Segmented
        label={words.people.label}
        value={people}
        onChange={onPeople}
        options={(['all', 'internal', 'external'] as const).map((value) => ({ value, label: words.people[value] }))}
        className="@max-[880px]:hidden"
      />
      <Segmented
        label={words.looks.label}
        value={look}
        onChange={onLook}
        options={looks.map((value) => ({
          value,
          label: <span title={keys[value]}>{words.looks[value]}</span>,
        }))}
      />
      <Button
        kind="filled"
        size="s"
        className="h-[34px]"
        title="N"
        icon={<Plus aria-hidden="true" className="size-4" />}
        onClick={onNew}
      >
        {words.newEntry}
      </Button>
    </header>
  )
}
