const store = globalThis as typeof globalThis & { tandemShutdown?: Set<() => unknown> }

/** Runs `work` when the process is told to stop. Returns the function that takes it back. */
export function onShutdown(work: () => unknown): () => void {
  store.tandemShutdown ??= new Set()
  const all = store.tandemShutdown
  all.add(work)
  return () => {
    all.delete(work)
  }
}

/** Ends what would keep the process alive: open streams first, then what they stood on. */
export async function shutdown(): Promise<void> {
  const all = [...(store.tandemShutdown ?? [])]
  store.tandemShutdown?.clear()
  await Promise.allSettled(all.map((work) => work()))
}
