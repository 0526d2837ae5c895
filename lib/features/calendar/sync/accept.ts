import 'server-only'
import type { ChangeHint } from '@/inngest/events'
import { sendBatch } from '@/lib/graph/batch'
import { inScope } from '@/lib/platform/db/handle'
import type { DeltaPage } from '@/lib/sync/delta'
import type { SyncContext } from '@/lib/sync/job'
import { strangerEvent } from '../graph'
import { type EventItem, isPublished, keyOfEtag, toEvent } from '../map'
import { type CalendarStream, listKnownEvents, listLinks } from '../rows/queries'
import type { PulledFields } from '../rules'
import { compare } from './import'
import { readStreams, syncCalendar } from './resources'
import { readSingly } from './singly'

/** Reads at a time: as many as fit into a batch. */
const AT_ONCE = 4
/** After so many single reads the rest waits for the sweep: a burst must not become a call an event. */
const MOST_READS = 40

export interface Accepted {
  /** Hints that Graph does not show yet (delta may lag its own signal): look again a little later. */
  left: ChangeHint[]
  /** Ids of the events of which the hints spoke, but for those that Tandem published itself. */
  news: string[]
}

/** Seen, with this change key; null: not in that calendar's window any more. Absent: nothing was seen of it. */
type Shown = Map<string, string | null>

/**
 * Takes in what signals of Microsoft point at. Hints only locate: a known event (or series) by the delta of its
 * calendar, an unknown one by that of the default calendar, then of the other own ones; what no window shows and is
 * known all the same is read singly. Nothing to do when every row is already as hinted.
 */
export async function acceptHints(context: SyncContext, hints: ChangeHint[]): Promise<Accepted> {
  const { scope } = context
  const { news, known, links } = await inScope(scope, async (db) => {
    const links = await listLinks(
      db,
      scope.connectionId,
      hints.map(({ id }) => id),
    )
    // What Tandem published itself is nobody's news.
    const published = new Set(links.filter(({ mode }) => mode === 'published').map(({ eventId }) => eventId))
    const news = hints.filter(({ id }) => !published.has(id))
    const ids = news.map(({ id }) => id)
    return { news, known: await listKnownEvents(db, scope.connectionId, ids), links }
  })
  const keys = new Map(known.map(({ id, changeKey }) => [id, changeKey]))
  // What is one with an entry and in no window is read by itself.
  const apart = new Set(
    links.filter(({ mode, eventId }) => mode === 'two-way' && !keys.has(eventId)).map((l) => l.eventId),
  )
  const done: Accepted = { left: [], news: news.map(({ id }) => id) }
  let open = news.filter((hint) => !apart.has(hint.id) && !isFulfilled(hint, keys))
  if (open.length === 0) return done

  const { streams, fields } = await readStreams(context)
  const places = new Map(known.map(({ id, calendarId }) => [id, calendarId]))
  const shown: Shown = new Map()
  const onPage = (calendarId: string, { items, removed }: DeltaPage<EventItem>) => {
    for (const id of removed) if (!shown.has(id)) shown.set(id, null)
    for (const { id, changeKey, seriesMasterId } of items) {
      shown.set(id, changeKey ?? '')
      places.set(id, calendarId)
      if (seriesMasterId && !shown.get(seriesMasterId)) shown.set(seriesMasterId, '')
    }
    open = open.filter((hint) => !isShown(hint, shown))
  }
  const followed = new Set<string>()
  const follow = async (calendar: CalendarStream | undefined): Promise<void> => {
    if (calendar?.cursor.phase !== 'live' || followed.has(calendar.id)) return
    followed.add(calendar.id)
    await syncCalendar(context, calendar, fields, {
      why: 'signal',
      from: calendar.cursor,
      onPage: (page) => onPage(calendar.id, page),
    })
  }

  const openIds = new Set(open.map(({ id }) => id))
  const first = new Set(known.filter(({ id }) => openIds.has(id)).map(({ calendarId }) => calendarId))
  for (const calendarId of first) await follow(streams.find(({ id }) => id === calendarId))
  // New, or it left the calendar that it was known in: it may stand in another one of the person's.
  const isLost = ({ id, changeType }: ChangeHint) =>
    changeType !== 'deleted' && (!places.has(id) || shown.get(id) === null)
  if (open.some(isLost)) await follow(streams.find(({ isDefaultCalendar }) => isDefaultCalendar))
  const others = streams.filter(
    ({ id, role, cursor }) => role === 'own' && cursor.phase === 'live' && !followed.has(id),
  )
  if (open.some(isLost) && others.length > 0) await compare(context, others, fields, 'signal', onPage)
  // No window shows these any more.
  open = open.filter(({ id }) => shown.get(id) !== null)
  return { ...done, left: await settleSingly(context, { open, places, streams, fields }) }
}

interface Open {
  open: ChangeHint[]
  /** Calendar by event. */
  places: ReadonlyMap<string, string>
  streams: CalendarStream[]
  fields: PulledFields
}

/**
 * What no delta showed as hinted is read: an older signal than what is here, a change beyond every window (what has
 * ended, what is one with an entry), or a delta that lags. Answers what is in no calendar here, though it is there.
 */
async function settleSingly(context: SyncContext, { open, places, streams, fields }: Open): Promise<ChangeHint[]> {
  const ids = open.map(({ id }) => id).slice(0, MOST_READS)
  const settled = new Set<string>()
  for (const calendar of streams) {
    const here = ids.filter((id) => places.get(id) === calendar.id)
    if (here.length === 0) continue
    await readSingly(context, calendar, fields, { ids: here, why: 'signal' })
    for (const id of here) settled.add(id)
  }
  const window = streams.find(({ isDefaultCalendar }) => isDefaultCalendar)
  const strangers = ids.filter((id) => !places.has(id))
  for (const id of await listElsewhere(context, strangers, window)) settled.add(id)
  return open.filter(({ id }) => !settled.has(id))
}

/**
 * Of events that are in no calendar here those that are gone, beyond the window, or copies that Tandem published (for
 * another workspace, or before a reconnect): there is nothing to wait for.
 */
async function listElsewhere(
  { graph }: SyncContext,
  ids: string[],
  window: Pick<CalendarStream, 'windowStart' | 'windowEnd'> | undefined,
): Promise<string[]> {
  const elsewhere: string[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const answers = await sendBatch(graph, some.map(strangerEvent))
    for (const [index, answer] of answers.entries()) {
      const id = some[index] ?? ''
      if ('error' in answer) {
        if (answer.error.code !== 'not_found') throw answer.error
        elsewhere.push(id)
        continue
      }
      if (isPublished(answer.body)) {
        elsewhere.push(id)
        continue
      }
      // Only when it is: nothing of it is kept, so no field is asked for.
      const item = toEvent(answer.body, [])
      const isBeyond =
        item?.type === 'singleInstance' &&
        window?.windowStart &&
        window.windowEnd &&
        (new Date(item.start) >= window.windowEnd || new Date(item.end) <= window.windowStart)
      if (isBeyond) elsewhere.push(id)
    }
  }
  return elsewhere
}

/** A row is as the hint says: it has that key, or is not there. */
function isFulfilled({ id, etag, changeType }: ChangeHint, keys: ReadonlyMap<string, string>): boolean {
  const key = keys.get(id)
  return changeType === 'deleted' ? key === undefined : etag !== undefined && key === keyOfEtag(etag)
}

/**
 * A delta showed what the hint speaks of: this version, or that it is gone. An occurrence shows without a key of its
 * own, and a series by its occurrences.
 */
function isShown({ id, etag, changeType }: ChangeHint, shown: Shown): boolean {
  const key = shown.get(id)
  if (key === undefined) return false
  if (changeType === 'deleted') return key === null
  return key !== null && (key === '' || etag === undefined || key === keyOfEtag(etag))
}
