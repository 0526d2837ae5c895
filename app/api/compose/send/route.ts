import { acceptSend } from '@/lib/features/compose/direct/loaders'
import { respond } from '@/lib/platform/respond'

/**
 * POST the input of sendDraft → its answer. A request of its own, since it must go on when the page is closed at once:
 * actions wait for one another, and end with their page.
 */
export const POST = (request: Request) => respond(() => acceptSend(request))
