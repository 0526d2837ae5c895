import type { Item } from './item'

/** Oldest first; the number decides between messages of one second. */
const older = (a: Item, b: Item) => a.received - b.received || a.n - b.n

/** Messages in the order of arrival. New mail is appended; anything else is put in order at the next read. */
export class SortedItems {
  private list: Item[] = []
  private sorted = true

  get size(): number {
    return this.list.length
  }

  add(item: Item): void {
    const last = this.list[this.list.length - 1]
    if (last && older(last, item) > 0) this.sorted = false
    this.list.push(item)
  }

  /** Oldest first. Do not change it. */
  all(): readonly Item[] {
    if (!this.sorted) {
      this.list.sort(older)
      this.sorted = true
    }
    return this.list
  }

  remove(item: Item): void {
    const at = this.rank(item.received, item.n)
    if (this.list[at] === item) this.list.splice(at, 1)
  }

  /** How many messages are older than the point (received, n). */
  rank(received: number, n: number): number {
    const list = this.all()
    let low = 0
    let high = list.length
    while (low < high) {
      const mid = (low + high) >> 1
      const item = list[mid]
      if (item && (item.received < received || (item.received === received && item.n < n))) low = mid + 1
      else high = mid
    }
    return low
  }
}
