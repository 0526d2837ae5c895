import { loadMessagePage } from '@/lib/features/mail/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/list?folder=&filter=&cursor= → MessagePage */
export const GET = (request: Request) => respond(() => loadMessagePage(new URL(request.url).searchParams))
