import { loadDisconnectOrThrow } from '@/lib/features/purge/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/disconnect/{id} → DisconnectView */
export const GET = (_request: Request, { params }: { params: Promise<{ id: string }> }) =>
  respond(async () => loadDisconnectOrThrow((await params).id))
