import { loadSharedMail } from '@/lib/features/timeline/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/timeline/mails/{id} → SharedMail; 404 for what its owner has not opened to the reader */
export const GET = (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => loadSharedMail((await params).id))
