import { loadPicture } from '@/lib/features/compose/loaders'
import { acceptBytes } from '@/lib/features/compose/uploads/loaders'
import { respond } from '@/lib/platform/respond'

type Place = { params: Promise<{ id: string }> }

/** GET: a picture in the text of one's own draft, by what its bytes are. */
export const GET = (_request: Request, { params }: Place) =>
  respond(async () => {
    const { bytes, contentType } = await loadPicture((await params).id)
    return new Response(Buffer.from(bytes), {
      headers: {
        'content-type': contentType,
        'cache-control': 'private, no-store',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      },
    })
  })

/** PUT the bytes of a small file → { attachment: DraftAttachment } */
export const PUT = (request: Request, { params }: Place) => respond(async () => acceptBytes((await params).id, request))
