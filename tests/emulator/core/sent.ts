import type { SentMail } from '../seam'

const KEPT = 5_000

export type SentEntry = { seq: number } & SentMail

/** Every mail that left through Graph, an invitation or the SMTP sink; the last 5,000. */
export class SentLog {
  private entries: SentEntry[] = []
  private seq = 0

  add(mail: SentMail): void {
    this.seq += 1
    this.entries.push({ seq: this.seq, ...mail })
    if (this.entries.length > KEPT) this.entries.shift()
  }

  all(): readonly SentEntry[] {
    return this.entries
  }

  clear(): void {
    this.entries = []
  }
}
