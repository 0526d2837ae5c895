import { type BenchOptions, inProcess, type Score } from './harness'
import type { SearchJob } from './p6-search-job'

/** P6: searches over HTTP, for rare, frequent and absent words, on both engines. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const scores: Score[] = []
  for (const engine of ['PGlite', 'Postgres'] as const) {
    const job: SearchJob = { engine, messages: quick ? 5_000 : 100_000, times: quick ? 5 : 40 }
    scores.push(...(await inProcess<Score[]>('p6-search-job', job)))
  }
  return scores
}
