'use client'

import { useSyncExternalStore } from 'react'

let text = ''
const watchers = new Set<() => void>()

/** Says a sentence to screen readers, politely: "2 new messages". */
export function announce(sentence: string): void {
  // The same words twice are said twice only if the text differs.
  text = text === sentence ? `${sentence}\u00a0` : sentence
  for (const watcher of watchers) watcher()
}

/** The page's one live region. */
export function Announcer() {
  const said = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => text,
    () => '',
  )
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}
