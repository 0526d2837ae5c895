import 'server-only'
import type { ConnectionView, FolderView } from '@/components/mail/view'
import { lightOf } from '@/lib/features/connection/light/queries'
import { type Connection, getConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { listFolders } from '../queries'
import { toFolderViews } from '../view'

/** What every signed-in page needs to know of the person's mailbox. */
export interface MailHome {
  /** Null when nothing is connected, or a Disconnect is under way. */
  connection: Connection | null
  folders: FolderView[]
  light: ConnectionView
}

/** The person's connection, its light, and the mail folders for the navigation. */
export async function getMailHome(db: Db, scope: UserScope): Promise<MailHome> {
  const found = await getConnection(db, scope)
  const connection = found && found.state !== 'disconnecting' ? found : null
  return {
    connection,
    folders: connection ? toFolderViews(await listFolders(db, connection.id)) : [],
    light: await lightOf(db, scope, connection),
  }
}
