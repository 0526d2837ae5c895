import 'server-only'
import type { z } from 'zod'
import { auditLog } from '@/drizzle/schema/sync'
import { inngest } from '@/inngest/client'
import { calendarPush, calendarSweep } from '@/inngest/events'
import { forgetCopies, savePublishing } from '@/lib/features/calendar/publish/choice/mutations'
import { getPublishing } from '@/lib/features/calendar/publish/queries'
import { type Connection, getConnection, requireLiveConnection } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import { isWithin } from '@/lib/platform/rate'
import type { UserScope } from '@/lib/platform/scope'
import { decidePause } from '@/lib/sync/breaker'
import type { choice, decision } from './schema'

async function told(db: Db, scope: UserScope, action: string, detail: Record<string, string>): Promise<void> {
  await db.insert(auditLog).values({ workspaceId: scope.workspaceId, actorId: scope.userId, action, detail })
  await notifyLive(db, { workspaceId: scope.workspaceId, userId: scope.userId, topics: ['schedule'] })
}

/**
 * Chooses how the person's entries go to Outlook. Answers the connection to announce after the commit. Throws not_found,
 * reauth_required or consent_required, except for turning it off.
 */
export async function setPublishing(db: Db, scope: UserScope, input: z.infer<typeof choice>): Promise<string> {
  const connection =
    input.mode === 'off' ? await connected(db, scope) : await requireLiveConnection(db, scope, 'publishing')
  await savePublishing(db, connection, input)
  await told(db, scope, 'calendar.publishing', { mode: input.mode, writes: input.writes })
  return connection.id
}

async function connected(db: Db, scope: UserScope): Promise<Connection> {
  const connection = await getConnection(db, scope)
  if (connection && connection.state !== 'disconnecting') return connection
  throw new AppError('not_found', 'nothing is connected', { userMessage: 'Connect Microsoft first, in Settings.' })
}

/** Makes Tandem's own calendar again after it was deleted in Outlook. Throws conflict when it was not. */
export async function recreateCalendar(db: Db, scope: UserScope): Promise<string> {
  const connection = await requireLiveConnection(db, scope, 'publishing')
  const row = await getPublishing(db, connection.id)
  if (row?.problem !== 'calendar-deleted')
    throw new AppError('conflict', 'the calendar is there', { userMessage: 'The calendar is there already.' })
  await forgetCopies(db, connection.id)
  await told(db, scope, 'calendar.recreated', {})
  return connection.id
}

/** The person's word on what the circuit breaker held back. Throws not_found when it was settled already. */
export async function decide(
  db: Db,
  scope: UserScope,
  input: z.infer<typeof decision>,
): Promise<{ connectionId: string; direction: 'in' | 'out' }> {
  const connection = await connected(db, scope)
  const pause = await decidePause(db, connection.id, input.id, input.decision)
  if (!pause) throw new AppError('not_found', 'no such pause', { userMessage: 'This was decided already.' })
  await told(db, scope, 'calendar.decided', { decision: input.decision, direction: pause.direction })
  return { connectionId: connection.id, direction: pause.direction }
}

/** Tells the background that there is something to push, or to take in. The hourly look finds what could not be told. */
export async function announcePush(connectionId: string, direction: 'in' | 'out' = 'out'): Promise<void> {
  if (!isWithin(`calendar push ${connectionId}`, { times: 12, perMs: 60_000 })) return
  const event =
    direction === 'out'
      ? calendarPush.create({ connectionId, why: 'asked' })
      : calendarSweep.create({ connectionId, why: 'asked' })
  await inngest.send(event).catch((err) => log.warn({ err }, 'entries wait for the hourly look'))
}
