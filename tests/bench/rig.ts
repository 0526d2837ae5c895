// What the benches stand on: a stack of real processes, a Postgres, people who are signed in and linked.

import { spawn } from 'node:child_process'
import { MicrosoftPages } from '../support/microsoft-pages'
import { type Postgres, startPostgres } from '../support/postgres'
import { ROOT } from '../support/settings'
import { type Stack, type StackOptions, startStack } from '../support/stack'

/** The control API of the emulator. */
export async function control<T = unknown>(
  emulatorUrl: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${emulatorUrl}/_control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`)
  return (text ? JSON.parse(text) : null) as T
}

/** A migrated Postgres and the variables that make Tandem use it. */
export async function startDatabase(
  onStatement?: (statement: string) => void,
): Promise<Postgres & { env: Record<string, string> }> {
  const postgres = await startPostgres({
    flags: ['-c', 'max_connections=60', '-c', 'shared_buffers=256MB'],
    ...(onStatement && { onStatement }),
  })
  const env = { DATABASE_URL: postgres.url, DATABASE_URL_UNPOOLED: postgres.url, DATABASE_WS_PROXY: postgres.wsProxy }
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', import.meta.resolve('tsx'), 'drizzle/migrate.ts'],
    // Not spawnSync: the way to the database leads through this process.
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let problem = ''
  child.stderr.on('data', (chunk) => {
    problem += chunk
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) {
    await postgres.stop()
    throw new Error(`the database could not be migrated:\n${problem.slice(0, 2000)}`)
  }
  return { ...postgres, env }
}

/** Emulator, engine and app on a real Postgres. This process gets the same environment, so that it may use lib/ too. */
export async function startOnPostgres(options: StackOptions = {}): Promise<{ stack: Stack; stop(): Promise<void> }> {
  const postgres = await startDatabase()
  const stack = await startStack({
    seed: true,
    ...options,
    env: { ...postgres.env, LOG_LEVEL: 'warn', ...options.env },
  }).catch(async (error) => {
    await postgres.stop()
    throw error
  })
  Object.assign(process.env, stack.env)
  return {
    stack,
    stop: async () => {
      await stack.stop()
      await postgres.stop()
    },
  }
}

/** Signs a person in to Tandem through the pages, as a browser would; answers the cookie header of the session. */
export async function signIn(appUrl: string, upn: string): Promise<string> {
  const jar = new Map<string, string>()
  const send = async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  const { csrfToken } = (await (await send(`${appUrl}/api/auth/csrf`)).json()) as { csrfToken: string }
  const started = await send(`${appUrl}/api/auth/signin/microsoft`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, callbackUrl: `${appUrl}/inbox` }),
  })
  const { landed } = await new MicrosoftPages().walk(started.headers.get('location') ?? '', upn, 'Accept')
  if (!landed) throw new Error(`${upn} stayed at Microsoft`)
  await send(landed.href)
  if (![...jar.keys()].some((name) => name.includes('session-token'))) throw new Error(`${upn} has no session`)
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
