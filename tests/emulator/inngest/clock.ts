// The engine's time. Sleeps, waits, retries, batches and cron follow it; the way back after an app was away does not.

import { isLoopback } from './loopback'

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Called after the clock was moved, so that timers are set anew. */
  onMove(listener: () => void): void
  close(): void
}

export function systemClock(): Clock {
  return { now: Date.now, onMove: () => undefined, close: () => undefined }
}

export interface ManualClock extends Clock {
  advance(ms: number): void
}

/** A clock that runs with the system's and can be pushed forward by tests. */
export function manualClock(): ManualClock {
  let offset = 0
  const listeners: (() => void)[] = []
  return {
    now: () => Date.now() + offset,
    onMove: (listener) => listeners.push(listener),
    advance(ms) {
      offset += ms
      for (const listener of listeners) listener()
    },
    close: () => undefined,
  }
}

const MOVED_MS = 100

/**
 * Follows another process's clock: `GET url` answers `{now}` as ISO text or epoch milliseconds. Between two looks it
 * runs with the system's clock. A jump counts at the second look that sees it: the app, which follows the same clock, has
 * then seen it too, and does not find that its jobs come too early. Throws when the address is not on this machine.
 */
export async function followedClock(url: string, everyMs = 250): Promise<Clock> {
  if (!isLoopback(new URL(url).hostname)) throw new Error(`TANDEM_CLOCK_URL must be on this machine, not ${url}`)
  let offset = 0
  let seen: number | null = null
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const listeners: (() => void)[] = []
  const look = async () => {
    try {
      const answer = (await (await fetch(url, { signal: AbortSignal.timeout(2000) })).json()) as { now?: unknown }
      const theirs = typeof answer.now === 'number' ? answer.now : Date.parse(String(answer.now))
      if (Number.isFinite(theirs)) {
        const next = theirs - Date.now()
        const moved = Math.abs(next - offset) > MOVED_MS
        if (moved && (seen === null || Math.abs(next - seen) <= MOVED_MS)) {
          offset = next
          for (const listener of listeners) listener()
        }
        seen = next
      }
    } catch {
      // Away for a moment: keep the last offset.
    }
    if (!closed) timer = setTimeout(look, everyMs)
  }
  await look()
  return {
    now: () => Date.now() + offset,
    onMove: (listener) => listeners.push(listener),
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
