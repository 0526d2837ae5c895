// Counts for GET /_control/calls: what cost how many calls is counted, never timed.

const KEPT = 500_000

type Nested = Record<string, Record<string, number>>

interface Entry {
  seq: number
  mailbox: string
  /** Template of a call, or null for an HTTP request. */
  template: string | null
}

export class CallCounter {
  private entries: Entry[] = []
  private seq = 0
  private hits = new Map<string, number>()

  /** One HTTP request; a $batch is one. */
  http(mailbox: string): void {
    this.add(mailbox, null)
  }

  /** One Graph call: a request that is no $batch, or a member of one. */
  call(mailbox: string, template: string): void {
    this.add(mailbox, template)
    this.hit(template)
  }

  /** A route was reached; for those that are no call of their own, such as $batch. */
  hit(template: string): void {
    this.hits.set(template, (this.hits.get(template) ?? 0) + 1)
  }

  private add(mailbox: string, template: string | null): void {
    this.seq += 1
    this.entries.push({ seq: this.seq, mailbox, template })
    if (this.entries.length > 2 * KEPT) this.entries = this.entries.slice(-KEPT)
  }

  /** How often each template was called since the start. */
  hitsOf(template: string): number {
    return this.hits.get(template) ?? 0
  }

  /** Counts after the given sequence number; the last 500,000 calls are remembered. */
  since(seq: number): { seq: number; http: Record<string, number>; calls: Nested } {
    const http: Record<string, number> = {}
    const calls: Nested = {}
    const first = this.entries[0]?.seq ?? 0
    for (const { mailbox, template } of this.entries.slice(Math.max(0, seq - first + 1))) {
      if (template === null) {
        http[mailbox] = (http[mailbox] ?? 0) + 1
        continue
      }
      calls[mailbox] ??= {}
      const ofMailbox = calls[mailbox]
      ofMailbox[template] = (ofMailbox[template] ?? 0) + 1
    }
    return { seq: this.seq, http, calls }
  }
}
