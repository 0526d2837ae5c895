// batchEvents: events gather until there are enough of them or the time is up, then one run takes them all.

import type { Core } from './core'
import { momentOf } from './durations'
import { holds, keyOf } from './expressions'
import type { BatchRule, EngineEvent, EngineFunction } from './model'
import type { Runs } from './runs'
import type { Timer } from './timers'

export class Batches {
  readonly #timers = new Map<string, Timer>()

  constructor(
    readonly core: Core,
    readonly runs: Runs,
  ) {}

  /** Sets the deadlines of batches found in the journal. */
  resume(): void {
    for (const { key, deadline } of this.core.state.batches.values()) this.#arm(key, deadline)
  }

  /** Takes an event that was recorded in this turn into its batch. False if it is to run on its own. */
  add(fn: EngineFunction, rule: BatchRule, event: EngineEvent): boolean {
    if (rule.if !== undefined && !holds(rule.if, { event })) return false
    const { state } = this.core
    const key = JSON.stringify([fn.id, rule.key === undefined ? '' : keyOf(rule.key, { event })])
    const deadline = state.batches.get(key)?.deadline ?? momentOf(rule.timeout, this.core.now())
    this.core.record(['batch', key, fn.id, event.id, deadline])
    if ((state.batches.get(key)?.events.length ?? 0) >= rule.maxSize) this.#run(key)
    else if (!this.#timers.has(key)) this.#arm(key, deadline)
    return true
  }

  #arm(key: string, deadline: number): void {
    this.#timers.set(
      key,
      this.core.timers.at(deadline, () => this.#run(key)),
    )
  }

  #run(key: string): void {
    this.#timers.get(key)?.cancel()
    this.#timers.delete(key)
    const batch = this.core.state.batches.get(key)
    if (!batch) return
    this.core.record(['unbatch', key])
    this.runs.begin(batch.fn, batch.events)
  }
}
