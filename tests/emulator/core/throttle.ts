// Outlook's limits per app and mailbox: 4 requests at a time, 10,000 in 10 minutes. Microsoft Graph: throttling limits.

import { GraphFault } from '../seam'

export const MAILBOX_CONCURRENCY = 4
const MAILBOX_BUDGET = 10_000
const MINUTE = 60_000
const WINDOW_MINUTES = 10

interface Usage {
  inFlight: number
  total: number
  /** Requests a minute, by minute number; at most ten entries. */
  minutes: Map<number, number>
}

export class MailboxThrottle {
  private usage = new Map<string, Usage>()

  constructor(
    private readonly now: () => number,
    private readonly budget = MAILBOX_BUDGET,
  ) {}

  reset(): void {
    this.usage.clear()
  }

  /**
   * Takes a place in the mailbox; the answer gives it back.
   * @throws GraphFault 429 ApplicationThrottled. Refused requests count against the budget too.
   */
  enter(appId: string, mailboxId: string): () => void {
    const key = `${appId} ${mailboxId}`
    let usage = this.usage.get(key)
    if (!usage) {
      usage = { inFlight: 0, total: 0, minutes: new Map() }
      this.usage.set(key, usage)
    }
    const held = usage
    const minute = Math.floor(this.now() / MINUTE)
    for (const [at, count] of held.minutes) {
      if (at > minute - WINDOW_MINUTES && at <= minute) continue
      held.minutes.delete(at)
      held.total -= count
    }
    held.minutes.set(minute, (held.minutes.get(minute) ?? 0) + 1)
    held.total += 1
    if (held.total > this.budget) {
      const oldest = Math.min(...held.minutes.keys())
      const wait = Math.ceil(((oldest + WINDOW_MINUTES) * MINUTE - this.now()) / 1000)
      throw throttled('RequestRate', Math.max(1, wait))
    }
    if (held.inFlight >= MAILBOX_CONCURRENCY) throw throttled('MailboxConcurrency', 1)
    held.inFlight += 1
    let open = true
    return () => {
      if (open) held.inFlight -= 1
      open = false
    }
  }
}

function throttled(limit: string, retryAfter: number): GraphFault {
  return new GraphFault(429, 'ApplicationThrottled', `Application is over its ${limit} limit.`, {
    'retry-after': String(retryAfter),
  })
}
