// The engine's HTTP face: Inngest's own paths, the control API for tests, the status page. Loopback only.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Apps } from './apps'
import { Control } from './control'
import type { Core } from './core'
import { BadEvents, type Events } from './events'
import type { Executor } from './executor'
import { isLoopback, isLoopbackHost } from './loopback'
import { Refused } from './registration'
import { statusPage } from './status-page'

const MAX_BODY_BYTES = 3 * 1024 * 1024

export interface Parts {
  core: Core
  apps: Apps
  events: Events
  executor: Executor
}

class TooLarge extends Error {}

/** The engine's server, not yet listening. */
export function engineServer(parts: Parts): Server {
  const control = new Control(parts.core, parts.executor)
  const server = createServer({ keepAliveTimeout: 65_000, noDelay: true }, (request, response) => {
    route(parts, control, request, response).catch((error) => {
      const [status, text] = failure(error)
      if (status === 500) parts.core.options.log(`${request.method} ${request.url}: ${text}`)
      json(response, status, { error: text, status })
    })
  })
  return server
}

async function route(parts: Parts, control: Control, request: IncomingMessage, response: ServerResponse) {
  const { core, apps, events } = parts
  if (!isLoopbackHost(request.headers.host) || !isOwnOrigin(request.headers.origin)) {
    return json(response, 403, { error: 'This engine serves this machine only.', status: 403 })
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://engine')
  const called = `${request.method} ${pathname}`
  if (request.method === 'POST' && pathname.startsWith('/e/')) {
    const seed = request.headers['x-inngest-event-id-seed']
    const ids = events.accept(await readJson(request), typeof seed === 'string' ? seed : undefined)
    core.flush()
    return json(response, 200, { ids, status: 200 })
  }
  if (called === 'POST /fn/register' || called === 'PUT /fn/register') {
    const modified = apps.register(await readJson(request))
    core.flush()
    return json(response, 200, { ok: true, status: 200, modified })
  }
  if (called === 'GET /') {
    const page = statusPage(parts.core, parts.executor)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    return response.end(page)
  }
  if (called === 'GET /health') return json(response, 200, { status: 200, message: 'OK' })
  if (called === 'GET /dev') {
    const handlers = [...core.state.apps.values()].map(({ name, url }) => ({ sdk: { appName: name, url } }))
    const functions = [...core.state.functions.values()].map(({ id, name }) => ({ id, name }))
    return json(response, 200, {
      version: 'local',
      startOpts: { sdkURLs: [], autodiscover: false },
      functions,
      handlers,
    })
  }
  if (pathname.startsWith('/_control/')) {
    const answer = control.answer(called, searchParams)
    if (answer !== undefined) return json(response, 200, answer)
  }
  json(response, 501, { error: `The local engine does not answer ${called}.`, status: 501 })
}

/** Programs send no Origin; pages of other sites do, and must not put events in. */
function isOwnOrigin(origin: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && isLoopback(new URL(origin).hostname))
}

function failure(error: unknown): [number, string] {
  const text = error instanceof Error ? error.message : String(error)
  if (error instanceof TooLarge) return [413, text]
  if (error instanceof BadEvents || error instanceof Refused || error instanceof SyntaxError) return [400, text]
  return [500, text]
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.end(bytes)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new TooLarge(`A request may have ${MAX_BODY_BYTES} bytes at most.`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
