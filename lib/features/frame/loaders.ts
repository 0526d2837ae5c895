import 'server-only'
import type { FrameView } from '@/components/frame/view'
import { withUser } from '@/lib/auth/with-user'
import { loadMailHome } from '@/lib/features/mail/navigation/loaders'
import { getMe } from '@/lib/features/workspace/queries'

/** What every signed-in page needs around it: who, where, the folders, and how the link to Microsoft is. */
export async function loadFrame(): Promise<FrameView> {
  const [me, { light, folders }] = await Promise.all([withUser(getMe), loadMailHome()])
  return { ...me, connection: light, folders }
}
