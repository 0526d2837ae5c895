import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { cursors } from '@/drizzle/schema/connection'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'
import { FOLDER_STREAM, folderOfStream, streamOfFolder } from './rules'

export type FolderRow = typeof mailFolders.$inferSelect
export type MessageRecord = typeof mailMessages.$inferSelect

/** All folders of a mailbox. */
export async function listFolders(db: Db, connectionId: string): Promise<FolderRow[]> {
  return db.select().from(mailFolders).where(eq(mailFolders.connectionId, connectionId))
}

/** One message of a connection; undefined when it is not there, or deleted for good here. */
export async function getMessage(db: Db, connectionId: string, id: string): Promise<MessageRecord | undefined> {
  const [row] = await db
    .select()
    .from(mailMessages)
    .where(
      and(eq(mailMessages.connectionId, connectionId), eq(mailMessages.id, id), eq(mailMessages.pendingGone, false)),
    )
  return row
}

/** What is known of messages that a signal named. */
export async function listKnown(
  db: Db,
  connectionId: string,
  graphIds: string[],
): Promise<{ id: string; graphId: string; changeKey: string; folderId: string }[]> {
  if (graphIds.length === 0) return []
  return db
    .select({
      id: mailMessages.id,
      graphId: mailMessages.graphId,
      changeKey: mailMessages.changeKey,
      folderId: mailMessages.folderId,
    })
    .from(mailMessages)
    .where(and(eq(mailMessages.connectionId, connectionId), inArray(mailMessages.graphId, graphIds)))
}

/** A followed folder with the state of its cursor. */
export interface FolderStream {
  id: string
  graphId: string
  wellKnown: string | null
  phase: 'first' | 'live' | 'resync'
  /** Where it stood when this was read. */
  cursor: typeof cursors.$inferSelect
}

/** Followed folders and how far each is. */
export async function listFolderStreams(db: Db, connectionId: string): Promise<FolderStream[]> {
  return db
    .select({
      id: mailFolders.id,
      graphId: mailFolders.graphId,
      wellKnown: mailFolders.wellKnown,
      phase: cursors.phase,
      cursor: cursors,
    })
    .from(mailFolders)
    .innerJoin(
      cursors,
      and(
        eq(cursors.connectionId, mailFolders.connectionId),
        eq(cursors.stream, sql`${streamOfFolder('')} || ${mailFolders.id}::text`),
      ),
    )
    .where(and(eq(mailFolders.connectionId, connectionId), eq(mailFolders.followed, true)))
}

/** How far the import is. */
export interface ImportProgress {
  /** Messages seen in full rounds so far, kept or not. */
  seen: number
  /** What Outlook counts. */
  total: number
  /** What Tandem holds: the range may be shorter than the mailbox. */
  held: number
  /** Folders whose full round is not over. */
  open: number
  folders: number
  /** The folder list is complete. */
  listed: boolean
}

/** Reads how far the import of a connection is. */
export async function getImportProgress(db: Db, connectionId: string): Promise<ImportProgress> {
  const [streams, folders] = [
    await db
      .select({ stream: cursors.stream, phase: cursors.phase, seen: cursors.seen })
      .from(cursors)
      .where(eq(cursors.connectionId, connectionId)),
    await db
      .select({ outlookTotal: mailFolders.outlookTotal, held: mailFolders.total })
      .from(mailFolders)
      .where(and(eq(mailFolders.connectionId, connectionId), eq(mailFolders.followed, true))),
  ]
  const mail = streams.filter(({ stream }) => folderOfStream(stream) !== null)
  return {
    seen: mail.reduce((sum, { seen }) => sum + seen, 0),
    total: folders.reduce((sum, { outlookTotal }) => sum + outlookTotal, 0),
    held: folders.reduce((sum, { held }) => sum + held, 0),
    open: mail.filter(({ phase }) => phase !== 'live').length,
    folders: mail.length,
    listed: streams.some(({ stream, phase }) => stream === FOLDER_STREAM && phase === 'live'),
  }
}
