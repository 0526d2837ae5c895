import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { describeExit } from './child'
import { requireUsable } from './ports'
import { ROOT, readDataDir, readPorts, SetupError } from './settings'
import { startStack } from './stack'

const HELP = `Starts Tandem with a Microsoft 365 of its own. Nothing leaves this machine.

  npm run demo                start (builds first if needed)
  npm run demo -- --reset     forget everything and start over
  npm run dev                 the same with hot reload

Variables: PORT (3000), EMULATOR_PORT (4000), ENGINE_PORT (8288), SMTP_PORT (4025),
EMULATOR_CONTENT_PORT (EMULATOR_PORT + 1), TANDEM_DATA_DIR (.data),
DATABASE_URL (a Postgres to use in place of the built-in database; run npm run db:migrate first).`

function readArguments(): { reset: boolean; dev: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: { reset: { type: 'boolean' }, dev: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    return { reset: values.reset ?? false, dev: values.dev ?? false, help: values.help ?? false }
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}

/** Lines worth showing on the terminal; everything is in the log files. At most `perMinute` a service. */
function consoleFilter(perMinute: number): (service: string, line: string) => void {
  const shown = new Map<string, { since: number; count: number }>()
  return (service, full) => {
    const line = full.replace(/^\[[a-z]+\] /, '')
    const fatal = /"level":(50|60)\b/.test(line)
    if (!fatal && !/^\s*(⨯|fatal\b|uncaught|unhandled|[A-Za-z]*Error\b)/i.test(line)) return
    const state = shown.get(service) ?? { since: Date.now(), count: 0 }
    if (Date.now() - state.since > 60_000) Object.assign(state, { since: Date.now(), count: 0 })
    shown.set(service, { ...state, count: state.count + 1 })
    if (state.count < perMinute) console.error(`[${service}] ${line.slice(0, 500)}`)
    else if (state.count === perMinute) console.error(`[${service}] … more in its log file`)
  }
}

async function main(): Promise<number> {
  const { reset, dev, help } = readArguments()
  if (help) {
    console.log(HELP)
    return 0
  }
  const ports = readPorts(process.env)
  const dataDir = readDataDir(process.env)
  await requireUsable(ports)

  const abort = new AbortController()
  let end: (code: number) => void = () => {}
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!abort.signal.aborted) console.log('\nStopping …')
      abort.abort()
      end(0)
    })
  }

  const started = startStack({
    ports,
    dataDir,
    reset,
    dev,
    withSchedule: true,
    signal: abort.signal,
    onProgress: (message) => console.log(message),
    onLine: consoleFilter(20),
    onDeath: (service, exit, tail) => {
      console.error(`\nThe ${service} ${describeExit(exit)}. Its last words:\n${tail}`)
      end(1)
    },
  })
  const stack = await started.catch((error: unknown) => {
    if (abort.signal.aborted) return null
    throw error
  })
  if (!stack) return 0

  const folder = relative(ROOT, dataDir).startsWith('..') ? dataDir : relative(ROOT, dataDir)
  console.log(`
  Microsoft 365 emulator  ${stack.emulatorUrl}
  Background engine       ${stack.engineUrl}
  Database                ${stack.env.DATABASE_URL ? 'the one that DATABASE_URL names' : `built in, in ${folder}`}
  Logs                    ${folder}/logs
  Stop with Ctrl-C; "npm run demo -- --reset" starts over.
`)
  console.log(`Tandem is ready: ${stack.appUrl}`)
  const code = await ended
  await stack.stop()
  return code
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const plain = error instanceof SetupError || error instanceof Error
    console.error(`\nTandem could not start.\n${plain ? error.message : error}`)
    process.exit(1)
  },
)
