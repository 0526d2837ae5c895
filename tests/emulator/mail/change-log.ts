export interface LogEntry {
  n: number
  /** Move count of a message that left at this point; -1 for one that came or changed. */
  left: number
  seq: number
}

/** Append-only list of changes in one folder, ordered by sequence: a round starts by binary search, so the cost of a
 * delta is the number of changes since its token, never the size of the folder. */
export class ChangeLog {
  private ns: number[] = []
  private lefts: number[] = []
  private seqs: number[] = []
  private ats: number[] = []

  get length(): number {
    return this.ns.length
  }

  push(n: number, left: number, seq: number, at: number): void {
    this.ns.push(n)
    this.lefts.push(left)
    this.seqs.push(seq)
    this.ats.push(at)
  }

  /** Index of the first entry after `seq`. */
  after(seq: number): number {
    let low = 0
    let high = this.seqs.length
    while (low < high) {
      const mid = (low + high) >> 1
      if ((this.seqs[mid] ?? 0) <= seq) low = mid + 1
      else high = mid
    }
    return low
  }

  at(index: number): LogEntry | null {
    const n = this.ns[index]
    return n === undefined ? null : { n, left: this.lefts[index] ?? -1, seq: this.seqs[index] ?? 0 }
  }

  /** Highest sequence, at most `limit`, with no change at or before it that is younger than `at` (epoch ms). */
  upTo(at: number, limit: number): number {
    let high = limit
    for (let i = this.ns.length - 1; i >= 0 && (this.ats[i] ?? 0) > at; i--)
      high = Math.min(high, (this.seqs[i] ?? 0) - 1)
    return high
  }

  /** Drops entries that no reader needs. */
  keep(wanted: (entry: LogEntry) => boolean): void {
    const kept = new ChangeLog()
    for (let i = 0; i < this.ns.length; i++) {
      const entry = this.at(i)
      if (entry && wanted(entry)) kept.push(entry.n, entry.left, entry.seq, this.ats[i] ?? 0)
    }
    this.ns = kept.ns
    this.lefts = kept.lefts
    this.seqs = kept.seqs
    this.ats = kept.ats
  }
}
