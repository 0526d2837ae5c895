import { openExport } from '@/lib/features/export/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/export → everything that Tandem holds of the signed-in person (R58). */
export const GET = () => respond(openExport)
