// The second origin, for upload links: pre-authenticated addresses outside Graph, reached by browsers too. Faults strike
// here by path, as they do at Graph.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Hono } from 'hono'
import type { Faults, HttpKind } from './faults'
import { readRequest, write } from './listener'

interface Parts {
  app: Hono
  faults: Faults
  secure: boolean
  now: () => number
}

/** What the origin says to browsers of any other origin. Microsoft Graph: large attachments, response headers. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Location, Content-Range, request-id, client-request-id, Retry-After',
}
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, PUT, DELETE, OPTIONS',
  'access-control-allow-headers': 'Content-Range, Content-Type, Content-Length, client-request-id',
  'access-control-max-age': '3600',
}
const PLAIN_ANSWER: Partial<Record<HttpKind, number>> = { throttle: 429, 'commit-then-504': 504 }

const errorBody = (code: string, message: string) =>
  new TextEncoder().encode(JSON.stringify({ error: { code, message } }))

export function makeContentListener(parts: Parts): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    serve(parts, req, res).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code
      if (code !== 'ECONNRESET') console.error('emulator: upload request failed', error)
      res.destroy()
    })
  }
}

async function serve({ app, faults, secure, now }: Parts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = await readRequest({ publicUrl: null, secure }, req)
  const answer = (
    status: number,
    headers: Record<string, string>,
    body: Uint8Array,
    fault: Parameters<typeof write>[4],
  ) => write(res, status, new Headers({ date: new Date(now()).toUTCString(), ...CORS, ...headers }), body, fault)
  if (request.method === 'OPTIONS') return answer(200, PREFLIGHT, new Uint8Array(), null)

  const fault = faults.takeHttp({
    method: request.method,
    paths: [request.path, decodeURIComponent(request.path)],
    pathRequired: true,
  })
  const spoken = (status: number) => {
    const retry: Record<string, string> =
      fault?.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
    answer(
      status,
      { 'content-type': 'application/json', ...retry },
      errorBody('UnknownError', 'A fault that a test asked for.'),
      null,
    )
  }
  if (fault?.kind === 'throttle' || fault?.kind === 'status')
    return spoken(fault.status ?? PLAIN_ANSWER[fault.kind] ?? 500)
  if (fault?.kind === 'delay') await new Promise((done) => setTimeout(done, fault.delayMs ?? 0))
  const response = await app.fetch(
    new Request(`http://content${request.path}${request.query}`, {
      method: request.method,
      headers: request.headers,
      body: request.method === 'GET' || request.method === 'HEAD' ? null : (request.body as BodyInit | null),
    }),
  )
  if (fault?.kind === 'commit-then-504') return spoken(504)
  const body = new Uint8Array(await response.arrayBuffer())
  answer(response.status, Object.fromEntries(response.headers), body, fault)
}
