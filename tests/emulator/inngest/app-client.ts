// Calls to the app's SDK endpoint: keep-alive sockets, and the difference between "the function failed" and "nobody is there".

import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export type Answer =
  | { kind: 'answered'; status: number; headers: IncomingHttpHeaders; body: string }
  /** Nobody there, or something that is not the SDK answered. `refused`: no connection could be made. */
  | { kind: 'away'; refused: boolean; reason: string }

const REFUSED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

export class AppClient {
  readonly #agent: Agent

  constructor(
    maxSockets: number,
    readonly timeoutMs: number,
  ) {
    this.#agent = new Agent({
      keepAlive: true,
      maxSockets,
      maxFreeSockets: maxSockets,
      scheduling: 'lifo',
      noDelay: true,
    })
  }

  /** Posts one execution request. Never rejects. */
  async post(url: URL, body: string, headers: Record<string, string>): Promise<Answer> {
    const first = await this.#send('POST', url, body, headers)
    // A kept socket that the app had just closed: no answer could come, a new socket may do better.
    if (first.kind === 'away' && first.stale) return this.#send('POST', url, body, headers)
    return first
  }

  /** Asks the app to register its functions. Never rejects. */
  put(url: URL): Promise<Answer> {
    return this.#send('PUT', url, '', {})
  }

  /** True as soon as anything answers at the address. */
  async knock(url: URL): Promise<boolean> {
    const answer = await this.#send('GET', url, '', {})
    return answer.kind === 'answered' || !answer.refused
  }

  close(): void {
    this.#agent.destroy()
  }

  #send(
    method: string,
    url: URL,
    body: string,
    headers: Record<string, string>,
  ): Promise<Answer & { stale?: boolean }> {
    return new Promise((resolve) => {
      const payload = Buffer.from(body)
      const outgoing = request(url, {
        method,
        agent: this.#agent,
        timeout: this.timeoutMs,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': payload.length,
          'user-agent': 'local-inngest-engine',
          'x-inngest-server-kind': 'dev',
        },
      })
      const away = (error: NodeJS.ErrnoException, answered: boolean) =>
        resolve({
          kind: 'away',
          refused: !answered && REFUSED.has(error.code ?? ''),
          reason: error.code ?? error.message,
          stale: !answered && outgoing.reusedSocket && error.code === 'ECONNRESET',
        })
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${this.timeoutMs} ms`)))
      outgoing.on('error', (error) => away(error, false))
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', (error) => away(error, true))
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve(classify(incoming.statusCode ?? 0, incoming.headers, text))
        })
      })
      outgoing.end(payload)
    })
  }
}

function classify(status: number, headers: IncomingHttpHeaders, body: string): Answer {
  const fromSdk = headers['x-inngest-sdk'] !== undefined || (status === 500 && body.startsWith('{"type":"internal"'))
  if (!fromSdk) return { kind: 'away', refused: false, reason: `HTTP ${status} without the SDK's headers` }
  if (status !== 201) return { kind: 'answered', status, headers, body }
  // A streamed answer carries the real one in its body.
  try {
    const streamed = JSON.parse(body) as { status: number; headers?: IncomingHttpHeaders; body: string }
    return { kind: 'answered', status: streamed.status, headers: streamed.headers ?? headers, body: streamed.body }
  } catch {
    return { kind: 'away', refused: false, reason: 'a streamed answer broke off' }
  }
}
