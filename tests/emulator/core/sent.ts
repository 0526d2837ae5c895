import type { SentMail } from '../seam'

const KEPT = 5_000
const KEPT_BYTES = 256 * 1024 * 1024

export type SentEntry = { seq: number } & SentMail

/** Every mail that left through Graph, an invitation or the SMTP sink; the last 5,000 within 256 MB. */
export class SentLog {
  private entries: SentEntry[] = []
  private seq = 0
  private bytes = 0

  add(mail: SentMail): void {
    this.seq += 1
    this.entries.push({ seq: this.seq, ...mail })
    this.bytes += mail.mime.length
    while (this.entries.length > KEPT || (this.bytes > KEPT_BYTES && this.entries.length > 1)) {
      this.bytes -= this.entries.shift()?.mime.length ?? 0
    }
  }

  all(): readonly SentEntry[] {
    return this.entries
  }

  clear(): void {
    this.entries = []
    this.bytes = 0
  }
}
