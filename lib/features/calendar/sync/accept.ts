import 'server-only'
import type { ChangeHint } from '@/inngest/events'
import { inScope } from '@/lib/platform/db/handle'
import type { DeltaPage } from '@/lib/sync/delta'
import type { SyncContext } from '@/lib/sync/job'
import { type EventItem, keyOfEtag } from '../map'
import { type CalendarStream, listKnownEvents, listLinks } from '../rows/queries'
import { compare } from './import'
import { readStreams, syncCalendar } from './resources'
import { readSingly } from './singly'

/** After so many single reads the rest waits for the sweep: a burst must not become a call an event. */
const MOST_READS = 40

/** Seen, with this change key; null: not in that calendar's window any more. Absent: nothing was seen of it. */
type Shown = Map<string, string | null>

/**
 * Takes in what signals of Microsoft point at. Hints only locate: a known event (or series) by the delta of its
 * calendar, an unknown one by that of the default calendar, then of the other own ones; what no window shows and is
 * known all the same is read singly. Nothing to do when every row is already as hinted.
 * Answers the hints that Graph does not show yet (delta may lag its own signal): look again a little later.
 */
export async function acceptHints(context: SyncContext, hints: ChangeHint[]): Promise<ChangeHint[]> {
  const { scope } = context
  const ids = hints.map(({ id }) => id)
  const { known, links } = await inScope(scope, async (db) => ({
    known: await listKnownEvents(db, scope.connectionId, ids),
    links: await listLinks(db, scope.connectionId, ids),
  }))
  const keys = new Map(known.map(({ id, changeKey }) => [id, changeKey]))
  // What Tandem published itself is nobody's news.
  const published = new Set(links.filter(({ mode }) => mode === 'published').map(({ eventId }) => eventId))
  let open = hints.filter((hint) => !published.has(hint.id) && !isFulfilled(hint, keys))
  if (open.length === 0) return []

  const { streams, fields } = await readStreams(context)
  const shown: Shown = new Map()
  const onPage = ({ items, removed }: DeltaPage<EventItem>) => {
    for (const id of removed) if (!shown.has(id)) shown.set(id, null)
    for (const { id, changeKey, seriesMasterId } of items) {
      shown.set(id, changeKey ?? '')
      if (seriesMasterId && !shown.get(seriesMasterId)) shown.set(seriesMasterId, '')
    }
  }
  const followed = new Set<string>()
  const follow = async (calendar: CalendarStream | undefined): Promise<void> => {
    if (calendar?.cursor.phase !== 'live' || followed.has(calendar.id)) return
    followed.add(calendar.id)
    await syncCalendar(context, calendar, fields, { why: 'signal', from: calendar.cursor, onPage })
    open = open.filter((hint) => !isShown(hint, shown))
  }

  const openIds = new Set(open.map(({ id }) => id))
  const places = new Set(known.filter(({ id }) => openIds.has(id)).map(({ calendarId }) => calendarId))
  for (const calendarId of places) await follow(streams.find(({ id }) => id === calendarId))
  // New, or it left the calendar that it was known in: it may stand in another one of the person's.
  const isLost = ({ id, changeType }: ChangeHint) => changeType !== 'deleted' && (!keys.has(id) || shown.has(id))
  if (open.some(isLost)) await follow(streams.find(({ isDefaultCalendar }) => isDefaultCalendar))
  const others = streams.filter(
    ({ id, role, cursor }) => role === 'own' && cursor.phase === 'live' && !followed.has(id),
  )
  if (open.some(isLost) && others.length > 0) {
    await compare(context, others, fields, 'signal', onPage)
    open = open.filter((hint) => !isShown(hint, shown))
  }
  // No window shows these: they have gone from all, or Graph has not come so far.
  open = open.filter(({ id }) => shown.get(id) !== null)
  // Known, and not spoken of by any delta: what has ended, and what is one with an entry at any date.
  for (const calendar of streams) {
    const here = known.filter(({ calendarId }) => calendarId === calendar.id).map(({ id }) => id)
    const wanted = open.map(({ id }) => id).filter((id) => here.includes(id) && !shown.has(id))
    if (wanted.length === 0) continue
    const read = await readSingly(context, calendar, fields, { ids: wanted.slice(0, MOST_READS), why: 'signal' })
    const settled = new Set([...read.gone, ...read.found.map(({ id }) => id)])
    open = open.filter(({ id }) => !settled.has(id))
  }
  return open
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
