import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import { isOn } from '@/lib/features/connection/queries'
import { sendBatch } from '@/lib/graph/batch'
import type { GraphRequest } from '@/lib/graph/client'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { CursorMoved } from '@/lib/sync/cursors'
import { type DeltaPage, deltaRequest, takePage } from '@/lib/sync/delta'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { toWorkingHours, toZone } from '../clock/map'
import { calendarList, defaultView, mailboxHours, mailboxZone } from '../graph'
import { type EventItem, toEvent } from '../map'
import { rememberClock } from '../panel/mutations'
import { markSynced } from '../rows/mutations'
import type { CalendarStream } from '../rows/queries'
import { isRenewalDue, type PulledFields, shownWindow } from '../rules'
import { readCalendars } from './list'
import { eventsOf, isGone, readStreams, syncCalendar, withWindow } from './resources'
import { readMissing } from './singly'
import { takeEvents } from './take-in'
import { zoneOf } from './upkeep'

/** What a person sees at once: of the default calendar, this week and the next. */
const FIRST = { days: 14, events: 200 }
const DAY = 86_400_000

type Body = { value?: unknown[] }

/**
 * The list of calendars, the person's zone and working hours, and the next days of the default calendar, in one round trip: the schedule
 * can be read before the import has begun.
 */
export async function openCalendars(context: SyncContext): Promise<void> {
  const { scope, graph, connection } = context
  const readAt = new Date()
  const { from } = shownWindow(now(), zoneOf(context))
  const requests: GraphRequest[] = [
    calendarList,
    defaultView(from, new Date(from.getTime() + FIRST.days * DAY), FIRST.events),
    ...(isOn(connection, 'absence') ? [mailboxZone, mailboxHours] : []),
  ]
  const [list, view, zone, hours] = await sendBatch<Body>(graph, requests)
  if (!list || 'error' in list) throw list?.error ?? new Error('no answer')
  if (!view || 'error' in view) throw view?.error ?? new Error('no answer')
  if (zone && 'body' in zone) await keepClock(context, zone.body, hours && 'body' in hours ? hours.body : null)
  await readCalendars(context, 'import', list.body)
  const { streams, fields } = await readStreams(context)
  const calendar = streams.find(({ isDefaultCalendar }) => isDefaultCalendar)
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    if (calendar) {
      const items = (view.body.value ?? []).map((json) => toEvent(json, fields)).filter((each) => each !== null)
      await takeEvents(db, scope, calendar.id, { items, removed: [], readAt, isFirst: calendar.syncedAt === null })
    }
    await notifyLive(db, { ...hintOf(scope), topics: ['schedule', 'connection'] })
  })
}

/** Asks Outlook for the person's zone and working hours, if they allow it. */
async function readClock(context: SyncContext): Promise<void> {
  if (!isOn(context.connection, 'absence')) return
  const [zone, hours] = await sendBatch<unknown>(context.graph, [mailboxZone, mailboxHours])
  if (!zone || 'error' in zone) throw zone?.error ?? new Error('no answer')
  await keepClock(context, zone.body, hours && 'body' in hours ? hours.body : null)
}

/** What Outlook did not tell, or nobody understands, stays as it was. */
async function keepClock({ scope, connection }: SyncContext, zoneBody: unknown, hoursBody: unknown): Promise<void> {
  const timeZone = toZone(zoneBody) ?? connection.timeZone
  const workingHours = toWorkingHours(hoursBody) ?? connection.workingHours
  if (timeZone === connection.timeZone && isDeepStrictEqual(workingHours, connection.workingHours)) return
  Object.assign(connection, { timeZone, workingHours })
  await inScope(scope, (db) => rememberClock(db, scope.connectionId, { timeZone, workingHours }))
}

/**
 * Takes events in, calendar by calendar, until all are done or `until` passes; its cursors are the place to go on from
 * after any interruption. Answers whether all is in.
 */
export async function importCalendars(context: SyncContext, until: number): Promise<boolean> {
  const { streams, fields } = await readStreams(context)
  const queue = streams.filter(({ cursor }) => cursor.phase !== 'live')
  let all = true
  const worker = async () => {
    for (let calendar = queue.shift(); calendar; calendar = queue.shift()) {
      if (Date.now() >= until) {
        all = false
        return
      }
      const ready = await withWindow(context, calendar, now())
      const round = await syncCalendar(context, ready, fields, { why: 'import', until })
      all &&= round.complete
    }
  }
  // Two calendars at a time: the bulk lane's width.
  await Promise.all([worker(), worker()])
  if (all) await tell(context)
  return all
}

/**
 * Looks whether Outlook has changes that no signal told of: the list first, then every calendar, four in a round trip.
 * Tokens whose window is a week old are opened anew. Answers how many changes it found.
 */
export async function sweepCalendars(context: SyncContext, why: string): Promise<number> {
  const { connectionId } = context.scope
  let changed = await readCalendars(context, why)
  let { streams, fields } = await readStreams(context)
  const isDue = ({ cursor, windowEnd }: CalendarStream) =>
    cursor.phase === 'live' && isRenewalDue(windowEnd, now(), zoneOf(context), connectionId)
  const due = streams.filter(isDue)
  if (due.length > 0) {
    await readClock(context)
    for (const calendar of due) {
      const ready = await withWindow(context, calendar, now(), true)
      changed += (await syncCalendar(context, ready, fields, { why })).changed
    }
    ;({ streams, fields } = await readStreams(context))
  }
  const renewed = new Set(due.map(({ id }) => id))
  const rest = streams.filter(({ id, cursor }) => cursor.phase === 'live' && !renewed.has(id))
  return changed + (await compare(context, rest, fields, why))
}

/** Compares calendars of others, of which no signal tells: somebody looks at them. Answers how many changes it found. */
export async function pollCalendars(context: SyncContext): Promise<number> {
  const { streams, fields } = await readStreams(context)
  const shown = streams.filter(({ role, cursor, isShown }) => role !== 'own' && isShown && cursor.phase === 'live')
  return compare(context, shown, fields, 'poll')
}

/** One delta of each calendar, four in a round trip. */
export async function compare(
  context: SyncContext,
  calendars: CalendarStream[],
  fields: PulledFields,
  why: string,
  onPage: (calendarId: string, page: DeltaPage<EventItem>) => void = () => undefined,
): Promise<number> {
  const { scope, graph } = context
  let changed = 0
  for (let at = 0; at < calendars.length; at += 4) {
    const some = calendars.slice(at, at + 4)
    const readAt = new Date()
    const answers = await sendBatch<Record<string, unknown>>(
      graph,
      some.map((calendar) => deltaRequest(eventsOf(calendar, fields), calendar.cursor)),
    )
    const done: string[] = []
    for (const [index, answer] of answers.entries()) {
      const calendar = some[index]
      if (!calendar) continue
      if ('error' in answer) {
        // Expired cursors, and calendars deleted or closed to us meanwhile, have their own way through the loop.
        if (answer.error.code !== 'cursor_expired' && !isGone(answer.error, calendar)) throw answer.error
        if (calendar.role === 'own' || answer.error.code === 'cursor_expired')
          changed += (await syncCalendar(context, calendar, fields, { why })).changed
        continue
      }
      let isWhole = false
      const resource = eventsOf(calendar, fields, () => {
        isWhole = true
      })
      const page = await takePage(scope, resource, calendar.cursor, { ...answer, readAt, why }).catch(ignoreRival)
      if (!page) continue
      changed += page.changed
      if (page.page) onPage(calendar.id, page.page)
      changed += await readMissing(context, calendar, fields, { ids: page.incomplete, why, isWhole })
      if (page.complete) done.push(calendar.id)
      else changed += (await syncCalendar(context, calendar, fields, { why })).changed
    }
    await inScope(scope, (db) => markSynced(db, done))
  }
  return changed
}

function ignoreRival(error: unknown): null {
  if (error instanceof CursorMoved) return null
  throw error
}

const tell = ({ scope }: SyncContext) =>
  inScope(scope, (db) => notifyLive(db, { ...hintOf(scope), topics: ['schedule', 'connection'] }))
