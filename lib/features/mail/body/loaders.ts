import 'server-only'
import type { MessageView } from '@/components/mail/view'
import { withUser } from '@/lib/auth/with-user'
import { type Connection, getConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { isUuid } from '@/lib/platform/uuid'
import { getLineFacts } from '../facts/queries'
import { getMessage, listFolders, type MessageRecord } from '../queries'
import { placesOf } from '../rules'
import { trustsPictures } from '../trust/queries'
import { isMine, toMessageRow, toPeople } from '../view'
import { openAttachment, openSource, readBody } from './read'

/** One message with its body, made safe. The body comes from the cache or from Microsoft and is never stored. */
export async function loadMessage(id: string): Promise<MessageView> {
  const { message, connection, trusts, facts } = await withMessage(id, async (db, found) => {
    const { connection, message } = found
    const places = placesOf(await listFolders(db, connection.id))
    return {
      ...found,
      trusts: await trustsPictures(db, connection.id, message.fromAddress),
      facts: await getLineFacts(db, [message], { connection, places, folderId: message.folderId, grouped: false }),
    }
  })
  const body = await readBody(connection, message)
  return {
    ...toMessageRow(message, facts),
    to: toPeople(message.toRecipients),
    cc: toPeople(message.ccRecipients),
    bcc: toPeople(body.bcc),
    sentAt: message.sentAt?.toISOString() ?? null,
    bodyHtml: body.html,
    ...(body.text === null ? {} : { bodyText: body.text }),
    remoteImagesBlocked: body.remoteImages,
    attachments: body.attachments,
    // From a mailbox that others write into: an address of the web or none.
    webLink: message.webLink?.startsWith('https://') ? message.webLink : null,
    trustsPictures: trusts,
    invitation: body.invitation,
    isMine: isMine(message, facts),
  }
}

/** An attachment and its bytes, piece by piece. */
export async function loadAttachment(id: string, attachmentId: string): ReturnType<typeof openAttachment> {
  const { message, connection } = await findMessage(id)
  return openAttachment(connection, message, attachmentId)
}

/** The message as it travelled (MIME), with its subject for a file name. */
export async function loadSource(id: string): Promise<{ subject: string; bytes: ReadableStream<Uint8Array> }> {
  const { message, connection } = await findMessage(id)
  return { subject: message.subject, bytes: await openSource(connection, message) }
}

const findMessage = (id: string) => withMessage(id, async (_db, found) => found)

async function withMessage<T>(
  id: string,
  work: (db: Db, found: { message: MessageRecord; connection: Connection }) => Promise<T>,
): Promise<T> {
  return withUser(async (db, scope) => {
    const connection = await getConnection(db, scope)
    if (!connection || connection.state === 'disconnecting') throw new AppError('not_found', 'nothing is connected')
    const message = isUuid(id) ? await getMessage(db, connection.id, id) : undefined
    if (!message) throw new AppError('not_found', 'no such message', { userMessage: 'This message no longer exists.' })
    return work(db, { message, connection })
  })
}
