import { loadAttachment } from '@/lib/features/mail/loaders'
import { respond } from '@/lib/platform/respond'

/** Types that a browser may show by itself; all others are only ever saved. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** GET …/attachments/{attachmentId} → the bytes. The stranger's content type is never trusted. */
export const GET = (_request: Request, { params }: { params: Promise<{ id: string; attachmentId: string }> }) =>
  respond(async () => {
    const { id, attachmentId } = await params
    const { name, contentType, isInline, bytes } = await loadAttachment(id, attachmentId)
    const shown = isInline && SHOWN.has(contentType.toLowerCase())
    return new Response(Buffer.from(bytes), {
      headers: {
        'content-type': shown ? contentType : 'application/octet-stream',
        'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    })
  })
