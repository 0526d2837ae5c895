// When to kill: moments by chance, the same for the same seed, and calls that are out just then.

import { engine } from './own-stack'

/** KILL_SEED repeats a run. */
export const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)

/** Mulberry32: the same seed gives the same moments. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export interface OpenCall {
  function: string
  step: string
}

export const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Calls that are out just now (of one function, if named); looks again for a while if there are none. */
export async function openCalls(patienceMs: number, fn?: string): Promise<OpenCall[]> {
  const until = Date.now() + patienceMs
  for (;;) {
    const all = await engine<OpenCall[]>('GET', '/open')
    const open = all.filter((each) => fn === undefined || each.function.endsWith(`-${fn}`))
    if (open.length > 0 || Date.now() > until) return open
    await wait(5)
  }
}
