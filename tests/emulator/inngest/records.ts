// What the journal holds: every change of the engine's state is one of these.

import type { App, DoneStep, EndStatus, EngineEvent, Memo, Pending, RunSummary } from './model'

export interface NewRun {
  id: string
  fn: string
  /** Ids of its events. */
  events: string[]
  at: number
  /** Later than `at` for an event that is dated in the future. */
  due: number
  parent?: { run: string; step: string }
}

export type JournalRecord =
  | ['app', App]
  | ['event', EngineEvent]
  | ['run', NewRun]
  /** First call of a run. */
  | ['start', string, number]
  | ['pend', string, Pending[]]
  | ['memo', string, string, Memo, DoneStep | null]
  /** An attempt failed and will be repeated: run, step or null, attempts made, due, error. */
  | ['try', string, string | null, number, number, string]
  | ['end', string, EndStatus, number, string | null]
  /** Deduplication: key and the moment when it lapses. */
  | ['seen', string, number]
  /** Batch key, function, event id, deadline. */
  | ['batch', string, string, string, number]
  | ['unbatch', string]
  | ['past', RunSummary]
