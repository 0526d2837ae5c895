// Leaves what an emulator was asked in a folder, for the conformance gate: all Graph traffic and the hits of each route.

import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One route of the emulator and how often it was called. */
export interface RouteHits {
  method: string
  template: string
  hits: number
}

export interface Recording {
  /** Appends JSON lines of traffic. */
  traffic(text: string): void
  /** Writes the hits beside the traffic. Call once, at the end. */
  routes(hits: RouteHits[]): void
}

/** A recording of one emulator: `<folder>/<id>.jsonl` and `<folder>/<id>.routes.json`. */
export function recordingIn(folder: string): Recording {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${process.pid}-${randomUUID().slice(0, 8)}`)
  return {
    traffic: (text) => {
      if (text) appendFileSync(`${file}.jsonl`, text)
    },
    routes: (hits) => writeFileSync(`${file}.routes.json`, JSON.stringify(hits)),
  }
}
