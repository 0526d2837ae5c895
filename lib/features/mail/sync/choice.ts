import 'server-only'
import { and, eq, inArray, not, sql } from 'drizzle-orm'
import { connections, cursors } from '@/drizzle/schema/connection'
import { mailFolders } from '@/drizzle/schema/mail'
import type { Db } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { dropMessagesOf } from '../mutations'
import { streamOfFolder } from '../rules'

/** Whose choice it is. */
interface Owner {
  id: string
  workspaceId: string
  userId: string
}

/** A new choice of range and folders (R19). What falls out is removed; what comes in is imported by the next job. */
export async function chooseImport(
  db: Db,
  { id: connectionId, workspaceId, userId }: Owner,
  choice: { days: number | null; followed: string[] },
): Promise<void> {
  await db.update(connections).set({ importDays: choice.days }).where(eq(connections.id, connectionId))
  const mine = eq(mailFolders.connectionId, connectionId)
  const followed = choice.followed.length > 0 ? inArray(mailFolders.id, choice.followed) : undefined
  const dropped = await db
    .update(mailFolders)
    .set({ followed: false })
    .where(and(mine, eq(mailFolders.followed, true), followed ? not(followed) : undefined))
    .returning({ id: mailFolders.id })
  await dropMessagesOf(
    db,
    connectionId,
    dropped.map(({ id }) => id),
  )
  const kept = followed
    ? await db.update(mailFolders).set({ followed: true }).where(and(mine, followed)).returning({ id: mailFolders.id })
    : []
  for (const { id } of kept) {
    // Each folder goes through a full round again: it adds what the wider range holds and removes the rest.
    await db
      .insert(cursors)
      .values({ connectionId, workspaceId, stream: streamOfFolder(id) })
      .onConflictDoUpdate({
        target: [cursors.connectionId, cursors.stream],
        // A page under way was asked for under the old choice: the new version voids it.
        set: { link: null, phase: 'resync', seen: 0, version: sql`${cursors.version} + 1` },
      })
  }
  await notifyLive(db, { workspaceId, userId, topics: ['mail', 'import'] })
}
