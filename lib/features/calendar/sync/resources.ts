import 'server-only'
import { inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { Cursor } from '@/lib/sync/cursors'
import { type DeltaPage, type DeltaResource, syncRound } from '@/lib/sync/delta'
import type { SyncContext } from '@/lib/sync/job'
import { eventDelta } from '../graph'
import { type EventItem, toEvent } from '../map'
import { openWindow } from '../panel/mutations'
import { markSynced, removeUnseenEvents } from '../rows/mutations'
import { type CalendarStream, getPulledFields, listCalendarStreams } from '../rows/queries'
import { type PulledFields, streamOfCalendar, tokenWindow } from '../rules'
import { readCalendars } from './list'
import { readMissing } from './singly'
import { takeEvents } from './take-in'
import { zoneOf } from './upkeep'

/** At most 500 rows a transaction: PGlite has one connection, and a person waits behind it. */
const PAGE = 500

/** The events of one calendar in the window of its token, as the delta loop follows them. */
export function eventsOf(
  calendar: CalendarStream,
  fields: PulledFields,
  onOrphan?: () => void,
): DeltaResource<EventItem> {
  const { id, externalCalendarId, windowStart, windowEnd, syncedAt } = calendar
  return {
    stream: streamOfCalendar(id),
    start: eventDelta(externalCalendarId, windowStart ?? new Date(0), windowEnd ?? new Date(0)),
    pageSize: PAGE,
    topics: ['schedule'],
    kind: 'event',
    map: (json) => toEvent(json, fields),
    apply: (db, scope, page) => takeEvents(db, scope, id, { ...page, isFirst: syncedAt === null, onOrphan }),
    removeUnseen: (db, _scope, roundStartedAt) => removeUnseenEvents(db, id, roundStartedAt),
  }
}

/** Followed calendars and the fields that the workspace pulls. */
export async function readStreams({
  scope,
}: SyncContext): Promise<{ streams: CalendarStream[]; fields: PulledFields }> {
  return inScope(scope, async (db) => ({
    streams: await listCalendarStreams(db, scope.connectionId),
    fields: await getPulledFields(db, scope.workspaceId),
  }))
}

/** A round that was never begun has no window yet, or an old one. */
export async function withWindow(
  context: SyncContext,
  calendar: CalendarStream,
  at: Date,
  anew = false,
): Promise<CalendarStream> {
  if (!anew && calendar.windowEnd && (calendar.cursor.link !== null || calendar.cursor.phase !== 'first'))
    return calendar
  const window = tokenWindow(at, zoneOf(context))
  await inScope(context.scope, (db) => openWindow(db, context.scope, calendar, window))
  const { streams } = await readStreams(context)
  return streams.find(({ id }) => id === calendar.id) ?? calendar
}

interface Options {
  why: string
  until?: number
  from?: Cursor
  onPage?: (page: DeltaPage<EventItem>) => void
}

/**
 * Follows one calendar to the end of its round. One that went away in Outlook meanwhile is forgotten by way of the list,
 * and one that its owner no longer shares is left as it is: neither is an error.
 */
export async function syncCalendar(
  context: SyncContext,
  calendar: CalendarStream,
  fields: PulledFields,
  options: Options,
): Promise<{ complete: boolean; changed: number }> {
  try {
    let isWhole = calendar.cursor.phase !== 'live'
    const onOrphan = () => {
      isWhole = true
    }
    const { complete, changed, incomplete } = await syncRound(context, eventsOf(calendar, fields, onOrphan), {
      ...options,
      onPage: (page) => {
        isWhole ||= page.fullRound
        options.onPage?.(page)
      },
    })
    const read = await readMissing(context, calendar, fields, { ids: incomplete, why: options.why, isWhole })
    if (complete) await inScope(context.scope, (db) => markSynced(db, [calendar.id]))
    return { complete, changed: changed + read }
  } catch (error) {
    if (!isGone(error, calendar)) throw error
    return { complete: true, changed: await readCalendars(context, options.why) }
  }
}

/** The calendar was deleted, or its owner took the right to read it back. */
export const isGone = (error: unknown, { role }: Pick<CalendarStream, 'role'>): boolean =>
  error instanceof AppError &&
  (error.code === 'not_found' || (error.code === 'forbidden' && role !== 'own' && error.reason !== NO_MAILBOX))

const NO_MAILBOX = 'MailboxNotEnabledForRESTAPI'
