import { useSyncExternalStore } from 'react'

/** What somebody asked to see from a menu or the palette: it is drawn by Outbox, which is fetched then. */
type Asked = 'teams' | 'scheduled' | null

let asked: Asked = null
const listeners = new Set<() => void>()

export function askFor(what: Asked): void {
  asked = what
  for (const listener of listeners) listener()
}

export const useAsked = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
    () => null,
  )
