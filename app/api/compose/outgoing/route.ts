import { loadOutgoing } from '@/lib/features/compose/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/compose/outgoing → OutgoingView[] */
export const GET = () => respond(loadOutgoing)
