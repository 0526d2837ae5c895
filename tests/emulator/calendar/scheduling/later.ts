// Things that Microsoft does a moment after its answer. The moment is Microsoft's: moving its clock brings it about.

import type { Core } from '../../seam'

interface Pending {
  due: number
  run: () => void
}

export class Later {
  private pending: Pending[] = []
  private timers = new Set<NodeJS.Timeout>()

  constructor(private readonly core: Pick<Core, 'now'>) {}

  /** Runs after so many milliseconds of Microsoft's clock: by itself, or as soon as somebody looks (`settle`). */
  in(delayMs: number, run: () => void): void {
    if (delayMs <= 0) {
      run()
      return
    }
    this.pending.push({ due: this.core.now() + delayMs, run })
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      this.settle()
    }, delayMs + 1)
    timer.unref()
    this.timers.add(timer)
  }

  /** Does all that is due. */
  settle(): void {
    const now = this.core.now()
    const due = this.pending.filter((each) => each.due <= now)
    if (due.length === 0) return
    this.pending = this.pending.filter((each) => each.due > now)
    for (const { run } of due) run()
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.pending = []
  }
}
