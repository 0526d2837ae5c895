import 'server-only'
import { env } from '@/lib/platform/env'
import { isUploadUrl } from '@/lib/platform/env/microsoft'
import { AppError } from '@/lib/platform/errors'

const TIMEOUT_MS = 10_000

/**
 * Ends an upload session, so that no late part attaches anything. Microsoft Graph: DELETE on the upload address answers
 * 204; a session that ended before, or that ran out, answers something of the four hundreds. The address is its own
 * key: it never gets a token of ours. Throws `unavailable` when nobody can tell whether the session ended.
 */
export async function endUpload(uploadUrl: string): Promise<void> {
  if (!isUploadUrl(uploadUrl, env().UPLOAD_HOSTS))
    throw new AppError('unavailable', 'an upload link to a strange host', { reason: 'foreign_link' })
  const answer = await fetch(uploadUrl, {
    method: 'DELETE',
    redirect: 'manual',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new AppError('unavailable', 'the upload address cannot be reached', { cause })
  })
  await answer.body?.cancel()
  const ended = answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
  if (!ended) throw new AppError('unavailable', `the upload address answered ${answer.status}`)
}
