import { loadThread } from '@/lib/features/mail/thread/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/threads/{message id} → ThreadView */
export const GET = (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => loadThread((await params).id))
