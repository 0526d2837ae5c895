'use client'

import { useCallback } from 'react'
import { useClock, useNow } from './clock'
import { clockTime, fullTime, shortTime, untilChange } from './time'

type TimeProps = {
  /** ISO 8601. */
  at: string
  /** `clock` is the bare "10:38", where a heading names the day. */
  look?: 'ago' | 'clock'
  className?: string
}

/** A time that keeps itself right. Whole time with zone on hover and for readers. */
export function TimeAgo({ at, look = 'ago', className }: TimeProps) {
  const { locale, zone } = useClock()
  const ms = Date.parse(at)
  const now = useNow(useCallback((from: number) => (look === 'clock' ? 3_600_000 : untilChange(ms, from)), [ms, look]))
  if (Number.isNaN(ms)) return null
  return (
    <time suppressHydrationWarning dateTime={at} title={fullTime(ms, locale, zone)} className={className}>
      {look === 'clock' ? clockTime(ms, locale, zone) : shortTime(ms, now, locale, zone)}
    </time>
  )
}
