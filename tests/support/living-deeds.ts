// What people do in Tandem, as its own actions do it, and moments that a test waits for.

import { eq, inArray, sql } from 'drizzle-orm'
import { connections, cursors } from '@/drizzle/schema/connection'
import { mailMessages } from '@/drizzle/schema/mail'
import { inngest } from '@/inngest/client'
import { connectionDisconnect, outboxPending } from '@/inngest/events'
import { beginConnect } from '@/lib/features/connection/link/mutations'
import { applyDeed } from '@/lib/features/mail/deeds/mutations'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { PURGE } from '@/lib/features/purge/registry'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { travel } from './link-account'
import type { LivingWorld, Person } from './living-world'

/** Marks messages (by Microsoft's ids) read or unread, as the inbox does. */
export async function mark({ scope, connectionId }: Person, graphIds: string[], isRead: boolean): Promise<void> {
  await inScope(scope, async (db) => {
    const rows = await db
      .select({ id: mailMessages.id })
      .from(mailMessages)
      .where(inArray(mailMessages.graphId, graphIds))
    const connection = { id: connectionId, workspaceId: scope.workspaceId, userId: scope.userId }
    const ids = rows.map(({ id }) => id)
    await applyDeed(db, connection, { ids, conversations: false, deed: { kind: isRead ? 'read' : 'unread' } })
  })
  // An engine that is away is made up for by the minute job.
  await inngest.send(outboxPending.create({ connectionId })).catch(() => {})
}

/** "Reconnect", at Microsoft's pages. */
export async function reconnect({ scope, upn }: Person, ...presses: string[]): Promise<void> {
  const url = await beginConnect(scope, { purpose: 'reconnect', features: [], returnTo: '/inbox' })
  await travel(scope, url, upn, ...presses)
}

/** "Disconnect". Answers the receipt's id. */
export async function leave(
  { scope, connectionId }: Person,
  choice: Parameters<typeof startDisconnect>[3] = {},
): Promise<string> {
  const disconnectId = await inScope(scope, (db) => startDisconnect(db, scope, connectionId, choice))
  await inngest.send(connectionDisconnect.create({ connectionId, disconnectId })).catch(() => {})
  return disconnectId
}

/** Rows of a connection, by table; tables without any are left out. */
export async function rowsOf(connectionId: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const each of PURGE) {
    if (each.rule !== 'purge') continue
    const column = sql.identifier(each.table === 'connections' ? 'id' : 'connection_id')
    const { rows } = await inSystem((db) =>
      db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(each.table)} where ${column} = ${connectionId}`,
      ),
    )
    if (rows[0]?.n) found[each.table] = rows[0].n
  }
  return found
}

export const stateOf = async (connectionId: string) => {
  const [row] = await inSystem((db) => db.select().from(connections).where(eq(connections.id, connectionId)))
  return row ?? null
}

export const cursorsOf = (connectionId: string) =>
  inSystem((db) =>
    db
      .select({ stream: cursors.stream, link: cursors.link, phase: cursors.phase })
      .from(cursors)
      .where(eq(cursors.connectionId, connectionId))
      .orderBy(cursors.stream),
  )

/**
 * Goes forward to the connection's own minute of the hour, the sweep's turn, at least `atLeast` minutes from now; with
 * `early`, to so many minutes before it.
 */
export async function toSweepMinute(
  tandem: LivingWorld,
  { connectionId }: Person,
  { atLeast = 57, early = 0 } = {},
): Promise<void> {
  const { rows } = await inSystem((db) =>
    db.execute<{ minute: number }>(sql`select abs(hashtext(${connectionId}::text)) % 60 as minute`),
  )
  const { now } = await tandem.control<{ now: string }>('GET', '/clock')
  const target = new Date(Date.parse(now) + atLeast * 60_000)
  target.setUTCSeconds(2, 0)
  const minutes = ((rows[0]?.minute ?? 0) - early - target.getUTCMinutes() + 120) % 60
  await tandem.advance(Math.ceil((target.getTime() + minutes * 60_000 - Date.parse(now)) / 1000))
  await tandem.quiet()
}
