// Engines for tests, and questions to them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Quiet, RunView } from '../control'
import { type EngineOptions, type RunningEngine, startEngine } from '../server'

/** Waits between attempts in tests: 15 s become 30 ms. */
export const TEST_SCALE = 0.002

export function temporaryDir(): string {
  return mkdtempSync(join(tmpdir(), 'engine-'))
}

/** An engine on a free port with its own directory, removed by `end`. */
export async function testEngine(
  options: Partial<EngineOptions> = {},
): Promise<RunningEngine & { dir: string; end(): Promise<void> }> {
  const dir = options.dir ?? temporaryDir()
  const engine = await startEngine({ retryScale: TEST_SCALE, ...options, dir })
  const end = async () => {
    await engine.close()
    rmSync(dir, { recursive: true, force: true })
  }
  return { ...engine, dir, end }
}

async function control<T>(engineUrl: string, path: string): Promise<T> {
  return (await (await fetch(`${engineUrl}/_control/${path}`)).json()) as T
}

export function runsOf(engineUrl: string, fn: string): Promise<RunView[]> {
  return control(engineUrl, `runs?function=${fn}`)
}

export function quietOf(engineUrl: string): Promise<Quiet> {
  return control(engineUrl, 'quiet')
}

export function openCalls(engineUrl: string): Promise<{ function: string; step: string | null }[]> {
  return control(engineUrl, 'open')
}

/** Waits until the condition holds; fails with what it last saw. */
export async function until<T>(what: string, look: () => Promise<T> | T, good: (seen: T) => boolean, ms = 8000) {
  const end = Date.now() + ms
  let seen: T
  do {
    seen = await look()
    if (good(seen)) return seen
    await new Promise((resolve) => setTimeout(resolve, 10))
  } while (Date.now() < end)
  throw new Error(`${what}: not within ${ms} ms; last seen ${JSON.stringify(seen)}`)
}

/** Waits for the function's newest run to end and answers it. */
export async function ended(engineUrl: string, fn: string): Promise<RunView> {
  const runs = await until(
    `${fn} ends`,
    () => runsOf(engineUrl, fn),
    (list) => list.length > 0 && list.every((run) => run.endedAt !== null),
  )
  const [newest] = runs
  if (!newest) throw new Error('no run')
  return newest
}
