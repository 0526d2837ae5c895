// What the engine knows, in memory; the journal's records are the only way to change it. Nothing here has effects.

import type { App, Batch, EngineEvent, EngineFunction, Run, RunSummary } from './model'
import type { JournalRecord } from './records'

const KEEP_PAST_RUNS = 500
const ERROR_CHARS = 500

export class State {
  readonly apps = new Map<string, App>()
  readonly functions = new Map<string, EngineFunction>()
  readonly runs = new Map<string, Run>()
  readonly batches = new Map<string, Batch>()
  readonly seen = new Map<string, number>()
  /** Ended runs, oldest first, without payloads. */
  readonly past = new Map<string, RunSummary>()
  /** Events of the current group of records, until their runs and batches have taken them. */
  readonly #fresh = new Map<string, EngineEvent>()

  apply(record: JournalRecord): void {
    switch (record[0]) {
      case 'app':
        this.#app(record[1])
        return
      case 'event':
        this.#fresh.set(record[1].id, record[1])
        return
      case 'run': {
        const { id, fn, events, at, due, parent } = record[1]
        const own = events.flatMap((event) => this.#fresh.get(event) ?? [])
        this.runs.set(id, {
          id,
          fn,
          events: own,
          createdAt: at,
          startedAt: 0,
          attempt: 0,
          due,
          memos: new Map(),
          steps: [],
          pending: new Map(),
          parent,
        })
        return
      }
      case 'start': {
        const run = this.runs.get(record[1])
        if (run) run.startedAt = record[2]
        return
      }
      case 'pend': {
        const run = this.runs.get(record[1])
        for (const pending of record[2]) run?.pending.set(pending.id, pending)
        return
      }
      case 'memo': {
        const run = this.runs.get(record[1])
        if (!run) return
        run.memos.set(record[2], record[3])
        run.pending.delete(record[2])
        if (record[4]) run.steps.push(record[4])
        run.attempt = 0
        run.due = 0
        run.error = undefined
        return
      }
      case 'try': {
        const [, id, step, attempt, due, error] = record
        const run = this.runs.get(id)
        const job = step === null ? run : run?.pending.get(step)
        if (!run || !job) return
        job.attempt = attempt
        job.due = due
        run.error = error.slice(0, ERROR_CHARS)
        return
      }
      case 'end': {
        const run = this.runs.get(record[1])
        if (!run) return
        this.runs.delete(run.id)
        this.#remember(summarise(run, record[2], record[3], record[4]))
        return
      }
      case 'seen':
        this.seen.set(record[1], record[2])
        return
      case 'batch': {
        const [, key, fn, event, deadline] = record
        const batch = this.batches.get(key) ?? { key, fn, deadline, events: [] }
        const taken = this.#fresh.get(event)
        if (taken) batch.events.push(taken)
        this.batches.set(key, batch)
        return
      }
      case 'unbatch': {
        // The run that follows in the same group takes the batch's events.
        for (const event of this.batches.get(record[1])?.events ?? []) this.#fresh.set(event.id, event)
        this.batches.delete(record[1])
        return
      }
      case 'past':
        this.#remember(record[1])
    }
  }

  /** Ends a group: events that nobody took are forgotten. */
  settle(): void {
    this.#fresh.clear()
  }

  /** The state as records, for a compacted journal. Drops what has lapsed at `now`. */
  *snapshot(now: number): Generator<JournalRecord> {
    for (const app of this.apps.values()) yield ['app', app]
    for (const [key, until] of this.seen) {
      if (until > now) yield ['seen', key, until]
      else this.seen.delete(key)
    }
    for (const summary of this.past.values()) yield ['past', summary]
    const written = new Set<string>()
    const events = function* (list: EngineEvent[]): Generator<JournalRecord> {
      for (const event of list) {
        if (written.has(event.id)) continue
        written.add(event.id)
        yield ['event', event]
      }
    }
    for (const { key, fn, deadline, events: list } of this.batches.values()) {
      yield* events(list)
      for (const event of list) yield ['batch', key, fn, event.id, deadline]
    }
    for (const run of this.runs.values()) {
      yield* events(run.events)
      yield* snapshotRun(run)
    }
  }

  #app(app: App): void {
    for (const fn of this.apps.get(app.name)?.functions ?? []) this.functions.delete(fn.id)
    this.apps.set(app.name, app)
    for (const fn of app.functions) this.functions.set(fn.id, fn)
  }

  #remember(summary: RunSummary): void {
    this.past.set(summary.id, summary)
    if (this.past.size <= KEEP_PAST_RUNS) return
    for (const oldest of this.past.keys()) {
      this.past.delete(oldest)
      return
    }
  }
}

function* snapshotRun(run: Run): Generator<JournalRecord> {
  const { id, fn, createdAt, due, parent } = run
  yield ['run', { id, fn, events: run.events.map((event) => event.id), at: createdAt, due, parent }]
  if (run.startedAt) yield ['start', id, run.startedAt]
  const done = new Map(run.steps.map((step) => [step.id, step]))
  for (const [step, memo] of run.memos) yield ['memo', id, step, memo, done.get(step) ?? null]
  if (run.attempt || run.due) yield ['try', id, null, run.attempt, run.due, run.error ?? '']
  if (run.pending.size) yield ['pend', id, [...run.pending.values()]]
}

function summarise(run: Run, status: RunSummary['status'], endedAt: number, error: string | null): RunSummary {
  return {
    id: run.id,
    fn: run.fn,
    event: run.events[0]?.name ?? '',
    status,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt,
    attempt: run.attempt,
    error: error?.slice(0, ERROR_CHARS),
    steps: run.steps,
  }
}
