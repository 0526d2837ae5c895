import 'server-only'
import type { Deletion } from '@/components/frame/delete-directly'
import { requireUser } from '@/lib/auth/scope'
import { AppError } from '@/lib/platform/errors'
import { requireOwnPage } from '@/lib/platform/own-page'
import { deletionInput } from './schema'

/** Far above five hundred ids. */
const MOST_BYTES = 64 * 1024

/** What the person's own page asks to delete. Throws unauthenticated, forbidden or invalid_input. */
export async function acceptDeletion(request: Request): Promise<Deletion> {
  await requireUser()
  requireOwnPage(request)
  if (!(Number(request.headers.get('content-length')) < MOST_BYTES))
    throw new AppError('invalid_input', 'more than a deletion')
  const parsed = deletionInput.safeParse(await request.json().catch(() => null))
  if (!parsed.success) throw new AppError('invalid_input', 'no deletion')
  return parsed.data
}
