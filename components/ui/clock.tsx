'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { rememberInCookie } from './cookie'
import { zoneCookie } from './zone-cookie'

type Clock = {
  /** BCP 47: English words with the person's regional customs. */
  locale: string
  /** IANA zone. */
  zone: string
  /** The server's time at render, in ms; only the first paint uses it. */
  now: number
}

const ClockContext = createContext<Clock>({ locale: 'en-GB', zone: 'UTC', now: 0 })

/**
 * Zone, locale and first "now" for everything that shows a time. The first paint uses the zone of the cookie, so that
 * server and browser say the same; if the browser's zone is another, the cookie is renewed and times are drawn again.
 */
export function ClockProvider({ locale, zone, now, children }: Clock & { children: ReactNode }) {
  const [actual, setActual] = useState(zone)
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!own) return
    setActual(own)
    if (own !== zone) rememberInCookie(zoneCookie, own)
  }, [zone])
  const clock = useMemo(() => ({ locale, zone: actual, now }), [locale, actual, now])
  return <ClockContext value={clock}>{children}</ClockContext>
}

/** Zone and locale, and the first paint's now. */
export function useClock(): Clock {
  return useContext(ClockContext)
}

/**
 * The present time in ms, renewed when `next` says so: it takes a time and gives the delay to the next change in ms.
 * The first render gives the server's time.
 */
export function useNow(next: (now: number) => number): number {
  const { now: first } = useClock()
  const [now, setNow] = useState(first)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      const at = Date.now()
      setNow(at)
      timer = setTimeout(tick, Math.min(Math.max(1000, next(at)), 3_600_000))
    }
    tick()
    return () => clearTimeout(timer)
  }, [next])
  return now
}
