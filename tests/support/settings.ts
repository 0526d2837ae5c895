import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's top folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A mistake of the person's, not of the program's: shown as one sentence that says what to do, without a stack. */
export class SetupError extends Error {}

/** One port a process of the stack listens on. */
export interface Ports {
  app: number
  emulator: number
  /** Second origin of the emulator, for uploads. */
  content: number
  engine: number
  smtp: number
}

/** Which variable sets which port, and what it is when nobody sets it: `content` then follows the emulator's. */
export const PORT_VARIABLES: Record<keyof Ports, { variable: string; standard: number | null; what: string }> = {
  app: { variable: 'PORT', standard: 3000, what: 'Tandem itself' },
  emulator: { variable: 'EMULATOR_PORT', standard: 4000, what: 'the Microsoft 365 emulator' },
  content: { variable: 'EMULATOR_CONTENT_PORT', standard: null, what: 'uploads to the Microsoft 365 emulator' },
  engine: { variable: 'ENGINE_PORT', standard: 8288, what: 'the background engine' },
  smtp: { variable: 'SMTP_PORT', standard: 4025, what: 'the outgoing-mail sink' },
}

const NAMES = Object.keys(PORT_VARIABLES) as (keyof Ports)[]

function readPort(name: keyof Ports, given: string | undefined, emulator: number): number {
  const { variable, standard: fixed } = PORT_VARIABLES[name]
  const standard = fixed ?? emulator + 1
  const value = given === undefined || given.trim() === '' ? String(standard) : given
  const port = Number(value)
  if (!/^\d+$/.test(value.trim()) || port < 1 || port > 65_535) {
    throw new SetupError(
      `${variable} is "${value}", which is not a port. Set it to a whole number from 1 to 65535, or leave it out for ${standard}.`,
    )
  }
  return port
}

/**
 * The ports from the environment.
 * @throws SetupError naming the variable, its value and the mend: not a port number, or one port given twice.
 */
export function readPorts(env: NodeJS.ProcessEnv): Ports {
  const ports = {} as Ports
  for (const name of NAMES) {
    ports[name] = readPort(name, env[PORT_VARIABLES[name].variable], ports.emulator)
    const twin = NAMES.find((other) => other !== name && ports[other] === ports[name])
    if (twin) {
      throw new SetupError(
        `${PORT_VARIABLES[name].variable} and ${PORT_VARIABLES[twin].variable} are both ${ports[name]}. Give each a port of its own.`,
      )
    }
  }
  return ports
}

/** Where the demo keeps everything: TANDEM_DATA_DIR, else .data in the checkout. */
export function readDataDir(env: NodeJS.ProcessEnv): string {
  return resolve(ROOT, env.TANDEM_DATA_DIR?.trim() || '.data')
}
