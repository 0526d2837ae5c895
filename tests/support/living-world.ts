// A Tandem that lives inside a test: real functions on the local Inngest engine, the real webhook route, an emulated
// Microsoft 365, a database. Nothing is driven by hand: tests do what people do, and wait for quiet.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq, ne } from 'drizzle-orm'
import { serve } from 'inngest/node'
import { POST as receive } from '@/app/api/webhooks/graph/route'
import { connections, cursors } from '@/drizzle/schema/connection'
import { inngest } from '@/inngest/client'
import { inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { type ManualClock, manualClock } from '../emulator/inngest/clock'
import { type RunningEngine, startEngine } from '../emulator/inngest/server'
import { signIn } from '../emulator/testing/person'
import { scheduleDifferences } from './calendar-desk'
import { FUNCTIONS } from './functions'
import { heldBy, misfiled } from './held-by'
import { linkMicrosoft } from './link-account'
import { differences, type TrueMessage } from './oracle'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from './tandem-world'

/** Waits between attempts, as parts of Inngest's (15 s, 30 s, 1 min …). Retry-After is waited out in full. */
const RETRY_SCALE = 0.004
/** A mailbox's default range, as the product sets it. */
const RANGE_MS = 90 * 86_400_000

/** Somebody whose mailbox is linked. */
export interface Person {
  upn: string
  scope: UserScope
  connectionId: string
  /** Mail received before it has no place in Tandem. */
  since: Date
}

/** What the engine tells of a run. */
export interface RunView {
  function: string
  status: 'queued' | 'running' | 'sleeping' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'cancelled'
  error: string | null
  steps: { name: string; status: string }[]
}

/** A mail that left Microsoft. */
export interface SentMail {
  via: 'graph' | 'outlook' | 'invitation' | 'smtp'
  from: unknown
  to: string[]
  subject: string
  internetMessageId: string
  mime: string
}

/** A subscription as Microsoft has it. */
export interface LiveSubscription {
  id: string
  upn: string
  resource: string
  clientState: string
}

export interface FaultOrder {
  kind: string
  match?: { method?: string; path?: string; upn?: string }
  times?: number
  after?: number
  status?: number
  retryAfter?: number
  delayMs?: number
  bytes?: number
}

export class LivingWorld {
  /** Mails that had left Microsoft when the test began; Tandem sends none by itself. */
  private sentBefore = 0
  /** How far the product's clock runs off Microsoft's, in milliseconds. */
  private skewMs = 0
  private constructor(
    readonly world: World,
    readonly appUrl: string,
    private readonly server: Server,
    private readonly engine: RunningEngine,
    private readonly clock: ManualClock,
    private readonly dir: string,
  ) {}

  static async start(): Promise<LivingWorld> {
    const world = await startWorld()
    let handler: ((request: IncomingMessage, response: ServerResponse) => unknown) | undefined
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/api/webhooks/graph')) void passOn(request, response)
      else if (handler && request.url?.startsWith('/api/inngest')) void handler(request, response)
      else response.writeHead(503).end()
    })
    const port = await new Promise<number>((ready) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        ready(typeof address === 'object' && address ? address.port : 0)
      }),
    )
    const appUrl = `http://localhost:${port}`
    const dir = mkdtempSync(join(tmpdir(), 'tandem-living-'))
    const clock = manualClock()
    const engine = await startEngine({ dir, clock, retryScale: RETRY_SCALE })
    Object.assign(process.env, { APP_URL: appUrl, INNGEST_DEV: engine.url })
    inngest.setEnvVars({ INNGEST_DEV: engine.url })
    quieten()
    handler = serve({ client: inngest, functions: FUNCTIONS, serveOrigin: appUrl })
    const registered = await fetch(`${appUrl}/api/inngest`, { method: 'PUT' })
    if (!registered.ok) throw new Error(`functions were not registered: ${await registered.text()}`)
    return new LivingWorld(world, appUrl, server, engine, clock, dir)
  }

  async close(): Promise<void> {
    await this.engine.close()
    await this.world.close()
    await new Promise((done) => {
      this.server.close(done)
      this.server.closeAllConnections()
    })
    rmSync(this.dir, { recursive: true, force: true })
  }

  /** Both sides as on the first day. What the engine still does for connections that are gone ends by itself. */
  async reset(): Promise<void> {
    await this.control('DELETE', '/faults')
    await emptyTandem()
    await this.control('POST', '/reset', {})
    this.skewMs = 0
    setProductClock(0)
    await this.engineQuiet(20_000, true)
    this.sentBefore = (await this.sent()).length
  }

  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    return this.world.control(method, path, body) as Promise<T>
  }

  fault(order: FaultOrder): Promise<{ id: string }> {
    return this.control('POST', '/faults', order)
  }

  /** A new member of a new workspace (or of the one given) links this account; syncing begins. */
  async link(upn: string, workspaceId?: string, features = ['mail']): Promise<Person> {
    const workspace = workspaceId ?? (await newWorkspace('Contoso'))
    const scope = await newMember(workspace, { name: upn.split('@')[0] ?? upn })
    const since = new Date((await this.microsoftTime()) - RANGE_MS)
    return { upn, scope, since, connectionId: await linkMicrosoft(scope, upn, features) }
  }

  /** Links, and waits until the mailbox is in. */
  async settled(upn: string, features?: string[]): Promise<Person> {
    const person = await this.link(upn, undefined, features)
    await this.quiet()
    return person
  }

  private async microsoftTime(): Promise<number> {
    return Date.parse((await this.control<{ now: string }>('GET', '/clock')).now)
  }

  truth(upn: string): Promise<TrueMessage[]> {
    return this.control('GET', `/users/${upn}/messages`)
  }

  sent(): Promise<SentMail[]> {
    return this.control('GET', '/sent')
  }

  subscriptions(upn: string): Promise<LiveSubscription[]> {
    return this.control<LiveSubscription[]>('GET', '/subscriptions').then((all) =>
      all.filter((each) => each.upn === upn),
    )
  }

  /** A new mail; answers its id. */
  async mail(upn: string, fields: Record<string, unknown> = {}): Promise<string> {
    const { ids } = await this.control<{ ids: string[] }>('POST', `/users/${upn}/messages`, {
      subject: 'Hello',
      ...fields,
    })
    return ids[0] ?? ''
  }

  /** Many generated mails at once; answers their ids. */
  async burst(upn: string, count: number, folder = 'inbox', seed = 7): Promise<string[]> {
    return (await this.control<{ ids: string[] }>('POST', `/users/${upn}/messages`, { count, folder, seed })).ids
  }

  /** The person changes a message in Outlook: isRead, subject, parentFolderId (a move) … */
  edit(upn: string, id: string, change: Record<string, unknown>): Promise<unknown> {
    return this.control('PATCH', `/users/${upn}/messages/${encodeURIComponent(id)}`, change)
  }

  /** The person deletes a message in Outlook; `hard`: for good. */
  discard(upn: string, id: string, hard = false): Promise<unknown> {
    return this.control('DELETE', `/users/${upn}/messages/${encodeURIComponent(id)}${hard ? '?hard=true' : ''}`)
  }

  /** Graph calls since `seq`, by route; without it only the present sequence number. */
  async calls(upn: string, seq?: number): Promise<{ seq: number; count: number; routes: Record<string, number> }> {
    const now = await this.control<{ seq: number; calls: Record<string, Record<string, number>> }>(
      'GET',
      `/calls?since=${seq ?? 0}`,
    )
    const routes = now.calls[upn] ?? {}
    return { seq: now.seq, count: Object.values(routes).reduce((sum, each) => sum + each, 0), routes }
  }

  /** Inngest goes away, or comes back. */
  engineGone(gone: boolean): void {
    inngest.setEnvVars({ INNGEST_DEV: gone ? 'http://127.0.0.1:9' : this.engine.url })
  }

  /** The product's clock runs off Microsoft's by so many seconds. */
  skew(seconds: number): void {
    this.skewMs = seconds * 1000
    setProductClock(this.skewMs)
  }

  /** Something that the person does to folders in Outlook, as their own client does it. */
  async outlook<T = unknown>(upn: string, method: string, path: string, body?: unknown): Promise<T> {
    const { access_token: token } = await signIn(this.world.microsoft.url, upn, 'Mail.ReadWrite')
    const answer = await fetch(`${this.world.microsoft.url}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        prefer: 'IdType="ImmutableId"',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`)
    return (text ? JSON.parse(text) : null) as T
  }

  /** All runs that the engine remembers, newest first; `name` is a function's id. */
  async runs(name?: string): Promise<RunView[]> {
    const query = name ? `?function=${name}` : ''
    return (await fetch(`${this.engine.url}/_control/runs${query}`)).json() as Promise<RunView[]>
  }

  /** The engine's next full minute comes now. */
  async minute(): Promise<void> {
    const before = (await this.runs('minute')).length
    await this.advance(Math.ceil(60_000 - (this.clock.now() % 60_000) + 20) / 1000)
    await this.until(async () => (await this.runs('minute')).length > before, 'the minute job')
    await this.quiet({ imports: false })
  }

  /** Quiet, and three minutes later again: what stood still was found by the minute job, what was new came in. */
  async healed(): Promise<void> {
    await this.quiet({ imports: false, timeoutMs: 60_000 })
    await this.advance(180)
    await this.quiet({ timeoutMs: 60_000 })
  }

  /** The engine's clock runs ahead of the others by so many seconds more. */
  engineAhead(seconds: number): void {
    this.clock.advance(seconds * 1000)
  }

  /** Everybody's clock goes forward: Microsoft's, the product's, the engine's. */
  async advance(seconds: number): Promise<void> {
    const { offsetSeconds } = await this.control<{ offsetSeconds: number }>('POST', '/clock', {
      advanceSeconds: seconds,
    })
    setProductClock(offsetSeconds * 1000 + this.skewMs)
    this.clock.advance(seconds * 1000)
  }

  /**
   * Waits until nothing more happens by itself: no notification is on its way, no run is left, no import is open.
   * Sleeps between two looks at a lagging delta are cut short, unless `patient`.
   */
  async quiet({ timeoutMs = 30_000, patient = false, imports = true } = {}): Promise<void> {
    const until = Date.now() + timeoutMs
    for (let calm = 0; calm < 3; ) {
      const left = until - Date.now()
      const { pending } = await this.control<{ pending: number }>('GET', '/subscriptions/pending')
      const still = pending === 0 && (await this.engineQuiet(left, !patient)) && (!imports || (await importsDone()))
      calm = still ? calm + 1 : 0
      if (Date.now() > until) throw new Error(`no quiet: ${pending} pending; ${JSON.stringify(await this.alive())}`)
      await pause(still ? 15 : 40)
    }
  }

  /**
   * The oracle: mailbox and Tandem hold the same, signals are as they should be, and nobody was sent a mail.
   * @param mails how many were sent, if any; null: others count them
   */
  async agree(person: Person, { mails = 0 }: { mails?: number | null } = {}): Promise<string[]> {
    const held = await heldBy(person.scope)
    // What grows older than the range may stay until the next full round; if it is here, it must be right.
    const limit = new Date((await this.microsoftTime()) - RANGE_MS)
    const here = new Set(held.messages.map(({ id }) => id))
    const truth = (await this.truth(person.upn)).filter(
      (each) => here.has(each.id) || new Date(each.receivedDateTime) >= limit,
    )
    const found = differences(held, truth, await this.subscriptions(person.upn), { since: person.since })
    found.push(...(await misfiled(person.scope, person.connectionId)))
    found.push(...(await scheduleDifferences(this.world, person.upn, held)))
    const sent = (await this.sent()).length - this.sentBefore
    if (mails !== null && sent !== mails) found.push(`${sent} mails were sent, not ${mails}`)
    for (const line of held.ledger) {
      if (!line.kind || !line.what || !line.why || /@/.test(JSON.stringify(line))) found.push('a strange ledger line')
    }
    return found.slice(0, 20)
  }

  async until(check: () => Promise<boolean>, what: string, timeoutMs = 20_000): Promise<void> {
    for (const end = Date.now() + timeoutMs; !(await check()); await pause(25)) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    }
  }

  /** Runs that are not over, in short. */
  private async alive(): Promise<string[]> {
    const over = ['completed', 'failed', 'cancelled']
    return (await this.runs())
      .filter(({ status }) => !over.includes(status))
      .map((run) => `${run.function} ${run.status} ${run.error ?? ''}`)
  }

  private async engineQuiet(timeoutMs: number, hurry: boolean): Promise<boolean> {
    for (const end = Date.now() + timeoutMs; Date.now() < end; await pause(25)) {
      const state = (await (await fetch(`${this.engine.url}/_control/quiet`)).json()) as Record<string, number>
      if (Object.values(state).every((count) => count === 0)) return true
      if (hurry && state.queued === 0 && state.running === 0) {
        const asleep = await this.alive()
        // Only what sleeps on purpose is woken; repeats wait out what Microsoft asked for.
        if (asleep.length > 0 && asleep.every((run) => run.includes(' sleeping '))) await this.advance(31)
      }
    }
    return false
  }
}

/** What the person's signal is worth at the door: status and milliseconds. */
export async function knock(
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<{ status: number; ms: number }> {
  const began = performance.now()
  const request = new Request('http://localhost/api/webhooks/graph', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit)
  const { status } = await receive(request)
  return { status, ms: performance.now() - began }
}

async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const answer = await receive(
    new Request(`http://localhost${request.url}`, {
      method: 'POST',
      body: Buffer.concat(chunks),
      headers: { 'content-type': 'application/json' },
    }),
  )
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(await answer.text())
}

async function importsDone(): Promise<boolean> {
  const open = await inSystem((db) =>
    db
      .select({ stream: cursors.stream })
      .from(cursors)
      .innerJoin(connections, eq(connections.id, cursors.connectionId))
      .where(and(ne(cursors.phase, 'live'), eq(connections.state, 'active')))
      .limit(1),
  )
  return open.length === 0
}

/** The SDK prints every failed step to the console; tests that fail steps on purpose read the engine's runs. */
function quieten(): void {
  const silent = () => undefined
  for (const name of ['error', 'warn', 'info', 'debug'] as const) inngest.logger[name] = silent
}

/** As the product itself keeps the offset of a clock that it follows (lib/platform/clock.ts). */
function setProductClock(offset: number): void {
  const store = globalThis as typeof globalThis & { tandemClock?: { offset: number; timer: null } }
  store.tandemClock = { offset, timer: null }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
