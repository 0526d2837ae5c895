'use client'

import { useLayoutEffect, useRef, useState } from 'react'

type Deeds = Record<string, (...given: never[]) => unknown>

/** The same functions for the life of a component, each calling its newest self: lines of a list need no new drawing. */
export function useStable<T extends Deeds>(deeds: T): T {
  const latest = useRef(deeds)
  useLayoutEffect(() => {
    latest.current = deeds
  })
  const [stable] = useState(() => {
    const calls = Object.keys(deeds).map((name) => [name, (...given: never[]) => latest.current[name]?.(...given)])
    return Object.fromEntries(calls) as T
  })
  return stable
}
