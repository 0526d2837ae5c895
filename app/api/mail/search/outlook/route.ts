import { loadOutlookHits } from '@/lib/features/mail/search/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/search/outlook?q=&folder= → OutlookHits */
export const GET = (request: Request) => respond(() => loadOutlookHits(new URL(request.url).searchParams))
