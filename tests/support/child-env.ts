import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Secrets } from './data-dir'
import { type Ports, ROOT } from './settings'

/** What the processes need to find one another. */
export interface Addresses {
  appUrl: string
  emulatorUrl: string
  engineUrl: string
}

export function addressesOf(ports: Ports): Addresses {
  return {
    appUrl: `http://localhost:${ports.app}`,
    emulatorUrl: `http://localhost:${ports.emulator}`,
    engineUrl: `http://localhost:${ports.engine}`,
  }
}

/** Variables that a .env file of the person's would bring in: Next.js reads those files by itself. */
function dotenvNames(): string[] {
  const files = [
    '.env',
    '.env.local',
    ...['development', 'production', 'test'].flatMap((m) => [`.env.${m}`, `.env.${m}.local`]),
  ]
  return files.flatMap((file) => {
    const path = join(ROOT, file)
    if (!existsSync(path)) return []
    return [...readFileSync(path, 'utf8').matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map((m) => m[1] ?? '')
  })
}

/** Settings that would turn the demo towards real services, or towards another program's, if the shell has them. */
const CLEARED = [
  'AUTH_URL',
  'NEXTAUTH_URL',
  'NEXTAUTH_SECRET',
  'INNGEST_BASE_URL',
  'INNGEST_EVENT_KEY',
  'INNGEST_SIGNING_KEY',
  'INNGEST_SIGNING_KEY_FALLBACK',
  'INNGEST_ENV',
]
const DROPPED = /^(NODE_ENV|VITEST.*|JEST_.*|TEST|PLAYWRIGHT_.*|PW_.*|npm_.*|__NEXT.*|NEXT_(?!PUBLIC_).*)$/

/** Entra application that the emulator knows. */
export interface EntraApp {
  ENTRA_CLIENT_ID: string
  ENTRA_CLIENT_SECRET: string
}

/**
 * The environment of all processes of a stack. DATABASE_URL and the like are taken from the shell only, never from a
 * .env file: the demo must not write into somebody's real database because of a file that lies about.
 */
export function stackEnv(input: {
  ports: Ports
  dataDir: string
  secrets: Secrets
  entra: EntraApp
  extra: Record<string, string>
}): Record<string, string> {
  const inherited: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !DROPPED.test(name)) inherited[name] = value
  }
  const blank: Record<string, string> = {}
  for (const name of dotenvNames()) if (!(name in inherited)) blank[name] = ''
  for (const name of CLEARED) blank[name] = ''
  const { appUrl, emulatorUrl, engineUrl } = addressesOf(input.ports)
  return {
    ...inherited,
    ...blank,
    ...input.secrets,
    ...input.entra,
    APP_URL: appUrl,
    ENTRA_BASE_URL: emulatorUrl,
    GRAPH_BASE_URL: emulatorUrl,
    UPLOAD_HOSTS: `localhost:${input.ports.content}`,
    INNGEST_DEV: engineUrl,
    SMTP_URL: `smtp://localhost:${input.ports.smtp}`,
    TANDEM_CLOCK_URL: `${emulatorUrl}/_control/clock`,
    TANDEM_DATA_DIR: input.dataDir,
    PORT: String(input.ports.app),
    EMULATOR_PORT: String(input.ports.emulator),
    EMULATOR_CONTENT_PORT: String(input.ports.content),
    ENGINE_PORT: String(input.ports.engine),
    SMTP_PORT: String(input.ports.smtp),
    EMULATOR_PUBLIC_URL: emulatorUrl,
    EMULATOR_CLIENT_ID: input.entra.ENTRA_CLIENT_ID,
    EMULATOR_CLIENT_SECRET: input.entra.ENTRA_CLIENT_SECRET,
    ENGINE_APPS: `${appUrl}/api/inngest`,
    NEXT_TELEMETRY_DISABLED: '1',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    ...input.extra,
  }
}
