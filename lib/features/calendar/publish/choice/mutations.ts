import 'server-only'
import { and, eq, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { outbox } from '@/drizzle/schema/sync'
import type { Connection } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { decideBefore } from '@/lib/sync/breaker'
import { CLOSE, PUSH } from '../../link/rules'
import { countLinks, getPublishing, type Publishing, published } from '../queries'
import { CALENDAR_DELETED } from '../rules'

type Choice = Pick<Publishing, 'mode' | 'writes' | 'reminderMinutes'>
type Owner = Pick<Connection, 'id' | 'workspaceId'>

/**
 * Writes down how a person publishes. Leaving the separate calendar puts its removal on the way, unless nothing may be
 * written; leaving two-way mode unlinks and never cancels (R34). A new reminder goes to copies that are there already.
 */
export async function savePublishing(db: Db, owner: Owner, choice: Choice): Promise<void> {
  // Two tabs at once: one after the other.
  await db
    .insert(publishing)
    .values({ connectionId: owner.id, workspaceId: owner.workspaceId, updatedAt: now() })
    .onConflictDoNothing()
  await db.select().from(publishing).where(eq(publishing.connectionId, owner.id)).for('update')
  const before = await getPublishing(db, owner.id)
  if (!before) return
  await db
    .update(publishing)
    .set({
      ...choice,
      // Trying again is what saving after a passing problem means.
      ...(before.problem === CALENDAR_DELETED ? {} : { problem: null, problemAt: null }),
      updatedAt: now(),
    })
    .where(eq(publishing.connectionId, owner.id))
  if (before.mode === 'separate' && choice.mode !== 'separate') {
    const mayWrite = before.writes === 'on' && choice.writes === 'on'
    if (before.calendarGraphId && mayWrite) await putClose(db, owner, before.calendarGraphId)
    await forgetCopies(db, owner.id)
  }
  if (before.mode === 'two-way' && choice.mode !== 'two-way') await unlinkAll(db, owner.id)
  if (choice.mode === 'off')
    await db.delete(outbox).where(and(eq(outbox.connectionId, owner.id), eq(outbox.kind, PUSH)))
  if (before.mode === 'separate' && choice.mode === 'separate') {
    if (before.reminderMinutes !== choice.reminderMinutes) await touchAhead(db, owner.id)
    // The person asked for what happens now, and saw it: the breaker need not ask again.
    const asked = before.reminderMinutes !== choice.reminderMinutes || before.writes !== choice.writes
    if (asked && (await countLinks(db, owner.id)).behind > 0)
      await decideBefore(db, owner, { kind: 'calendar', direction: 'out' })
  }
}

async function putClose(db: Db, owner: Owner, calendarGraphId: string): Promise<void> {
  await db.insert(outbox).values({
    workspaceId: owner.workspaceId,
    connectionId: owner.id,
    kind: CLOSE,
    subjectId: owner.id,
    payload: { calendarGraphId },
    notBefore: now(),
  })
}

/** As if nothing had been published yet: the calendar is gone, or about to go. */
export async function forgetCopies(db: Db, connectionId: string): Promise<void> {
  await db.delete(calendarLinks).where(published(connectionId))
  await db
    .update(publishing)
    .set({ calendarGraphId: null, firstPushAt: null, waiting: 0, problem: null, problemAt: null, updatedAt: now() })
    .where(eq(publishing.connectionId, connectionId))
}

/** Events stay in Outlook, entries stay here; nobody is told. */
async function unlinkAll(db: Db, connectionId: string): Promise<void> {
  const { externalEventId, askedAt, state } = calendarLinks
  const mine = and(eq(calendarLinks.connectionId, connectionId), eq(calendarLinks.mode, 'two-way'))
  // What never was in Outlook has nothing to be followed by later.
  await db.delete(calendarLinks).where(and(mine, isNull(externalEventId), isNull(askedAt), ne(state, 'unlinked')))
  await db
    .update(calendarLinks)
    .set({ state: 'unlinked', reason: null, updatedAt: now() })
    .where(and(mine, ne(state, 'unlinked')))
}

/** Copies that are not over are compared with what they should be. */
async function touchAhead(db: Db, connectionId: string): Promise<void> {
  await db
    .update(calendarLinks)
    .set({ state: 'waiting', updatedAt: now() })
    .where(
      and(
        published(connectionId),
        isNotNull(calendarLinks.entryId),
        eq(calendarLinks.state, 'linked'),
        or(
          sql`${calendarLinks.base}->>'until' is null`,
          sql`(${calendarLinks.base}->>'until')::timestamptz > ${now().toISOString()}::timestamptz`,
        ),
      ),
    )
}
