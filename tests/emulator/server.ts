// Starts an emulator: as a process (main.ts), or inside a test with everything in memory and ports of the system's choice.

import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { Hono } from 'hono'
import { makeContentListener } from './core/content-listener'
import { Emulator } from './core/emulator'
import { makeListener } from './core/listener'
import { memoryStore, type Store } from './core/store'
import { CLIENT_ID, CLIENT_SECRET } from './defaults'
import { makeRouter } from './router'
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
  /** Origin of upload links, if a proxy stands before it. */
  contentUrl?: string | null
  /** Origin for links; default: the one that the client used. */
  publicUrl?: string | null
  /** PEM texts: serve https. */
  tls?: { cert: string; key: string } | null
  store?: Store
  clientId?: string
  clientSecret?: string
  redirectUris?: string[]
  mailboxBudget?: number
  /** Folder in which traffic and hits are left at the end. Default: TANDEM_TRAFFIC_DIR, else nothing is left. */
  recordTo?: string | undefined
}

export interface RunningEmulator {
  /** Origin of Graph and Entra: value for GRAPH_BASE_URL and ENTRA_BASE_URL. */
  url: string
  /** Origin of upload links; '' when no workload needs one. */
  contentUrl: string
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
  const recordTo = options.recordTo ?? process.env.TANDEM_TRAFFIC_DIR
  if (recordTo) emulator.recordTo(recordTo)
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
    // As long as Microsoft's front doors: Node's five seconds run out between two calls of a busy machine.
    const kept = { keepAliveTimeout: 65_000 }
    const server = options.tls ? createSecureServer({ ...options.tls, ...kept }, handler) : createServer(kept, handler)
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
      const { faults, clock } = emulator
      const secure = Boolean(options.tls)
      const handler = makeContentListener({ app: contentApp, faults, secure, now: () => clock.now() })
      const contentPort = await listen(handler, options.contentPort ?? 0, 'EMULATOR_CONTENT_PORT')
      const contentHost = options.publicUrl ? new URL(options.publicUrl).hostname : named
      emulator.origins.content = options.contentUrl ?? `${scheme}://${contentHost}:${contentPort}`
    }
    if (options.smtpPort !== undefined && options.smtpPort !== null) {
      const smtpPort = options.smtpPort
      sink = await startSmtpSink(smtpPort, host, (mail) => emulator.sent.add(mail)).catch((error: unknown) => {
        throw asBusyPort(error, smtpPort, 'SMTP_PORT')
      })
    }
    return { url, contentUrl: emulator.origins.content, port, smtpPort: sink?.port ?? null, emulator, close }
  } catch (error) {
    await close()
    throw error
  }
}

function makeContentApp(emulator: Emulator): Hono | null {
  const needed = emulator.workloads.filter((workload) => workload.contentRoutes)
  if (needed.length === 0) return null
  const app = new Hono()
  for (const workload of needed) workload.contentRoutes?.(app)
  return app
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
