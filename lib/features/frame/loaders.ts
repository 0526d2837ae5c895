import 'server-only'
import type { FrameView } from '@/components/frame/view'
import { withUser } from '@/lib/auth/with-user'
import { getLight } from '@/lib/features/connection/light/queries'
import { getMailNavigation } from '@/lib/features/mail/navigation/queries'
import { getMe } from '@/lib/features/workspace/queries'

/** What every signed-in page needs around it: who, where, the folders, and how the link to Microsoft is. */
export async function loadFrame(): Promise<FrameView> {
  return withUser(async (db, scope) => ({
    ...(await getMe(db, scope)),
    connection: await getLight(db, scope),
    folders: await getMailNavigation(db, scope),
  }))
}
