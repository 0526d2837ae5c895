import { loadAttachment } from '@/lib/features/mail/body/loaders'
import { ENOUGH, shownAs } from '@/lib/features/mail/files/rules'
import { fileAnswer, peek } from '@/lib/platform/file-answer'
import { respond } from '@/lib/platform/respond'

/**
 * GET …/attachments/{attachmentId} → the bytes, to be saved; with `?show=1`, and for pictures in the text, to be shown,
 * if their first bytes are of a kind that cannot do anything. The sender's word on the type is never taken.
 */
export const GET = (request: Request, { params }: { params: Promise<{ id: string; attachmentId: string }> }) =>
  respond(async () => {
    const { id, attachmentId } = await params
    const { attachment, bytes } = await loadAttachment(id, attachmentId)
    if (!attachment.isInline && !new URL(request.url).searchParams.has('show'))
      return fileAnswer({ name: attachment.name, bytes })
    const { start, whole } = await peek(bytes, ENOUGH)
    const shown = shownAs(start)
    return fileAnswer({ name: attachment.name, bytes: whole, ...(shown ? { showAs: shown.type } : {}) })
  })
