// Takes one Graph call through the rules that hold for all of them, then to its route: authentication, route, scope,
// mailbox, throttling. Batch members take the same way.

import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Bearer } from '../entra/access-token'
import type { EntraState } from '../entra/state'
import { type Caller, type DirectoryUser, type GraphEnv, GraphFault } from '../seam'
import { asFault, faultAnswer, type GraphAnswer, notImplemented, type RequestIds, stamp } from './answer'
import type { CallCounter } from './calls'
import { challenge } from './claims-challenge'
import type { Directory } from './directory'
import { statusFault, throttleFault } from './fault-answers'
import type { Fault, FaultKind, Faults } from './faults'
import { addressMailbox, OUTLOOK, refuseMeWithoutUser } from './mailbox-rules'
import { judge, offeredMethods } from './permissions'
import { parsePrefer } from './prefer'
import { normaliseSegments, RouteTable } from './route-table'
import type { MailboxThrottle } from './throttle'

export interface GraphCall {
  method: string
  /** Path behind /v1.0, still encoded, without the query. */
  path: string
  /** With its question mark, or ''. */
  query: string
  headers: Headers
  body: Uint8Array | null
  /** Origin under which the client reached the emulator. */
  origin: string
  /** Set for members of a $batch: the bearer of the envelope, checked already. */
  member?: { bearer: Bearer }
}

export interface GraphOutcome {
  answer: GraphAnswer
  bearer: Bearer | null
  /** UPN of the mailbox or caller that the call counts for. */
  mailbox: string
  /** A fault that acts on the socket. */
  socketFault: Fault | null
}

interface Target {
  app: Hono<GraphEnv>
  /** '/me', '/users/…' as sent, or ''. */
  prefix: string
  /** What the prefix names, for /users/{x}. */
  named: string | null
  /** Segments behind the prefix. */
  segments: string[]
}

interface CallVariables {
  caller: Caller
  owner: DirectoryUser
  prefer: ReadonlyMap<string, string>
  publicUrl: string
  prefix: string
}

export type BatchRunner = (call: GraphCall, bearer: Bearer) => Promise<GraphAnswer>

interface Deps {
  entra: EntraState
  directory: Directory
  faults: Faults
  calls: CallCounter
  throttle: MailboxThrottle
  now: () => number
}

const MEMBER_KINDS: readonly FaultKind[] = ['throttle', 'status', 'delay', 'commit-then-504']
const SOCKET_KINDS: readonly FaultKind[] = ['reset', 'truncate', 'html', 'commit-then-504', 'commit-then-reset']
const LONG_BODY = 1024 * 1024
/** Microsoft Graph: a request to Outlook holds 4 MB at most, a $batch too. */
const REQUEST_LIMIT = 4 * 1024 * 1024
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

export class GraphServer {
  /** Routes behind a mailbox: registered once, reached by /me and /users/{id}. */
  readonly mailboxApp: Hono<GraphEnv>
  /** All other routes, relative to /v1.0. */
  readonly graphApp: Hono<GraphEnv>
  private readonly mailboxRoutes: RouteTable
  private readonly graphRoutes: RouteTable
  private runBatch: BatchRunner | null = null

  constructor(private readonly deps: Deps) {
    this.mailboxApp = this.makeApp()
    this.graphApp = this.makeApp()
    this.mailboxRoutes = new RouteTable(this.mailboxApp)
    this.graphRoutes = new RouteTable(this.graphApp)
  }

  onBatch(run: BatchRunner): void {
    this.runBatch = run
  }

  private makeApp(): Hono<GraphEnv> {
    const app = new Hono<GraphEnv>()
    app.use('*', async (c, next) => {
      const variables = c.env as unknown as CallVariables
      c.set('caller', variables.caller)
      c.set('owner', variables.owner)
      c.set('prefer', variables.prefer)
      c.set('immutableIds', variables.prefer.get('idtype')?.toLowerCase() === 'immutableid')
      c.set('publicUrl', variables.publicUrl)
      c.set('prefix', variables.prefix)
      await next()
    })
    app.onError((error) => {
      throw error
    })
    return app
  }

  /** `[method, template]` of every route, with the mailbox as /me. */
  routes(): [method: string, template: string][] {
    const mailbox = this.mailboxRoutes.list().map(([m, t]): [string, string] => [m, t === '/' ? '/me' : `/me${t}`])
    return [...mailbox, ...this.graphRoutes.list(), ['POST', '/$batch']]
  }

  async handle(call: GraphCall): Promise<GraphOutcome> {
    const { entra, faults, calls, now } = this.deps
    const ids = requestIds(call.headers)
    const fail = (error: unknown) => faultAnswer(asFault(error, `${call.method} ${call.path}`), ids, now())
    const target = this.target(normaliseSegments(call.path))
    const isBatch = target.segments[0]?.toLowerCase() === '$batch' && target.prefix === ''
    let bearer: Bearer | null = call.member?.bearer ?? null
    let refusal: unknown
    if (!bearer) {
      try {
        bearer = await entra.accessTokens.read(call.headers.get('authorization'))
      } catch (error) {
        refusal = error
      }
    }
    const owner = this.ownerOf(target, bearer)
    const mailbox = owner?.upn ?? (bearer?.caller.appOnly ? '(app)' : '(nobody)')
    const outcome = (answer: GraphAnswer, socketFault: Fault | null = null): GraphOutcome => ({
      answer,
      bearer,
      mailbox,
      socketFault,
    })

    const fault = this.takeFault(call, isBatch, owner)
    if (fault?.kind === 'throttle') return outcome(fail(throttleFault(fault)))
    if (fault?.kind === 'status') return outcome(fail(statusFault(fault)))
    const wait = (fault?.kind === 'delay' ? (fault.delayMs ?? 0) : 0) + faults.roundTrip({ upn: owner?.upn })
    const socketFault = fault && SOCKET_KINDS.includes(fault.kind) ? fault : null
    const finish = (answer: GraphAnswer): GraphOutcome => {
      if (socketFault?.kind !== 'commit-then-504') return outcome(answer, socketFault)
      answer.stream?.cancel().catch(() => undefined)
      return outcome(fail(new GraphFault(504, 'UnknownError', 'The operation timed out behind the gateway.')))
    }

    const limited = isBatch || OUTLOOK.has(target.segments[0]?.toLowerCase() ?? '')
    if (limited && (call.body?.byteLength ?? 0) > REQUEST_LIMIT) {
      return finish(fail(new GraphFault(413, 'RequestEntityTooLarge', 'The request exceeds the maximum of 4 MB.')))
    }
    if (isBatch && call.method === 'POST') {
      if (wait > 0) await sleep(wait)
      if (!bearer || !this.runBatch) return outcome(fail(refusal))
      calls.hit('POST /$batch')
      const answer = await this.runBatch(call, bearer).catch(fail)
      stamp(answer.headers, ids, now())
      return finish(answer)
    }
    const table = target.app === this.mailboxApp ? this.mailboxRoutes : this.graphRoutes
    const match = table.find(call.method, target.segments)
    const shown = shownTemplate(target, match)
    calls.call(mailbox, 'path' in match ? `${call.method} ${shown}` : `UNKNOWN ${call.method} ${shown}`)
    let leave: () => void = () => {}
    try {
      if (!bearer) throw refusal
      challenge(this.deps.directory, bearer)
      if (!('path' in match)) throw unknownRoute(call.method, shown, match.allowed)
      const template = target.prefix.startsWith('/users') ? shown.replace(/^\/me(?=\/|$)/, '/users/{id}') : shown
      refuseMeWithoutUser(bearer.caller, target)
      this.checkScope(template, call, bearer.caller)
      const addressed = addressMailbox(this.deps.directory, bearer.caller, target, template, call.method)
      if (addressed && OUTLOOK.has(target.segments[0]?.toLowerCase() ?? '')) {
        leave = this.deps.throttle.enter(bearer.caller.appId, addressed.id)
      }
      if (wait > 0) await sleep(wait)
      return finish(await this.run(call, target, match.path, bearer.caller, addressed, ids))
    } catch (error) {
      return finish(fail(error))
    } finally {
      leave()
    }
  }

  private target(segments: string[]): Target {
    const first = segments[0]?.toLowerCase()
    if (first === 'me') {
      return { app: this.mailboxApp, prefix: '/me', named: null, segments: segments.slice(1) }
    }
    if (first === 'users' && segments[1] !== undefined && !/^(\$count|delta)$/i.test(segments[1])) {
      const named = decodeURIComponent(segments[1])
      return { app: this.mailboxApp, prefix: `/users/${segments[1]}`, named, segments: segments.slice(2) }
    }
    return { app: this.graphApp, prefix: '', named: null, segments }
  }

  private ownerOf(target: Target, bearer: Bearer | null): DirectoryUser | undefined {
    const { directory } = this.deps
    if (target.named !== null) return directory.find(target.named)
    return bearer?.caller.userId ? directory.userById(bearer.caller.userId) : undefined
  }

  private takeFault(call: GraphCall, isBatch: boolean, owner: DirectoryUser | undefined): Fault | null {
    const tail = call.path.replace(/^\/(me|users\/[^/]+)(?=\/|$)/i, '')
    const inMailbox = tail !== call.path
    const paths = [`/v1.0${call.path}`, safeDecode(`/v1.0${call.path}`)]
    if (inMailbox) paths.push(`/v1.0/me${tail}`, `/v1.0/users/${owner?.upn}${tail}`, `/v1.0/users/${owner?.id}${tail}`)
    const target = { method: call.method, upn: owner?.upn, paths }
    if (call.member) return this.deps.faults.takeHttp({ ...target, kinds: MEMBER_KINDS })
    if (!isBatch) return this.deps.faults.takeHttp(target)
    // A throttled mailbox shows in the members; the envelope itself fails only if a fault names it or hits the socket.
    return this.deps.faults.takeHttp({ ...target, namedOnly: { kinds: ['throttle', 'status'], word: '$batch' } })
  }

  private checkScope(template: string, call: GraphCall, caller: Caller): void {
    const body = (): unknown => JSON.parse(new TextDecoder().decode(call.body ?? new Uint8Array()))
    const verdict = judge(template, call.method, caller, body)
    if (verdict === 'allowed') return
    if (verdict === 'unknown') throw notImplemented(`${call.method} ${template} (no permission data)`)
    const outlook = OUTLOOK.has(
      template
        .replace(/^\/(me|users\/\{id\})\//, '')
        .split('/')[0]
        ?.toLowerCase() ?? '',
    )
    if (outlook || template.startsWith('/subscriptions')) {
      throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    }
    throw new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
  }

  private async run(
    call: GraphCall,
    target: Target,
    path: string,
    caller: Caller,
    owner: DirectoryUser | undefined,
    ids: RequestIds,
  ): Promise<GraphAnswer> {
    const request = new Request(`http://graph${path}${call.query}`, {
      method: call.method,
      headers: call.headers,
      body: call.method === 'GET' || call.method === 'HEAD' ? null : (call.body as BodyInit | null),
    })
    const publicUrl = `${call.origin}/v1.0${call.path}${call.query}`
    const prefer = parsePrefer(call.headers.get('prefer'))
    const variables = { caller, owner, prefer, publicUrl, prefix: target.prefix }
    const response = await target.app.fetch(request, variables)
    const headers = stamp(new Headers(response.headers), ids, this.deps.now())
    if (response.body && Number(headers.get('content-length')) > LONG_BODY)
      return { status: response.status, headers, body: null, stream: response.body }
    const body = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers, body: body.byteLength > 0 ? body : null }
  }
}

function requestIds(headers: Headers): RequestIds {
  const requestId = randomUUID()
  return { requestId, clientRequestId: headers.get('client-request-id') ?? requestId }
}

function shownTemplate(target: Target, match: { template: string } | { allowed: string[] }): string {
  const prefix = target.prefix === '' ? '' : '/me'
  const tail = 'template' in match ? match.template : `/${target.segments.join('/')}`
  return tail === '/' && prefix ? prefix : `${prefix}${tail}`
}

function unknownRoute(method: string, template: string, allowed: string[]): GraphFault {
  // Microsoft offers the method, the emulator does not; otherwise the method is the client's mistake.
  if (allowed.length > 0 && !offeredMethods(template)?.includes(method)) {
    return new GraphFault(405, 'Request_BadRequest', `Specified HTTP method is not allowed for the request target.`)
  }
  return notImplemented(`${method} ${template}`)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
