'use client'

import { useSyncExternalStore } from 'react'

/** Messages on their way to a folder by pointer. The list begins it, the folders in the navigation end it. */
type Drag = { count: number; from: ReadonlySet<string>; drop: (folderId: string) => void }

let drag: Drag | null = null
const watchers = new Set<() => void>()

function set(next: Drag | null): void {
  drag = next
  for (const watcher of watchers) watcher()
}

export const beginDrag = (next: Drag) => set(next)
export const endDrag = () => set(null)

/** What is being dragged; null on the server and mostly. */
export function useDrag(): Drag | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => drag,
    () => null,
  )
}
