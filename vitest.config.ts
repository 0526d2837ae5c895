import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// An offset of 12:45 (13:45 in summer), with the seasons of the south: a rule that leans on the machine's zone fails.
process.env.TZ = 'Pacific/Chatham'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const CODE = ['lib', 'components', 'app', 'inngest', 'drizzle', 'tests/emulator']

/** Where nothing is known of earlier runs, the larger file counts as the longer one. These are not large. */
const LONG = [
  'faults-answers',
  'faults-model',
  'faults-signals',
  'calendar-series',
  'faults-leave',
  'faults-items',
  'costs',
]

/** What takes long begins early: else one core waits at the end for the file that the other is at. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) =>
      project.name === 'integration' ? (LONG.includes(basename(moduleId, '.test.ts')) ? 1 : 2) : 0
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: at('./') },
      { find: /^server-only$/, replacement: at('./tests/support/empty.ts') },
    ],
  },
  test: {
    pool: 'forks',
    // next-auth imports next/server without an extension, which only a bundler resolves.
    server: { deps: { inline: ['next-auth'] } },
    teardownTimeout: 30_000,
    sequence: { sequencer: LongFirst },
    // Vitest itself leaves one core free, which is half of a small machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A property of thousands of cases may share its core with others, and so may what starts before it.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: CODE.map((folder) => `${folder}/**/*.test.ts`), environment: 'node' },
      },
      {
        extends: true,
        test: { name: 'dom', include: CODE.map((folder) => `${folder}/**/*.test.tsx`), environment: 'happy-dom' },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/support/**/*.test.ts'],
          environment: 'node',
          // One more than the cores of a small machine: they often wait, for a clock or a line.
          maxWorkers: 3,
          // After the others: vitest wants projects of different widths in groups of their own.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
