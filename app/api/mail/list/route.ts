import { loadMessagePage } from '@/lib/features/mail/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/list?folder=&filter=&grouped=off&cursor= → MessagePage */
export const GET = (request: Request) => respond(() => loadMessagePage(new URL(request.url).searchParams))
