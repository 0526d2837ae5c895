import { startStack } from './stack'

/**
 * Brings up one stack for the whole end-to-end run: production build, ports and data folder of its own. With
 * E2E_APP_URL and E2E_EMULATOR_URL already set (a demo that runs), the tests use that one and start nothing.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_APP_URL && process.env.E2E_EMULATOR_URL) return undefined
  const stack = await startStack({
    onProgress: (message) => console.log(message),
    onDeath: (service, _exit, tail) => console.error(`The ${service} ended during the tests:\n${tail}`),
  })
  process.env.E2E_APP_URL = stack.appUrl
  process.env.E2E_EMULATOR_URL = stack.emulatorUrl
  process.env.E2E_ENGINE_URL = stack.engineUrl
  return stack.stop
}
