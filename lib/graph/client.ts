import 'server-only'
import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client'
import { accessToken } from '@/lib/auth/vault'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import type { ConnectionScope } from '@/lib/platform/scope'
import { graphError } from './errors'
import { inLane, type Lane } from './lanes'
import { readBody } from './read-body'
import { closing, type OpenAnswer } from './stream'

const TIMEOUT_MS = 30_000
const IMMUTABLE = 'IdType="ImmutableId"'
/** An access key read this long ago is good still: a place in the lane need not wait for the database. */
const KEY_AGE_MS = 1_000
/** For so long requests of one job share what was read of the vault; the rest of its age is for the wait in the lane. */
const KEY_SHARED_MS = 500

export interface GraphRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below the version root, with query: `/me/messages?$top=50`. Already encoded. */
  path: string
  body?: unknown
  /** Preferences besides immutable ids, which every request of ours asks for. */
  prefer?: string[]
  headers?: Record<string, string>
  /** 'bytes' for files; JSON otherwise. */
  as?: 'json' | 'bytes'
  /** Ends the request from outside, in place of the usual time limit. */
  signal?: AbortSignal
  /** With a fresh access token: the last one was refused. */
  fresh?: boolean
}

export interface GraphAnswer<T> {
  status: number
  headers: Headers
  body: T
  /** Microsoft's id of this request, for the ledger. */
  requestId: string | null
}

export interface Graph {
  readonly scope: ConnectionScope
  /** Sends one request. Throws AppError (lib/graph/errors.ts); a 401 is tried once more with a fresh access token. */
  send<T = unknown>(request: GraphRequest): Promise<GraphAnswer<T>>
  /** Sends one request and hands its answer on piece by piece: files are not held. The place in the lane is kept. */
  open(request: GraphRequest): Promise<OpenAnswer>
}

/** Read before the place in the lane was taken. */
interface EarlyKey {
  key: string
  readAt: number
}

/**
 * The one link of our middleware chain: puts the token on, but only on the configured Graph origin (the SDK's own
 * handlers know Microsoft's hosts only and retry by themselves), and sends.
 */
class BoundTransport implements Middleware {
  /** What went wrong in here. The SDK would wrap it and lose its class. */
  failure: unknown
  constructor(
    private readonly token: () => Promise<string>,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async execute(context: Context): Promise<void> {
    try {
      const url = typeof context.request === 'string' ? context.request : context.request.url
      if (new URL(url).origin !== env().GRAPH_BASE_URL) throw new AppError('internal', 'request off the Graph origin')
      const headers = new Headers(context.options?.headers as HeadersInit)
      headers.set('authorization', `Bearer ${await this.token()}`)
      context.response = await fetch(context.request, {
        ...context.options,
        headers,
        redirect: 'manual',
        cache: 'no-store',
        signal: this.signal ?? AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}

/**
 * A client for one connection's mailbox. Every request waits for a place in its lane. There is no retry in here: a job
 * lets its engine wait (throttled, unavailable), a person is told.
 * @param throttledUntil from the connection's row: before that instant requests fail at once as `throttled`.
 */
export function graphFor(scope: ConnectionScope, lane: Lane, throttledUntil: Date | null = null): Graph {
  async function once(request: GraphRequest, forceRefresh: boolean, early: EarlyKey | null): Promise<Response> {
    const { method = 'GET', path, body, prefer = [], headers = {} } = request
    const isGood = early !== null && !forceRefresh && Date.now() - early.readAt < KEY_AGE_MS
    const middleware = new BoundTransport(
      async () => (isGood ? early.key : accessToken(scope, { forceRefresh })),
      request.signal,
    )
    const call = Client.initWithMiddleware({ middleware, baseUrl: env().GRAPH_BASE_URL, defaultVersion: 'v1.0' })
      .api(path)
      .responseType(ResponseType.RAW)
      .headers({ Prefer: [IMMUTABLE, ...prefer].join(', '), ...headers })
    try {
      switch (method) {
        case 'GET':
          return await call.get()
        case 'POST':
          return await call.post(body ?? {})
        case 'PATCH':
          return await call.patch(body)
        case 'PUT':
          return await call.put(body)
        case 'DELETE':
          return await call.delete()
      }
    } catch (cause) {
      if (middleware.failure instanceof AppError) throw middleware.failure
      throw new AppError('unavailable', 'Graph cannot be reached', { cause: middleware.failure ?? cause })
    }
  }

  /** The answer, if it is a good one. A 401 is tried once more with a fresh access token. */
  async function answerTo(request: GraphRequest, early: EarlyKey | null = null): Promise<Response> {
    let response = await once(request, request.fresh ?? false, early)
    if (response.status === 401 && !request.fresh) {
      await response.body?.cancel()
      shared = null
      response = await once(request, true, null)
    }
    const { headers, status } = response
    if (!response.ok) throw graphError({ status, headers, body: await readBody(response, 'json').catch(() => null) })
    return response
  }

  let shared: { read: Promise<EarlyKey>; since: number } | null = null

  /** The access key, read before the place in the lane is taken: once for requests that follow each other closely. */
  function earlyKey(): Promise<EarlyKey> {
    const since = Date.now()
    if (shared && since - shared.since < KEY_SHARED_MS) return shared.read
    const read = accessToken(scope).then((key) => ({ key, readAt: Date.now() }))
    shared = { read, since }
    read.catch(() => {
      shared = null
    })
    return read
  }

  function assertNotThrottled(): void {
    const wait = throttledUntil ? (throttledUntil.getTime() - Date.now()) / 1000 : 0
    if (wait > 0) throw new AppError('throttled', 'the connection is throttled', { retryAfter: wait })
  }

  async function send<T>(request: GraphRequest): Promise<GraphAnswer<T>> {
    assertNotThrottled()
    const early = request.fresh ? null : await earlyKey()
    return inLane(scope.connectionId, lane, async () => {
      const response = await answerTo(request, early)
      const { headers, status } = response
      const body = (await readBody(response, request.as ?? 'json')) as T
      return { status, headers, body, requestId: headers.get('request-id') }
    })
  }

  async function open(request: GraphRequest): Promise<OpenAnswer> {
    assertNotThrottled()
    return new Promise((resolve, reject) => {
      inLane(scope.connectionId, lane, async () => {
        const stop = new AbortController()
        const { answer, over } = closing(await answerTo({ ...request, signal: stop.signal }), stop)
        resolve(answer)
        await over
      }).catch(reject)
    })
  }

  return { scope, send, open }
}
