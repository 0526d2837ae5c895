import 'server-only'
import type { FolderView } from '@/components/mail/view'
import { getConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { listFolders } from '../queries'
import { toFolderViews } from '../view'

/** The person's mail folders for the navigation. */
export async function getMailNavigation(db: Db, scope: UserScope): Promise<FolderView[]> {
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting') return []
  return toFolderViews(await listFolders(db, connection.id))
}
