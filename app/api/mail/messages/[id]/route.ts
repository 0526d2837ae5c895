import { loadMessage } from '@/lib/features/mail/body/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/messages/{id} → MessageView */
export const GET = (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => loadMessage((await params).id))
