import 'server-only'
import type { FrameView } from '@/components/frame/view'
import { withUser } from '@/lib/auth/with-user'
import { loadMailHome } from '@/lib/features/mail/navigation/loaders'
import { getAsks } from '@/lib/features/privacy/queries'
import { countDue } from '@/lib/features/tasks/queries'
import { dateIn } from '@/lib/features/tasks/rules'
import { getMe } from '@/lib/features/workspace/queries'
import { now } from '@/lib/platform/clock'

/**
 * What every signed-in page needs around it: who, where, the folders, how the link to Microsoft is, and what asks for
 * the person. `zone` is theirs (IANA).
 */
export async function loadFrame(zone: string): Promise<FrameView> {
  const [person, { light, folders }] = await Promise.all([
    withUser(async (db, scope) => ({
      ...(await getMe(db, scope)),
      tasks: await countDue(db, scope, dateIn(zone, now())),
      asks: await getAsks(db, scope),
    })),
    loadMailHome(),
  ])
  return { ...person, connection: light, folders }
}
