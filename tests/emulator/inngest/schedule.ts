// Cron triggers. Ticks that passed while the engine was down or its clock jumped are not made up for.

import { Cron } from 'croner'
import type { Core } from './core'
import { ulid } from './ids'
import type { EngineFunction } from './model'
import { splitCron } from './registration'
import type { Runs } from './runs'
import type { Timer } from './timers'

export class Schedule {
  #timers = new Map<string, Timer>()

  constructor(
    readonly core: Core,
    readonly runs: Runs,
  ) {}

  /** Sets the timers of all cron triggers anew. */
  rebuild(functions: Iterable<EngineFunction>): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers = new Map()
    for (const fn of functions) {
      for (const [index, { cron }] of fn.triggers.entries()) if (cron !== undefined) this.#arm(fn, index, cron)
    }
  }

  #arm(fn: EngineFunction, index: number, line: string): void {
    const { pattern, timezone } = splitCron(line)
    const next = new Cron(pattern, { timezone, paused: true }).nextRun(new Date(this.core.now()))
    if (!next) return
    const tick = () => {
      const now = this.core.now()
      const event = { id: ulid(now), name: 'inngest/scheduled.timer', data: { cron: line }, ts: now }
      this.core.record(['event', event])
      this.runs.begin(fn.id, [event])
      this.#arm(fn, index, line)
    }
    this.#timers.set(`${fn.id} ${index}`, this.core.timers.at(next.getTime(), tick))
  }
}
