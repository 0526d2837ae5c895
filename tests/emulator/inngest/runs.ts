// The life of a run: begun by an event, carried on step by step, ended once.

import type { Core } from './core'
import { momentOf } from './durations'
import { keyOf } from './expressions'
import type { Slot } from './flow'
import { Gate } from './gate'
import { ulid } from './ids'
import type { Listener } from './listeners'
import type { DoneStep, EndStatus, EngineEvent, EngineFunction, Memo, Pending, Run, StepError } from './model'
import type { Timer } from './timers'

/** One call to make: the whole function, or one planned step of it. */
export interface Job {
  run: Run
  step: Pending | null
  /** Calls that reached nobody, and since when (epoch ms, real time). */
  away: number
  awaySince: number
}

export interface RunHooks {
  /** Makes the call and acts on the answer; must not reject. */
  execute(job: Job): Promise<void>
  /** Puts out an event of the engine's own. */
  emit(name: string, data: Record<string, unknown>): void
}

/** What a live run holds besides its recorded state. */
interface Work {
  /** The call that asks the function what comes next. */
  discovery: 'idle' | 'queued' | 'running'
  /** Something finished while that call was out: ask once more. */
  again: boolean
  timers: Map<string, Timer>
  waits: Map<string, Listener>
  cancels: Listener[]
  lane?: { fn: EngineFunction; id: string; slots: Slot[] }
}

const DISCOVERY = ''
const ALL_CALLS = '*'

export class Runs {
  readonly #work = new Map<string, Work>()

  constructor(
    readonly core: Core,
    readonly hooks: RunHooks,
  ) {}

  /** Starts a run for events that were recorded in this turn. */
  begin(fn: string, events: EngineEvent[], more: { due?: number; parent?: Run['parent'] } = {}): string {
    const at = this.core.now()
    const id = ulid(at)
    const ids = events.map((event) => event.id)
    this.core.record(['run', { id, fn, events: ids, at, due: more.due ?? 0, parent: more.parent }])
    const run = this.core.state.runs.get(id)
    if (run) this.adopt(run)
    return id
  }

  /** Takes up a run, new or found in the journal. */
  adopt(run: Run): void {
    const work: Work = { discovery: 'idle', again: false, timers: new Map(), waits: new Map(), cancels: [] }
    this.#work.set(run.id, work)
    for (const rule of this.core.state.functions.get(run.fn)?.cancel ?? []) {
      const until = rule.timeout === undefined ? undefined : momentOf(rule.timeout, run.createdAt)
      const heard = () => this.end(run, 'cancelled', { name: 'Cancelled', message: `by event "${rule.event}"` })
      const listener = { name: rule.event, if: rule.if, own: run.events[0], until, heard }
      work.cancels.push(listener)
      this.core.listeners.add(listener)
    }
    let race = false
    for (const pending of [...run.pending.values()]) {
      race ||= pending.race === true
      this.arm(run, pending)
    }
    if (run.pending.size === 0 || race) this.#discover(run)
  }

  /** Sets in motion what a pending step waits for. */
  arm(run: Run, pending: Pending): void {
    const work = this.#work.get(run.id)
    if (!work) return
    if (pending.kind === 'step') {
      this.#schedule(run, pending)
      return
    }
    const { until } = pending
    if (pending.kind === 'wait') {
      const heard = (event: EngineEvent) => this.finishStep(run, pending, { data: sorted(event) })
      const listener = { name: pending.event ?? '', if: pending.if, own: run.events[0], until, heard }
      work.waits.set(pending.id, listener)
      this.core.listeners.add(listener)
    }
    if (until === undefined) return
    const timer = this.core.timers.at(until, () => {
      const late: StepError = { name: 'InngestInvokeTimeoutError', message: 'The invoked function took too long.' }
      this.finishStep(run, pending, pending.kind === 'invoke' ? { error: late } : { data: null })
    })
    work.timers.set(pending.id, timer)
  }

  /** Gives a pending step its result and lets the function go on. */
  finishStep(run: Run, pending: Pending, memo: Memo): void {
    if (!run.pending.has(pending.id) || !this.isAlive(run)) return
    const status = 'data' in memo ? 'completed' : 'failed'
    const { id, name, at } = pending
    this.memoise(run, memo, { id, name, status, startedAt: at, endedAt: this.core.now() })
    this.advance(run, pending.race === true)
  }

  /** Records a step's result. */
  memoise(run: Run, memo: Memo, step: DoneStep): void {
    this.core.record(['memo', run.id, step.id, memo, step])
    this.#disarm(run, step.id)
  }

  /** Asks the function what comes next, unless other steps are still to finish (a race does not wait for them). */
  advance(run: Run, race: boolean): void {
    if (run.pending.size === 0 || race) this.#discover(run)
  }

  isAlive(run: Run): boolean {
    return this.#work.has(run.id)
  }

  /** Acts on nothing any more: answers that are still out are dropped. */
  stop(): void {
    this.#work.clear()
  }

  /** The call that asks what comes next is out (true) or back (false). */
  discovering(run: Run, out: boolean): void {
    const work = this.#work.get(run.id)
    if (!work) return
    if (out) {
      work.discovery = 'running'
      work.again = false
    } else if (work.discovery === 'running') {
      work.discovery = 'idle'
      if (work.again) this.#discover(run)
    }
  }

  /** The call will be made again: it counts as queued meanwhile. */
  hold(job: Job): void {
    const work = this.#work.get(job.run.id)
    if (work && job.step === null) work.discovery = 'queued'
  }

  /** Repeats a call later (engine's clock). The attempt must have been recorded. */
  repeat(run: Run, step: Pending | null): void {
    this.hold({ run, step, away: 0, awaySince: 0 })
    this.#schedule(run, step)
  }

  /** Puts a call back into its lane at once: nobody was there to take it. */
  enqueue(job: Job): void {
    const { run } = job
    const work = this.#work.get(run.id)
    if (!work) return
    const { id: lane, slots } = this.#lane(run, work)
    this.core.flow.enqueue({ lane, slots, begun: run.startedAt > 0, start: () => this.hooks.execute(job) })
  }

  /** Ends a run: tells whoever invoked it, and puts out the event that failure handlers wait for. */
  end(run: Run, status: EndStatus, error: StepError | null, output?: unknown): void {
    const work = this.#work.get(run.id)
    if (!work) return
    this.#work.delete(run.id)
    for (const timer of work.timers.values()) timer.cancel()
    for (const listener of [...work.waits.values(), ...work.cancels]) this.core.listeners.remove(listener)
    const { state } = this.core
    this.core.record(['end', run.id, status, this.core.now(), error ? `${error.name}: ${error.message}` : null])

    const parent = run.parent && state.runs.get(run.parent.run)
    const waiting = run.parent && parent?.pending.get(run.parent.step)
    if (parent && waiting) this.finishStep(parent, waiting, error ? { error } : { data: output ?? null })

    const event = run.events[0]
    const name = status === 'failed' ? 'inngest/function.failed' : 'inngest/function.cancelled'
    // A failure handler that fails starts no further one.
    if (status === 'completed' || event?.name === 'inngest/function.failed') return
    const events = run.events.length > 1 ? run.events : undefined
    this.hooks.emit(name, { function_id: run.fn, run_id: run.id, error, event, events })
  }

  #discover(run: Run): void {
    const work = this.#work.get(run.id)
    if (!work || work.discovery === 'queued') return
    if (work.discovery === 'running') {
      work.again = true
      return
    }
    work.discovery = 'queued'
    this.#schedule(run, null)
  }

  /** Enqueues a call when it is due. */
  #schedule(run: Run, step: Pending | null): void {
    const { due } = step ?? run
    const job: Job = { run, step, away: 0, awaySince: 0 }
    if (due <= this.core.now()) {
      this.enqueue(job)
      return
    }
    const work = this.#work.get(run.id)
    const key = step?.id ?? DISCOVERY
    work?.timers.set(
      key,
      this.core.timers.at(due, () => {
        work.timers.delete(key)
        this.enqueue(job)
      }),
    )
  }

  #disarm(run: Run, step: string): void {
    const work = this.#work.get(run.id)
    work?.timers.get(step)?.cancel()
    work?.timers.delete(step)
    const listener = work?.waits.get(step)
    if (listener) this.core.listeners.remove(listener)
    work?.waits.delete(step)
  }

  /** The lane and slots of a run's calls: its concurrency keys, its app, and the limit on all calls. */
  #lane(run: Run, work: Work): { id: string; slots: Slot[] } {
    const fn = this.core.state.functions.get(run.fn)
    if (!fn) return { id: `gone:${run.fn}`, slots: [] }
    if (work.lane?.fn === fn) return work.lane
    const event = run.events[0]
    const slots = fn.concurrency.map(({ limit, key, scope }, index) => {
      const value = key === undefined ? '' : keyOf(key, { event })
      return { limit, key: JSON.stringify(scope === 'fn' ? [fn.id, index, value] : [scope, key, value]) }
    })
    const id = JSON.stringify([fn.id, ...slots.map((slot) => slot.key)])
    slots.push({ key: Gate.key(new URL(fn.url)), limit: Number.POSITIVE_INFINITY })
    slots.push({ key: ALL_CALLS, limit: this.core.options.maxInFlight })
    work.lane = { fn, id, slots }
    return work.lane
  }
}

/** With keys in alphabetical order, all the way down: so the official server hands events over. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
