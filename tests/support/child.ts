import { type ChildProcess, spawn } from 'node:child_process'
import { get } from 'node:http'
import { openLog } from './log-file'
import { ROOT } from './settings'

/** From SIGTERM to SIGKILL, in milliseconds: everything has to be gone within three seconds. */
const GRACE_MS = 2200

const LEASH = new URL('./leash.mjs', import.meta.url).href

export interface ChildSpec {
  name: string
  /** Arguments for node. */
  args: string[]
  env: Record<string, string>
  /** NODE_ENV: production, else development. */
  production?: boolean
  logPath: string
  /** Answers 2xx once the process is ready. */
  healthUrl?: string
  /** Each line of output, as it comes. */
  onLine?: (line: string) => void
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Child {
  name: string
  pid: number
  exited: Promise<Exit>
  /** Last lines of its output. */
  tail(lines?: number): string
  /** Signals the child and whatever it started. */
  signal(signal: NodeJS.Signals): void
  /** SIGTERM, then SIGKILL after GRACE_MS. */
  stop(): Promise<Exit>
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // Nobody is left in the group.
  }
}

/** Starts node as leader of its own process group, on a leash (leash.mjs): it ends when this process does. */
export function startChild(spec: ChildSpec): Child {
  const log = openLog(spec.logPath, spec.onLine)
  const child = spawn(process.execPath, ['--import', LEASH, ...spec.args], {
    cwd: ROOT,
    env: { ...spec.env, NODE_ENV: spec.production ? 'production' : 'development', TANDEM_LEASH_FD: '3' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  child.stdout?.on('data', log.write)
  child.stderr?.on('data', log.write)
  const exited = new Promise<Exit>((resolve) => {
    const finish = (exit: Exit) => {
      signalGroup(child, 'SIGKILL')
      resolve(exit)
    }
    child.once('error', (error) => {
      log.write(`${error.message}\n`)
      finish({ code: null, signal: null })
    })
    child.once('exit', (code, signal) => finish({ code, signal }))
    child.once('close', () => log.close())
  })
  return {
    name: spec.name,
    pid: child.pid ?? -1,
    exited,
    tail: log.tail,
    signal: (signal) => signalGroup(child, signal),
    async stop() {
      signalGroup(child, 'SIGTERM')
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS)
      const exit = await exited
      clearTimeout(timer)
      return exit
    },
  }
}

/** How a process ended, for people. */
export function describeExit(exit: Exit): string {
  return exit.signal ? `was ended by ${exit.signal}` : `ended with exit code ${exit.code ?? 'unknown'}`
}

/** The status of a GET, or what went wrong. On a connection of its own: a pooled one would hold up the next SIGTERM. */
function ask(url: string): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 5000 }, (response) => {
      response.resume()
      response.once('close', () => resolve(response.statusCode ?? 0))
    })
    request.once('timeout', () => request.destroy(new Error('no answer for 5 s')))
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

/**
 * Waits until the child's health address answers 2xx.
 * @throws Error when the child ends first, or after `timeoutMs`.
 */
export async function waitHealthy(child: Child, url: string, timeoutMs: number): Promise<void> {
  let ended: Exit | null = null
  child.exited.then((exit) => {
    ended = exit
  })
  const deadline = Date.now() + timeoutMs
  let last = 'no answer'
  while (Date.now() < deadline) {
    if (ended) throw new Error(`${child.name} ${describeExit(ended)} while starting:\n${child.tail()}`)
    const status = await ask(url)
    if (typeof status === 'number' && status >= 200 && status < 300) return
    last = String(status)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${child.name} was not ready after ${timeoutMs / 1000} s (${url}: ${last}):\n${child.tail()}`)
}
