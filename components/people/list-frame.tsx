'use client'

import { Search, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/field'
import { Sheet } from '@/components/ui/sheet'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { words } from './words'

type ListFrameProps = {
  title: string
  count: string | null
  search: { label: string; typed: string; type: (text: string) => void; busy: boolean }
  deed: ReactNode
  filters?: ReactNode
  children: ReactNode
  /** The bar over the foot while rows are chosen. */
  bar?: ReactNode
}

/** Title, search and filters over a list that scrolls. */
export function ListFrame({ title, count, search, deed, filters, children, bar }: ListFrameProps) {
  return (
    <Sheet className="relative">
      <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2.5 px-4 pt-2 pb-3 desk:px-7 desk:pt-3">
        <div className="flex min-w-0 flex-1 items-baseline gap-2.5 max-desk:sr-only">
          <h1 className="text-20">{title}</h1>
          {count && <span className="num text-ink-3">{count}</span>}
        </div>
        <Input
          type="search"
          role="searchbox"
          aria-label={search.label}
          placeholder={search.label}
          value={search.typed}
          autoComplete="off"
          enterKeyHint="search"
          icon={<Search aria-hidden="true" className="size-4 shrink-0" />}
          busy={search.busy}
          end={
            search.typed ? (
              <IconButton label={words.empty.all} size="s" onClick={() => search.type('')}>
                <X aria-hidden="true" className="size-4" />
              </IconButton>
            ) : undefined
          }
          onChange={(event) => search.type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            if (search.typed) search.type('')
            else event.currentTarget.blur()
          }}
          className="h-9 max-w-72 max-desk:h-11 max-desk:max-w-none max-desk:flex-1 [&_input::-webkit-search-cancel-button]:hidden max-desk:[&_input]:text-[16px]"
        />
        {deed}
        {filters && <div className="basis-full">{filters}</div>}
      </header>
      <div className="scroll-thin relative min-h-0 flex-1">{children}</div>
      {bar}
    </Sheet>
  )
}

type BarProps = { count: number; onClear: () => void; children: ReactNode }

/** What can be done with the chosen rows. */
export function ChosenBar({ count, onClear, children }: BarProps) {
  return (
    <div
      role="toolbar"
      aria-label={words.chosen(count)}
      className="rise -translate-x-1/2 absolute bottom-5 left-1/2 z-20 flex min-h-11 items-center gap-1 rounded-[12px] bg-dark-sheet py-1 pr-1 pl-4 text-on-dark shadow-lift-3 max-desk:bottom-3"
    >
      <span role="status" className="num mr-2 whitespace-nowrap font-label">
        {words.chosen(count)}
      </span>
      {children}
      <button
        type="button"
        aria-label={words.unchoose}
        onClick={onClear}
        className="grid size-9 place-items-center rounded-control hover:bg-white/10 focus-visible:outline-dark-brand max-desk:size-11"
      >
        <X aria-hidden="true" className="size-4" />
      </button>
    </div>
  )
}

/** One deed of the bar. */
export function BarDeed({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex h-9 items-center gap-2 whitespace-nowrap rounded-control px-3 font-label hover:bg-white/10 focus-visible:outline-dark-brand max-desk:h-11"
    >
      {icon}
      {children}
    </button>
  )
}

/** The foot of a list: more of it, or why there is none. */
export function ListFoot({ list }: { list: ListState }) {
  if (!list.hasNextPage) return null
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 py-5 text-13 text-ink-3">
      {list.isFetchNextPageError && <p role="alert">{words.moreFailed}</p>}
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchNextPageError ? words.again : words.showMore}
      </Button>
    </div>
  )
}
type ListState = {
  hasNextPage: boolean
  isFetchNextPageError: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
}

/** Rows to come. */
export function ListLoading({ className }: { className?: string }) {
  return (
    <Loading label={words.loading} className={cn('px-4 desk:px-7', className)}>
      {[60, 72, 48, 66, 54, 70].map((width) => (
        <div key={width} className="flex h-[54px] items-center gap-3">
          <Skeleton className="size-9 rounded-full" />
          <Skeleton className="flex-1" />
        </div>
      ))}
    </Loading>
  )
}
