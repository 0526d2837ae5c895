// What tests ask the engine: runs, open calls, whether it is quiet.

import type { Core } from './core'
import type { Executor } from './executor'
import type { DoneStep, Run } from './model'

export interface RunView {
  id: string
  function: string
  event: string
  status: 'queued' | 'running' | 'sleeping' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'cancelled'
  createdAt: number
  startedAt: number | null
  endedAt: number | null
  /** Failed attempts since the last progress. */
  attempt: number
  error: string | null
  steps: (Omit<DoneStep, 'status' | 'endedAt'> & { status: string; endedAt: number | null })[]
}

export interface Quiet {
  queued: number
  running: number
  /** Sleeps, and repeats that are not due yet. */
  sleeping: number
  /** waitForEvent and invocations. */
  waiting: number
  /** Events in batches that have not run yet. */
  batched: number
}

export class Control {
  constructor(
    readonly core: Core,
    readonly executor: Executor,
  ) {}

  /** The JSON answer of a control call, or undefined for an unknown one. */
  answer(called: string, query: URLSearchParams): unknown {
    switch (called) {
      case 'GET /_control/runs': {
        const fn = query.get('function')
        const status = query.get('status')
        return listRuns(this.core, this.executor).filter(
          (run) =>
            (!fn || run.function === fn || run.function.endsWith(`-${fn}`)) && (!status || run.status === status),
        )
      }
      case 'GET /_control/open':
        return [...this.executor.open]
      case 'GET /_control/quiet':
        return quiet(this.core)
      case 'POST /_control/compact':
        this.core.compact()
        return { file: this.core.journalFile }
      default:
        return undefined
    }
  }
}

/** All runs that the engine remembers, newest first. */
export function listRuns(core: Core, executor: Executor): RunView[] {
  const calling = new Set([...executor.open].map((call) => call.run))
  const now = core.now()
  const alive = [...core.state.runs.values()].map((run) => viewRun(run, calling, now))
  const past = [...core.state.past.values()].map((run): RunView => {
    const { fn, error, startedAt, ...rest } = run
    return { ...rest, function: fn, error: error ?? null, startedAt: startedAt || null }
  })
  return [...alive, ...past].sort((a, b) => (a.id < b.id ? 1 : -1))
}

function viewRun(run: Run, calling: Set<string>, now: number): RunView {
  const pending = [...run.pending.values()].map((step) => {
    const status = step.kind === 'step' ? (step.attempt ? 'retrying' : 'queued') : `${step.kind}ing`
    return { id: step.id, name: step.name, status, startedAt: step.at, endedAt: null }
  })
  return {
    id: run.id,
    function: run.fn,
    event: run.events[0]?.name ?? '',
    status: statusOf(run, calling, now),
    createdAt: run.createdAt,
    startedAt: run.startedAt || null,
    endedAt: null,
    attempt: run.attempt,
    error: run.error ?? null,
    steps: [...run.steps, ...pending],
  }
}

function statusOf(run: Run, calling: Set<string>, now: number): RunView['status'] {
  if (calling.has(run.id)) return 'running'
  const pending = [...run.pending.values()]
  if (run.due > now || pending.some((step) => step.due > now)) return run.startedAt ? 'retrying' : 'sleeping'
  if (pending.length === 0 || pending.some((step) => step.kind === 'step')) return 'queued'
  return pending.some((step) => step.kind === 'sleep') ? 'sleeping' : 'waiting'
}

/** Counts what is still to happen; all zero (but `waiting`, perhaps) means that nothing more will happen by itself. */
export function quiet(core: Core): Quiet {
  const now = core.now()
  const count: Quiet = { queued: core.flow.queued, running: core.flow.running, sleeping: 0, waiting: 0, batched: 0 }
  for (const run of core.state.runs.values()) {
    if (run.due > now) count.sleeping++
    for (const step of run.pending.values()) {
      if (step.kind === 'sleep' || step.due > now) count.sleeping++
      else if (step.kind !== 'step') count.waiting++
    }
  }
  for (const batch of core.state.batches.values()) count.batched += batch.events.length
  return count
}
