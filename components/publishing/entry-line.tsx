'use client'

import { Repeat } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useClock } from '@/components/ui/clock'
import type { Dated } from './view'
import { sayWhen } from './when'
import { words } from './words'

/** Gives keys to entries without ids, of which several may look the same. */
export function withKeys<T extends { title: string; when: string }>(items: readonly T[]): (T & { key: string })[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const name = `${item.when} ${item.title}`
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    return { ...item, key: `${name} ${times}` }
  })
}

type EntryLineProps = Dated & {
  icon?: ReactNode
  /** What the icon says, for readers. */
  what?: string
  href?: string
}

/** An entry by name and day. */
export function EntryLine({ title, when, repeats, icon, what, href }: EntryLineProps) {
  const { now, locale, zone } = useClock()
  const line = (
    <>
      {icon && <span className="shrink-0 text-ink-3 [&_svg]:size-4">{icon}</span>}
      <span className="cut min-w-0 flex-1">
        {what && <span className="sr-only">{what}: </span>}
        {title}
      </span>
      {repeats && (
        <span className="flex shrink-0 items-center gap-1 text-12 text-ink-3">
          <Repeat aria-hidden="true" className="size-3.5" />
          {words.repeats}
        </span>
      )}
      <time dateTime={when || undefined} suppressHydrationWarning className="num shrink-0 text-12 text-ink-3">
        {sayWhen(when, now, locale, zone)}
      </time>
    </>
  )
  const look = 'flex min-h-10 items-center gap-3 py-2 max-desk:min-h-11'
  if (!href) return <li className={look}>{line}</li>
  return (
    <li>
      <Link href={href} className={`${look} -mx-2 rounded-control px-2 text-ink no-underline hover:bg-hover`}>
        {line}
      </Link>
    </li>
  )
}
