import 'server-only'
import { z } from 'zod'
import type { Graph } from '@/lib/graph/client'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { calendarMark, ENTRY_MARKER, STATE_MARKER } from '../../link/rules'
import { calendarsMarked, createCalendar, markedEvents, readCalendar } from '../graph'
import { adoptMarked, forgetAsked, hasAsked, keepCalendar, type Marked } from '../mutations'
import { getLabel, type Publishing } from '../queries'
import { calendarName } from '../rules'
import { eachPage } from './pages'

/** So many calendars of one name may be in the way, each of somebody who made it by hand. */
const MOST_NAMES = 9

interface Answered {
  id?: unknown
  canShare?: unknown
}

/**
 * Tandem's own calendar of this person, by id: found again by its mark, or made (R32, R13b). What stands in one that was
 * found is tied to its entries again.
 */
export async function ensureCalendar(context: SyncContext, row: Publishing): Promise<string> {
  if (row.calendarGraphId) return row.calendarGraphId
  const { scope } = context
  const mark = calendarMark(scope)
  const [found] = await findMarkedCalendars(context.graph, mark)
  const id = found ?? (await makeCalendar(context, mark))
  // Before the calendar is kept: after a crash in between it is found and read once more.
  if (found) await readMarked(context, id)
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await keepCalendar(db, scope, id)
    const what = found ? 'linked' : 'created'
    await writeLedger(db, scope, [{ direction: 'out', kind: 'calendar', what, why: 'publishing' }])
  })
  return id
}

/** Graph's ids of the person's calendars that bear the mark. Only who made a calendar can share it (Microsoft Graph). */
export async function findMarkedCalendars(graph: Graph, mark: string): Promise<string[]> {
  const { body } = await graph.send<{ value?: Answered[] }>(calendarsMarked(mark))
  if (!Array.isArray(body?.value)) throw new AppError('unavailable', 'calendars that cannot be understood')
  return body.value.flatMap(({ id, canShare }) => (typeof id === 'string' && canShare === true ? [id] : []))
}

/** A calendar of that name that is not ours is left alone; ours gets a number then. */
async function makeCalendar({ graph, scope, connection }: SyncContext, mark: string): Promise<string> {
  const label = await inScope(scope, (db) => getLabel(db, scope.userId))
  const name = calendarName(label.name ?? connection.displayName, label.identifier)
  for (let number = 1; ; number++) {
    try {
      const { body } = await graph.send<Answered>(createCalendar(number === 1 ? name : `${name} ${number}`, mark))
      if (typeof body?.id !== 'string') throw new AppError('unavailable', 'a calendar without id')
      return body.id
    } catch (thrown) {
      if (!isNameTaken(toAppError(thrown)) || number >= MOST_NAMES) throw thrown
    }
  }
}

const isNameTaken = ({ code, reason }: AppError): boolean => code === 'conflict' || reason === 'ErrorFolderExists'

/** Whether the calendar is still in Outlook. */
export async function isThere({ graph }: SyncContext, id: string): Promise<boolean> {
  try {
    await graph.send(readCalendar(id))
    return true
  } catch (thrown) {
    if (toAppError(thrown).code === 'not_found') return false
    throw thrown
  }
}

/** Creates whose answers got lost are looked for, all at once, before any is sent again. */
export async function findAsked(context: SyncContext, calendarId: string): Promise<void> {
  const { scope } = context
  if (!(await inScope(scope, (db) => hasAsked(db, scope)))) return
  const before = now()
  await readMarked(context, calendarId)
  await inScope(scope, (db) => forgetAsked(db, scope, before))
}

const marked = z.object({
  id: z.string().min(1),
  changeKey: z.string().nullish(),
  end: z.object({ dateTime: z.string() }).nullish(),
  recurrence: z.object({ range: z.object({ type: z.string(), endDate: z.string().nullish() }) }).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).nullish(),
})

/** Reads all copies in the calendar page by page, and ties those to their entries that are not tied. */
async function readMarked({ graph, scope }: SyncContext, calendarId: string): Promise<void> {
  let page: Marked[] = []
  await eachPage(
    graph,
    markedEvents(calendarId).path,
    (json) => {
      const copy = toMarked(json)
      if (copy) page.push(copy)
    },
    async () => {
      const read = page
      page = []
      await inScope(scope, async (db) => {
        await assertActive(db, scope)
        await adoptMarked(db, scope, calendarId, read)
      })
    },
  )
}

function toMarked(json: unknown): Marked | null {
  const { data } = marked.safeParse(json)
  const value = (id: string) =>
    data?.singleValueExtendedProperties?.find((each) => each.id.toLowerCase() === id.toLowerCase())?.value
  const entryId = z.uuid().safeParse(value(ENTRY_MARKER)).data
  if (!data || !entryId) return null
  return {
    id: data.id,
    changeKey: data.changeKey ?? null,
    entryId: entryId.toLowerCase(),
    hash: value(STATE_MARKER) ?? '',
    until: lastOf(data),
  }
}

/** A little later rather than earlier: it only says what lies in the past. */
function lastOf({ end, recurrence }: z.infer<typeof marked>): string | null {
  if (!recurrence) return instant(`${end?.dateTime.slice(0, 19)}Z`)
  const { type, endDate } = recurrence.range
  return type === 'endDate' && endDate ? instant(`${endDate}T23:59:59Z`, 2 * 24 * 60 * 60_000) : null
}

function instant(text: string, later = 0): string | null {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : new Date(at + later).toISOString()
}
