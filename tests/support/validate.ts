import { closing, run, runSuites } from './suites'

const GATES = ['lock', 'lint', 'structure', 'types', 'deps', 'dead']

// All gates and all tests run, whatever failed before: one run tells everything. A gate counts as one test.
const sum = { passed: 0, failed: 0 }
const broken: string[] = []
for (const gate of GATES) {
  console.log(`\n── ${gate} ${'─'.repeat(60 - gate.length)}`)
  const code = await run('npm', ['run', '--silent', gate])
  console.log(code === 0 ? `${gate}: good` : `${gate}: FAILED`)
  if (code === 0) sum.passed++
  else {
    sum.failed++
    broken.push(gate)
  }
}
const tests = await runSuites()
if (broken.length > 0) console.log(`\nGates that failed: ${broken.join(', ')}`)
process.exit(closing({ passed: sum.passed + tests.passed, failed: sum.failed + tests.failed }))
