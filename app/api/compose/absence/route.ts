import { loadAbsences } from '@/lib/features/absence/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/compose/absence?address=…&address=… → Absence[] */
export const GET = (request: Request) =>
  respond(() => loadAbsences(new URL(request.url).searchParams.getAll('address')))
