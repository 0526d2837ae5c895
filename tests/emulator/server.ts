// Starts an emulator: as a process (main.ts), or inside a test with everything in memory and ports of the system's choice.

import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { refusal } from './control/guard'
import { controlRoutes } from './control/routes'
import { Emulator } from './core/emulator'
import type { Fault } from './core/faults'
import { makeListener, type WebRequest } from './core/listener'
import { memoryStore, type Store } from './core/store'
import { CLIENT_ID, CLIENT_SECRET } from './defaults'
import { entraRoutes } from './entra/routes'
import type { DirectoryUser, GraphEnv } from './seam'
import { startSmtpSink } from './smtp/sink'
import { createWorkloads } from './workloads'

export interface EmulatorOptions {
  /** 0 (default): any free port. */
  port?: number
  host?: string
  /** Null (default): no SMTP sink. 0: any free port. */
  smtpPort?: number | null
  /** Port of the content origin (uploads, downloads); only opened if a workload needs one. */
  contentPort?: number
  /** Origin for links; default: the one that the client used. */
  publicUrl?: string | null
  /** PEM texts: serve https. */
  tls?: { cert: string; key: string } | null
  store?: Store
  clientId?: string
  clientSecret?: string
  redirectUris?: string[]
  mailboxBudget?: number
}

export interface RunningEmulator {
  /** Origin of Graph and Entra: value for GRAPH_BASE_URL and ENTRA_BASE_URL. */
  url: string
  port: number
  smtpPort: number | null
  emulator: Emulator
  /** Saves the state and lets the ports go. */
  close(): Promise<void>
}

/** A port that somebody else holds. */
export class BusyPortError extends Error {
  constructor(
    readonly port: number,
    readonly variable: string,
  ) {
    super(`Port ${port} is busy. Set ${variable} to a free one.`)
  }
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const host = options.host ?? '127.0.0.1'
  const emulator = await Emulator.make(
    {
      clientId: options.clientId ?? CLIENT_ID,
      clientSecret: options.clientSecret ?? CLIENT_SECRET,
      redirectUris: options.redirectUris ?? [],
      mailboxBudget: options.mailboxBudget,
      store: options.store ?? memoryStore,
    },
    createWorkloads,
  )
  const listener = makeListener({
    graph: emulator.graph,
    traffic: emulator.traffic,
    calls: emulator.calls,
    clock: emulator.clock,
    publicUrl: options.publicUrl ?? null,
    secure: Boolean(options.tls),
    other: makeRouter(emulator),
  })
  const open: Server[] = []
  const listen = async (handler: typeof listener, port: number, variable: string): Promise<number> => {
    const server = options.tls ? createSecureServer(options.tls, handler) : createServer(handler)
    open.push(server)
    return listenOn(server, port, host, variable)
  }
  const close = async () => {
    await Promise.all(open.map(closeServer))
    await sink?.close()
    await emulator.close()
  }
  let sink: Awaited<ReturnType<typeof startSmtpSink>> | null = null
  try {
    const port = await listen(listener, options.port ?? 0, 'EMULATOR_PORT')
    const scheme = options.tls ? 'https' : 'http'
    const named = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host
    const url = options.publicUrl ?? `${scheme}://${named}:${port}`
    emulator.origins.graph = url
    const contentApp = makeContentApp(emulator)
    if (contentApp) {
      const handler = contentListener(contentApp)
      const contentPort = await listen(handler, options.contentPort ?? 0, 'EMULATOR_CONTENT_PORT')
      emulator.origins.content = `${scheme}://${named}:${contentPort}`
    }
    if (options.smtpPort !== undefined && options.smtpPort !== null) {
      const smtpPort = options.smtpPort
      sink = await startSmtpSink(smtpPort, host, (mail) => emulator.sent.add(mail)).catch((error: unknown) => {
        throw asBusyPort(error, smtpPort, 'SMTP_PORT')
      })
    }
    return { url, port, smtpPort: sink?.port ?? null, emulator, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Entra, the control API, and a loud 501 for everything else. */
function makeRouter(emulator: Emulator): (request: WebRequest) => Promise<{ response: Response; fault: Fault | null }> {
  const entra = entraRoutes(emulator.entra)
  const control = controlRoutes(emulator)
  const mailboxControl = makeMailboxControl(emulator)
  entra.notFound((c) => {
    console.error(`emulator: 501 ${c.req.method} ${c.req.path}`)
    return c.json(
      { error: 'not_implemented', error_description: `The emulator does not know ${c.req.method} ${c.req.path}.` },
      501,
    )
  })
  entra.onError((error, c) => {
    console.error(`emulator: ${c.req.method} ${c.req.path} failed`, error)
    return c.json({ error: 'server_error', error_description: String(error) }, 500)
  })
  return async (request) => {
    const web = toRequest(request, request.path)
    if (request.path === '/_control' || request.path.startsWith('/_control/')) {
      const reason = refusal(request.remoteAddress, request.headers.get('host'), request.headers.get('origin'))
      if (reason) return { response: Response.json({ error: reason }, { status: 403 }), fault: null }
      const path = request.path.slice('/_control'.length) || '/'
      const inMailbox = /^\/users\/([^/]+)(\/(?!account$).+)$/.exec(path)
      if (inMailbox?.[1] && inMailbox[2]) {
        return { response: await mailboxControl(request, decodeURIComponent(inMailbox[1]), inMailbox[2]), fault: null }
      }
      return { response: await control.fetch(toRequest(request, path)), fault: null }
    }
    const fault = await takeTokenFault(emulator, request)
    if (fault?.kind === 'throttle' || fault?.kind === 'status')
      return { response: tokenFaultAnswer(fault), fault: null }
    if (fault?.kind === 'delay') await new Promise((done) => setTimeout(done, fault.delayMs ?? 0))
    const response = await entra.fetch(web)
    if (fault?.kind === 'commit-then-504') return { response: tokenFaultAnswer({ ...fault, status: 504 }), fault: null }
    return { response, fault }
  }
}

function toRequest(request: WebRequest, path: string): Request {
  return new Request(`${request.origin}${path}${request.query}`, {
    method: request.method,
    headers: request.headers,
    body: request.method === 'GET' || request.method === 'HEAD' ? null : (request.body as BodyInit | null),
  })
}

/** Faults reach Entra only if they name a path there, e.g. `/oauth2/*` or `*` + `/token`. */
async function takeTokenFault(emulator: Emulator, request: WebRequest): Promise<Fault | null> {
  const tail = request.path.replace(/^\/[^/]+/, '')
  if (!tail.startsWith('/oauth2/')) return null
  const form = new URLSearchParams(request.body ? new TextDecoder().decode(request.body) : '')
  const { entra, directory, faults } = emulator
  const userId =
    entra.refreshTokens.peek(form.get('refresh_token') ?? '')?.userId ?? entra.peekCode(form.get('code') ?? '')?.userId
  return faults.takeHttp({
    method: request.method,
    upn: userId ? directory.userById(userId)?.upn : undefined,
    paths: [request.path, tail],
    pathRequired: true,
  })
}

function tokenFaultAnswer(fault: Fault): Response {
  const status = fault.status ?? (fault.kind === 'throttle' ? 429 : 503)
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  const description = 'AADSTS90033: A transient error has occurred. Please try again.'
  const body = { error: 'temporarily_unavailable', error_description: description, error_codes: [90033] }
  return Response.json(body, { status, headers })
}

/** /_control/users/{upn}/…: each workload's own routes, with the user resolved. */
function makeMailboxControl(emulator: Emulator) {
  const app = new Hono<GraphEnv>()
  app.use('*', async (c, next) => {
    const given = c.env as unknown as { owner: DirectoryUser; publicUrl: string }
    c.set('owner', given.owner)
    c.set('publicUrl', given.publicUrl)
    c.set('prefix', '')
    c.set('prefer', new Map())
    c.set('immutableIds', false)
    await next()
  })
  for (const workload of emulator.workloads) workload.controlRoutes(app)
  app.notFound((c) => c.json({ error: `no control route ${c.req.method} ${c.req.path} for a user` }, 404))
  app.onError((error, c) => {
    const known = 'status' in error && typeof error.status === 'number'
    if (!known && !(error instanceof SyntaxError)) console.error('emulator: control failed', error)
    return c.json(
      { error: error.message },
      known && error.status === 404 ? 404 : known || error instanceof SyntaxError ? 400 : 500,
    )
  })
  return async (request: WebRequest, upn: string, path: string): Promise<Response> => {
    const owner = emulator.directory.find(upn)
    if (!owner) return Response.json({ error: `no user ${upn}` }, { status: 404 })
    return app.fetch(toRequest(request, path), { owner, publicUrl: `${request.origin}${request.path}${request.query}` })
  }
}

function makeContentApp(emulator: Emulator): Hono | null {
  const needed = emulator.workloads.filter((workload) => workload.contentRoutes)
  if (needed.length === 0) return null
  const app = new Hono()
  for (const workload of needed) workload.contentRoutes?.(app)
  return app
}

function contentListener(app: Hono): ReturnType<typeof makeListener> {
  return getRequestListener(app.fetch)
}

function listenOn(server: Server, port: number, host: string, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(asBusyPort(error, port, variable)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function asBusyPort(error: unknown, port: number, variable: string): unknown {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new BusyPortError(port, variable) : error
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
