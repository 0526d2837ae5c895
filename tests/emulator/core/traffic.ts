// The recording of Graph traffic, one JSON line a request, in the format that the conformance check reads. Bodies are
// kept as they came and made readable only when somebody asks.

import type { OutgoingExchange } from '../seam'

const KEPT_BYTES = 64 * 1024 * 1024
/** Longer bodies are shortened in the recording, or the line is marked as one to skip. */
const LONG_BODY = 64 * 1024
const HIDDEN = new Set(['authorization', 'cookie', 'proxy-authorization'])

export interface TrafficLine {
  method: string
  url: string
  requestHeaders: Record<string, string>
  requestBody: Uint8Array | null
  status?: number
  responseHeaders: Record<string, string>
  responseBody: Uint8Array | null
  /** Delegated scopes, space separated, or application roles: never both. */
  scp?: string
  roles?: string[]
  tid?: string
  /** ISO instant by Microsoft's clock. */
  time: string
  label?: string
  skip?: boolean
}

const decoder = new TextDecoder('utf-8')
const encoder = new TextEncoder()

export function plainHeaders(headers: Headers): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of headers) if (!HIDDEN.has(name)) plain[name] = value
  return plain
}

export class Traffic {
  private lines: TrafficLine[] = []
  private bytes = 0
  /** Takes in the lines that are forgotten here. */
  private keep: ((text: string) => void) | null = null

  /** From now on every line reaches `keep` once: when it is dropped, cleared or flushed. */
  keepIn(keep: (text: string) => void): void {
    this.keep = keep
  }

  add(line: TrafficLine): void {
    this.lines.push(line)
    this.bytes += weight(line)
    if (this.bytes <= KEPT_BYTES) return
    let dropped = 0
    while (this.bytes > KEPT_BYTES * 0.9 && dropped < this.lines.length) {
      const oldest = this.lines[dropped++]
      if (oldest) this.bytes -= weight(oldest)
    }
    this.keep?.(shown(this.lines.slice(0, dropped)))
    this.lines = this.lines.slice(dropped)
  }

  addOutgoing(exchange: OutgoingExchange, time: string): void {
    const { requestBody, responseBody, responseHeaders, ...rest } = exchange
    this.add({
      ...rest,
      requestBody: encoder.encode(requestBody),
      responseHeaders: responseHeaders ?? {},
      responseBody: responseBody === undefined ? null : encoder.encode(responseBody),
      time,
    })
  }

  clear(): void {
    this.keep?.(this.text())
    this.lines = []
    this.bytes = 0
  }

  /** JSON lines, oldest first. */
  text(): string {
    return shown(this.lines)
  }
}

const shown = (lines: TrafficLine[]): string => lines.map((line) => `${JSON.stringify(readable(line))}\n`).join('')

function weight(line: TrafficLine): number {
  return 1000 + (line.requestBody?.byteLength ?? 0) + (line.responseBody?.byteLength ?? 0)
}

function readable(line: TrafficLine): Record<string, unknown> {
  const request = shownBody(line.requestBody, line.requestHeaders)
  const response = shownBody(line.responseBody, line.responseHeaders)
  const shortened = [request, response].some((body) => body.shortened)
  const lost = [request, response].some((body) => body.lost)
  const label = [line.label, shortened && 'long collection shortened', lost && 'long body left out'].filter(Boolean)
  return {
    ...line,
    requestBody: request.value,
    responseBody: response.value,
    ...(label.length > 0 && { label: label.join(', ') }),
    ...((line.skip || lost) && { skip: true }),
  }
}

interface ShownBody {
  value?: unknown
  shortened?: boolean
  lost?: boolean
}

function shownBody(body: Uint8Array | null, headers: Record<string, string>): ShownBody {
  if (!body || body.byteLength === 0) return {}
  const json = headers['content-type']?.includes('json') ?? false
  if (body.byteLength > LONG_BODY) return json ? shortenedCollection(body) : { value: '(long body)' }
  const text = decoder.decode(body)
  if (!json) return { value: text }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { value: text }
  }
}

/** A page of a collection stays checkable with its first items only. */
function shortenedCollection(body: Uint8Array): ShownBody {
  let parsed: unknown
  try {
    parsed = JSON.parse(decoder.decode(body))
  } catch {
    return { lost: true }
  }
  if (typeof parsed !== 'object' || parsed === null || !('value' in parsed) || !Array.isArray(parsed.value)) {
    return { lost: true }
  }
  const items: unknown[] = []
  let length = 0
  for (const item of parsed.value) {
    length += JSON.stringify(item).length
    if (length > LONG_BODY) break
    items.push(item)
  }
  return items.length > 0 ? { value: { ...parsed, value: items }, shortened: true } : { lost: true }
}
