import 'server-only'
import { withUser } from '@/lib/auth/with-user'
import { AppError } from '@/lib/platform/errors'
import { requireOwnPage } from '@/lib/platform/own-page'
import { sendDraft } from '../actions'
import { requireMailbox } from '../loaders'

/** Far above any mail's text; files do not come this way. */
const MOST_BYTES = 8 * 1024 * 1024

/** Takes what sendDraft takes from the person's own page, as a request of its own. */
export async function acceptSend(request: Request): ReturnType<typeof sendDraft> {
  await withUser(requireMailbox)
  requireOwnPage(request)
  if (!(Number(request.headers.get('content-length')) < MOST_BYTES))
    throw new AppError('invalid_input', 'more than a mail')
  return sendDraft(await request.json().catch(() => null))
}
