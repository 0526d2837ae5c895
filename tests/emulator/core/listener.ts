// The socket: reads a request whole, hands it to Graph, Entra or the control API, lets faults spoil the answer, records
// Graph traffic, writes.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { CallCounter } from './calls'
import type { Clock } from './clock'
import type { Fault } from './faults'
import type { GraphOutcome, GraphServer } from './graph-server'
import { plainHeaders, type Traffic } from './traffic'

/** The client went away in the middle: nothing of ours failed. */
const LEFT = new Set<string | undefined>(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'])

/** A test that asks Graph for what Graph does not have says so in this header; the conformance check passes it over. */
export const WRONG_ON_PURPOSE = 'x-wrong-on-purpose'

export interface WebRequest {
  method: string
  /** Origin under which the client reached us. */
  origin: string
  path: string
  query: string
  headers: Headers
  body: Uint8Array | null
  remoteAddress: string
}

interface Parts {
  graph: GraphServer
  /** Entra, the control API and everything else. */
  other: (request: WebRequest) => Promise<{ response: Response; fault: Fault | null }>
  traffic: Traffic
  calls: CallCounter
  clock: Clock
  /** Fixed public origin (EMULATOR_PUBLIC_URL), or null: the one that the client's Host header names. */
  publicUrl: string | null
  secure: boolean
}

export function makeListener(parts: Parts): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    serve(parts, req, res).catch((error: unknown) => {
      // A client that hangs up early is no news.
      if (!LEFT.has((error as NodeJS.ErrnoException).code)) console.error('emulator: request failed', error)
      res.destroy()
    })
  }
}

export async function readRequest(
  parts: Pick<Parts, 'publicUrl' | 'secure'>,
  req: IncomingMessage,
): Promise<WebRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const target = req.url ?? '/'
  const question = target.indexOf('?')
  const host = req.headers.host ?? 'localhost'
  return {
    method: req.method ?? 'GET',
    origin: parts.publicUrl ?? `${parts.secure ? 'https' : 'http'}://${host}`,
    path: question < 0 ? target : target.slice(0, question),
    query: question < 0 ? '' : target.slice(question),
    headers,
    body: chunks.length > 0 ? Buffer.concat(chunks) : null,
    remoteAddress: req.socket.remoteAddress ?? '',
  }
}

async function serve(parts: Parts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = await readRequest(parts, req)
  // The beta endpoint is Graph too, and answers 501.
  const graphPath = /^(?:\/v1\.0)?(\/.*)$/i.exec(/^\/(v1\.0|beta)\//i.test(request.path) ? request.path : '')?.[1]
  if (graphPath !== undefined) return serveGraph(parts, request, graphPath, res)
  const { response, fault } = await parts.other(request)
  const body = new Uint8Array(await response.arrayBuffer())
  write(res, response.status, response.headers, body, fault)
}

async function serveGraph(parts: Parts, request: WebRequest, path: string, res: ServerResponse): Promise<void> {
  const time = new Date(parts.clock.now()).toISOString()
  const { method, query, headers, body, origin } = request
  const outcome = await parts.graph.handle({ method, path, query, headers, body, origin })
  parts.calls.http(outcome.mailbox)
  record(parts.traffic, request, outcome, time)
  const { status, headers: answerHeaders, body: answerBody, stream } = outcome.answer
  // A fault that spoils the body needs all of it.
  if (stream && !outcome.socketFault) return writeStream(res, status, answerHeaders, stream)
  const whole = stream ? new Uint8Array(await new Response(stream).arrayBuffer()) : answerBody
  write(res, status, answerHeaders, whole ?? new Uint8Array(), outcome.socketFault)
}

function record(traffic: Traffic, request: WebRequest, outcome: GraphOutcome, time: string): void {
  const { answer, bearer, socketFault } = outcome
  // A broken answer says nothing about Graph, so the check is told to pass it over.
  const spoilt = socketFault && socketFault.kind !== 'commit-then-504'
  traffic.add({
    method: request.method,
    url: `https://graph.microsoft.com${request.path}${request.query}`,
    requestHeaders: plainHeaders(request.headers),
    requestBody: request.body,
    status: answer.status,
    responseHeaders: plainHeaders(answer.headers),
    responseBody: answer.body,
    // Of a token that is not accepted nobody knows what it allowed: a batch refused for it lacks no permission.
    ...(bearer && (bearer.caller.appOnly ? { roles: bearer.claims.roles ?? [] } : { scp: bearer.claims.scp ?? '' })),
    ...(bearer && { tid: bearer.caller.tenantId }),
    time,
    ...(spoilt && { skip: true, label: `fault ${socketFault.kind}` }),
    ...(request.headers.has(WRONG_ON_PURPOSE) && { skip: true, label: 'wrong on purpose' }),
  })
}

const HTML =
  '<!doctype html><html><head><title>Service unavailable</title></head><body><h1>Please try later</h1></body></html>'

async function writeStream(
  res: ServerResponse,
  status: number,
  headers: Headers,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  for (const [name, value] of headers) res.setHeader(name, value)
  res.statusCode = status
  await pipeline(Readable.fromWeb(stream as NodeStream<Uint8Array>), res)
}

/** Sends an answer, spoilt by the fault if there is one. */
export function write(
  res: ServerResponse,
  status: number,
  headers: Headers,
  body: Uint8Array,
  fault: Fault | null,
): void {
  if (res.destroyed) return
  if (fault?.kind === 'html') {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(HTML) })
    res.end(HTML)
    return
  }
  if (fault?.kind === 'commit-then-reset') {
    // Not a byte of the answer arrives.
    res.socket?.resetAndDestroy()
    return
  }
  for (const [name, value] of headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('set-cookie', cookies)
  res.statusCode = status
  if (status !== 204 && status !== 304) res.setHeader('content-length', body.byteLength)
  if (fault?.kind === 'reset') {
    // Half of the body, then a reset: the length in the header is never reached.
    res.write(body.subarray(0, fault.bytes ?? Math.floor(body.byteLength / 2)), () => res.socket?.resetAndDestroy())
    return
  }
  if (fault?.kind === 'truncate') {
    const cut = body.subarray(0, Math.min(body.byteLength, fault.bytes ?? Math.floor(body.byteLength / 2)))
    res.setHeader('content-length', cut.byteLength)
    res.end(cut)
    return
  }
  res.end(status === 204 || status === 304 ? undefined : body)
}
