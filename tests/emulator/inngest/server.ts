// The local engine in one call: for tests in the same process, and for main.ts.

import { rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { Apps } from './apps'
import { Batches } from './batches'
import { type Clock, systemClock } from './clock'
import { Core } from './core'
import { Events } from './events'
import { Executor } from './executor'
import { engineServer } from './http'
import { lockDirectory } from './lock'
import { isLoopback } from './loopback'
import { Runs } from './runs'
import { Schedule } from './schedule'

export interface EngineOptions {
  /** Directory of the journal; made if it is missing. */
  dir: string
  /** 0 takes a free one. */
  port?: number
  /** Serve addresses that the engine asks to register, e.g. http://localhost:3000/api/inngest. */
  apps?: string[]
  clock?: Clock
  /** Factor on the waits between attempts; 1 waits as Inngest does (15 s, 30 s, 1 min …). */
  retryScale?: number
  /** Calls to apps at the same time. */
  maxInFlight?: number
  callTimeoutMs?: number
  /** Forget everything first. */
  reset?: boolean
  log?: (line: string) => void
}

export interface RunningEngine {
  url: string
  /** Stops taking calls; the state stays in `dir`. */
  close(): Promise<void>
}

/** Starts the engine on 127.0.0.1. Rejects if the port is taken (code EADDRINUSE) or another engine uses `dir`. */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { dir, port = 0, apps: addresses = [], log = () => undefined } = options
  const urls = addresses.map(appAddress)
  const unlock = lockDirectory(dir)
  try {
    if (options.reset) rmSync(`${dir}/journal.ndjson`, { force: true })
    const core = new Core({
      dir,
      clock: options.clock ?? systemClock(),
      retryScale: options.retryScale ?? 1,
      maxInFlight: options.maxInFlight ?? 128,
      callTimeoutMs: options.callTimeoutMs ?? 15 * 60_000,
      log,
    })
    const runs: Runs = new Runs(core, {
      execute: (job) => executor.execute(job),
      emit: (name, data) => events.emit(name, data),
    })
    const executor = new Executor(core, runs)
    const batches = new Batches(core, runs)
    const events = new Events(core, runs, batches)
    const schedule = new Schedule(core, runs)
    const apps = new Apps(core, schedule)
    const server = engineServer({ core, apps, events, executor })
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', resolve)
      })
    } catch (error) {
      core.close()
      throw error
    }
    for (const run of [...core.state.runs.values()]) runs.adopt(run)
    batches.resume()
    schedule.rebuild(core.state.functions.values())
    for (const url of urls) apps.follow(url)
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async close() {
        apps.stop()
        const closed = new Promise((resolve) => server.close(resolve))
        server.closeAllConnections()
        await closed
        runs.stop()
        core.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function appAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname))
    throw new Error(`"${text}" is no http address on this machine`)
  return url
}
