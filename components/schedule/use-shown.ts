'use client'

import { useCallback, useEffect, useState } from 'react'
import type { Shown } from './items'

const store = 'tandem-schedule-shown'
const all: Shown = { calls: true, timeOff: true, people: 'all' }

/** The checks of our own kinds and the filter, as this device remembers them. */
export function useShown(): [Shown, (shown: Shown) => void] {
  const [shown, setShown] = useState(all)
  useEffect(() => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(store) ?? 'null')
      if (typeof kept === 'object' && kept !== null)
        setShown({
          calls: !('calls' in kept) || kept.calls !== false,
          timeOff: !('timeOff' in kept) || kept.timeOff !== false,
          // Whom one looked for yesterday would hide today's entries.
          people: 'all',
        })
    } catch {}
  }, [])
  const change = useCallback((next: Shown) => {
    setShown(next)
    try {
      localStorage.setItem(store, JSON.stringify(next))
    } catch {}
  }, [])
  return [shown, change]
}
