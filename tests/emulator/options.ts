// Environment variables of the emulator's process.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileStore } from './core/store'
import { CLIENT_ID, CLIENT_SECRET, DEFAULT_PORT, DEFAULT_SMTP_PORT } from './defaults'
import type { EmulatorOptions } from './server'

/** A variable that cannot be used; the message names it. */
export class VariableError extends Error {}

type Env = Record<string, string | undefined>

function portFrom(env: Env, name: string, fallback: number): number {
  const text = env[name]
  if (!text) return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new VariableError(`${name} must be a port number between 1 and 65535, not "${text}".`)
  }
  return port
}

function fileFrom(env: Env, name: string): string | null {
  const path = env[name]
  if (!path) return null
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new VariableError(`${name}: cannot read ${path} (${(error as Error).message}).`)
  }
}

/** @throws VariableError that names the variable. @param reset throw away what an earlier run saved. */
export function optionsFromEnv(env: Env, reset: boolean): EmulatorOptions {
  const port = portFrom(env, 'EMULATOR_PORT', DEFAULT_PORT)
  const cert = fileFrom(env, 'EMULATOR_TLS_CERT')
  const key = fileFrom(env, 'EMULATOR_TLS_KEY')
  if (!cert !== !key) throw new VariableError('EMULATOR_TLS_CERT and EMULATOR_TLS_KEY belong together.')
  const publicUrl = env.EMULATOR_PUBLIC_URL?.replace(/\/+$/, '') || null
  if (publicUrl && !URL.canParse(publicUrl)) throw new VariableError('EMULATOR_PUBLIC_URL must be an origin.')
  const contentUrl = env.EMULATOR_CONTENT_URL?.replace(/\/+$/, '') || null
  if (contentUrl && !URL.canParse(contentUrl)) throw new VariableError('EMULATOR_CONTENT_URL must be an origin.')
  return {
    port,
    host: env.EMULATOR_HOST || '127.0.0.1',
    smtpPort: portFrom(env, 'SMTP_PORT', DEFAULT_SMTP_PORT),
    contentPort: portFrom(env, 'EMULATOR_CONTENT_PORT', port + 1),
    publicUrl,
    contentUrl,
    tls: cert && key ? { cert, key } : null,
    store: fileStore(join(env.TANDEM_DATA_DIR || '.data', 'emulator'), reset),
    clientId: env.EMULATOR_CLIENT_ID || CLIENT_ID,
    clientSecret: env.EMULATOR_CLIENT_SECRET || CLIENT_SECRET,
    redirectUris: (env.EMULATOR_REDIRECTS ?? '').split(/[\s,]+/).filter(Boolean),
  }
}
