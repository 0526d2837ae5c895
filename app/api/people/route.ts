import { loadPeoplePage } from '@/lib/features/people/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/people?q=&filter=&cursor= → PersonPage */
export const GET = (request: Request) => respond(() => loadPeoplePage(new URL(request.url).searchParams))
