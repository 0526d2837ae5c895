import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CLIENT_ID, CLIENT_SECRET } from '../emulator/defaults'
import { ensureBuild, NEXT_BIN } from './build'
import { type Child, type ChildSpec, describeExit, type Exit, startChild, waitHealthy } from './child'
import { type Addresses, addressesOf, stackEnv } from './child-env'
import { type DataDir, openDataDir } from './data-dir'
import { freePorts } from './ports'
import type { Ports } from './settings'

export type ServiceName = 'emulator' | 'engine' | 'app'

export interface StackOptions {
  /** Default: free ports chosen by the operating system. */
  ports?: Ports
  /** Default: a new folder under the system's temporary folder, removed at the end. */
  dataDir?: string
  /** Empties the data folder first. */
  reset?: boolean
  /** Hot reload (next dev) in place of the production build. */
  dev?: boolean
  /** Further variables for every process; they win over the stack's own. */
  env?: Record<string, string>
  /** Put the demo workspace in (first start only). Default: yes, unless DATABASE_URL names a database. */
  seed?: boolean
  /** Put a month into the schedules of the demo workspace too: for looking at. */
  withSchedule?: boolean
  /** Start only these. Default: all three. */
  only?: ServiceName[]
  onProgress?: (message: string) => void
  onLine?: (service: string, line: string) => void
  /** A service ended that nobody had asked to end. */
  onDeath?: (service: ServiceName, exit: Exit, tail: string) => void
  /** Aborting ends whatever has been started, and makes startStack reject. */
  signal?: AbortSignal
}

export interface Stack extends Addresses {
  ports: Ports
  dataDir: string
  /** The environment that the processes run with. */
  env: Record<string, string>
  pid(service: ServiceName): number
  /** Ends one service and all it started, as a crash would (SIGKILL unless told otherwise); resolves when it is gone. */
  kill(service: ServiceName, signal?: NodeJS.Signals): Promise<Exit>
  /** Starts a service again (ending it first if it runs) and waits until it is ready. */
  restart(service: ServiceName): Promise<void>
  /** The last lines that a service wrote. */
  logs(service: ServiceName, lines?: number): string
  /** Ends everything: at most three seconds. */
  stop(): Promise<void>
}

const READY_MS = 90_000
const TSX = import.meta.resolve('tsx')
const inTests = (path: string) => fileURLToPath(new URL(path, import.meta.url))

interface Service {
  spec: ChildSpec
  healthUrl: string
  child?: Child
  /** True while its end is wanted. */
  ending: boolean
}

function serviceArgs(name: ServiceName, dev: boolean, port: number): string[] {
  if (name === 'app') return [NEXT_BIN, dev ? 'dev' : 'start', '--port', String(port)]
  return ['--import', TSX, inTests(name === 'emulator' ? '../emulator/main.ts' : '../emulator/inngest/main.ts')]
}

/** Sows the demo workspace in a process of its own: PGlite takes one process at a time, and much memory. */
async function seedOnce(
  data: DataDir,
  env: Record<string, string>,
  what: string[],
  adopt: (child: Child) => void,
): Promise<void> {
  if (data.isSeeded()) return
  const child = startChild({
    name: 'seed',
    // The condition lets modules marked "server-only" load outside Next.js.
    args: ['--conditions=react-server', '--import', TSX, inTests('./seed-main.ts'), ...what],
    env,
    logPath: join(data.logs, 'seed.log'),
  })
  adopt(child)
  const exit = await child.exited
  if (exit.code !== 0)
    throw new Error(`Preparing the demo workspace failed; it ${describeExit(exit)}:\n${child.tail(40)}`)
  data.markSeeded()
}

/**
 * Starts emulator, engine and app and waits until each is ready. The demo, the end-to-end tests, the crash tests and
 * the benches all stand on this.
 * @throws SetupError for a data folder that cannot be used; Error with the last log lines when a service fails.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const ports = options.ports ?? (await freePorts())
  const ownDir = options.dataDir === undefined
  const data = openDataDir(options.dataDir ?? mkdtempSync(join(tmpdir(), 'tandem-')), { reset: options.reset ?? false })
  const addresses = addressesOf(ports)
  const env = stackEnv({
    ports,
    dataDir: data.path,
    secrets: data.secrets,
    entra: { ENTRA_CLIENT_ID: CLIENT_ID, ENTRA_CLIENT_SECRET: CLIENT_SECRET },
    extra: options.env ?? {},
  })
  const health: Record<ServiceName, string> = {
    emulator: `${addresses.emulatorUrl}/_control/state`,
    engine: `${addresses.engineUrl}/health`,
    app: `${addresses.appUrl}/api/health`,
  }
  const services = new Map<ServiceName, Service>()
  for (const name of options.only ?? (['emulator', 'engine', 'app'] as const)) {
    const { AUTH_SECRET: _a, ENCRYPTION_KEYS: _k, ...withoutKeys } = env
    const spec: ChildSpec = {
      name,
      args: serviceArgs(name, options.dev ?? false, ports.app),
      env: name === 'app' ? env : withoutKeys,
      production: name === 'app' && !options.dev,
      logPath: join(data.logs, `${name}.log`),
      onLine: (line) => options.onLine?.(name, line),
    }
    services.set(name, { spec, healthUrl: health[name], ending: false })
  }
  const passing = new Set<Child>()
  let stopping: Promise<void> | null = null

  const service = (name: ServiceName): Service => {
    const found = services.get(name)
    if (!found) throw new Error(`This stack has no ${name}.`)
    return found
  }
  const adopt = (child: Child) => {
    passing.add(child)
    child.exited.then(() => passing.delete(child))
    if (stopping) void child.stop()
  }
  const start = async (name: ServiceName) => {
    if (stopping) return
    const entry = service(name)
    entry.ending = false
    let ready = false
    const child = startChild(entry.spec)
    entry.child = child
    child.exited.then((exit) => {
      if (ready && !entry.ending && entry.child === child) options.onDeath?.(name, exit, child.tail())
    })
    await waitHealthy(child, entry.healthUrl, READY_MS)
    ready = true
  }
  const stop = () => {
    stopping ??= (async () => {
      for (const entry of services.values()) entry.ending = true
      const running = [...services.values()].flatMap((entry) => (entry.child ? [entry.child] : []))
      await Promise.all([...running, ...passing].map((child) => child.stop()))
      data.release()
      if (ownDir) rmSync(data.path, { recursive: true, force: true })
    })()
    return stopping
  }

  const abort = () => void stop()
  options.signal?.addEventListener('abort', abort)
  try {
    options.signal?.throwIfAborted()
    if (services.has('app') && !options.dev) {
      const onStart = () => options.onProgress?.('Building Tandem. This takes about half a minute, once …')
      const logPath = join(data.logs, 'build.log')
      await ensureBuild({ env, logPath, onStart, adopt, ...(options.signal && { signal: options.signal }) })
    }
    options.onProgress?.('Starting …')
    const wantsSeed = services.has('app') && (options.seed ?? !env.DATABASE_URL)
    const first = [...services.keys()].filter((name) => name !== 'app')
    await Promise.all([
      wantsSeed ? seedOnce(data, env, options.withSchedule ? ['schedule'] : [], adopt) : null,
      ...first.map(start),
    ])
    options.signal?.throwIfAborted()
    if (services.has('app')) await start('app')
    options.signal?.throwIfAborted()
  } catch (error) {
    await stop()
    throw error
  }

  return {
    ...addresses,
    ports,
    dataDir: data.path,
    env,
    pid: (name) => service(name).child?.pid ?? -1,
    async kill(name, signal = 'SIGKILL') {
      const entry = service(name)
      entry.ending = true
      if (!entry.child) throw new Error(`${name} has not been started.`)
      entry.child.signal(signal)
      return entry.child.exited
    },
    async restart(name) {
      const entry = service(name)
      entry.ending = true
      await entry.child?.stop()
      await start(name)
    },
    logs: (name, lines) => service(name).child?.tail(lines) ?? '',
    stop,
  }
}
