import 'server-only'
import type { ThreadView } from '@/components/mail/view'
import { withUser } from '@/lib/auth/with-user'
import { getConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { isUuid } from '@/lib/platform/uuid'
import { getKnown, getLineFacts } from '../facts/queries'
import { getMessage, listFolders } from '../queries'
import { placesOf } from '../rules'
import { isMine, toMessageRow, toPeople } from '../view'
import { getThreadMessage, getVisibility, listTasksOf, listThread } from './queries'
import { peopleOf } from './rules'

const MOST = 200
const MOST_PEOPLE = 20

/**
 * The conversation of a message, oldest first. Deleted mail and junk stay out, unless the message itself lies there.
 * Throws not_found.
 */
export const loadThread = (id: string): Promise<ThreadView> => withUser((db, scope) => readThread(db, scope, id))

/** The same inside a transaction of the person's. */
export async function readThread(db: Db, scope: UserScope, id: string): Promise<ThreadView> {
  const connection = await getConnection(db, scope)
  if (!connection || connection.state === 'disconnecting') throw new AppError('not_found', 'nothing is connected')
  const message = isUuid(id) ? await getMessage(db, connection.id, id) : undefined
  if (!message) throw new AppError('not_found', 'no such message', { userMessage: 'This message no longer exists.' })
  const { conversationId, folderId } = message
  const folders = await listFolders(db, connection.id)
  const places = placesOf(folders)
  const folderIds = folders
    .map((each) => each.id)
    .filter((each) => each === folderId || !places.excluded.includes(each))
  const { records, left } = conversationId
    ? await listThread(db, { connectionId: connection.id, conversationId, folderIds, most: MOST })
    : { records: [], left: 0 }
  // Of a very long conversation an old message may have been asked for: it is shown before the newest.
  if (!records.some((each) => each.id === id)) records.unshift(...(await getThreadMessage(db, id)))
  const facts = await getLineFacts(db, records, { connection, places, folderId, grouped: false })
  const people = peopleOf(records, connection.address, MOST_PEOPLE)
  const known = await getKnown(
    db,
    people.map(({ address }) => address),
  )
  return {
    messageId: id,
    conversationId,
    subject: toMessageRow(message, facts).subject,
    messages: records.map((record) => ({
      ...toMessageRow(record, facts),
      toPeople: toPeople(record.toRecipients),
      isMine: isMine(record, facts),
    })),
    left,
    people: people.map((each) => ({
      ...(toPeople([each])[0] ?? each),
      known: known.get(each.address.toLowerCase()) ?? null,
    })),
    tasks: await listTasksOf(db, connection.id, message),
    visibility: await getVisibility(db, scope),
  }
}
