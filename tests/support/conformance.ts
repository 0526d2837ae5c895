import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RouteHits } from '../emulator/core/recording'
import { ROOT } from './settings'

// What the tests and the product asked Graph for, held against Microsoft's own metadata and permissions data. The
// checker brings that data along and is no part of a checkout: where it is missing, only the coverage is checked.

const checker = (): string =>
  process.env.TANDEM_CONFORMANCE || join(ROOT, '..', 'shared', 'graph', 'check_conformance.mjs')

const filesIn = (folder: string, end: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name))

/** Routes of the emulator that no test reached, from the hits of all its runs. */
export function routesNotHit(runs: RouteHits[][]): string[] {
  const sum = new Map<string, number>()
  for (const { method, template, hits } of runs.flat()) {
    const route = `${method} ${template}`
    sum.set(route, (sum.get(route) ?? 0) + hits)
  }
  return [...sum].filter(([, hits]) => hits === 0).map(([route]) => route)
}

/** What a suite or a gate came to. */
export interface Tally {
  passed: number
  failed: number
  /** What failed, by name and first words: said again at the very end, where everybody looks. */
  broken?: string[]
  /** Browser tests that waited for their page in vain once and passed the second time, by name and first words. */
  late?: string[]
}

type Run = (program: string, args: string[]) => Promise<number>

/**
 * Checks the recordings of a folder: every request against Microsoft's metadata (refused ones of negative tests only
 * for their answers), and every route of the emulator for having been reached.
 */
export async function checkRecordings(folder: string, run: Run): Promise<Tally> {
  const runs = filesIn(folder, '.routes.json').map((file) => JSON.parse(readFileSync(file, 'utf8')) as RouteHits[])
  const traffic = filesIn(folder, '.jsonl')
  if (runs.length === 0 || traffic.length === 0) {
    console.error('No emulator left a recording.')
    return { passed: 0, failed: 1 }
  }
  const missed = routesNotHit(runs)
  const all = runs[0]?.length ?? 0
  console.log(`Routes of the emulator: ${all - missed.length} of ${all} reached.`)
  for (const route of missed) console.error(`not reached: ${route}`)
  const covered = { passed: missed.length === 0 ? 1 : 0, failed: missed.length }
  if (!existsSync(checker())) {
    console.log('Conformance check: not available here, passed over. TANDEM_CONFORMANCE names the checker.')
    return covered
  }
  const clean = (await run(process.execPath, [checker(), ...traffic, '--lenient-4xx'])) === 0
  return { passed: covered.passed + (clean ? 1 : 0), failed: covered.failed + (clean ? 0 : 1) }
}

/** A fresh folder in which every emulator of this process and its children leaves a recording. */
export function recordEverything(): { folder: string; end(keep: boolean): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-traffic-'))
  process.env.TANDEM_TRAFFIC_DIR = folder
  return {
    folder,
    end(keep) {
      delete process.env.TANDEM_TRAFFIC_DIR
      if (keep) console.error(`The recordings are kept in ${folder}`)
      else rmSync(folder, { recursive: true, force: true })
    },
  }
}
