import { loadTimelinePage } from '@/lib/features/timeline/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/timeline?person=|company=&filter=&cursor= → TimelinePage */
export const GET = (request: Request) => respond(() => loadTimelinePage(new URL(request.url).searchParams))
