import 'server-only'
import { randomUUID } from 'node:crypto'
import { AppError, toAppError } from '@/lib/platform/errors'
import type { SyncContext } from '@/lib/sync/job'
import { differing, digestOf } from '../../link/rules'
import { createEvent, deleteEvent, patchEvent } from '../graph'
import {
  baseOf,
  type Copy,
  type CopyBase,
  copyOf,
  type Entry,
  fieldsOf,
  knownBase,
  markersOf,
  stateMarker,
  toGraph,
  UNFINISHED,
} from '../map'
import type { Link, Unit } from '../queries'
import { type Bounds, decide, planSeries } from '../rules'
import { writeExceptions } from './occurrences'

/** What became of one entry; written down together with others. */
export interface Outcome {
  link: Link
  /** gone: the link goes. again: to be made anew. waiting: not done yet. */
  verdict: 'linked' | 'gone' | 'unlinked' | 'again' | 'waiting' | 'refused'
  event?: { id: string; changeKey: string | null } | null
  transactionId?: string
  base?: CopyBase | null
  version?: number | null
  reason?: string | null
  /** For the ledger; null: nothing happened in Outlook. */
  what: 'created' | 'updated' | 'deleted' | null
  requestId?: string | null
  /** What stopped it half-way. */
  error?: AppError
}

/** Tandem's own calendar is no longer in Outlook. */
export class CalendarMissing extends Error {}

export interface Plan {
  calendarId: string
  bounds: Bounds
  reminder: number | null
}

interface Answered {
  id?: unknown
  changeKey?: unknown
}

/** A unit with what is to be done about it, and its copy as it should be. */
export type Judged = ReturnType<typeof judge>

/** What is to be done about a unit. */
export function judge(unit: Unit, userId: string, { bounds, reminder }: Omit<Plan, 'calendarId'>) {
  const { link, entry, exceptions } = unit
  const copy = entry ? copyOf(entry, exceptions, reminder) : null
  const hash = copy ? digestOf(copy) : ''
  const base = knownBase((link.base ?? null) as CopyBase | null, hash)
  const known = { externalEventId: link.externalEventId, base }
  return { unit, copy, hash, base, deed: decide({ entry, copy: copy && { hash }, link: known, userId, bounds }) }
}

/**
 * Brings one entry's copy in Outlook to what it should be. Everything in here may be repeated after an answer that got
 * lost, but for the create: that one carries its transaction id, and its link says that it was asked for. Throws AppError,
 * or CalendarMissing.
 */
export async function writeUnit(context: SyncContext, judged: Judged, plan: Plan): Promise<Outcome> {
  const { unit, copy, hash, base, deed } = judged
  const { link, entry } = unit
  const done = { link, version: entry?.version ?? null, reason: null }
  if (deed === 'drop') return { ...done, verdict: 'gone', what: null }
  if (deed === 'release') return { ...done, verdict: 'unlinked', what: null }
  if (deed === 'delete') {
    const requestId = await remove(context, link.externalEventId)
    return { ...done, verdict: 'gone', what: 'deleted', requestId }
  }
  if (!entry || !copy) throw new AppError('internal', 'an entry that is to be written is not there')
  if (deed === 'leave') return { ...done, verdict: 'linked', what: null, base: base ?? baseOf(copy, entry) }
  try {
    if (deed === 'create') return await create(context, { ...done, entry, copy, hash }, plan)
    return await change(context, { ...done, entry, copy, hash, base })
  } catch (thrown) {
    const error = toAppError(thrown)
    // Microsoft understood and will not have it: it is not asked again until the entry changes.
    if (thrown instanceof AppError && error.code === 'internal' && error.reason)
      return {
        ...done,
        verdict: 'refused',
        what: null,
        reason: error.reason,
        requestId: error.requestId ?? null,
        error,
      }
    throw thrown
  }
}

interface Work {
  link: Link
  version: number | null
  reason: null
  entry: Entry
  copy: Copy
  hash: string
}

async function create(context: SyncContext, work: Work, { calendarId }: Plan): Promise<Outcome> {
  const { link, entry, copy, version, reason } = work
  const isWhole = Object.keys(copy.exceptions).length === 0
  const plain: Copy = { ...copy, exceptions: {} }
  const body = {
    ...toGraph(plain),
    transactionId: link.transactionId,
    singleValueExtendedProperties: markersOf(entry.id, isWhole ? work.hash : UNFINISHED),
  }
  let answer: { body: Answered; requestId: string | null }
  try {
    answer = await context.graph.send<Answered>(createEvent(calendarId, body))
  } catch (thrown) {
    if (toAppError(thrown).code === 'not_found') throw new CalendarMissing()
    throw thrown
  }
  const { requestId } = answer
  const event = understood(answer.body)
  const made = { link, version, reason, event, what: 'created' as const, requestId }
  if (isWhole) return { ...made, verdict: 'linked', base: baseOf(copy, entry) }
  try {
    await writeExceptions(context, event.id, copy, plain, Object.keys(copy.exceptions))
    const key = await markState(context, event.id, work.hash)
    return { ...made, verdict: 'linked', event: { ...event, changeKey: key }, base: baseOf(copy, entry) }
  } catch (thrown) {
    // The series is there; its exceptions follow.
    return {
      ...made,
      verdict: 'waiting',
      base: { ...baseOf(plain, entry), tried: work.hash },
      error: toAppError(thrown),
    }
  }
}

async function change(context: SyncContext, work: Work & { base: CopyBase | null }): Promise<Outcome> {
  const { link, entry, copy, hash, base, version, reason } = work
  const id = link.externalEventId ?? ''
  const was = base?.state
  const series = was ? planSeries(was, copy, (a, b) => differing({ a }, { a: b }).length === 0) : null
  // Of a copy that was only found again nobody knows which occurrences it has.
  const anew = series ? series.anew : copy.recurrence !== null
  if (anew) return { ...again(work), what: null, requestId: await remove(context, id) }
  const names = (was ? differing(was, copy) : (Object.keys(copy) as (keyof Copy)[])).filter(
    (name) => name !== 'exceptions',
  )
  try {
    const dates = series ? [...series.cancelled, ...series.written] : []
    const body = { ...toGraph(fieldsOf(copy, names)), ...(names.includes('recurrence') ? recurrenceOf(copy) : {}) }
    // Fields before exceptions, the digest last: until then the copy is known to be behind.
    if (names.length > 0 && dates.length > 0) await context.graph.send(patchEvent(id, body))
    if (dates.length > 0 && !(await writeExceptions(context, id, copy, was ?? copy, dates)))
      return { ...again(work), what: null, requestId: await remove(context, id) }
    const last = { ...(dates.length > 0 ? {} : body), singleValueExtendedProperties: stateMarker(hash) }
    const answer = await context.graph.send<Answered>(patchEvent(id, last))
    const { requestId } = answer
    const event = understood(answer.body)
    return { link, version, reason, verdict: 'linked', event, base: baseOf(copy, entry), what: 'updated', requestId }
  } catch (thrown) {
    // Somebody deleted the copy; the entry has changed since, so it is made anew.
    if (toAppError(thrown).code === 'not_found') return { ...again(work), what: null }
    throw thrown
  }
}

const recurrenceOf = (copy: Copy) => toGraph({ recurrence: copy.recurrence, zone: copy.zone })

const again = ({ link, version, reason }: Work) => ({
  ...{ link, version, reason },
  verdict: 'again' as const,
  event: null,
  base: null,
  transactionId: randomUUID(),
})

/** Gone already is done. */
async function remove({ graph }: SyncContext, id: string | null): Promise<string | null> {
  if (!id) return null
  try {
    return (await graph.send(deleteEvent(id))).requestId
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not_found') throw thrown
    return null
  }
}

async function markState({ graph }: SyncContext, id: string, hash: string): Promise<string | null> {
  const { body } = await graph.send<Answered>(patchEvent(id, { singleValueExtendedProperties: stateMarker(hash) }))
  return understood(body).changeKey
}

function understood(body: Answered | null): { id: string; changeKey: string | null } {
  if (typeof body?.id !== 'string') throw new AppError('unavailable', 'an event without id')
  return { id: body.id, changeKey: typeof body.changeKey === 'string' ? body.changeKey : null }
}
