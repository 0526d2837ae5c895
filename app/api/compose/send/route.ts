import { sendDraft } from '@/lib/features/compose/actions'
import { AppError } from '@/lib/platform/errors'
import { requireOwnPage } from '@/lib/platform/own-page'
import { respond } from '@/lib/platform/respond'

/** Far above any mail's text; files do not come this way. */
const MOST_BYTES = 8 * 1024 * 1024

/**
 * POST the input of sendDraft → its answer. A request of its own, since it must go on when the page is closed at once:
 * actions wait for one another, and end with their page.
 */
export const POST = (request: Request) =>
  respond(async () => {
    requireOwnPage(request)
    if (!(Number(request.headers.get('content-length')) < MOST_BYTES))
      throw new AppError('invalid_input', 'more than a mail')
    return sendDraft(await request.json().catch(() => null))
  })
