'use client'

import {
  Activity,
  ArrowLeft,
  Bell,
  CalendarSync,
  Link2,
  type LucideIcon,
  PenLine,
  Plug,
  ScrollText,
  Shield,
  UserRound,
  UsersRound,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { ConnectionView } from '@/components/mail/view'
import { iconButtonStyle } from '@/components/ui/button-style'
import { cn } from '@/components/ui/cn'
import { ConnectionLight } from './connection-light'
import { Destination } from './navigation'
import { isAt } from './places'
import type { IconName, SettingsSection } from './view'
import { words } from './words'

const icons: Record<IconName, LucideIcon> = {
  plug: Plug,
  people: UsersRound,
  ledger: ScrollText,
  pulse: Activity,
  accounts: Link2,
  shield: Shield,
  calendar: CalendarSync,
  bell: Bell,
  person: UserRound,
  pen: PenLine,
}

type SettingsNavigationProps = { sections: SettingsSection[]; connection: ConnectionView }

/** The settings' own navigation, in place of the main one. */
export function SettingsNavigation({ sections, connection }: SettingsNavigationProps) {
  const pathname = usePathname()
  return (
    <nav aria-label={words.settingsNavigation} className="flex h-full min-h-0 flex-col py-3.5 pr-3 pl-4">
      <div className="mb-3 flex h-9 items-center gap-2">
        <Link
          href="/inbox"
          aria-label={`${words.back}: ${words.inbox}`}
          className={cn(iconButtonStyle(), 'hover:bg-press')}
        >
          <ArrowLeft aria-hidden="true" className="size-[18px]" />
        </Link>
        <span className="text-15 font-head">{words.settings}</span>
      </div>
      <div className="scroll-thin -mx-1 min-h-0 flex-1 px-1">
        {sections.map((section) => (
          <div key={section.title} className="mb-3 flex flex-col gap-0.5">
            <h2 className="px-2.5 pt-3 pb-1.5 text-12 font-label text-ink-3">{section.title}</h2>
            {section.items.map(({ href, label, icon }) => {
              const Icon = icons[icon]
              return (
                <Destination
                  key={href}
                  href={href}
                  label={label}
                  icon={<Icon aria-hidden="true" />}
                  on={isAt(pathname, href)}
                />
              )
            })}
          </div>
        ))}
      </div>
      <ConnectionLight connection={connection} look="foot" />
    </nav>
  )
}

/** On the phone the sections stand in a line under the top bar, if there is more than one page. */
export function SettingsStrip({ sections }: { sections: SettingsSection[] }) {
  const pathname = usePathname()
  const items = sections.flatMap((section) => section.items)
  const strip = useRef<HTMLElement>(null)
  // Where one is stays in view, on however narrow a screen.
  useEffect(() => {
    const { current } = strip
    const here = pathname && current?.querySelector<HTMLElement>('[aria-current]')
    if (current && here) current.scrollLeft = here.offsetLeft - (current.clientWidth - here.offsetWidth) / 2
  }, [pathname])
  if (items.length < 2) return null
  return (
    <nav
      ref={strip}
      aria-label={words.settingsNavigation}
      className="scroll-thin relative flex shrink-0 gap-1.5 bg-sheet px-3 pb-2 desk:hidden"
    >
      {items.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={isAt(pathname, href) ? 'page' : undefined}
          className="inline-flex h-11 shrink-0 items-center rounded-full px-4 text-13 font-label text-ink-2 no-underline aria-[current]:bg-brand-soft aria-[current]:text-brand-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
