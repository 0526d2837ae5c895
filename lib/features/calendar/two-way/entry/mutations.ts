import 'server-only'
import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { entryAttendees, scheduleEntries } from '@/drizzle/schema/schedule'
import { syncChildren } from '@/lib/features/schedule/children/mutations'
import { listExceptions, type Master, standingTimes, writeException } from '@/lib/features/schedule/series/mutations'
import { getTies, writeTies } from '@/lib/features/schedule/ties/mutations'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import type { ConnectionScope } from '@/lib/platform/scope'
import { contentOfEntry, type Entry, type Facts, seriesValues, timeValues, valuesOf } from '../map'
import { type Change, type Content, hasPeople, type State } from '../rules'

type Response = Entry['responseStatus']
const RESPONSES: readonly string[] = [
  'none',
  'organizer',
  'tentativelyAccepted',
  'accepted',
  'declined',
  'notResponded',
]
const responseOf = (word: string): Response => (RESPONSES.includes(word) ? (word as Response) : 'none')

/** Makes an event of Outlook an entry: a meeting that goes with its connection. Answers its id. */
export async function createFromEvent(
  db: Db,
  scope: ConnectionScope,
  state: State,
  facts: Facts,
): Promise<{ id: string; version: number }> {
  const id = randomUUID()
  const at = now()
  const { times, recurrence, exceptions, attendees, ...rest } = state
  await db.insert(scheduleEntries).values({
    ...timeValues(times),
    ...seriesValues({ times, recurrence }),
    ...valuesOf({ ...rest, times }),
    title: valuesOf({ title: rest.title }).title ?? '',
    id,
    kind: 'meeting',
    ownerId: scope.userId,
    workspaceId: scope.workspaceId,
    connectionId: scope.connectionId,
    createdBy: scope.userId,
    createdAt: at,
    updatedAt: at,
    invitedFrom: hasPeople(state) || !facts.isOrganizer ? scope.connectionId : null,
    ...guestValues(facts),
  })
  await writeTies(db, scope, id, { attendees, personIds: [], companyIds: [] })
  const [entry] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, id))
  if (entry?.recurrence) await writeDates(db, scope, { ...entry, recurrence: entry.recurrence }, exceptions)
  await writeResponses(db, id, facts)
  return { id, version: 1 }
}

const guestValues = (facts: Facts) => ({
  joinUrl: facts.joinUrl,
  isCancelled: facts.isCancelled,
  organizerName: facts.isOrganizer ? null : (facts.organizer?.name ?? null),
  organizerAddress: facts.isOrganizer ? null : (facts.organizer?.address ?? null),
  responseStatus: facts.isOrganizer ? ('none' as const) : responseOf(facts.response),
})

/**
 * Takes what changed in Outlook over into an entry, as a change of Outlook's: nothing goes back there by itself. Answers
 * the entry's version. What only Outlook says (answers, the join link) is no change of the entry.
 */
export async function applyToEntry(db: Db, scope: ConnectionScope, entry: Entry, change: Change): Promise<number> {
  const { exceptions, times, recurrence, attendees, ...rest } = change
  const version = entry.version + 1
  const series =
    times !== undefined || recurrence !== undefined
      ? seriesValues({
          times: times ?? contentOfEntry(entry, []).times,
          recurrence: recurrence === undefined ? entry.recurrence : recurrence,
        })
      : {}
  await db
    .update(scheduleEntries)
    .set({ ...valuesOf({ ...rest, times }), ...series, version, updatedAt: now() })
    .where(eq(scheduleEntries.id, entry.id))
  if (attendees) await writeTies(db, scope, entry.id, { ...(await getTies(db, entry.id)), attendees })
  const [next] = await db.select().from(scheduleEntries).where(eq(scheduleEntries.id, entry.id))
  if (next && !next.recurrence) await db.delete(scheduleEntries).where(eq(scheduleEntries.seriesId, entry.id))
  if (next?.recurrence && exceptions) await writeDates(db, scope, { ...next, recurrence: next.recurrence }, exceptions)
  if (entry.kind === 'call') await syncChildren(db, scope, entry.id)
  return version
}

/** What Outlook alone says: written without a new version, so that an open form does not find itself outrun. */
export async function writeFacts(db: Db, entry: Entry, facts: Facts): Promise<boolean> {
  if (facts.isPrivate) return false
  const values = guestValues(facts)
  const known = facts.isOrganizer ? { joinUrl: values.joinUrl } : values
  const isSame = Object.entries(known).every(([key, value]) => entry[key as keyof Entry] === value)
  if (!isSame) await db.update(scheduleEntries).set(known).where(eq(scheduleEntries.id, entry.id))
  return (await writeResponses(db, entry.id, facts)) || !isSame
}

/** Answers of those who were asked; Outlook alone knows them. Answers whether any is new. */
async function writeResponses(db: Db, entryId: string, facts: Facts): Promise<boolean> {
  const rows = await db.select().from(entryAttendees).where(eq(entryAttendees.entryId, entryId))
  let isNew = false
  for (const row of rows) {
    const told = facts.responses.find(({ address }) => address === row.address)
    const response = told && responseOf(told.response)
    if (!response || response === row.response) continue
    isNew = true
    await db
      .update(entryAttendees)
      .set({ response })
      .where(and(eq(entryAttendees.entryId, entryId), eq(entryAttendees.address, row.address)))
  }
  return isNew
}

/** Occurrences as they are now: changed, deleted, or as their series again. */
async function writeDates(
  db: Db,
  scope: ConnectionScope,
  master: Master,
  changes: Record<string, Content | null | 'series'>,
): Promise<void> {
  const known = await listExceptions(db, master.id)
  const ties = await getTies(db, master.id)
  for (const [date, change] of Object.entries(changes)) {
    const exception = known.get(date)
    if (change === 'series') {
      if (exception) await db.delete(scheduleEntries).where(eq(scheduleEntries.id, exception.id))
      continue
    }
    const standing = standingTimes(master, date, exception)
    const times = change ? timeValues(change.times) : standing
    // A date that the series does not have (any more) says nothing.
    if (!times) continue
    const { title, kind, channel, location, notes, isPrivate, showAs, reminderMinutes, isOnline } = exception ?? master
    const was = { title, kind, channel, location, notes, isPrivate, showAs, reminderMinutes, isOnline }
    const { times: _, attendees, ...content } = change ?? { times: null, attendees: undefined }
    const { isAllDay, startDate, endDate, startAt, endAt, timeZone } = times
    await writeException(
      db,
      scope,
      { master, date, exception },
      {
        content: { ...was, ...valuesOf(content) },
        times: { isAllDay, startDate, endDate, startAt, endAt, timeZone },
        ties: attendees ? { ...ties, attendees } : ties,
        isCancelled: change === null,
      },
    )
  }
}

/** An entry goes because Outlook's event went, or became private: nothing is to be told there. */
export async function removeEntry(db: Db, entryId: string): Promise<void> {
  await db.delete(scheduleEntries).where(eq(scheduleEntries.id, entryId))
}

/** It was deleted in Outlook: here it is called off and kept. Answers its version. */
export async function cancelEntry(db: Db, scope: ConnectionScope, entry: Entry): Promise<number> {
  const version = entry.version + 1
  await db
    .update(scheduleEntries)
    .set({ isCancelled: true, version, updatedAt: now() })
    .where(eq(scheduleEntries.id, entry.id))
  if (entry.kind === 'call') await syncChildren(db, scope, entry.id)
  return version
}

/** Versions of an entry and of everything that belongs to it: nobody changed it since it was read. */
export const stampOf = (entry: Entry | null, exceptions: readonly Entry[]): string =>
  [entry, ...exceptions]
    .map((each) => `${each?.id}:${each?.version}`)
    .sort()
    .join()
