import 'server-only'
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { CountLine, DisconnectKind } from '@/components/disconnect/view'
import { subscriptions } from '@/drizzle/schema/connection'
import { type CalendarRemoval, disconnects } from '@/drizzle/schema/purge'
import { getPublishing } from '@/lib/features/calendar/publish/queries'
import { type Connection, isOn } from '@/lib/features/connection/queries'
import { REPLIES } from '@/lib/features/tasks/reminders/mutations'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { PURGE } from './registry'
import { stopsOf } from './rules'

/** That replies are to be looked at is nobody's unsent change. */
const NOT_A_NOTE = sql`and kind <> ${REPLIES}`

/** Rows of a connection by table. */
export async function countConnection(db: Db, connectionId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const each of PURGE) {
    if (each.rule !== 'purge' || each.kind === null) continue
    // Folders know how many messages they hold; counting a hundred thousand rows would make the click slow.
    const { rows } =
      each.table === 'mail_messages'
        ? await db.execute<{ n: number }>(
            sql`select coalesce(sum(total), 0)::int as n from mail_folders where connection_id = ${connectionId}`,
          )
        : await db.execute<{ n: number }>(
            sql`select count(*)::int as n from ${sql.identifier(each.table)}
              where connection_id = ${connectionId} ${each.table === 'outbox' ? NOT_A_NOTE : sql``}`,
          )
    counts[each.table] = rows[0]?.n ?? 0
  }
  return counts
}

/** Not worth a line when there are none. */
const SILENT: DisconnectKind[] = ['pending', 'drafts', 'suggestions', 'events', 'calendars', 'meetings']
const KINDS: DisconnectKind[] = [
  'messages',
  'drafts',
  'folders',
  'events',
  'calendars',
  'meetings',
  'suggestions',
  'pending',
  'signals',
  'keys',
]

/** Counts by table as the lines that a person reads. */
export function toLines(counts: Record<string, number>): CountLine[] {
  const lines = PURGE.flatMap((each) =>
    each.rule === 'purge' && each.kind ? [{ kind: each.kind, count: counts[each.table] ?? 0 }] : [],
  )
  return lines
    .filter(({ kind, count }) => !SILENT.includes(kind) || count > 0)
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

/** Sentences on what a Disconnect of this connection ends. */
export const listStops = async (db: Db, connection: Connection): Promise<string[]> =>
  stopsOf((feature) => isOn(connection, feature), await getPublishing(db, connection.id))

/** One Disconnect of the person (or, for an administrator, of anybody in the workspace). */
export async function getDisconnect(db: Db, scope: UserScope, id: string) {
  const [row] = await db
    .select()
    .from(disconnects)
    .where(and(eq(disconnects.id, id), scope.role === 'admin' ? undefined : eq(disconnects.userId, scope.userId)))
  return row ?? null
}

/** What is to become of Tandem's own calendar in Outlook; null: it stays. */
export async function getRemoval(db: Db, disconnectId: string): Promise<CalendarRemoval | null> {
  const [row] = await db
    .select({ calendar: disconnects.calendar })
    .from(disconnects)
    .where(eq(disconnects.id, disconnectId))
  return row?.calendar ?? null
}

/** The person's newest Disconnect. */
export async function getNewestDisconnect(db: Db, scope: UserScope) {
  const [row] = await db
    .select({ id: disconnects.id, finishedAt: disconnects.finishedAt })
    .from(disconnects)
    .where(eq(disconnects.userId, scope.userId))
    .orderBy(desc(disconnects.startedAt))
    .limit(1)
  return row ?? null
}

/** Graph's ids of a connection's subscriptions, and until when the last of them lives. */
export async function listSignals(
  db: Db,
  connectionId: string,
): Promise<{ graphId: string; expiresAt: Date | null }[]> {
  const rows = await db
    .select({ graphId: subscriptions.graphId, expiresAt: subscriptions.expiresAt })
    .from(subscriptions)
    .where(and(eq(subscriptions.connectionId, connectionId), isNotNull(subscriptions.graphId)))
  return rows.flatMap(({ graphId, expiresAt }) => (graphId ? [{ graphId, expiresAt }] : []))
}
