// Many deadlines, one timer: a binary heap ordered by due time, driven by the engine's clock.

import type { Clock } from './clock'

export interface Timer {
  cancel(): void
}

interface Entry {
  due: number
  run: (() => void) | null
}

const LONGEST_MS = 2 ** 31 - 1

export class Timers {
  #heap: Entry[] = []
  #cancelled = 0
  #timeout: NodeJS.Timeout | undefined
  #armedFor = Number.POSITIVE_INFINITY
  #closed = false

  constructor(readonly clock: Clock) {
    clock.onMove(() => {
      this.#armedFor = Number.POSITIVE_INFINITY
      this.#arm()
    })
  }

  /** Calls `run` once the clock shows `due` (epoch ms) or later; never in the same turn. */
  at(due: number, run: () => void): Timer {
    const entry: Entry = { due, run }
    this.#push(entry)
    this.#arm()
    return {
      cancel: () => {
        if (!entry.run) return
        entry.run = null
        this.#cancelled++
        this.#sweep()
      },
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timeout)
    this.#heap = []
  }

  #arm(): void {
    const first = this.#heap[0]
    if (!first || this.#closed || first.due >= this.#armedFor) return
    clearTimeout(this.#timeout)
    this.#armedFor = first.due
    const wait = Math.min(Math.max(first.due - this.clock.now(), 0), LONGEST_MS)
    this.#timeout = setTimeout(() => this.#fire(), wait)
  }

  #fire(): void {
    this.#armedFor = Number.POSITIVE_INFINITY
    const now = this.clock.now()
    for (let first = this.#heap[0]; first && first.due <= now; first = this.#heap[0]) {
      this.#pop()
      const run = first.run
      first.run = null
      if (run) run()
      else this.#cancelled--
    }
    this.#arm()
  }

  /** Cancelled entries leave when they are half of the heap. */
  #sweep(): void {
    if (this.#cancelled < 1000 || this.#cancelled * 2 < this.#heap.length) return
    const kept = this.#heap.filter((entry) => entry.run)
    this.#heap = []
    this.#cancelled = 0
    for (const entry of kept) this.#push(entry)
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = heap[up]
      if (!parent || parent.due <= entry.due) break
      heap[at] = parent
      at = up
    }
    heap[at] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const a = heap[left]
      const b = heap[left + 1]
      const child = b && a && b.due < a.due ? left + 1 : left
      const lower = heap[child]
      if (!lower || lower.due >= last.due) break
      heap[at] = lower
      at = child
    }
    heap[at] = last
  }
}
