'use client'

import {
  CalendarDays,
  CircleCheck,
  Inbox,
  type LucideIcon,
  PanelLeftClose,
  PanelLeftOpen,
  Search,
  SlidersHorizontal,
  UsersRound,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Fragment, type ReactNode } from 'react'
import type { ConnectionView } from '@/components/mail/view'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Kbd } from '@/components/ui/kbd'
import { Tooltip } from '@/components/ui/tooltip'
import { AccountMenu } from './account-menu'
import { ConnectionLight } from './connection-light'
import { useChrome } from './context'
import { type PlaceId, places } from './places'
import type { FrameView } from './view'
import { words } from './words'

type NavigationProps = {
  view: FrameView
  connection: ConnectionView
  /** What stands beside a place: unread mail, tasks that are due. */
  counts: PlaceCounts
  /** Colleagues who wait for an answer. */
  asks: number
  /** The mail folders, shown in place under Inbox. */
  folders: ReactNode
  folded: boolean
  onFold: () => void
  signOut: () => Promise<void>
}

export type PlaceCounts = Partial<Record<PlaceId, { count: number; says: string }>>

export const placeIcons: Record<PlaceId, LucideIcon> = {
  inbox: Inbox,
  schedule: CalendarDays,
  people: UsersRound,
  tasks: CircleCheck,
}

/** The desktop's main navigation, on mist. */
export function Navigation({ view, connection, counts, asks, folders, folded, onFold, signOut }: NavigationProps) {
  const pathname = usePathname()
  const { setDialog } = useChrome()
  return (
    <nav
      aria-label={words.navigation}
      className={cn('flex h-full min-h-0 flex-col gap-0.5 py-3.5', folded ? 'px-2' : 'pr-3 pl-4')}
    >
      <div className={cn('mb-3.5 flex items-center gap-1', folded && 'flex-col')}>
        <AccountMenu view={view} signOut={signOut} look={folded ? 'folded' : 'nav'} />
        <IconButton
          label={folded ? words.unfold : words.fold}
          keys="["
          onClick={onFold}
          size="s"
          className="hover:bg-press"
        >
          {folded ? (
            <PanelLeftOpen aria-hidden="true" className="size-[18px]" />
          ) : (
            <PanelLeftClose aria-hidden="true" className="size-[18px]" />
          )}
        </IconButton>
      </div>
      <button
        type="button"
        aria-label={words.search}
        onClick={() => setDialog('palette')}
        className={cn(
          'mb-3 flex h-9 items-center gap-2 rounded-control bg-sheet text-13 text-ink-3 shadow-lift-1 hover:text-ink-2',
          folded ? 'justify-center' : 'px-2.5',
        )}
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        {!folded && (
          <>
            <span className="cut flex-1 text-left">{words.search}</span>
            <Kbd>⌘K</Kbd>
          </>
        )}
      </button>
      <div className="scroll-thin -mx-1 flex min-h-0 flex-1 flex-col gap-0.5 px-1 pb-2 [scrollbar-width:none]">
        {places.map(({ id, href, label, under }) => {
          const Icon = placeIcons[id]
          const on = under.test(pathname)
          return (
            <Fragment key={id}>
              <Destination
                href={href}
                label={label}
                icon={<Icon aria-hidden="true" />}
                // Companies stand in place under People, and are then where one is.
                on={on && !pathname.startsWith('/companies')}
                folded={folded}
                {...counts[id]}
              />
              {id === 'inbox' && on && !folded && folders}
              {id === 'people' && on && !folded && (
                <Destination
                  href="/companies"
                  label={words.companies}
                  icon={<span className="w-[18px]" />}
                  on={pathname.startsWith('/companies')}
                />
              )}
            </Fragment>
          )
        })}
      </div>
      <Destination
        href="/settings/integrations"
        label={words.settings}
        icon={<SlidersHorizontal aria-hidden="true" />}
        folded={folded}
        count={asks}
        says={words.asking('').trim()}
      />
      <div className="mt-2">
        <ConnectionLight connection={connection} look="foot" folded={folded} />
      </div>
    </nav>
  )
}

type DestinationProps = {
  href: string
  label: string
  icon: ReactNode
  on?: boolean
  folded?: boolean
  count?: number
  /** What is counted, for readers: "unread". */
  says?: string
}

/** One line of the navigation. */
export function Destination({ href, label, icon, on, folded, count = 0, says = '' }: DestinationProps) {
  const link = (
    <Link
      href={href}
      aria-current={on ? 'page' : undefined}
      aria-label={folded ? (count > 0 ? `${label}, ${count} ${says}` : label) : undefined}
      className={cn(
        'relative flex h-9 shrink-0 items-center gap-[11px] rounded-control text-14 font-label text-ink-2 no-underline hover:bg-press [&_svg]:size-[18px] [&_svg]:shrink-0 [&_svg]:stroke-[1.75] [&_svg]:text-ink-3',
        folded ? 'justify-center' : 'px-2.5',
        on && 'bg-sheet font-strong text-ink shadow-lift-1 hover:bg-sheet [&_svg]:text-brand-ink',
      )}
    >
      {icon}
      {!folded && <span className="cut flex-1">{label}</span>}
      {!folded && count > 0 && (
        <span className={cn('num text-12 font-label', on ? 'text-brand-ink' : 'text-ink-3')}>
          {count}
          <span className="sr-only"> {says}</span>
        </span>
      )}
      {folded && count > 0 && (
        <span aria-hidden="true" className="absolute top-1.5 right-2.5 size-2 rounded-full bg-brand ring-2 ring-mist" />
      )}
    </Link>
  )
  return folded ? (
    <Tooltip text={label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}
