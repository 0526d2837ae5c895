import 'server-only'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import type { ApplyResult } from '@/lib/sync/delta'
import { type EventContent, type EventItem, type EventRow, NOTHING_KEPT, toRow } from '../map'
import { inheritFromMasters, removeElsewhere, removeEvents, touchEvents, upsertEvents } from '../rows/mutations'
import { type EventRecord, listEventRecords, listOrphans } from '../rows/queries'
import { endedBefore, isPrivate } from '../rules'

export interface Incoming {
  items: EventItem[]
  removed: string[]
  /** When the read began. */
  readAt: Date
  /** The calendar was never read to its end: what has ended comes in, too. Later changes of the past do not (R27). */
  isFirst: boolean
  /** Told when an occurrence came whose series has not. */
  onOrphan?: () => void
}

/** Of an occurrence whose series has not come yet nothing is known; until then it is shown as if it were private. */
const UNKNOWN: EventContent = {
  is_all_day: false,
  sensitivity: 'private',
  start_timezone: 'UTC',
  end_timezone: 'UTC',
  original_start_timezone: null,
  original_end_timezone: null,
  created: null,
  modified: null,
  show_as: 'busy',
  is_cancelled: false,
  response_status: 'none',
  ...NOTHING_KEPT,
}

/** Takes events of one calendar in, inside the transaction of whoever read them. */
export async function takeEvents(
  db: Db,
  scope: ConnectionScope,
  calendarId: string,
  { items, removed, readAt, isFirst, onOrphan }: Incoming,
): Promise<ApplyResult> {
  const here = await recordsFor(db, calendarId, items)
  const masters = seriesOf(items, here)
  const incomplete: string[] = []
  const rows: EventRow[] = []
  const seen: { id: string; changeKey: string | null }[] = []
  for (const item of items) {
    const row = rowOf(item, masters)
    const known = here.get(item.id)
    if (!row) incomplete.push(item.id)
    else if (known && isSame(row, known)) seen.push({ id: item.id, changeKey: null })
    else if (isFirst || isMirrored(row, known)) rows.push(row)
    else if (known) seen.push({ id: item.id, changeKey: row.change_key })
  }
  if (rows.some(({ change_key }) => change_key === '')) onOrphan?.()
  const written = new Set(await upsertEvents(db, scope, calendarId, rows, readAt))
  await touchEvents(db, calendarId, seen, readAt)
  const fresh = [...written].filter((id) => !here.has(id))
  await removeElsewhere(db, scope, calendarId, fresh, readAt)
  const changedMasters = rows.filter(({ type, external_id }) => type === 'seriesMaster' && written.has(external_id))
  const ids = changedMasters.map(({ external_id }) => external_id)
  const adopted = await adoptOrphans(db, scope, calendarId, masters, readAt)
  const inherited = await inheritFromMasters(db, calendarId, ids)
  const { gone, asked } = await removeEvents(db, scope, removed, { readAt, calendarId })
  const shown = rows.filter(({ type, external_id }) => type !== 'seriesMaster' && written.has(external_id))
  const made = shown.filter(({ external_id }) => fresh.includes(external_id)).length
  const line = (what: string, count: number) =>
    count > 0 ? [{ direction: 'in' as const, kind: 'event', what, why: 'signal', count }] : []
  return {
    changed: shown.length + adopted + inherited + gone,
    kept: shown.length + seen.length,
    ledger: [
      ...line('created', made),
      ...line('updated', shown.length - made + adopted + inherited),
      ...line('deleted', gone),
    ],
    incomplete: [...incomplete, ...asked],
  }
}

async function recordsFor(db: Db, calendarId: string, items: EventItem[]): Promise<Map<string, EventRecord>> {
  const series = items.flatMap(({ seriesMasterId, content }) => (seriesMasterId && !content ? [seriesMasterId] : []))
  const records = await listEventRecords(
    db,
    calendarId,
    items.map(({ id }) => id),
    series,
  )
  return new Map(records.map((record) => [record.externalCalendarEventId, record]))
}

interface Series {
  content: EventContent
  changeKey: string
}

/** What the series of a page say: as they came with it, else as they are here. */
function seriesOf(items: EventItem[], here: ReadonlyMap<string, EventRecord>): Map<string, Series> {
  const series = new Map<string, Series>()
  for (const [id, record] of here)
    if (record.type === 'seriesMaster') series.set(id, { content: contentOf(record), changeKey: record.changeKey })
  for (const { id, type, content, changeKey } of items)
    if (type === 'seriesMaster' && content && changeKey) series.set(id, { content, changeKey })
  return series
}

/** Null: too little came to make a row of. */
function rowOf(item: EventItem, masters: ReadonlyMap<string, Series>): EventRow | null {
  if (item.content && item.changeKey) return toRow(item, item.content, item.changeKey)
  if (item.type !== 'occurrence' || !item.seriesMasterId) return null
  const series = masters.get(item.seriesMasterId)
  if (series) return toRow(item, series.content, item.changeKey ?? series.changeKey)
  const [start_date = null, end_date = null] = item.midnights ?? []
  return { ...toRow(item, UNKNOWN, ''), start_date, end_date }
}

const isSame = (row: EventRow, known: EventRecord): boolean =>
  row.change_key === known.changeKey &&
  row.type === known.type &&
  row.sensitivity === known.sensitivity &&
  new Date(row.start).getTime() === known.startDatetime.getTime() &&
  new Date(row.end).getTime() === known.endDatetime.getTime()

/** R27: not what had ended before it changed; but who makes the past private is heard. */
function isMirrored(row: EventRow, known: EventRecord | undefined): boolean {
  if (row.type === 'seriesMaster') return true
  if (!endedBefore(row.end, row.modified)) return true
  if (!known) return false
  return !endedBefore(known.endDatetime, row.modified) || (isPrivate(row.sensitivity) && !isPrivate(known.sensitivity))
}

/** Occurrences that came before their series get what it says. */
async function adoptOrphans(
  db: Db,
  scope: ConnectionScope,
  calendarId: string,
  masters: ReadonlyMap<string, Series>,
  readAt: Date,
): Promise<number> {
  const orphans = await listOrphans(db, calendarId, [...masters.keys()])
  const rows = orphans.flatMap((orphan) => {
    const series = masters.get(orphan.seriesMasterId ?? '')
    const { startDate, endDate } = orphan
    const item: EventItem = {
      id: orphan.externalCalendarEventId,
      changeKey: null,
      type: orphan.type,
      seriesMasterId: orphan.seriesMasterId,
      start: orphan.startDatetime.toISOString(),
      end: orphan.endDatetime.toISOString(),
      midnights: startDate && endDate ? [startDate, endDate] : null,
      content: null,
      recurrence: null,
    }
    return series ? [toRow(item, series.content, series.changeKey)] : []
  })
  return (await upsertEvents(db, scope, calendarId, rows, readAt)).length
}

/** What a stored series hands on to its occurrences. */
function contentOf(record: EventRecord): EventContent {
  return {
    is_all_day: record.isAllDay,
    sensitivity: record.sensitivity,
    start_timezone: record.startTimezone,
    end_timezone: record.endTimezone,
    original_start_timezone: record.originalStartTimezone,
    original_end_timezone: record.originalEndTimezone,
    created: record.eventCreatedDatetime?.toISOString() ?? null,
    modified: record.eventLastModifiedDatetime?.toISOString() ?? null,
    show_as: record.showAs,
    is_cancelled: record.isCancelled,
    response_status: record.responseStatus,
    is_organizer: record.isOrganizer,
    subject: record.subject,
    location: record.location,
    body_preview: record.bodyPreview,
    organizer_name: record.organizerName,
    organizer_address: record.organizerAddress,
    attendees: record.attendees,
    join_url: record.joinUrl,
    categories: record.categories,
    importance: record.importance,
    reminder_minutes: record.reminderMinutes,
    web_link: record.webLink,
    i_cal_uid: record.iCalUid,
    participants: record.participants,
  }
}
