import { loadSource } from '@/lib/features/mail/body/loaders'
import { safeFileName } from '@/lib/features/mail/rules'
import { fileAnswer } from '@/lib/platform/file-answer'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/messages/{id}/source → the original as text; with `?download=1` to be saved as .eml. */
export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => {
    const { subject, bytes } = await loadSource((await params).id)
    const save = new URL(request.url).searchParams.has('download')
    const name = `${safeFileName(subject).slice(0, 80)}.eml`
    return fileAnswer({ name, bytes, ...(save ? {} : { showAs: 'text/plain; charset=utf-8' }) })
  })
