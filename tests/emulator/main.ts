// npm run emulator: Microsoft 365 in one process. `-- --reset` starts from the seed.

import { optionsFromEnv, VariableError } from './options'
import { BusyPortError, startEmulator } from './server'

/** The demo promises to end within 3 s; whatever is not saved by then stays as it was saved last. */
const PATIENCE_MS = 1_900

async function main(): Promise<void> {
  const running = await startEmulator(optionsFromEnv(process.env, process.argv.includes('--reset')))
  console.log(
    `Microsoft 365 emulator: ${running.url} (uploads at ${running.contentUrl}, SMTP sink on port ${running.smtpPort})`,
  )
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(0), PATIENCE_MS).unref()
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('emulator: state could not be saved', error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

main().catch((error: unknown) => {
  const expected = error instanceof VariableError || error instanceof BusyPortError
  console.error(expected ? `emulator: ${error.message}` : error)
  process.exit(1)
})
