'use client'

import { useClock, useNow } from '@/components/ui/clock'
import { clockTime, dayNumber, fullTime, shortTime } from '@/components/ui/time'

const hourly = () => 3_600_000

/** A date in prose: "12 November", with the year if it is another. The whole time on hover and for readers. */
export function Day({ at, className }: { at: string; className?: string }) {
  const { locale, zone } = useClock()
  const now = useNow(hourly)
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return null
  const year = (time: number) => new Intl.DateTimeFormat('en-CA', { year: 'numeric', timeZone: zone }).format(time)
  const text = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: year(ms) === year(now) ? undefined : 'numeric',
    timeZone: zone,
  }).format(ms)
  return (
    <time suppressHydrationWarning dateTime={at} title={fullTime(ms, locale, zone)} className={className}>
      {text}
    </time>
  )
}

/** A point in time on paper: "25 November 2026, 10:43". */
export function Moment({ at, className }: { at: string; className?: string }) {
  const { locale, zone } = useClock()
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return null
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(ms)
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone }).format(ms)
  return (
    <time suppressHydrationWarning dateTime={at} title={fullTime(ms, locale, zone)} className={className}>
      {date}, {time}
    </time>
  )
}

/** When something began: "10:12" today, else "Yesterday 18:02", "Mon 14:31", "9 Nov". */
export function Since({ at, className }: { at: string; className?: string }) {
  const { locale, zone } = useClock()
  const now = useNow(hourly)
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return null
  const today = dayNumber(ms, zone) === dayNumber(now, zone)
  return (
    <time suppressHydrationWarning dateTime={at} title={fullTime(ms, locale, zone)} className={className}>
      {today ? clockTime(ms, locale, zone) : shortTime(ms, now, locale, zone)}
    </time>
  )
}
