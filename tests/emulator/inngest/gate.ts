// When an app cannot be reached its jobs wait behind a closed gate, and one knock at a time finds out when it is back:
// thousands of queued jobs cost nothing while the app restarts, and go on at once when it answers.

import type { AppClient } from './app-client'
import type { Flow } from './flow'

const SHORTEST_AWAY_MS = 200
const LONGEST_AWAY_MS = 5000
const KNOCK_AT_LEAST_EVERY_MS = 1000

/** Milliseconds before attempt `count` (1, 2 …) to reach an app that is away. */
export function awayWait(count: number): number {
  return Math.min(LONGEST_AWAY_MS, SHORTEST_AWAY_MS * 2 ** (count - 1))
}

export class Gate {
  readonly #closed = new Map<string, NodeJS.Timeout | null>()
  #stopped = false

  constructor(
    readonly flow: Flow,
    readonly client: AppClient,
    readonly log: (line: string) => void,
  ) {}

  /** The slot key that all jobs of an app share. */
  static key(url: URL): string {
    return `app:${url.origin}`
  }

  close(url: URL, reason: string): void {
    const key = Gate.key(url)
    if (this.#closed.has(key) || this.#stopped) return
    this.log(`${url.origin} is away (${reason}); its steps wait.`)
    this.flow.close(key)
    this.#closed.set(key, null)
    this.#knock(url, 1)
  }

  /** The app was heard from. */
  open(url: URL): void {
    const key = Gate.key(url)
    const timer = this.#closed.get(key)
    if (timer === undefined) return
    if (timer) clearTimeout(timer)
    this.#closed.delete(key)
    this.flow.open(key)
    this.log(`${url.origin} is back.`)
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#closed.values()) if (timer) clearTimeout(timer)
  }

  #knock(url: URL, count: number): void {
    const key = Gate.key(url)
    const timer = setTimeout(
      async () => {
        const back = await this.client.knock(url)
        if (!this.#closed.has(key) || this.#stopped) return
        if (back) this.open(url)
        else this.#knock(url, count + 1)
      },
      Math.min(KNOCK_AT_LEAST_EVERY_MS, awayWait(count)),
    )
    this.#closed.set(key, timer)
  }
}
