import { checkRecordings, recordEverything } from './conformance'
import { closing, run, vitest } from './suites'

// npm run conformance: records the tests that need no browser, then checks. `-- FOLDER` checks recordings that are there.
const [given] = process.argv.slice(2)
if (given) process.exit(closing(await checkRecordings(given, run)))
const { folder, end } = recordEverything()
const tests = await vitest(['unit', 'integration'], folder)
const checks = await checkRecordings(folder, run)
const sum = { passed: tests.passed + checks.passed, failed: tests.failed + checks.failed }
end(checks.failed > 0)
process.exit(closing(sum))
