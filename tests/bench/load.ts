import { Agent, request } from 'node:http'

export interface Answer {
  status: number
  /** Milliseconds to the first byte of the body (or to its end, when it is empty). */
  first: number
  /** Milliseconds to the last byte. */
  whole: number
  body: string
}

export const keptAlive = (connections: number): Agent => new Agent({ keepAlive: true, maxSockets: connections })

/** One request, timed at the socket. */
export function ask(
  url: string,
  options: { agent?: Agent; method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const { agent, method = 'GET', headers = {}, body } = options
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method, headers: { ...headers, ...length }, ...(agent && { agent }) }, (answer) => {
      let first = 0
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => {
        first ||= performance.now() - started
        chunks.push(chunk)
      })
      answer.on('end', () => {
        const whole = performance.now() - started
        resolve({
          status: answer.statusCode ?? 0,
          first: first || whole,
          whole,
          body: Buffer.concat(chunks).toString(),
        })
      })
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Keeps `connections` requests in flight for a while; answers how many a second were answered, and how long each took. */
export async function flood(
  url: string,
  { connections, ms, body }: { connections: number; ms: number; body(): string },
): Promise<{ rate: number; times: number[]; refused: number }> {
  const agent = keptAlive(connections)
  const headers = { 'content-type': 'application/json' }
  const times: number[] = []
  let refused = 0
  const started = performance.now()
  const worker = async () => {
    while (performance.now() - started < ms) {
      const answer = await ask(url, { agent, method: 'POST', headers, body: body() })
      times.push(answer.whole)
      if (answer.status !== 202) refused++
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  return { rate: times.length / seconds, times, refused }
}
