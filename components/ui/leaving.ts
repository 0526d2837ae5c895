const waiting = new Set<() => void>()

/** Does at once what still waits: the page goes away, or whoever is signed in. */
export function leaveNow(): void {
  for (const run of [...waiting]) run()
}

/** Calls back when the page goes away, also when it may come back, or is left by signing out. Answers how to forget it. */
export function onLeaving(run: () => void): () => void {
  if (waiting.size === 0) window.addEventListener('pagehide', leaveNow)
  waiting.add(run)
  return () => {
    waiting.delete(run)
    if (waiting.size === 0) window.removeEventListener('pagehide', leaveNow)
  }
}
