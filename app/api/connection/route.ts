import { loadLight } from '@/lib/features/connection/light/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/connection → ConnectionView */
export const GET = () => respond(loadLight)
