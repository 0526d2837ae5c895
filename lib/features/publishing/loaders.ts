import 'server-only'
import type { PublishingView } from '@/components/publishing/view'
import { withUser } from '@/lib/auth/with-user'
import { getPublishingView } from './queries'

/** Settings → Calendar. Throws unauthenticated. */
export async function loadPublishing(): Promise<PublishingView> {
  return withUser(getPublishingView)
}
