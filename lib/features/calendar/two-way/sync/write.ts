import 'server-only'
import { AppError, toAppError } from '@/lib/platform/errors'
import type { SyncContext } from '@/lib/sync/job'
import { ENTRY_MARKER, spanZone } from '../../link/rules'
import { type Found, findOccurrences } from '../../publish/sync/occurrences'
import { isFieldOn } from '../../rules'
import { change, create, readBody, remove } from '../graph'
import { occurrenceOf, type Theirs, theirsOf, toGraph } from '../map'
import { notesBefore, rewriteNotes } from '../notes/rules'
import { type Base, type Change, type Content, changedFields, type DateContent, onDate, type State } from '../rules'
import type { TwoWayPlan } from './plan'

/** An event after it was written. */
export interface Written {
  id: string
  state: State
  changeKey: string
  /** Set by a create. */
  iCalUid?: string | null
  requestId: string | null
}

interface Made {
  entryId: string
  transactionId: string
  ours: State
}

/** Creates the event of an entry; its people are invited by that one call. Exceptions of a series follow. */
export async function createEvent(context: SyncContext, plan: TwoWayPlan, made: Made): Promise<Written> {
  const { exceptions: _, isOnline, notes, ...rest } = made.ours
  const body = toGraph({ ...rest, ...(notes ? { notes } : {}), isOnline: isOnline && plan.online }, rest.times.zone)
  const answer = await context.graph.send(
    create({
      ...body,
      transactionId: made.transactionId,
      singleValueExtendedProperties: [{ id: ENTRY_MARKER, value: made.entryId }],
    }),
  )
  const theirs = understood(theirsOf(answer.body, plan.fields, { ...made.ours, exceptions: {} }))
  return {
    id: theirs.id,
    state: { ...theirs.state, exceptions: {} },
    changeKey: theirs.facts.changeKey,
    iCalUid: theirs.facts.iCalUid,
    requestId: answer.requestId,
  }
}

/**
 * Changes an event: the fields that changed and no other, so that nobody is told of what did not. Throws conflict when
 * the event is no longer as it was read.
 * @param base of its link, when it was read
 */
export async function changeEvent(
  context: SyncContext,
  plan: TwoWayPlan,
  { id, state, facts }: Theirs,
  { exceptions, ...fields }: Change,
  base: Base | null,
): Promise<Written> {
  const written: Written = { id, state, changeKey: facts.changeKey, requestId: null }
  const text = {
    id,
    isOnline: state.isOnline,
    joinUrl: facts.joinUrl,
    now: state.notes,
    before: notesBefore(base, state),
  }
  const body = await bodyOf(context, plan, text, fields, spanZone(state.times))
  if (Object.keys(body).length > 0) {
    const answer = await context.graph.send(change(id, body, facts.changeKey))
    const next = understood(theirsOf(answer.body, plan.fields, { ...state, ...fields }))
    const keeps = fields.times === undefined && fields.recurrence === undefined
    written.state = { ...next.state, exceptions: keeps ? state.exceptions : {} }
    written.changeKey = next.facts.changeKey
    written.requestId = answer.requestId
  }
  if (exceptions && written.state.recurrence)
    await writeDates(context, plan, written, { changes: exceptions, read: { id, state, facts }, base })
  return written
}

/** The text of an event or a date as Outlook has it. */
interface Text {
  id: string
  isOnline: boolean
  joinUrl: string | null
  /** Its notes as they are there; @see notesBefore */
  now: string
  before: string | null
}

/** Graph's properties of a change. Notes keep what formatting they can, and what makes them an online meeting's. */
async function bodyOf(
  { graph }: SyncContext,
  plan: TwoWayPlan,
  { id, isOnline, joinUrl, now, before }: Text,
  { notes, isOnline: becomes, ...rest }: Omit<Change, 'exceptions'>,
  zone: string,
): Promise<Record<string, unknown>> {
  const body = toGraph({ ...rest, ...(becomes && plan.online ? { isOnline: becomes } : {}) }, zone)
  if (notes === undefined) return body
  const known = isFieldOn(plan.fields, 'preview') ? before : null
  const plain = { ...body, ...toGraph({ notes }, zone) }
  if (!isOnline && (known === null || now === '')) return plain
  const { body: answer } = await graph.send<{ body?: { content?: unknown } }>(readBody(id))
  const html = typeof answer?.body?.content === 'string' ? answer.body.content : ''
  const content = rewriteNotes(html, { before: known, after: notes, isOnline, joinUrl })
  if (content !== null) return { ...body, body: { contentType: 'html', content } }
  return isOnline ? body : plain
}

interface DatesWrite {
  changes: NonNullable<Change['exceptions']>
  /** The series before anything was written. */
  read: Theirs
  base: Base | null
}

/** Brings occurrences to what they should be, each only where it differs. */
async function writeDates(context: SyncContext, plan: TwoWayPlan, written: Written, given: DatesWrite): Promise<void> {
  const { state } = written
  const { changes } = given
  const dates = Object.keys(changes)
  if (dates.length === 0) return
  const moved = dates.flatMap((date) => state.exceptions[date]?.times.start.slice(0, 10) ?? [])
  const found = await findOccurrences(context, written.id, state.times, [...dates, ...moved])
  const exceptions = { ...state.exceptions }
  for (const date of dates) {
    const occurrence = found.get(date)
    const wish = changes[date] ?? null
    if (!occurrence) continue
    if (wish === null) {
      written.requestId = (await removeEvent(context, occurrence.id, null)) ?? written.requestId
      exceptions[date] = null
      continue
    }
    const content = await writeDate(context, plan, state, { ...given, date, occurrence, wish })
    if (content) exceptions[date] = content
    else delete exceptions[date]
  }
  written.state = { ...state, exceptions }
}

interface DateWrite extends DatesWrite {
  date: string
  occurrence: Found
  wish: DateContent | 'series'
}

async function writeDate(
  context: SyncContext,
  plan: TwoWayPlan,
  state: State,
  { date, occurrence, wish, read, base }: DateWrite,
): Promise<DateContent | null> {
  const was = state.exceptions[date]
  if (wish === 'series' && occurrence.type !== 'exception') return null
  const plain = onDate(state, date)
  const next = wish === 'series' ? plain : wish
  const fields = changedFields(was ?? plain, next)
  if (fields.length === 0) return was ?? null
  const part = Object.fromEntries(fields.map((field) => [field, next[field]])) as Partial<Content>
  const before = notesBefore(base, state, date)
  const { isOnline } = state
  const text = { id: occurrence.id, isOnline, joinUrl: read.facts.joinUrl, now: (was ?? plain).notes, before }
  const body = await bodyOf(context, plan, text, part, next.times.zone)
  if (Object.keys(body).length === 0) return was ?? null
  const answer = await context.graph.send(change(occurrence.id, body, null))
  const content = occurrenceOf(answer.body, plan.fields, next) ?? next
  const known = read.state.exceptions[date]
  const fromHere = new Set([...(known?.fromHere ?? []), ...changedFields(known ?? plain, next)])
  return { ...content, fromHere: [...fromHere] }
}

/** Removes an event; of the organiser's Outlook sends the cancellations. Gone already is done. */
export async function removeEvent(
  { graph }: SyncContext,
  id: string,
  changeKey: string | null,
): Promise<string | null> {
  try {
    return (await graph.send(remove(id, changeKey))).requestId
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not_found') throw thrown
    return null
  }
}

function understood(theirs: Theirs | null): Theirs {
  if (!theirs) throw new AppError('unavailable', 'an event that cannot be understood')
  return theirs
}
