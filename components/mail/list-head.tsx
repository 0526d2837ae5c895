'use client'

import { ListChecks, Paperclip, Search, Settings2, SquarePen } from 'lucide-react'
import dynamic from 'next/dynamic'
import { openCompose } from '@/components/compose/open'
import { Button, IconButton } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { filters } from './list-view'
import { MenuButton } from './menu-button'
import type { MenuEntry } from './menu-entry'
import type { Density, MailFilter } from './view'
import { words } from './words'

export type ViewChoice = {
  grouped: boolean
  setGrouped: (grouped: boolean) => void
  density: Density
  setDensity: (density: Density) => void
  selectAll: () => void
}

const SelectionBar = dynamic(() => import('./selection-bar').then((module) => module.SelectionBar), { ssr: false })

type ListHeadProps = {
  title: string
  filter: MailFilter
  unread: number
  setFilter: (filter: MailFilter) => void
  view: ViewChoice
  onSearch: () => void
  /** The bar of what is chosen, in place of the filters. */
  selection: React.ComponentProps<typeof SelectionBar> | null
}

/** The name of the folder, the ways to look at it, and the filters; while something is chosen, its deeds. */
export function ListHead({ title, filter, unread, setFilter, view, onSearch, selection }: ListHeadProps) {
  const entries = (phone: boolean) => (): MenuEntry[] => {
    const { view: said } = words
    return [
      ...(phone ? [{ label: words.search, icon: <Search aria-hidden="true" />, run: onSearch }, 'rule' as const] : []),
      { heading: said.lines },
      { label: said.conversations, checked: view.grouped, run: () => view.setGrouped(true) },
      { label: said.single, checked: !view.grouped, run: () => view.setGrouped(false) },
      { heading: said.height },
      {
        label: said.comfortable,
        checked: view.density === 'comfortable',
        run: () => view.setDensity('comfortable'),
      },
      { label: said.compact, checked: view.density === 'compact', run: () => view.setDensity('compact') },
      'rule',
      { label: said.selectAll, run: view.selectAll, icon: <ListChecks aria-hidden="true" /> },
    ]
  }
  const labels: Record<MailFilter, React.ReactNode> = {
    all: words.all,
    unread: (
      <>
        {words.unread}
        <span className="min-w-[1ch]">{unread > 0 ? unread : ''}</span>
      </>
    ),
    people: words.people,
    flagged: words.flagged,
    attachments: (
      <span title={words.attachments}>
        <Paperclip aria-hidden="true" className="size-4" />
        <span className="sr-only">{words.attachments}</span>
      </span>
    ),
  }
  return (
    <>
      <header className="flex h-[60px] shrink-0 items-center gap-0.5 pr-3 pl-5 max-desk:hidden">
        <h1 className="cut min-w-0 flex-1 text-20">{title}</h1>
        <IconButton label={words.search} keys="/" onClick={onSearch}>
          <Search aria-hidden="true" className="size-[18px]" />
        </IconButton>
        <MenuButton label={words.view.label} entries={entries(false)}>
          <Settings2 aria-hidden="true" className="size-[18px]" />
        </MenuButton>
        <Button
          kind="filled"
          className="ml-1.5"
          icon={<SquarePen aria-hidden="true" className="size-4" />}
          onClick={() => openCompose({ kind: 'new', place: 'dock' })}
        >
          {words.compose}
        </Button>
      </header>
      <h1 className="sr-only desk:hidden">{title}</h1>
      {selection ? (
        <SelectionBar {...selection} />
      ) : (
        <div className="flex min-h-10 shrink-0 items-start pb-2.5 max-desk:pt-1 max-desk:pr-1">
          <div className="min-w-0 flex-1 overflow-x-auto px-4 [scrollbar-width:none] max-desk:px-3.5 max-desk:py-1">
            <Segmented
              label={words.filter}
              look="chips"
              value={filter}
              onChange={setFilter}
              className="desk:gap-[3px] desk:[&_label]:px-2.5"
              options={filters.map((value) => ({ value, label: labels[value] }))}
            />
          </div>
          <MenuButton label={words.view.label} entries={entries(true)} className="desk:hidden">
            <Settings2 aria-hidden="true" className="size-[18px]" />
          </MenuButton>
        </div>
      )}
    </>
  )
}
