/** How long bulk work stands back after a live change: the screens are reading it. */
const TAIL_MS = 150
/** Bulk work goes on after so long, whatever else happens: an import must end on a busy day too. */
const LONGEST_MS = 1_000
const LOOK_MS = 10

// Jobs and routes are bundled apart but share the process, and PGlite is one connection for all of them.
const store = globalThis as typeof globalThis & { tandemUrgent?: { running: number; until: number } }

/** Runs work that somebody waits for; bulk work of this process gives way to it, between two pages. */
export async function urgently<T>(work: () => Promise<T>): Promise<T> {
  store.tandemUrgent ??= { running: 0, until: 0 }
  const urgent = store.tandemUrgent
  urgent.running++
  try {
    return await work()
  } finally {
    urgent.running--
    urgent.until = Date.now() + TAIL_MS
  }
}

let turn: Promise<unknown> = Promise.resolve()

/**
 * Writes a page of bulk work: one at a time in this process, and not while urgent work runs. On PGlite whoever waits
 * for a row stands behind what writes, and behind everything that stands in line before them.
 */
export function inBulk<T>(write: () => Promise<T>): Promise<T> {
  const mine = turn.then(giveWay).then(write)
  turn = mine.catch(() => {})
  return mine
}

/** Waits while urgent work runs, a second at most. */
async function giveWay(): Promise<void> {
  // What arrived while the last page was written is heard first.
  await new Promise((resolve) => setImmediate(resolve))
  const last = Date.now() + LONGEST_MS
  for (;;) {
    const { running = 0, until = 0 } = store.tandemUrgent ?? {}
    const present = Date.now()
    if (present >= last || (running === 0 && present >= until)) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
