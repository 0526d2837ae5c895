import { handOver } from '@/inngest/hand-over'
import { readNotifications } from '@/lib/features/connection/notifications'

export const runtime = 'edge'
export const dynamic = 'force-dynamic'

const MAX_BYTES = 4 * 1024 * 1024
/** Graph gives up on an answer after 3 s and counts it against us. */
const HAND_OVER_MS = 2500

/** The one door for Graph's notifications and lifecycle events. 202 if and only if Inngest accepted them. */
export async function POST(request: Request): Promise<Response> {
  const arrivedAt = Date.now()
  const token = new URL(request.url).searchParams.get('validationToken')
  if (token !== null) {
    return new Response(token, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    })
  }
  const text = await readText(request)
  if (text === null) return new Response(null, { status: 413 })
  const events = await readNotifications(text, arrivedAt)
  if (events === null) return new Response(null, { status: 400 })
  // Wrong or foreign ones are accepted and dropped: a forger learns nothing.
  if (events.length === 0) return new Response(null, { status: 202 })
  return (await handOver(events, HAND_OVER_MS))
    ? new Response(null, { status: 202 })
    : new Response(null, { status: 503, headers: { 'retry-after': '5' } })
}

/** The body, or null when it is larger than any notification of Microsoft. */
async function readText(request: Request): Promise<string | null> {
  const length = request.headers.get('content-length')
  // The server holds a body to its stated length; piece by piece it takes twice as long.
  if (length !== null) return Number(length) > MAX_BYTES ? null : request.text()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  const reader = request.body?.getReader()
  for (;;) {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) return text + decoder.decode()
    size += chunk.value.byteLength
    if (size > MAX_BYTES) {
      await reader?.cancel()
      return null
    }
    text += decoder.decode(chunk.value, { stream: true })
  }
}
