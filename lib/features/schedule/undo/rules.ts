import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { open, seal } from '@/lib/platform/crypto'
import { AppError } from '@/lib/platform/errors'
import type { Entry } from '../rules'
import type { AttendeeRow } from '../ties/queries'

/** An entry, or a series with its changed occurrences, as it was before a deletion. */
export interface Before {
  /** The entry, or the first of its series. */
  headId: string
  /** The rows that the deletion took or changed. */
  entries: Entry[]
  attendees: AttendeeRow[]
  links: { id: string; entryId: string; personId: string | null; companyId: string | null }[]
  /** What the deletion left: restoring waits for nothing else to have changed. Null: nothing is left. */
  left: { id: string; version: number } | null
  /** Occurrences that the deletion made out of nothing: restored, they are gone. */
  made: string[]
}

/** Of a series that is cut off at a date: what goes, and the series itself. Dates before it are not touched by an undo. */
export function cutAt(before: Omit<Before, 'left' | 'made'>, date: string): Omit<Before, 'left' | 'made'> {
  const entries = before.entries.filter(
    ({ id, occurrenceDate }) => id === before.headId || (occurrenceDate ?? '') >= date,
  )
  const ids = new Set(entries.map(({ id }) => id))
  const isOn = ({ entryId }: { entryId: string }) => ids.has(entryId)
  return { ...before, entries, attendees: before.attendees.filter(isOn), links: before.links.filter(isOn) }
}

/** The toast stays for seconds; a slow network gets some more. */
const LIFE_MS = 10 * 60_000
/** Next.js takes a megabyte from a browser. */
const MOST = 900_000
const INSTANTS = ['startAt', 'endAt', 'seriesEndsAt', 'createdAt', 'updatedAt'] as const

const place = (who: { workspaceId: string; userId: string }) => ({
  table: 'schedule_entries',
  column: 'undo',
  row: `${who.workspaceId}/${who.userId}`,
})

/** What the browser keeps to take a deletion back: sealed, for this person alone. */
export function encodeUndo(before: Before, who: { workspaceId: string; userId: string }, at: Date): string {
  const packed = deflateRawSync(JSON.stringify({ ...before, at: at.getTime() })).toString('base64')
  return packed.length > MOST ? '' : seal(packed, place(who))
}

/** Throws conflict when the token is too old, somebody else's, or none. */
export function decodeUndo(token: string, who: { workspaceId: string; userId: string }, at: Date): Before {
  const refused = (why: string) => new AppError('conflict', why, { userMessage: 'This can no longer be taken back.' })
  if (token === '' || token.length > 2 * MOST) throw refused('no token')
  let packed: string
  try {
    packed = open(token, place(who))
  } catch {
    throw refused('not a token of this person')
  }
  const said = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as Before & { at: number }
  if (at.getTime() - said.at > LIFE_MS) throw refused('too late')
  return { ...said, entries: said.entries.map(readInstants) }
}

function readInstants(entry: Entry): Entry {
  const read = { ...entry }
  for (const field of INSTANTS) {
    const value = entry[field] as unknown
    if (typeof value === 'string') Object.assign(read, { [field]: new Date(value) })
  }
  return read
}
