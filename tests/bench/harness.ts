import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../support/settings'

/** How one figure came out: reached the aim, the must, or neither; or the floor itself would not hold still. */
export type Verdict = 'aim' | 'must' | 'below' | 'floor moved'

/** One line of the table. */
export interface Score {
  bench: string
  what: string
  unit: string
  subject: number
  floor: number | null
  ratio: number | null
  must: string
  aim: string
  verdict: Verdict
  note: string
}

export interface BenchOptions {
  /** A smoke run: small mailboxes, few rounds. Its figures prove that the bench works, no more. */
  quick: boolean
}

const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b)

/** The p-th percentile (0…1) by nearest rank. */
export function percentile(values: number[], p: number): number {
  const all = sorted(values)
  return all[Math.min(all.length - 1, Math.max(0, Math.ceil(p * all.length) - 1))] ?? Number.NaN
}

export const median = (values: number[]): number => percentile(values, 0.5)

/** True when a floor cannot serve as one: its middle rounds lie more than 25 % apart. Outer rounds may be strays. */
export function hasMoved(floors: number[]): boolean {
  const all = sorted(floors)
  const middle = all.length >= 5 ? all.slice(1, -1) : all
  return (middle.at(-1) ?? 0) - (middle[0] ?? 0) > 0.25 * median(all)
}

export interface Rounds {
  floor: number
  subject: number
  moved: boolean
}

/** Runs floor and subject in turn, so that a machine that slows down slows both; answers their medians. */
export async function alternate(
  rounds: number,
  floor: (round: number) => Promise<number>,
  subject: (round: number) => Promise<number>,
): Promise<Rounds> {
  const floors: number[] = []
  const subjects: number[] = []
  for (let round = 0; round < rounds; round++) {
    floors.push(await floor(round))
    subjects.push(await subject(round))
  }
  return { floor: median(floors), subject: median(subjects), moved: hasMoved(floors) }
}

interface Limits {
  must: number
  aim?: number
  /** True when more is better (rates). */
  more?: boolean
}

function judge(value: number, { must, aim, more = false }: Limits): Verdict {
  const reaches = (limit: number) => (more ? value >= limit : value <= limit)
  if (!reaches(must)) return 'below'
  return aim === undefined || reaches(aim) ? 'aim' : 'must'
}

/** A subject beside its floor; the limits are ratios. */
export function scoreRatio(
  bench: string,
  what: string,
  unit: string,
  { floor, subject, moved }: Rounds,
  limits: Limits,
  note = '',
): Score {
  const ratio = subject / floor
  const sign = limits.more ? '≥ ' : '≤ '
  return {
    ...{ bench, what, unit, subject, floor, ratio, note },
    must: `${sign}${limits.must}×`,
    aim: limits.aim === undefined ? '' : `${sign}${limits.aim}×`,
    verdict: moved ? 'floor moved' : judge(ratio, limits),
  }
}

/** A figure with limits of its own; a floor may stand beside it for information. */
export function scoreValue(
  bench: string,
  what: string,
  unit: string,
  subject: number,
  limits: Limits & { floor?: number },
  note = '',
): Score {
  const sign = limits.more ? '≥ ' : '≤ '
  const floor = limits.floor ?? null
  return {
    ...{ bench, what, unit, subject, floor, note },
    ratio: floor ? subject / floor : null,
    must: `${sign}${limits.must}`,
    aim: limits.aim === undefined ? '' : `${sign}${limits.aim}`,
    verdict: judge(subject, limits),
  }
}

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until the answer is there. Throws after `patience` milliseconds. */
export async function until<T>(what: string, ask: () => Promise<T | null>, patience = 60_000, every = 50): Promise<T> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > deadline) throw new Error(`${what}: not after ${patience / 1000} s`)
    await pause(every)
  }
}

/**
 * Runs `run(input)` of a file beside this one in a process of its own: the environment is read once a process, and
 * memory is measured clean. Answers what it returned.
 */
export async function inProcess<T>(module: string, input: unknown, env: NodeJS.ProcessEnv = process.env): Promise<T> {
  const one = fileURLToPath(new URL('./one.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', import.meta.resolve('tsx'), one, module, JSON.stringify(input)],
    { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  let answer: { value: T } | undefined
  child.on('message', (message) => {
    answer = message as { value: T }
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (!answer) throw new Error(`${module} ended with ${code} and without a result`)
  return answer.value
}
