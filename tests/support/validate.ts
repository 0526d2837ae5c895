import { closing, runAside, runSuites } from './suites'

// The slow one first: the others pass beside it.
const GATES = ['types', 'lock', 'lint', 'structure', 'deps', 'dead']

// All gates and all tests run, whatever failed before: one run tells everything. A gate counts as one test.
const sum = { passed: 0, failed: 0 }
const broken: string[] = []
const left = [...GATES]
const passGates = async () => {
  for (let gate = left.shift(); gate; gate = left.shift()) {
    const { code, text } = await runAside('npm', ['run', '--silent', gate])
    console.log(`\n── ${gate} ${'─'.repeat(60 - gate.length)}\n${text.trimEnd()}`)
    console.log(code === 0 ? `${gate}: good` : `${gate}: FAILED`)
    if (code === 0) sum.passed++
    else {
      sum.failed++
      broken.push(gate)
    }
  }
}
await Promise.all([passGates(), passGates()])
const tests = await runSuites()
process.exit(
  closing({
    passed: sum.passed + tests.passed,
    failed: sum.failed + tests.failed,
    late: tests.late,
    broken: [...broken.map((gate) => `npm run ${gate}`), ...(tests.broken ?? [])],
  }),
)
