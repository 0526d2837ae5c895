import { and, eq, sql } from 'drizzle-orm'
import { connections, cursors } from '@/drizzle/schema/connection'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import { ConnectionGone } from './job'

export type Cursor = typeof cursors.$inferSelect

/** Reads where a stream stands; a new stream begins with its first round. */
export async function readCursor(scope: ConnectionScope, stream: string): Promise<Cursor> {
  return inScope(scope, async (db) => {
    const found = await db
      .select()
      .from(cursors)
      .where(and(eq(cursors.connectionId, scope.connectionId), eq(cursors.stream, stream)))
    if (found[0]) return found[0]
    const made = await db
      .insert(cursors)
      .values({ connectionId: scope.connectionId, workspaceId: scope.workspaceId, stream })
      .onConflictDoUpdate({ target: [cursors.connectionId, cursors.stream], set: { stream } })
      .returning()
    if (!made[0]) throw new ConnectionGone()
    return made[0]
  })
}

/** A rival moved the cursor first: this page is void, and the rival's work stands. */
export class CursorMoved extends Error {}

/**
 * Moves a cursor, if nobody did since it was read and the connection is still the same. The commit of this
 * compare-and-set is the only point of truth of a sync: a crash or a rival repeats a page and never loses one.
 */
export async function moveCursor(
  db: Db,
  scope: ConnectionScope,
  from: Cursor,
  to: Pick<Cursor, 'link' | 'phase' | 'seen' | 'roundStartedAt'>,
): Promise<Cursor> {
  const moved = await db
    .update(cursors)
    .set({ ...to, version: sql`${cursors.version} + 1`, syncedAt: now() })
    .where(
      and(
        eq(cursors.connectionId, scope.connectionId),
        eq(cursors.stream, from.stream),
        eq(cursors.version, from.version),
        sql`exists (select 1 from ${connections} where ${connections.id} = ${scope.connectionId}
          and ${connections.epoch} = ${scope.epoch} and ${connections.state} = 'active')`,
      ),
    )
    .returning()
  if (!moved[0]) throw new CursorMoved()
  return moved[0]
}
