import 'server-only'
import { requireUser, userScopeOf } from '@/lib/auth/scope'
import { type LiveTopic, onLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import { onShutdown } from '@/lib/platform/shutdown'

/** The scope behind an open stream is looked at again this often, and at once when somebody's access changes. */
const RECHECK_MS = 60_000
/** Proxies end silent connections. */
const PING_MS = 20_000

const encoder = new TextEncoder()

/**
 * A stream of hints for the signed-in person: `event: change`, data `{topics, at}`. Ends when the person's access ends
 * or the process stops; the browser opens it again by itself.
 */
export async function openLiveStream(signal: AbortSignal): Promise<Response> {
  const scope = await requireUser()
  let end = () => {}
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const timers: NodeJS.Timeout[] = []
      const undo: (() => void)[] = []
      let ended = false
      end = () => {
        if (ended) return
        ended = true
        for (const timer of timers) clearInterval(timer)
        for (const each of undo) each()
        try {
          controller.close()
        } catch {
          // The browser went first.
        }
      }
      const send = (text: string) => {
        try {
          if (!ended) controller.enqueue(encoder.encode(text))
        } catch {
          end()
        }
      }
      const change = (topics: LiveTopic[]) =>
        send(`event: change\ndata: ${JSON.stringify({ topics, at: Date.now() })}\n\n`)
      const recheck = async () => {
        const still = await userScopeOf(scope.userId, scope.workspaceId).catch((err) => {
          // Availability never fails open: without an answer the stream ends and the browser asks anew.
          log.warn({ err }, 'a live stream could not be checked')
          return null
        })
        if (!still || still.role !== scope.role) end()
      }
      send('retry: 1000\n\n')
      undo.push(
        await onLive((hint) => {
          if (hint === null)
            return change(['mail', 'import', 'connection', 'disconnect', 'outbox', 'people', 'tasks', 'privacy'])
          if (hint.workspaceId !== scope.workspaceId) return
          if (hint.userId && hint.userId !== scope.userId) return
          if (hint.topics.includes('session')) void recheck()
          change(hint.topics)
        }),
      )
      undo.push(onShutdown(end))
      timers.push(setInterval(() => void recheck(), RECHECK_MS))
      timers.push(setInterval(() => send(': still here\n\n'), PING_MS))
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
    },
    cancel: () => end(),
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
