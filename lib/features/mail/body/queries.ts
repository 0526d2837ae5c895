import { withoutTurns } from '@/lib/platform/text'
import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { mailMessages } from '@/drizzle/schema/mail'
import type { Connection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { MessageRecord } from '../queries'
import { toPeople } from '../view'
import { readBody } from './read'

/** A message of any mailbox of the workspace. Whether the reader may see it is for the caller to have decided. */
export interface SharedSource {
  connection: Connection
  message: MessageRecord
}

/** Finds a colleague's message for reading it. Undefined when it is gone, or its mailbox is being disconnected. */
export async function findSharedSource(db: Db, connectionId: string, id: string): Promise<SharedSource | undefined> {
  const [row] = await db
    .select({ connection: connections, message: mailMessages })
    .from(mailMessages)
    .innerJoin(connections, eq(connections.id, mailMessages.connectionId))
    .where(
      and(
        eq(mailMessages.id, id),
        eq(mailMessages.pendingGone, false),
        eq(connections.id, connectionId),
        ne(connections.state, 'disconnecting'),
      ),
    )
  return row
}

/**
 * The text of a colleague's message, through its owner's connection, made safe like one's own. Blind copies stay the
 * owner's. Throws unavailable when the owner's connection cannot be read from.
 */
export async function readSharedBody({ connection, message }: SharedSource) {
  const body = await readBody(connection, message).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'reauth_required' || error.code === 'consent_required'))
      throw new AppError('unavailable', 'the owner has to reconnect', {
        cause: error,
        userMessage: 'Its owner has to reconnect Microsoft before this mail can be read.',
      })
    throw error
  })
  return {
    subject: withoutTurns(message.subject),
    from: toPeople([{ name: message.fromName, address: message.fromAddress }])[0] ?? { name: '', address: '' },
    to: toPeople(message.toRecipients),
    cc: toPeople(message.ccRecipients),
    receivedAt: message.receivedAt.toISOString(),
    bodyHtml: body.html,
    bodyText: body.text,
    remoteImagesBlocked: body.remoteImages,
    attachments: body.attachments.filter(({ isInline }) => !isInline).map(({ name, size }) => ({ name, size })),
  }
}
