// The body of a writing request: JSON, or a message as base64 MIME. Microsoft Graph: sendMail, create message.

import { GraphFault } from '../seam'
import type { GraphContext } from './request'

type RequestContent = { json: Record<string, unknown> } | { mime: Uint8Array }

const unreadable = (message: string) => new GraphFault(400, 'RequestBodyRead', message)

function mimeOf(text: string): Uint8Array {
  const bare = text.replace(/\s+/g, '')
  if (bare === '' || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) {
    throw new GraphFault(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.')
  }
  return new Uint8Array(Buffer.from(bare, 'base64'))
}

/**
 * `mime`: a text/plain body is taken. `optional`: no body is the same as {}.
 * @throws GraphFault 400, 415 for another content type
 */
export async function requestContent(
  c: GraphContext,
  { mime = false, optional = false } = {},
): Promise<RequestContent> {
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  if (bytes.byteLength === 0 && optional) return { json: {} }
  if (bytes.byteLength === 0) throw unreadable('The request body is empty.')
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!type) {
    throw new GraphFault(
      400,
      'BadRequest',
      'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
    )
  }
  const text = new TextDecoder().decode(bytes)
  if (type === 'text/plain' && mime) return { mime: mimeOf(text) }
  if (type === 'text/plain') throw new GraphFault(501, 'NotImplemented', 'The emulator takes no MIME here.')
  if (type !== 'application/json') {
    throw new GraphFault(415, 'UnsupportedMediaType', `The content type '${type}' is not supported.`)
  }
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return { json: parsed as Record<string, unknown> }
  } catch {
    // Falls through to the refusal.
  }
  throw unreadable('The request body is not a JSON object.')
}

/** Likewise, JSON only. */
export async function jsonContent(c: GraphContext, optional = false): Promise<Record<string, unknown>> {
  const content = await requestContent(c, { optional })
  return 'json' in content ? content.json : {}
}
