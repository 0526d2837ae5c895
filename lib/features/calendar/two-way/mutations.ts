import 'server-only'
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { calendarLinks, externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { outbox } from '@/drizzle/schema/sync'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import { PUSH } from '../link/rules'
import { type Link, nearness } from '../publish/queries'
import type { Entry } from './map'
import { hasDrifted, isAskedDeleted, type LinkBase, twoWay, wanted } from './queries'

/** Rows a transaction (the embedded database is one connection for everybody). */
const PAGE = 500

const wait = () => ({ state: 'waiting' as const, reason: null, updatedAt: now() })

/** Puts links on their way whose event has changed or gone in Outlook. */
export async function markDrifted(db: Db, connectionId: string): Promise<void> {
  await db
    .update(calendarLinks)
    .set(wait())
    .where(and(twoWay(connectionId), inArray(calendarLinks.state, ['linked', 'refused', 'waiting']), hasDrifted()))
}

/** Signals spoke of these events: those that are one with an entry and in no window are looked at. */
export async function markHinted(db: Db, connectionId: string, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return
  await db
    .update(calendarLinks)
    .set(wait())
    .where(
      and(
        twoWay(connectionId),
        inArray(calendarLinks.externalEventId, [...eventIds]),
        inArray(calendarLinks.state, ['linked', 'refused', 'waiting']),
        noRow,
      ),
    )
}

const noRow = sql`not exists (select 1 from external_calendar_event x where x.connection_id = ${calendarLinks.connectionId}
  and x.external_calendar_event_id = ${calendarLinks.externalEventId})`

/** What was over yesterday is not asked about any more. */
const isAhead =
  () => sql`exists (select 1 from ${scheduleEntries} where ${scheduleEntries.id} = ${calendarLinks.entryId}
  and (${scheduleEntries.recurrence} is not null and ${scheduleEntries.seriesEndsAt} is null
    or coalesce(${scheduleEntries.seriesEndsAt}, ${scheduleEntries.endAt}, ${scheduleEntries.startAt})
      > ${new Date(now().getTime() - 86_400_000).toISOString()}::timestamptz))`

/** The hourly look: what nobody announced, and what lies in no window, where only a read tells. */
export async function markTwoWayDrift(db: Db, connectionId: string): Promise<void> {
  await db
    .update(calendarLinks)
    .set(wait())
    .where(
      and(
        twoWay(connectionId),
        inArray(calendarLinks.state, ['linked', 'refused']),
        or(
          isNull(calendarLinks.entryId),
          // A policy that forbade it may have changed.
          and(eq(calendarLinks.state, 'refused'), inArray(calendarLinks.reason, ['forbidden', 'ErrorAccessDenied'])),
          and(eq(calendarLinks.state, 'linked'), noRow, isAhead()),
          sql`exists (select 1 from ${scheduleEntries} where ${scheduleEntries.id} = ${calendarLinks.entryId}
            and ${scheduleEntries.version} is distinct from ${calendarLinks.pushedVersion})`,
          sql`exists (select 1 from ${scheduleEntries} where ${scheduleEntries.seriesId} = ${calendarLinks.entryId}
            and ${scheduleEntries.updatedAt} > ${calendarLinks.updatedAt})`,
        ),
      ),
    )
}

/** The person may be two-way again: what was left alone only because they could not be is followed once more. */
export async function relink(db: Db, connectionId: string): Promise<void> {
  await db
    .update(calendarLinks)
    .set(wait())
    .where(
      and(
        twoWay(connectionId),
        eq(calendarLinks.state, 'unlinked'),
        isNull(calendarLinks.reason),
        isNotNull(calendarLinks.entryId),
        or(isNotNull(calendarLinks.externalEventId), isNotNull(calendarLinks.askedAt)),
      ),
    )
}

/** Permission was lost: both sides stay as they are, and nobody is told (R34). */
export async function release(db: Db, connectionId: string): Promise<void> {
  await db
    .update(calendarLinks)
    .set({ state: 'unlinked', reason: null, updatedAt: now() })
    .where(and(twoWay(connectionId), isNotNull(calendarLinks.externalEventId), ne(calendarLinks.state, 'unlinked')))
}

/** Takes what people changed out of the outbox: from here on the links say what waits. Answers whether there is more. */
export async function absorbTwoWay(db: Db, scope: ConnectionScope, to: Date): Promise<boolean> {
  const rows = await db
    .select({ id: outbox.id, subjectId: outbox.subjectId, payload: outbox.payload })
    .from(outbox)
    .where(
      and(
        eq(outbox.connectionId, scope.connectionId),
        eq(outbox.kind, PUSH),
        eq(outbox.state, 'waiting'),
        lte(outbox.notBefore, now()),
        // The row alone still says which entry it was, by whose marker the event is to be looked for.
        sql`not exists (select 1 from ${calendarLinks} where ${isAskedDeleted()}
          and ${calendarLinks.id}::text = ${outbox.payload}->>'linkId')`,
      ),
    )
    .orderBy(asc(outbox.createdAt))
    .limit(PAGE)
    .for('update')
  if (rows.length === 0) return false
  const entryIds = [...new Set(rows.map(({ subjectId }) => subjectId))]
  const linkIds = rows.flatMap(({ payload }) => (typeof payload.linkId === 'string' ? [payload.linkId] : []))
  const named = or(
    inArray(calendarLinks.entryId, entryIds),
    linkIds.length > 0 ? and(inArray(calendarLinks.id, linkIds), isNull(calendarLinks.entryId)) : undefined,
  )
  await wakeLinks(db, scope, named)
  await planTwoWay(db, scope, to, entryIds)
  await db.delete(outbox).where(
    inArray(
      outbox.id,
      rows.map(({ id }) => id),
    ),
  )
  return rows.length === PAGE
}

/** Their entries changed, or went: these links wait, also those that had been left alone until somebody changes something. */
async function wakeLinks(db: Db, scope: ConnectionScope, named: SQL | undefined): Promise<void> {
  await db
    .update(calendarLinks)
    .set(wait())
    .where(and(twoWay(scope.connectionId), ne(calendarLinks.state, 'unlinked'), named))
  // What went to somebody else is the person's again; what is on neither side is forgotten.
  await db
    .update(calendarLinks)
    .set(wait())
    .where(
      and(
        twoWay(scope.connectionId),
        eq(calendarLinks.reason, 'owner'),
        named,
        // Unless its people were invited from elsewhere meanwhile: there is one inviter.
        sql`exists (select 1 from ${scheduleEntries} where ${scheduleEntries.id} = ${calendarLinks.entryId}
          and ${scheduleEntries.ownerId} = ${scope.userId}::uuid
          and coalesce(${scheduleEntries.invitedFrom}, ${calendarLinks.connectionId}) = ${calendarLinks.connectionId})`,
      ),
    )
  await db
    .delete(calendarLinks)
    .where(and(twoWay(scope.connectionId), named, isNull(calendarLinks.entryId), isNull(calendarLinks.externalEventId)))
  // Somebody changed what had been deleted in Outlook: it goes there once more, as a new event.
  const revived = await db
    .update(calendarLinks)
    .set({ ...wait(), externalEventId: null, base: null, changeKey: null, transactionId: sql`gen_random_uuid()::text` })
    .where(and(twoWay(scope.connectionId), eq(calendarLinks.reason, 'deleted'), named))
    .returning({ entryId: calendarLinks.entryId })
  const back = revived.flatMap(({ entryId }) => entryId ?? [])
  if (back.length > 0)
    await db.update(scheduleEntries).set({ isCancelled: false }).where(inArray(scheduleEntries.id, back))
}

/** Makes links for entries that have none, nearest first. The transaction id of the create is made here, once. */
export async function planTwoWay(db: Db, scope: ConnectionScope, to: Date, only?: readonly string[]): Promise<number> {
  const entries = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(and(wanted(scope.connectionId, scope.userId, to), only ? inArray(scheduleEntries.id, [...only]) : undefined))
    .orderBy(asc(nearness(now())), asc(scheduleEntries.id))
    .limit(PAGE)
  if (entries.length === 0) return 0
  const calendarId = await getDefaultCalendar(db, scope.connectionId)
  const made = await db
    .insert(calendarLinks)
    .values(entries.map(({ id }) => newLink(scope, { entryId: id, calendarId })))
    .onConflictDoNothing()
    .returning({ id: calendarLinks.id })
  return made.length
}

export async function getDefaultCalendar(db: Db, connectionId: string): Promise<string> {
  const [row] = await db
    .select({ id: externalCalendars.externalCalendarId })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.connectionId, connectionId), eq(externalCalendars.isDefaultCalendar, true)))
  return row?.id ?? ''
}

const newLink = (scope: ConnectionScope, given: { entryId: string; calendarId: string }) => ({
  workspaceId: scope.workspaceId,
  connectionId: scope.connectionId,
  entryId: given.entryId,
  mode: 'two-way' as const,
  externalCalendarId: given.calendarId,
  transactionId: crypto.randomUUID(),
  createdAt: now(),
  updatedAt: now(),
})

/** Ties an event to an entry. Answers the link's id; null: one of them is tied already. */
export async function tie(
  db: Db,
  scope: ConnectionScope,
  { entryId, eventId }: { entryId: string; eventId: string },
): Promise<string | null> {
  const known = await db
    .select({ id: calendarLinks.id, entryId: calendarLinks.entryId, eventId: calendarLinks.externalEventId })
    .from(calendarLinks)
    .where(
      and(
        eq(calendarLinks.connectionId, scope.connectionId),
        or(eq(calendarLinks.externalEventId, eventId), eq(calendarLinks.entryId, entryId)),
      ),
    )
  if (known.some((each) => each.eventId !== null)) return null
  const [asked] = known
  const values = { externalEventId: eventId, askedAt: null, state: 'waiting' as const, reason: null, updatedAt: now() }
  if (asked) {
    await db.update(calendarLinks).set(values).where(eq(calendarLinks.id, asked.id))
    return asked.id
  }
  const calendarId = await getDefaultCalendar(db, scope.connectionId)
  const [made] = await db
    .insert(calendarLinks)
    .values({ ...newLink(scope, { entryId, calendarId }), ...values })
    .onConflictDoNothing()
    .returning({ id: calendarLinks.id })
  return made?.id ?? null
}

/**
 * Ties an event to the link of a deleted entry, so that it goes with it; null: there is no such event. Answers whether it
 * is the link's now: one that has another link already stays there.
 */
export async function tieDeleted(
  db: Db,
  scope: ConnectionScope,
  { linkId, eventId }: { linkId: string; eventId: string | null },
): Promise<boolean> {
  const { connectionId, externalEventId } = calendarLinks
  const known = eventId && and(eq(connectionId, scope.connectionId), eq(externalEventId, eventId))
  const isFree = Boolean(known) && (await db.$count(calendarLinks, known || undefined)) === 0
  const made = await db
    .update(calendarLinks)
    .set({ ...wait(), askedAt: null, externalEventId: isFree ? eventId : null })
    .where(and(eq(calendarLinks.id, linkId), isAskedDeleted()))
    .returning({ id: calendarLinks.id })
  return isFree && made.length > 0
}

/** Whether an entry is one of the person's own that an event can be tied to. */
export async function isOwnEntry(db: Db, scope: ConnectionScope, entryId: string): Promise<boolean> {
  const rows = await db
    .select({ id: scheduleEntries.id })
    .from(scheduleEntries)
    .where(
      and(
        eq(scheduleEntries.id, entryId),
        eq(scheduleEntries.ownerId, scope.userId),
        isNull(scheduleEntries.parentId),
        isNull(scheduleEntries.seriesId),
      ),
    )
  return rows.length > 0
}

/** What is known of a link after it was looked at. */
export interface Settled {
  state: 'linked' | 'waiting' | 'refused' | 'unlinked'
  reason?: string | null
  eventId?: string | null
  changeKey?: string | null
  base?: LinkBase | null
  version?: number | null
  transactionId?: string
  iCalUid?: string | null
}

/**
 * Writes down how a link now is. One that somebody touched since it was read waits again, but keeps what is true. Answers
 * when it was touched last.
 */
export async function settleLink(db: Db, link: Pick<Link, 'id' | 'updatedAt'>, settled: Settled): Promise<Date> {
  const { state, reason = null, eventId, changeKey, base, version, transactionId, iCalUid } = settled
  const isAsRead = sql`date_trunc('milliseconds', ${calendarLinks.updatedAt}) = ${link.updatedAt.toISOString()}::timestamptz`
  const [row] = await db
    .update(calendarLinks)
    .set({
      askedAt: null,
      reason,
      state: sql`case when ${isAsRead} then ${state} else 'waiting' end`,
      updatedAt: sql`case when ${isAsRead} then ${now().toISOString()}::timestamptz else ${calendarLinks.updatedAt} end`,
      ...(eventId === undefined ? {} : { externalEventId: eventId }),
      ...(changeKey === undefined ? {} : { changeKey }),
      ...(base === undefined ? {} : { base: base as Record<string, unknown> | null }),
      ...(version === undefined ? {} : { pushedVersion: version }),
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(iCalUid === undefined ? {} : { iCalUid }),
    })
    .where(eq(calendarLinks.id, link.id))
    .returning({ updatedAt: calendarLinks.updatedAt })
  return row?.updatedAt ?? link.updatedAt
}

/** Says in the database that a create is under way: a crash leaves its answer unknown. */
export async function noteTwoWayAsked(db: Db, linkId: string): Promise<void> {
  await db.update(calendarLinks).set({ askedAt: now() }).where(eq(calendarLinks.id, linkId))
}

/** From which mailbox the people on an entry are invited; null: from none. No change that anybody is told of. */
export async function noteInviter(
  db: Db,
  entry: Pick<Entry, 'id' | 'invitedFrom'>,
  connectionId: string | null,
): Promise<void> {
  if (entry.invitedFrom === connectionId) return
  await db.update(scheduleEntries).set({ invitedFrom: connectionId }).where(eq(scheduleEntries.id, entry.id))
}

export async function dropLink(db: Db, linkId: string): Promise<void> {
  await db.delete(calendarLinks).where(eq(calendarLinks.id, linkId))
}

/** The event has gone from Outlook: so have its rows. */
export async function dropEventRows(db: Db, connectionId: string, eventId: string): Promise<void> {
  await db
    .delete(externalCalendarEvents)
    .where(
      and(
        eq(externalCalendarEvents.connectionId, connectionId),
        or(
          eq(externalCalendarEvents.externalCalendarEventId, eventId),
          eq(externalCalendarEvents.seriesMasterId, eventId),
        ),
      ),
    )
}
