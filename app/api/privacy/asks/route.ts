import { loadAsks } from '@/lib/features/privacy/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/privacy/asks → AskView */
export const GET = () => respond(loadAsks)
