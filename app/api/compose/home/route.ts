import { loadComposeHome } from '@/lib/features/compose/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/compose/home → ComposeHome */
export const GET = () => respond(loadComposeHome)
