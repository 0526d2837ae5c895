import { GraphFault } from '../seam'

/** What a Graph call came to, before it meets the socket. */
export interface GraphAnswer {
  status: number
  headers: Headers
  body: Uint8Array | null
  /** A long body that is handed on piece by piece; `body` is null then. */
  stream?: ReadableStream<Uint8Array>
}

export interface RequestIds {
  requestId: string
  /** Echo of the request's header, or the request id. */
  clientRequestId: string
}

const encoder = new TextEncoder()

/** Content type of every JSON answer of Graph v1.0. */
const GRAPH_JSON = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

/** Headers that every Graph answer carries. */
export function stamp(headers: Headers, ids: RequestIds, now: number): Headers {
  headers.set('request-id', ids.requestId)
  headers.set('client-request-id', ids.clientRequestId)
  headers.set('date', new Date(now).toUTCString())
  if (headers.get('content-type')?.startsWith('application/json')) {
    headers.set('content-type', GRAPH_JSON)
    headers.set('odata-version', '4.0')
  }
  return headers
}

/** Graph's error body. Microsoft Graph: error responses. */
export function faultAnswer(fault: GraphFault, ids: RequestIds, now: number): GraphAnswer {
  const body = {
    error: {
      code: fault.code,
      message: fault.message,
      innerError: {
        date: new Date(now).toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  }
  const headers = new Headers({ ...fault.headers, 'content-type': 'application/json' })
  return { status: fault.status, headers: stamp(headers, ids, now), body: encoder.encode(JSON.stringify(body)) }
}

/** Turns whatever a route threw into a Graph fault; a surprise is logged, since it is a defect of the emulator. */
export function asFault(error: unknown, what: string): GraphFault {
  if (error instanceof GraphFault) return error
  if (error instanceof SyntaxError) {
    return new GraphFault(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  }
  console.error(`emulator: ${what} failed`, error)
  return new GraphFault(500, 'InternalServerError', `The emulator failed on ${what}: ${String(error)}`)
}

/** Says loudly that the emulator has no such thing, so that nobody mistakes a gap for an empty result. */
export function notImplemented(what: string): GraphFault {
  console.error(`emulator: 501 ${what}`)
  return new GraphFault(501, 'NotImplemented', `The emulator does not implement ${what}.`)
}
