import 'server-only'
import { eq } from 'drizzle-orm'
import { publishing } from '@/drizzle/schema/calendar'
import { pathOfLink } from '@/lib/graph/links'
import { inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { calendarList } from '../graph'
import { toCalendar } from '../map'
import { saveCalendars, settleCursors } from '../panel/mutations'
import { listCalendarRows } from '../rows/queries'
import { isFollowed } from '../rules'
import { withShared } from './upkeep'

interface ListBody {
  value?: unknown
  '@odata.nextLink'?: unknown
}
/** A mailbox has no thousands of calendars: a list without end is none. */
const MOST_PAGES = 20

/**
 * Reads which calendars there are, and follows or forgets them accordingly. Answers how many came, went or have another
 * name.
 * @param first the first page, if it is here already
 */
export async function readCalendars(context: SyncContext, why: string, first?: ListBody): Promise<number> {
  const { scope, graph } = context
  const readAt = new Date()
  const all: unknown[] = []
  let body: ListBody = first ?? (await graph.send<ListBody>(calendarList)).body
  let requests = 1
  for (;;) {
    if (!Array.isArray(body?.value)) throw new AppError('unavailable', 'a list of calendars without value')
    all.push(...body.value)
    const next = body['@odata.nextLink']
    if (typeof next !== 'string') break
    if (++requests > MOST_PAGES) throw new AppError('unavailable', 'a list of calendars without end')
    body = (await graph.send<ListBody>({ path: pathOfLink(next) })).body
  }
  const list = all.map(toCalendar).filter((each) => each !== null)
  if (list.length < all.length) log.warn({ count: all.length - list.length }, 'calendars could not be understood')
  // Every mailbox has a default calendar: a list without one is not whole, and would delete what it lacks.
  if (!list.some(({ isDefault }) => isDefault) || list.length < all.length) {
    throw new AppError('unavailable', 'a list of calendars that is not whole')
  }
  return inScope(scope, async (db) => {
    await assertActive(db, scope)
    const [settings] = await db
      .select({ id: publishing.calendarGraphId })
      .from(publishing)
      .where(eq(publishing.connectionId, scope.connectionId))
    const changes = await saveCalendars(db, scope, list, { readAt, tandems: settings?.id ?? null })
    const rows = await listCalendarRows(db, scope.connectionId)
    await settleCursors(
      db,
      scope,
      rows.filter((row) => isFollowed(row, withShared(context))),
    )
    const line = (what: string, count: number) =>
      count > 0 ? [{ direction: 'in' as const, kind: 'calendar', what, why, count }] : []
    const changed = changes.made + changes.renamed + changes.gone
    await writeLedger(db, scope, [
      ...line('added', changes.made),
      ...line('updated', changes.renamed),
      ...line('deleted', changes.gone),
    ])
    if (changed > 0) await notifyLive(db, { ...hintOf(scope), topics: ['schedule', 'connection'] })
    return changed
  })
}
