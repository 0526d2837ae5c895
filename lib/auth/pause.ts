import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { auditLog } from '@/drizzle/schema/sync'
import { users } from '@/drizzle/schema/users'
import { now } from '@/lib/platform/clock'
import { inSystem } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { notifyLive } from '@/lib/platform/live'
import { canMail, letter, sendMail } from '@/lib/platform/mail'
import { whyPaused } from './pause-reasons'

/**
 * The grant is dead: stop syncing, tell the screens, and mail the person once (R12). `reason` is Microsoft's number
 * (`AADSTS50173`). Safe to call again and from many jobs at once; only the first has an effect.
 */
export async function pauseConnection(connectionId: string, reason: string): Promise<void> {
  const at = now()
  const paused = await inSystem(async (db) => {
    const [row] = await db
      .update(connections)
      .set({ state: 'paused', pausedReason: reason.slice(0, 64), pausedAt: at })
      .where(and(eq(connections.id, connectionId), eq(connections.state, 'active')))
      .returning({ workspaceId: connections.workspaceId, userId: connections.userId })
    if (!row) return false
    await db.insert(auditLog).values({
      workspaceId: row.workspaceId,
      actorId: row.userId,
      action: 'connection.paused',
      detail: { connectionId, reason: reason.slice(0, 64) },
    })
    await notifyLive(db, { ...row, topics: ['connection'] })
    return true
  })
  if (paused) await mailReconnect(connectionId)
}

/**
 * The one mail with the "Reconnect" button. Whoever marks the row first sends it; a mail that could not be sent is
 * unmarked, so that a later call tries again. Does nothing for connections that are not paused.
 */
export async function mailReconnect(connectionId: string): Promise<void> {
  if (!canMail()) return
  const due = await inSystem(async (db) => {
    const [row] = await db
      .update(connections)
      .set({ reconnectMailedAt: now() })
      .where(
        and(eq(connections.id, connectionId), eq(connections.state, 'paused'), isNull(connections.reconnectMailedAt)),
      )
      .returning()
    if (!row) return null
    const [user] = await db.select().from(users).where(eq(users.id, row.userId))
    return { row, to: user?.email ?? user?.contactEmail ?? row.address }
  })
  if (!due?.to) return
  const sent = await sendMail({
    to: due.to,
    subject: 'Reconnect Microsoft 365 to Tandem',
    key: `reconnect.${connectionId}.${due.row.pausedAt?.getTime() ?? 0}`,
    ...letter({
      title: 'Your Microsoft 365 link is paused',
      lines: [
        whyPaused(due.row.pausedReason),
        'Nothing is lost. Once you reconnect, Tandem catches up from where it stopped.',
      ],
      button: 'Reconnect',
      href: `${env().APP_URL}/settings/integrations`,
      foot: 'You get this mail once. Tandem never asks for your Microsoft password.',
    }),
  })
  if (sent) return
  await inSystem((db) =>
    db.update(connections).set({ reconnectMailedAt: null }).where(eq(connections.id, connectionId)),
  )
}

/** Sends reconnect mails that could not go out when the grant died. For a cron. */
export async function mailPendingReconnects(): Promise<void> {
  if (!canMail()) return
  const rows = await inSystem((db) =>
    db
      .select({ id: connections.id })
      .from(connections)
      .where(and(eq(connections.state, 'paused'), isNull(connections.reconnectMailedAt)))
      .limit(50),
  )
  for (const { id } of rows) await mailReconnect(id)
}
