import { loadSchedulePage } from '@/lib/features/schedule/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/schedule?from=…&to=… (instants, at most 62 days) → SchedulePage */
export const GET = (request: Request) => respond(() => loadSchedulePage(new URL(request.url).searchParams))
