import 'server-only'
import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { type Connection, getConnection, isOn } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { getPublishing } from '../../publish/queries'

/** R60: while writing is off nothing goes to Microsoft, an answer neither. */
export async function onlyObserves(db: Db, connectionId: string): Promise<boolean> {
  const row = await getPublishing(db, connectionId)
  return row?.writes === 'observe' && row.mode !== 'off'
}

/** Whether answers can leave from a mailbox now. */
export const mayAnswerFrom = async (db: Db, connection: Connection): Promise<boolean> =>
  connection.state === 'active' && isOn(connection, 'publishing') && !(await onlyObserves(db, connection.id))

/** Whether the viewer can answer the invitation that an entry of theirs is: it is in their own mailbox. */
export async function mayAnswerEntry(
  db: Db,
  scope: UserScope,
  entry: { id: string; organizerAddress: string | null; isCancelled: boolean },
): Promise<boolean> {
  if (entry.organizerAddress === null || entry.isCancelled) return false
  const connection = await getConnection(db, scope)
  if (!connection || !(await mayAnswerFrom(db, connection))) return false
  const rows = await db
    .select({ id: calendarLinks.id })
    .from(calendarLinks)
    .where(
      and(
        eq(calendarLinks.connectionId, connection.id),
        eq(calendarLinks.entryId, entry.id),
        eq(calendarLinks.mode, 'two-way'),
        isNotNull(calendarLinks.externalEventId),
        ne(calendarLinks.state, 'unlinked'),
      ),
    )
  return rows.length > 0
}
