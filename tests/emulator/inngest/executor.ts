// Calls the app and acts on its answer.

import type { Answer } from './app-client'
import type { Core } from './core'
import { backOff, momentOf, retryAfterMs } from './durations'
import { awayWait } from './gate'
import { ulid } from './ids'
import type { DoneStep, EngineFunction, Op, Pending, Run, StepError } from './model'
import type { Job, Runs } from './runs'
import { asError, asOps, cut, stepName } from './wire'

/** How long an absent app costs a call no attempt. */
const AWAY_LIMIT_MS = 10 * 60_000

export interface OpenCall {
  run: string
  function: string
  /** The planned step that was asked for; null: the function itself, which may run its next step in the same call. */
  step: string | null
  attempt: number
  startedAt: number
}

type Answered = Extract<Answer, { kind: 'answered' }>

export class Executor {
  readonly open = new Set<OpenCall>()

  constructor(
    readonly core: Core,
    readonly runs: Runs,
  ) {}

  /** Makes one call. Never rejects. */
  async execute(job: Job): Promise<void> {
    const { run, step } = job
    const { core, runs } = this
    if (!runs.isAlive(run) || (step && !run.pending.has(step.id))) return
    const fn = core.state.functions.get(run.fn)
    if (!fn) {
      runs.end(run, 'failed', { name: 'Error', message: `No app registers "${run.fn}" any more.` })
      return
    }
    if (step === null) runs.discovering(run, true)
    const startedAt = core.now()
    if (run.startedAt === 0) core.record(['start', run.id, startedAt])
    const attempt = step ? step.attempt : run.attempt
    const call: OpenCall = { run: run.id, function: fn.id, step: step ? step.name : null, attempt, startedAt }
    this.open.add(call)
    const url = new URL(fn.url)
    if (step) url.searchParams.set('stepId', step.id)
    const answer = await core.client.post(url, requestBody(run, step, fn, attempt), {
      'x-run-id': run.id,
      'x-request-id': ulid(Date.now()),
    })
    this.open.delete(call)
    if (!runs.isAlive(run)) return
    try {
      if (answer.kind === 'away') this.#away(job, fn, url, answer)
      else {
        core.gate.open(url)
        this.#answered(job, fn, answer, startedAt)
      }
    } catch (error) {
      runs.end(run, 'failed', asError(error, 'The answer could not be understood'))
    }
    if (step === null) runs.discovering(run, false)
  }

  #away(job: Job, fn: EngineFunction, url: URL, answer: Extract<Answer, { kind: 'away' }>): void {
    job.away++
    job.awaySince ||= Date.now()
    if (Date.now() - job.awaySince > AWAY_LIMIT_MS) {
      const message = `${url.origin} could not be reached for ten minutes (${answer.reason}).`
      this.#failed(job, fn, { name: 'AppAway', message }, {})
      return
    }
    this.runs.hold(job)
    if (answer.refused) {
      this.core.gate.close(url, answer.reason)
      this.runs.enqueue(job)
      return
    }
    // Real time, not the engine's clock: this waits for a process, not for the calendar.
    const timer = setTimeout(() => this.runs.enqueue(job), awayWait(job.away))
    timer.unref()
  }

  #answered(job: Job, fn: EngineFunction, answer: Answered, startedAt: number): void {
    const { status, headers, body } = answer
    if (status === 200) {
      this.runs.end(job.run, 'completed', null, body === '' ? null : JSON.parse(body))
      return
    }
    const wait = retryAfterMs(headers['retry-after'], this.core.now())
    if (status === 206) {
      const race = headers['x-inngest-req-version'] === '1'
      this.#operations(job, fn, asOps(body), { startedAt, wait, race })
    } else {
      const error = asError(body, `HTTP ${status}`)
      this.#failed(job, fn, error, { final: headers['x-inngest-no-retry'] === 'true', wait })
    }
  }

  /** An attempt failed outside a step: repeat the call, or end the run. */
  #failed(job: Job, fn: EngineFunction, error: StepError, how: { final?: boolean; wait?: number | null }): void {
    const { run, step } = job
    const made = (step ?? run).attempt + 1
    if (how.final || made >= fn.maxAttempts) this.runs.end(run, 'failed', error)
    else this.#repeat(run, step, made, error, how.wait ?? null)
  }

  #repeat(run: Run, step: Pending | null, made: number, error: StepError, wait: number | null): void {
    const due = this.core.now() + (wait ?? backOff(made, this.core.options.retryScale))
    this.core.record(['try', run.id, step?.id ?? null, made, due, `${error.name}: ${error.message}`])
    this.runs.repeat(run, step)
  }

  #operations(
    job: Job,
    fn: EngineFunction,
    ops: Op[],
    how: { startedAt: number; wait: number | null; race: boolean },
  ): void {
    const { run, step } = job
    const { core, runs } = this
    const fresh: Pending[] = []
    let raced = false
    let finished = 0
    let again: StepError | null = null
    const finish = (op: Op, memo: { data: unknown } | { error: StepError }) => {
      finished++
      raced ||= run.pending.get(op.id)?.race === true
      const status: DoneStep['status'] = 'data' in memo ? 'completed' : 'failed'
      const { startedAt } = how
      runs.memoise(run, memo, { id: op.id, name: stepName(op), status, startedAt, endedAt: core.now() })
    }
    for (const op of ops) {
      switch (op.op) {
        case 'StepRun':
        case 'Step':
          if (!run.memos.has(op.id)) finish(op, { data: op.data ?? null })
          break
        case 'StepFailed':
          if (!run.memos.has(op.id)) finish(op, { error: asError(op.error, 'The step failed') })
          break
        case 'StepError': {
          const error = asError(op.error, 'The step failed')
          if ((step ?? run).attempt + 1 >= fn.maxAttempts) finish(op, { error })
          else again = error
          break
        }
        case 'RunComplete':
          runs.end(run, 'completed', null, op.data)
          return
        default:
          if (!run.pending.has(op.id) && !run.memos.has(op.id)) fresh.push(this.#pending(op, how.race))
      }
    }
    if (fresh.length) {
      core.record(['pend', run.id, fresh])
      for (const pending of fresh) {
        if (pending.kind === 'invoke')
          this.#invoke(
            run,
            pending,
            ops.find((op) => op.id === pending.id),
          )
        if (run.pending.has(pending.id)) runs.arm(run, pending)
      }
    }
    if (again) this.#repeat(run, step, (step ?? run).attempt + 1, again, how.wait)
    else if (finished) {
      if (step === null) runs.discovering(run, false)
      runs.advance(run, raced)
    } else if (step && run.pending.has(step.id)) {
      this.#failed(job, fn, { name: 'Error', message: `The app did not run step "${step.name}".` }, {})
    }
  }

  #pending(op: Op, race: boolean): Pending {
    const at = this.core.now()
    const { opts = {} } = op
    const base = { id: op.id, name: stepName(op), at, attempt: 0, due: 0 }
    const raced = race || opts.parallelMode === 'race' ? { race: true } : {}
    const timeout = typeof opts.timeout === 'string' ? momentOf(opts.timeout, at) : undefined
    switch (op.op) {
      case 'StepPlanned':
        return { ...base, ...raced, kind: 'step' }
      case 'Sleep':
        return { ...base, ...raced, kind: 'sleep', until: momentOf(op.name ?? '', at) }
      case 'WaitForEvent': {
        const condition = typeof opts.if === 'string' ? opts.if : undefined
        return { ...base, ...raced, kind: 'wait', event: op.name, if: condition, until: timeout }
      }
      case 'InvokeFunction':
        return { ...base, ...raced, kind: 'invoke', until: timeout }
      default:
        throw new Error(`The local engine does not support "${op.op}" (step "${cut(stepName(op), 80)}").`)
    }
  }

  #invoke(run: Run, pending: Pending, op: Op | undefined): void {
    const target = this.core.state.functions.get(String(op?.opts?.function_id))
    if (!target) {
      const message = `Function "${op?.opts?.function_id}" is not registered.`
      this.runs.finishStep(run, pending, { error: { name: 'Error', message } })
      return
    }
    const payload = op?.opts?.payload as { data?: Record<string, unknown> } | undefined
    const now = this.core.now()
    const event = { id: ulid(now), name: 'inngest/function.invoked', data: payload?.data ?? {}, ts: now }
    this.core.record(['event', event])
    // Recorded with the pending step: nothing was flushed since.
    pending.child = this.runs.begin(target.id, [event], { parent: { run: run.id, step: pending.id } })
  }
}

function requestBody(run: Run, step: Pending | null, fn: EngineFunction, attempt: number): string {
  const stack = [...run.memos.keys()]
  return JSON.stringify({
    // The SDK decides.
    version: -1,
    event: run.events[0],
    events: run.events,
    steps: Object.fromEntries(run.memos),
    ctx: {
      run_id: run.id,
      attempt,
      max_attempts: fn.maxAttempts,
      // While others are pending, several such calls may be out at once: none of them may run a step by itself.
      disable_immediate_execution: step === null && run.pending.size > 0,
      use_api: false,
      stack: { stack, current: stack.length },
    },
  })
}
