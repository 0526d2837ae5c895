import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '../support/stack'
import { type BenchOptions, inProcess, type Score, scoreRatio, scoreValue } from './harness'
import type { ImportJob, ImportResult } from './p3-job'
import { control, startDatabase } from './rig'

const ALEX = 'alex@contoso.test'
const MEGAN = 'megan@contoso.test'
const ADELE = 'adele@contoso.test'

/** P3: a first import beside a bare loop over the same pages; memory as the mailbox grows. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const sizes = quick
    ? { [ALEX]: 1_000, [MEGAN]: 3_000, [ADELE]: 10_000 }
    : { [ALEX]: 10_000, [MEGAN]: 50_000, [ADELE]: 100_000 }
  const rounds = quick ? 1 : 5
  const scores: Score[] = []
  const microsoft = await startStack({ only: ['emulator'] })
  try {
    const { emulatorUrl } = microsoft
    for (const [upn, count] of Object.entries(sizes))
      await control(emulatorUrl, 'POST', `/users/${upn}/messages`, { count, spreadDays: 700, seed: 3 })
    const importOf = async (
      env: Record<string, string>,
      job: Omit<ImportJob, 'emulatorUrl'>,
    ): Promise<ImportResult> => {
      const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'))
      try {
        return await inProcess<ImportResult>(
          'p3-job',
          { emulatorUrl, ...job },
          { ...process.env, DATABASE_URL: '', TANDEM_DATA_DIR: folder, ...env },
        )
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
    for (const engine of ['PGlite', 'Postgres']) {
      for (const upn of [ALEX, MEGAN]) {
        const postgres = engine === 'Postgres' ? await startDatabase() : null
        const result = await importOf(postgres?.env ?? {}, { upn, rounds }).finally(() => postgres?.stop())
        scores.push(
          scoreRatio('P3', `import of ${result.rows} messages, ${engine}`, 'ms', result, { must: 3, aim: 1.5 }),
        )
      }
    }
    const peak = async (upn: string) => {
      const postgres = await startDatabase()
      return (await importOf(postgres.env, { upn, rounds: 1, once: true }).finally(() => postgres.stop())).peak
    }
    const small = await peak(ALEX)
    const large = await peak(ADELE)
    scores.push(
      scoreValue(
        'P3',
        `memory, ${sizes[ALEX]} → ${sizes[ADELE]}`,
        '× growth',
        large / small,
        { must: 1.5 },
        `${Math.round(small)} → ${Math.round(large)} MB`,
      ),
    )
    return scores
  } finally {
    await microsoft.stop()
  }
}
