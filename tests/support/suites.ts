import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { checkRecordings, recordEverything, type Tally } from './conformance'
import { ROOT } from './settings'

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[]
  }[]
}

interface PlaywrightSuite {
  file: string
  specs: { title: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[]
  suites?: PlaywrightSuite[]
}

interface PlaywrightReport {
  suites: PlaywrightSuite[]
  stats: { expected: number; skipped: number }
}

const bin = (name: string) => join(ROOT, 'node_modules', ...name.split('/'))

/** Runs a program in the foreground and gives its exit code (1 when a signal ended it). */
export function run(program: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Runs a program aside; gives its exit code (1 when a signal ended it) and all that it printed. */
export function runAside(program: string, args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
    child.once('error', (error) => resolve({ code: 1, text: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, text }))
  })
}

function tellSkipped(count: number): number {
  if (count > 0) console.error(`${count} skipped: a skipped test proves nothing, so it counts as failed.`)
  return count
}

/** A report counts tests; a run can also fail outside any test (a file that does not load, an unhandled error). */
function tally(passed: number, failed: number, exitCode: number): Tally {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed }
}

/** A failure in a line: where, what, and the first words of why. */
const inALine = (file: string, title: string, why = ''): string =>
  `${relative(ROOT, file)} › ${title}: ${stripVTControlCharacters(why).split('\n', 1)[0]?.slice(0, 200)}`

const brokenInVitest = ({ testResults }: VitestReport): string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) =>
    status === 'failed' && assertionResults.length === 0
      ? [inALine(name, 'does not load', message)]
      : assertionResults
          .filter((each) => each.status === 'failed')
          .map((each) => inALine(name, each.fullName, each.failureMessages?.[0])),
  )

/** Something was not on the screen in time. Everything else that fails is a wrong answer. */
const TOO_LATE = /^(TimeoutError|Error: expect\(locator\)|Test timeout)/

const linesOfPlaywright = ({ suites = [], specs, file }: PlaywrightSuite): { line: string; forgiven: boolean }[] => [
  ...specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const why = stripVTControlCharacters(results[0]?.error?.message ?? '')
        const line = inALine(join(ROOT, 'tests/e2e', file), title, why)
        return { line, forgiven: status === 'flaky' && TOO_LATE.test(why) }
      }),
  ),
  ...suites.flatMap(linesOfPlaywright),
]

/** Runs Vitest projects; their report goes to `folder`. */
export async function vitest(projects: string[], folder: string): Promise<Tally> {
  const file = join(folder, `${projects[0]}.json`)
  const chosen = projects.flatMap((project) => ['--project', project])
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await run(process.execPath, [bin('vitest/vitest.mjs'), 'run', ...chosen, ...reporters])
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  const unloaded = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length
  const skipped = tellSkipped(report.numPendingTests + report.numTodoTests)
  return {
    ...tally(report.numPassedTests, report.numFailedTests + unloaded + skipped, code),
    broken: brokenInVitest(report),
  }
}

async function playwright(folder: string): Promise<Tally> {
  const file = join(folder, 'e2e.json')
  const args = [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json']
  const code = await run(process.execPath, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport
  const lines = suites.flatMap(linesOfPlaywright)
  const broken = lines.filter(({ forgiven }) => !forgiven)
  const late = lines.filter(({ forgiven }) => forgiven).map(({ line }) => line)
  return {
    ...tally(stats.expected + late.length, broken.length + tellSkipped(stats.skipped), code),
    broken: broken.map(({ line }) => line),
    late,
  }
}

const SUITES: [string, (folder: string) => Promise<Tally>][] = [
  ['Unit tests', (folder) => vitest(['unit', 'dom'], folder)],
  ['Integration tests', (folder) => vitest(['integration'], folder)],
  ['End-to-end tests', playwright],
]

/**
 * Runs every suite in order, each to its end, and adds up; what they asked of Graph is checked at the end. A suite
 * without tests counts as failed.
 */
export async function runSuites(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-tests-'))
  const sum = { passed: 0, failed: 0, broken: [] as string[], late: [] as string[] }
  const recording = recordEverything()
  let kept = true
  try {
    for (const [name, suite] of SUITES) {
      console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`)
      const { passed, failed, broken = [], late = [] } = await suite(folder)
      sum.broken.push(...broken)
      sum.late.push(...late)
      if (passed + failed === 0) console.error(`${name}: nothing ran.`)
      sum.passed += passed
      sum.failed += passed + failed === 0 ? 1 : failed
    }
    console.log(`\n── Conformance ${'─'.repeat(49)}`)
    const checks = await checkRecordings(recording.folder, run)
    sum.passed += checks.passed
    sum.failed += checks.failed
    kept = checks.failed > 0
  } finally {
    recording.end(kept)
    rmSync(folder, { recursive: true, force: true })
  }
  return sum
}

/** The closing line, always the last thing printed; gives the exit code. */
export function closing({ passed, failed, broken = [], late = [] }: Tally): number {
  const tell = (heading: string, what: string[]) =>
    what.length > 0 && console.log(`\n${heading}:\n${what.map((each) => `- ${each}`).join('\n')}`)
  tell('What came too late once, and passed when asked again', late)
  tell('What failed', broken)
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed > 0 || passed === 0 ? 1 : 0
}
