'use client'

import { Inbox, Search, SlidersHorizontal } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import type { ConnectionView } from '@/components/mail/view'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ConnectionLight } from './connection-light'
import { useChrome } from './context'
import { isSettings } from './places'
import type { SettingsSection } from './view'
import { words } from './words'

type TopBarProps = { connection: ConnectionView; sections: SettingsSection[]; account: ReactNode }

/** The phone's top bar: where one is, search, the connection. */
export function TopBar({ connection, sections, account }: TopBarProps) {
  const pathname = usePathname()
  const { title, setDialog } = useChrome()
  const place = isSettings(pathname)
    ? (sections.flatMap((section) => section.items).find((item) => pathname.startsWith(item.href))?.label ??
      words.settings)
    : words.inbox
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

/** The phone's tabs. Later steps add theirs. */
export function TabBar({ unread }: { unread: number }) {
  const pathname = usePathname()
  const tabs = [
    { href: '/inbox', label: words.inbox, Icon: Inbox, on: pathname.startsWith('/inbox'), count: unread },
    {
      href: '/settings/integrations',
      label: words.settings,
      Icon: SlidersHorizontal,
      on: isSettings(pathname),
      count: 0,
    },
  ]
  return (
    <nav
      aria-label={words.navigation}
      className="tab-bar grid h-16 shrink-0 auto-cols-fr grid-flow-col border-line border-t bg-sheet px-1.5 pt-1 pb-2 desk:hidden"
    >
      {tabs.map(({ href, label, Icon, on, count }) => (
        <Link
          key={href}
          href={href}
          aria-current={on ? 'page' : undefined}
          className={cn(
            'relative flex flex-col items-center justify-center gap-[3px] rounded-control text-11 no-underline',
            on ? 'font-head text-brand-ink' : 'text-ink-3',
          )}
        >
          <Icon aria-hidden="true" className={cn('size-[22px]', on ? 'stroke-2' : 'stroke-[1.75]')} />
          {label}
          {count > 0 && (
            <span className="num absolute top-1 left-[calc(50%+8px)] min-w-4 rounded-full bg-brand px-1 text-center text-[10px] font-strong leading-4 text-on-brand ring-2 ring-sheet">
              {count > 999 ? '999+' : count}
              <span className="sr-only"> {words.unread('').trim()}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}
