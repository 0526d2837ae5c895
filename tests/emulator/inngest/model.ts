// The engine's vocabulary: what the SDK sends and receives, and what the engine remembers.

/** One event as functions receive it. */
export interface EngineEvent {
  id: string
  name: string
  data: Record<string, unknown>
  /** Epoch milliseconds. */
  ts: number
  [more: string]: unknown
}

export interface StepError {
  name: string
  message: string
  stack?: string
  [more: string]: unknown
}

/** A finished step's result, in the form in which the SDK takes it back. */
export type Memo = { data: unknown } | { error: StepError }

export interface Trigger {
  event?: string
  /** CEL over `event`. */
  expression?: string
  /** Cron line, with an optional `TZ=Area/City ` in front. */
  cron?: string
}

export interface ConcurrencyRule {
  limit: number
  key?: string
  scope: 'fn' | 'env' | 'account'
}

export interface CancelRule {
  event: string
  /** CEL over `event` (the run's own) and `async` (the arriving one). */
  if?: string
  timeout?: string
}

export interface BatchRule {
  maxSize: number
  timeout: string
  key?: string
  if?: string
}

/** A function as its app registered it, with defaults filled in. */
export interface EngineFunction {
  id: string
  name: string
  /** Where the SDK listens, with fnId and stepId in the query. */
  url: string
  /** Attempts in all, the first one included. */
  maxAttempts: number
  triggers: Trigger[]
  concurrency: ConcurrencyRule[]
  cancel: CancelRule[]
  batch?: BatchRule
  /** CEL over `event`; one run a value in 24 hours. */
  idempotency?: string
}

export interface App {
  name: string
  url: string
  functions: EngineFunction[]
}

export type PendingKind = 'step' | 'sleep' | 'wait' | 'invoke'

/** A step that the function has asked for and that has no result yet. */
export interface Pending {
  kind: PendingKind
  id: string
  name: string
  at: number
  /** Planned steps: attempts made so far, and when the next is due. */
  attempt: number
  due: number
  /** Sleeps: when it ends. Waits and invocations: when they time out. */
  until?: number
  event?: string
  if?: string
  /** Invocations: the run that was started. */
  child?: string
  /** Belongs to a race: its result alone makes the function go on. */
  race?: boolean
}

export type StepStatus = 'completed' | 'failed'

export interface DoneStep {
  id: string
  name: string
  status: StepStatus
  startedAt: number
  endedAt: number
}

export type EndStatus = 'completed' | 'failed' | 'cancelled'

/** A run that has not ended. */
export interface Run {
  id: string
  fn: string
  events: EngineEvent[]
  createdAt: number
  /** First call to the app; 0 before it. */
  startedAt: number
  /** Attempts made since the last progress, and when the next is due. */
  attempt: number
  due: number
  /** Most recent error of an attempt that will be repeated. */
  error?: string
  memos: Map<string, Memo>
  steps: DoneStep[]
  pending: Map<string, Pending>
  parent?: { run: string; step: string }
}

/** What stays of a run after its end: no payloads. */
export interface RunSummary {
  id: string
  fn: string
  event: string
  status: EndStatus
  createdAt: number
  startedAt: number
  endedAt: number
  attempt: number
  error?: string
  steps: DoneStep[]
}

export interface Batch {
  key: string
  fn: string
  deadline: number
  events: EngineEvent[]
}

/** One operation in the SDK's answer. */
export interface Op {
  id: string
  op: string
  name?: string
  displayName?: string
  data?: unknown
  error?: unknown
  opts?: Record<string, unknown>
}
