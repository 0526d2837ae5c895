'use client'

import { Plane } from 'lucide-react'
import { useClock } from '@/components/ui/clock'
import { Tag } from '@/components/ui/pill'
import type { Absence } from '../view'
import { words } from '../words'

/** "Mon 30 Nov": the day, in the person's zone. */
export function useAwayDay(): (until: string | null, look: 'short' | 'long') => string | null {
  const { locale, zone } = useClock()
  return (until, look) => {
    if (!until) return null
    const at = Date.parse(until)
    const near = at - Date.now() < 6 * 86_400_000
    return new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      weekday: look === 'long' || near ? 'short' : undefined,
      ...(look === 'long' || !near ? { day: 'numeric', month: 'short' } : {}),
    }).format(at)
  }
}

/** "Out of office", or "Until Mon" if the end is known. */
export function AwayBadge({ absence, className }: { absence: Absence; className?: string }) {
  const day = useAwayDay()(absence.until, 'short')
  return (
    <Tag tone="warn" icon={<Plane aria-hidden="true" className="size-3" />} className={className}>
      {day ? words.away.until(day) : words.away.badge}
    </Tag>
  )
}
