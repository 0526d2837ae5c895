import 'server-only'
import type { DraftAttachment } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { AppError } from '@/lib/platform/errors'
import { requireOwnPage } from '@/lib/platform/own-page'
import { isUuid } from '@/lib/platform/uuid'
import { requireMailbox } from '../loaders'
import { toFileView } from '../map'
import { DIRECT_BYTES } from '../rules'
import { atOnce } from '../sync/work'
import { putSmall } from './sync'

/** Takes the bytes of a small file from the person's own page, and puts them on the draft in Outlook. */
export async function acceptBytes(id: string, request: Request): Promise<{ attachment: DraftAttachment }> {
  const connection = await withUser(requireMailbox)
  requireOwnPage(request)
  if (!isUuid(id)) throw new AppError('not_found', 'no such file')
  const bytes = await readAtMost(request, DIRECT_BYTES)
  return { attachment: toFileView(await atOnce(connection.id, (context) => putSmall(context, id, bytes))) }
}

async function readAtMost(request: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength
    if (size >= limit) {
      await reader?.cancel()
      throw new AppError('invalid_input', 'more than a small file', {
        userMessage: 'Files of 3 MB and more are sent in parts.',
      })
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}
