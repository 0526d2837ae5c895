import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// An offset of 12:45 (13:45 in summer), with the seasons of the south: a rule that leans on the machine's zone fails.
process.env.TZ = 'Pacific/Chatham'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const CODE = ['lib', 'components', 'app', 'inngest', 'drizzle', 'tests/emulator']

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
          maxWorkers: 2,
          // After the others: vitest wants projects of different widths in groups of their own.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
