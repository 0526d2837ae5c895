import { startClock } from './clock'
import { connect, disconnect } from './db/connect'
import { EnvironmentError, env } from './env'
import { log } from './log'
import { shutdown } from './shutdown'

const store = globalThis as typeof globalThis & { tandemStarted?: boolean }

/** Checks the environment and opens the database; either failing ends the process with the mend on stderr. */
export async function start(): Promise<void> {
  if (store.tandemStarted) return
  store.tandemStarted = true
  try {
    env()
    await connect()
    await startClock()
  } catch (error) {
    console.error(error instanceof EnvironmentError || error instanceof Error ? error.message : error)
    process.exit(1)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping')
      void shutdown()
        .then(disconnect)
        .finally(() => process.exit(0))
    })
  }
}
