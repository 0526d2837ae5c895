// The local Inngest engine as a process of its own. See README.md for the variables.

import { followedClock } from './clock'
import { startEngine } from './server'

const DEFAULT_PORT = 8288

function log(line: string): void {
  console.log(`[engine] ${line}`)
}

function fail(message: string): never {
  console.error(`[engine] ${message}`)
  process.exit(1)
}

function number(name: string, fallback: number): number {
  const text = process.env[name]
  const value = text ? Number(text) : fallback
  if (!Number.isFinite(value) || value < 0) fail(`${name} must be a number of 0 or more, not "${text}".`)
  return value
}

const port = number('ENGINE_PORT', DEFAULT_PORT)
const clockUrl = process.env.TANDEM_CLOCK_URL
const apps = (process.env.ENGINE_APPS ?? '').split(',').flatMap((text) => text.trim() || [])

try {
  const engine = await startEngine({
    dir: `${process.env.TANDEM_DATA_DIR || '.data'}/engine`,
    port,
    apps,
    clock: clockUrl ? await followedClock(clockUrl) : undefined,
    retryScale: number('ENGINE_RETRY_SCALE', 1),
    maxInFlight: number('ENGINE_MAX_IN_FLIGHT', 128) || 1,
    reset: process.argv.includes('--reset'),
    log,
  })
  log(`Local Inngest engine at ${engine.url}, for one developer's machine and CI. Not for production traffic.`)
  if (clockUrl) log(`It follows the clock at ${clockUrl}.`)
  const stop = () => void engine.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    fail(`Port ${port} is taken. Stop the other program, or set ENGINE_PORT to a free port.`)
  fail(error instanceof Error ? error.message : String(error))
}
