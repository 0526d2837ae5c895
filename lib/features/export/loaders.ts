import 'server-only'
import { requireUser } from '@/lib/auth/scope'
import { log } from '@/lib/platform/log'
import { exportParts } from './queries'

const encoder = new TextEncoder()

/**
 * Everything that Tandem holds of the signed-in person, by kind, as one JSON document (R58). Streamed page by page, so
 * that a mailbox of any size fits in memory.
 */
export async function openExport(): Promise<Response> {
  const scope = await requireUser()
  const parts = exportParts(scope)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (err) {
        log.error({ err }, 'an export broke off')
        // A cut download is an error to the browser; half a document must not look whole.
        controller.error(err)
      }
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="tandem-export.json"',
      'cache-control': 'private, no-store',
    },
  })
}
