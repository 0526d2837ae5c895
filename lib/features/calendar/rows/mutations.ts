import 'server-only'
import { and, eq, gt, inArray, isNull, lt, lte, notInArray, or, sql } from 'drizzle-orm'
import { calendarLinks, externalCalendarEvents, externalCalendars } from '@/drizzle/schema/calendar'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import type { EventRow } from '../map'
import { ASKED } from './queries'

const RECORD = sql.raw(`t(external_id text, change_key text, type text, series_master_id text, start timestamptz,
  "end" timestamptz, start_date date, end_date date, is_all_day boolean, sensitivity text, start_timezone text,
  end_timezone text, original_start_timezone text, original_end_timezone text, created timestamptz,
  modified timestamptz, show_as text, is_cancelled boolean, response_status text, is_organizer boolean, subject text,
  location text, body_preview text, organizer_name text, organizer_address text, attendees jsonb, join_url text,
  categories text[], importance text, reminder_minutes int, web_link text, i_cal_uid text, recurrence jsonb,
  participants text[])`)

/** Columns that an occurrence shares with its series. */
const SHARED = `sensitivity, start_timezone, end_timezone, original_start_timezone, original_end_timezone,
  event_created_datetime, event_last_modified_datetime, change_key, show_as, is_cancelled, response_status,
  is_organizer, subject, location, body_preview, organizer_name, organizer_address, attendees, join_url, categories,
  importance, reminder_minutes, web_link, i_cal_uid, participants`
const OWN =
  'type, series_master_id, start_datetime, end_datetime, start_date, end_date, is_all_day, recurrence, read_at'

const names = (list: string): string[] => list.split(',').map((name) => name.trim())
const from = (alias: string, list: string) =>
  sql.raw(
    names(list)
      .map((name) => `${name} = ${alias}.${name}`)
      .join(', '),
  )

/**
 * Writes events of one calendar in one statement. Of two reads of an event the one begun later wins, whatever the order
 * of their commits. Answers the ids that were written.
 */
export async function upsertEvents(
  db: Db,
  scope: ConnectionScope,
  calendarId: string,
  rows: EventRow[],
  readAt: Date,
): Promise<string[]> {
  if (rows.length === 0) return []
  const { rows: written } = await db.execute<{ id: string }>(sql`
    insert into external_calendar_event as m (workspace_id, connection_id, calendar_id, external_calendar_event_id,
      ${sql.raw(OWN)}, ${sql.raw(SHARED)})
    select ${scope.workspaceId}, ${scope.connectionId}, ${calendarId}::uuid, external_id,
      type, series_master_id, start, "end", start_date, end_date, is_all_day, nullif(recurrence, 'null'::jsonb),
      ${readAt.toISOString()}::timestamptz, sensitivity, start_timezone, end_timezone, original_start_timezone,
      original_end_timezone, created, modified, change_key, show_as, is_cancelled, response_status, is_organizer, subject,
      location, body_preview, organizer_name, organizer_address, nullif(attendees, 'null'::jsonb), join_url, categories,
      importance, reminder_minutes, web_link, i_cal_uid, participants
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${RECORD}
    on conflict (connection_id, calendar_id, external_calendar_event_id)
    do update set ${from('excluded', OWN)}, ${from('excluded', SHARED)}
    where excluded.read_at >= m.read_at
    returning m.external_calendar_event_id as id`)
  return written.map(({ id }) => id)
}

/** Notes that events were seen as they are, or that a change of theirs is not mirrored (its key is known all the same). */
export async function touchEvents(
  db: Db,
  calendarId: string,
  seen: { id: string; changeKey: string | null }[],
  readAt: Date,
): Promise<void> {
  if (seen.length === 0) return
  await db.execute(sql`
    update external_calendar_event m set read_at = ${readAt.toISOString()}::timestamptz,
      change_key = coalesce(t."changeKey", m.change_key)
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as t(id text, "changeKey" text)
    where m.calendar_id = ${calendarId} and m.external_calendar_event_id = t.id
      and m.read_at <= ${readAt.toISOString()}::timestamptz`)
}

/**
 * Hands what a series says on to its occurrences that did not come with it. Past ones stay as they were (R27), unless
 * the series has become private. Answers how many changed.
 */
export async function inheritFromMasters(db: Db, calendarId: string, masterIds: string[]): Promise<number> {
  if (masterIds.length === 0) return 0
  const { rows } = await db.execute<{ id: string }>(sql`
    update external_calendar_event o set ${from('m', SHARED)}
    from external_calendar_event m
    where m.calendar_id = ${calendarId} and m.type = 'seriesMaster'
      and m.external_calendar_event_id in (select jsonb_array_elements_text(${JSON.stringify(masterIds)}::jsonb))
      and o.calendar_id = m.calendar_id and o.series_master_id = m.external_calendar_event_id and o.type = 'occurrence'
      and o.change_key <> '' and o.change_key <> m.change_key
      and (o.end_datetime > coalesce(m.event_last_modified_datetime, '-infinity')
        or m.sensitivity in ('private', 'confidential') and o.sensitivity not in ('private', 'confidential'))
    returning o.id`)
  return rows.length
}

/** Events that are one with an entry: what became of them is asked, never concluded from a window (R27). */
const linked = sql`exists (select 1 from ${calendarLinks} where ${calendarLinks.connectionId} = ${externalCalendarEvents.connectionId}
  and ${calendarLinks.mode} = 'two-way' and ${calendarLinks.entryId} is not null
  and ${calendarLinks.externalEventId} in (${externalCalendarEvents.externalCalendarEventId}, ${externalCalendarEvents.seriesMasterId}))`

/**
 * Removes events that are not in the calendar's window any more, unless a later read has seen them, or they had ended
 * already (R27: they stay). Those that are one with an entry stay too, and are answered as `asked`: only a read tells
 * whether they were deleted. They are marked until that read, whoever makes it. With a series go its occurrences to come.
 */
export async function removeEvents(
  db: Db,
  scope: ConnectionScope,
  ids: string[],
  { readAt, calendarId, even }: { readAt: Date; calendarId?: string; even?: 'linked' },
): Promise<{ gone: number; asked: string[] }> {
  if (ids.length === 0) return { gone: 0, asked: [] }
  const mine = and(
    eq(externalCalendarEvents.connectionId, scope.connectionId),
    calendarId ? eq(externalCalendarEvents.calendarId, calendarId) : undefined,
    lte(externalCalendarEvents.readAt, readAt),
    or(
      inArray(externalCalendarEvents.externalCalendarEventId, ids),
      inArray(externalCalendarEvents.seriesMasterId, ids),
    ),
    or(eq(externalCalendarEvents.type, 'seriesMaster'), gt(externalCalendarEvents.endDatetime, now())),
  )
  const asked =
    even === 'linked'
      ? []
      : await db
          .select({ id: externalCalendarEvents.externalCalendarEventId })
          .from(externalCalendarEvents)
          .where(and(mine, linked, inArray(externalCalendarEvents.externalCalendarEventId, ids)))
  const kept = asked.map(({ id }) => id)
  if (kept.length > 0)
    await db
      .update(externalCalendarEvents)
      .set({ readAt: ASKED })
      .where(and(mine, inArray(externalCalendarEvents.externalCalendarEventId, kept)))
  const gone = await db
    .delete(externalCalendarEvents)
    .where(and(mine, even === 'linked' ? undefined : sql`not ${linked}`))
    .returning({ id: externalCalendarEvents.id })
  return { gone: gone.length, asked: kept }
}

/**
 * After a full round of a calendar: removes what Outlook did not return and had not ended. What is one with an entry is
 * marked instead, for a read to tell; dates of a series go with it if the series was not returned either. Answers how many.
 */
export async function removeUnseenEvents(db: Db, calendarId: string, roundStartedAt: Date): Promise<number> {
  const before = sql`${roundStartedAt.toISOString()}::timestamptz`
  const isSeriesHere = sql`exists (select 1 from external_calendar_event m
    where m.calendar_id = ${externalCalendarEvents.calendarId} and m.read_at >= ${before}
      and m.external_calendar_event_id = ${externalCalendarEvents.seriesMasterId})`
  await db
    .update(externalCalendarEvents)
    .set({ readAt: ASKED })
    .where(
      and(
        eq(externalCalendarEvents.calendarId, calendarId),
        lt(externalCalendarEvents.readAt, roundStartedAt),
        or(eq(externalCalendarEvents.type, 'seriesMaster'), gt(externalCalendarEvents.endDatetime, now())),
        or(isNull(externalCalendarEvents.seriesMasterId), isSeriesHere),
        linked,
      ),
    )
  const unseen = and(
    eq(externalCalendarEvents.calendarId, calendarId),
    lt(externalCalendarEvents.readAt, roundStartedAt),
    sql`not ${linked}`,
  )
  const gone = await db
    .delete(externalCalendarEvents)
    .where(
      and(unseen, sql`${externalCalendarEvents.type} <> 'seriesMaster'`, gt(externalCalendarEvents.endDatetime, now())),
    )
    .returning({ id: externalCalendarEvents.id })
  await db.execute(sql`
    delete from external_calendar_event m where m.calendar_id = ${calendarId} and m.type = 'seriesMaster'
      and m.read_at < ${roundStartedAt.toISOString()}::timestamptz and not exists (
        select 1 from external_calendar_event o where o.calendar_id = m.calendar_id
          and o.series_master_id = m.external_calendar_event_id)
      and not exists (select 1 from calendar_links l where l.connection_id = m.connection_id
        and l.external_event_id = m.external_calendar_event_id)`)
  return gone.length
}

/** An event keeps its id when it moves to another calendar of the mailbox: it stands where it was seen last. */
export async function removeElsewhere(
  db: Db,
  scope: ConnectionScope,
  calendarId: string,
  ids: string[],
  readAt: Date,
): Promise<void> {
  if (ids.length === 0) return
  await db
    .delete(externalCalendarEvents)
    .where(
      and(
        eq(externalCalendarEvents.connectionId, scope.connectionId),
        notInArray(externalCalendarEvents.calendarId, [calendarId]),
        inArray(externalCalendarEvents.externalCalendarEventId, ids),
        lte(externalCalendarEvents.readAt, readAt),
      ),
    )
}

/** Notes that calendars are as Outlook has them. */
export async function markSynced(db: Db, calendarIds: string[]): Promise<void> {
  if (calendarIds.length === 0) return
  await db.update(externalCalendars).set({ syncedAt: now() }).where(inArray(externalCalendars.id, calendarIds))
}
