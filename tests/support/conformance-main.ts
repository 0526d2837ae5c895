import { checkRecordings, recordEverything } from './conformance'
import { closing, run, vitest } from './suites'

// npm run conformance: records the tests that need no browser, then checks. `-- FOLDER` checks recordings that are there.
const [given] = process.argv.slice(2)
if (given) process.exit(closing(await checkRecordings(given, run)))
const { folder, end } = recordEverything()
const unit = await vitest(['unit'], folder)
const integration = await vitest(['integration'], folder)
const checks = await checkRecordings(folder, run)
end(checks.failed > 0)
process.exit(
  closing({
    passed: unit.passed + integration.passed + checks.passed,
    failed: unit.failed + integration.failed + checks.failed,
  }),
)
