// The parts that everything else shares: state with its journal, time, flow control.

import { AppClient } from './app-client'
import type { Clock } from './clock'
import { Flow } from './flow'
import { Gate } from './gate'
import { Journal } from './journal'
import { Listeners } from './listeners'
import type { JournalRecord } from './records'
import { State } from './state'
import { Timers } from './timers'
import { Triggers } from './triggers'

export interface CoreOptions {
  /** Directory of the journal. */
  dir: string
  clock: Clock
  /** Factor on the waits between attempts (1 = as Inngest). */
  retryScale: number
  /** Calls to apps at the same time. */
  maxInFlight: number
  /** Milliseconds before a call without an answer counts as a failed attempt. */
  callTimeoutMs: number
  log: (line: string) => void
}

const TIDY_EVERY_MS = 20_000
const TIDY_AT_BYTES = 32 * 1024 * 1024
/** Up to this size a rewrite takes no time worth a thought. */
const SMALL_BYTES = 4 * 1024 * 1024
const TIDY_AT_LEAST_EVERY_MS = 10 * 60_000

export class Core {
  readonly state = new State()
  readonly listeners = new Listeners()
  readonly triggers = new Triggers()
  readonly timers: Timers
  readonly flow: Flow
  readonly client: AppClient
  readonly gate: Gate
  readonly #journal: Journal
  readonly #tidier: NodeJS.Timeout
  #flushScheduled = false
  #closed = false
  #tidiedAt = Date.now()

  constructor(readonly options: CoreOptions) {
    this.#journal = new Journal(options.dir, (record) => this.state.apply(record))
    this.state.settle()
    this.timers = new Timers(options.clock)
    this.flow = new Flow(() => this.flush())
    this.client = new AppClient(options.maxInFlight, options.callTimeoutMs)
    this.gate = new Gate(this.flow, this.client, options.log)
    this.triggers.rebuild(this.state.functions.values())
    this.#tidier = setInterval(() => this.#tidy(), TIDY_EVERY_MS)
    this.#tidier.unref()
  }

  now(): number {
    return this.options.clock.now()
  }

  /** Changes the state. What happens in one turn reaches the disk as one whole, before anything leaves the process. */
  record(record: JournalRecord): void {
    this.#journal.add(record)
    this.state.apply(record)
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    setImmediate(() => {
      this.#flushScheduled = false
      if (!this.#closed) this.flush()
    })
  }

  /** Hands everything recorded so far to the kernel. */
  flush(): void {
    this.#journal.flush()
    this.state.settle()
  }

  /** Rewrites the journal without what has ended. */
  compact(): void {
    this.flush()
    this.#journal.compact(this.state.snapshot(this.now()))
    this.#tidiedAt = Date.now()
  }

  get journalFile(): string {
    return this.#journal.file
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#tidier)
    this.gate.stop()
    this.timers.close()
    this.client.close()
    this.#journal.close()
  }

  /** When it is quiet, payloads of ended runs go soon: small journals every time, large ones less often. */
  #tidy(): void {
    const { grown, sizeAtCompaction } = this.#journal
    const quiet = this.flow.running + this.flow.queued === 0
    const due =
      sizeAtCompaction < SMALL_BYTES ||
      grown > sizeAtCompaction / 4 ||
      Date.now() - this.#tidiedAt > TIDY_AT_LEAST_EVERY_MS
    if ((quiet && grown > 0 && due) || grown > Math.max(TIDY_AT_BYTES, 2 * sizeAtCompaction)) this.compact()
  }
}
