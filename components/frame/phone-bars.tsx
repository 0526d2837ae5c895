'use client'

import { Building2, Ellipsis, type LucideIcon, Search, Shield, SlidersHorizontal } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import type { ConnectionView } from '@/components/mail/view'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Popover, PopoverClose } from '@/components/ui/popover'
import { ConnectionLight } from './connection-light'
import { useChrome } from './context'
import { type PlaceCounts, placeIcons } from './navigation'
import { isAt, isSettings, places } from './places'
import type { SettingsSection } from './view'
import { words } from './words'

type TopBarProps = { connection: ConnectionView; sections: SettingsSection[]; account: ReactNode }

/** The phone's top bar: where one is, search, the connection. */
export function TopBar({ connection, sections, account }: TopBarProps) {
  const pathname = usePathname()
  const { title, setDialog } = useChrome()
  const place = isSettings(pathname)
    ? (sections.flatMap((section) => section.items).find((item) => isAt(pathname, item.href))?.label ?? words.settings)
    : pathname.startsWith('/companies')
      ? words.companies
      : (places.find(({ under }) => under.test(pathname))?.label ?? words.inbox)
  return (
    <header className="top-bar flex h-14 shrink-0 items-center gap-1 bg-sheet pr-2 pl-4 desk:hidden">
      <div className="cut min-w-0 flex-1 text-20">{title ?? place}</div>
      <IconButton label={words.searchShort} onClick={() => setDialog('palette')}>
        <Search aria-hidden="true" className="size-[22px] stroke-[1.75]" />
      </IconButton>
      <ConnectionLight connection={connection} look="bar" />
      {isSettings(pathname) && account}
    </header>
  )
}

const tabStyle = (on: boolean) =>
  cn(
    'relative flex flex-col items-center justify-center gap-[3px] rounded-control text-11 no-underline',
    on ? 'font-head text-brand-ink' : 'text-ink-3',
  )
const iconStyle = (on: boolean) => cn('size-[22px]', on ? 'stroke-2' : 'stroke-[1.75]')

/** The phone's tabs; what has none of its own is behind More. */
export function TabBar({ counts, asks }: { counts: PlaceCounts; asks: number }) {
  const pathname = usePathname()
  const inCompanies = pathname.startsWith('/companies')
  const more = isSettings(pathname) || inCompanies
  return (
    <nav
      aria-label={words.navigation}
      className="tab-bar grid h-16 shrink-0 auto-cols-fr grid-flow-col border-line border-t bg-sheet px-1.5 pt-1 pb-2 desk:hidden"
    >
      {places.map(({ id, href, label, under }) => {
        const Icon = placeIcons[id]
        const on = under.test(pathname) && !inCompanies
        return (
          <Link key={id} href={href} aria-current={on ? 'page' : undefined} className={tabStyle(on)}>
            <Icon aria-hidden="true" className={iconStyle(on)} />
            {label}
            <Count {...counts[id]} />
          </Link>
        )
      })}
      <Popover
        label={words.more}
        trigger={
          <button type="button" className={tabStyle(more)}>
            <Ellipsis aria-hidden="true" className={iconStyle(more)} />
            {words.more}
            <Count count={asks} says={words.asking('').trim()} />
          </button>
        }
      >
        <nav aria-label={words.more} className="flex flex-col">
          <MoreLink href="/companies" label={words.companies} Icon={Building2} />
          <MoreLink href="/settings/integrations" label={words.settings} Icon={SlidersHorizontal} />
          {asks > 0 && <MoreLink href="/settings/privacy" label={words.privacy} Icon={Shield} count={asks} />}
        </nav>
      </Popover>
    </nav>
  )
}

function Count({ count = 0, says = '' }: { count?: number; says?: string }) {
  if (count === 0) return null
  return (
    <span className="num absolute top-1 left-[calc(50%+8px)] min-w-4 rounded-full bg-brand px-1 text-center text-[10px] font-strong leading-4 text-on-brand ring-2 ring-sheet">
      {count > 999 ? '999+' : count}
      <span className="sr-only"> {says}</span>
    </span>
  )
}

function MoreLink({ href, label, Icon, count }: { href: string; label: string; Icon: LucideIcon; count?: number }) {
  return (
    <PopoverClose>
      <Link
        href={href}
        className="flex h-12 items-center gap-3 rounded-control px-2 font-label text-ink no-underline hover:bg-hover"
      >
        <Icon aria-hidden="true" className="size-5 stroke-[1.75] text-ink-3" />
        <span className="flex-1">{label}</span>
        {count && <span className="num text-13 text-brand-ink">{words.asking(String(count))}</span>}
      </Link>
    </PopoverClose>
  )
}
