import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '../support/stack'
import { type BenchOptions, inProcess, type Score, scoreRatio } from './harness'
import type { PublishJob, PublishResult } from './p8-job'

/** P8: a first push of entries to a separate calendar, beside bare creates at the width of the bulk lane. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const microsoft = await startStack({ only: ['emulator'] })
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'))
  try {
    const job: PublishJob = {
      emulatorUrl: microsoft.emulatorUrl,
      upn: 'alex@contoso.test',
      entries: quick ? 200 : 2_000,
      rounds: quick ? 1 : 5,
      roundTripMs: 80,
    }
    const env = { ...process.env, DATABASE_URL: '', TANDEM_DATA_DIR: folder }
    const result = await inProcess<PublishResult>('p8-job', job, env)
    const what = `first push of ${job.entries} entries, 80 ms`
    const { stops, cpu } = result
    // What else the machine does counts in the ratio, as every moment of the processor then takes longer.
    const load = `load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`
    const work = `processor ${cpu.subject.toFixed(1)} ms an entry beside ${cpu.floor.toFixed(1)}`
    const note = `${stops.length === 0 ? 'never stopped' : `stopped: ${stops.join(', ')}`}; ${work}; ${load}`
    return [scoreRatio('P8', what, 'ms', result, { must: 1.15, aim: 1.05 }, note)]
  } finally {
    await microsoft.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
