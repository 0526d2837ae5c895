// One Tandem (a database of its own) beside one emulated Microsoft 365, inside a test's process.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { accounts, users } from '@/drizzle/schema/users'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import { inngest } from '@/inngest/client'
import { userScopeOf } from '@/lib/auth/scope'
import { disconnect } from '@/lib/platform/db/connect'
import { inSystem } from '@/lib/platform/db/handle'
import { log } from '@/lib/platform/log'
import type { UserScope } from '@/lib/platform/scope'
import { CLIENT_ID, CLIENT_SECRET } from '../emulator/defaults'
import { type RunningEmulator, startEmulator } from '../emulator/server'
import { putFreshDatabase } from './fresh-database'

export interface World {
  microsoft: RunningEmulator
  /** Events that Tandem sent to its background engine, oldest first. */
  events: { name: string; data: Record<string, unknown> }[]
  control(method: string, path: string, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

export const APP_URL = 'http://localhost:3999'

/** Starts both sides and sets the environment. Call before the first use of the database. */
export async function startWorld(): Promise<World> {
  const microsoft = await startEmulator({ smtpPort: 0 })
  const events: World['events'] = []
  const engine = await startEngineInbox(events)
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-world-'))
  if (!process.env.DATABASE_URL) await putFreshDatabase(dataDir)
  Object.assign(process.env, {
    APP_URL,
    AUTH_SECRET: 'a secret of at least thirty-two characters',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ENTRA_CLIENT_ID: CLIENT_ID,
    ENTRA_CLIENT_SECRET: CLIENT_SECRET,
    ENTRA_BASE_URL: microsoft.url,
    GRAPH_BASE_URL: microsoft.url,
    UPLOAD_HOSTS: new URL(microsoft.contentUrl).host,
    SMTP_URL: `smtp://localhost:${microsoft.smtpPort}`,
    INNGEST_DEV: engine.url,
    TANDEM_DATA_DIR: dataDir,
  })
  // Both read the environment when they are first imported, which was before this.
  inngest.setEnvVars({ INNGEST_DEV: engine.url })
  log.level = process.env.LOG_LEVEL ?? 'silent'
  return {
    microsoft,
    events,
    control: async (method, path, body) => {
      const ask = () =>
        fetch(`${microsoft.url}/_control${path}`, {
          method,
          ...(body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        })
      // A process that was busy for long finds its idle connections closed.
      const answer = await ask().catch(ask)
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      return text ? JSON.parse(text) : null
    },
    close: async () => {
      await disconnect()
      await microsoft.close()
      await new Promise((done) => {
        engine.server.close(done)
        engine.server.closeAllConnections()
      })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Takes events in as an Inngest server does, and runs nothing. */
async function startEngineInbox(events: World['events']): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.method === 'POST' && request.url?.startsWith('/e/')) {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      for (const event of [body].flat()) events.push({ name: event.name, data: event.data })
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ids: [body].flat().map((_, at) => `e${at}`), status: 200 }))
      return
    }
    response.end('{}')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://localhost:${port}`, server }
}

/** A workspace of one's own. */
export async function newWorkspace(name: string): Promise<string> {
  const [row] = await inSystem((db) => db.insert(workspaces).values({ name }).returning({ id: workspaces.id }))
  if (!row) throw new Error('no workspace')
  return row.id
}

/** A member who signs in with this Microsoft account (`tenantId.objectId`). */
export async function newMember(
  workspaceId: string,
  input: { name: string; role?: 'admin' | 'member'; account?: string },
): Promise<UserScope> {
  const userId = await inSystem(async (db) => {
    const [user] = await db.insert(users).values({ name: input.name }).returning({ id: users.id })
    if (!user) throw new Error('no user')
    await db.insert(memberships).values({ workspaceId, userId: user.id, role: input.role ?? 'member' })
    if (input.account)
      await db
        .insert(accounts)
        .values({ userId: user.id, type: 'oauth', provider: 'microsoft', providerAccountId: input.account })
    return user.id
  })
  const scope = await userScopeOf(userId)
  if (!scope) throw new Error('no scope')
  return scope
}

/** Empties Tandem. Microsoft is reset by POST /_control/reset. */
export async function emptyTandem(): Promise<void> {
  await inSystem((db) => db.execute(sql`delete from workspaces`))
  await inSystem((db) => db.execute(sql`delete from users`))
  await inSystem((db) => db.execute(sql`delete from verification_tokens`))
  await inSystem((db) => db.execute(sql`delete from tenant_consents`))
}
