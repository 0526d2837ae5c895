import 'server-only'
import { AppError, toAppError } from '@/lib/platform/errors'
import type { SyncContext } from '@/lib/sync/job'
import { ENTRY_MARKER, spanZone } from '../../link/rules'
import { type Found, findOccurrences } from '../../publish/sync/occurrences'
import { change, create, readBody, remove } from '../graph'
import { occurrenceOf, replaceNotes, type Theirs, theirsOf, toGraph } from '../map'
import { type Change, type Content, changedFields, type DateContent, onDate, type State } from '../rules'
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
 */
export async function changeEvent(
  context: SyncContext,
  plan: TwoWayPlan,
  { id, state, facts }: Theirs,
  { exceptions, ...fields }: Change,
): Promise<Written> {
  const written: Written = { id, state, changeKey: facts.changeKey, requestId: null }
  const body = await bodyOf(context, plan, { id, state, facts }, fields)
  if (Object.keys(body).length > 0) {
    const answer = await context.graph.send(change(id, body, facts.changeKey))
    const next = understood(theirsOf(answer.body, plan.fields, { ...state, ...fields }))
    const keeps = fields.times === undefined && fields.recurrence === undefined
    written.state = { ...next.state, exceptions: keeps ? state.exceptions : {} }
    written.changeKey = next.facts.changeKey
    written.requestId = answer.requestId
  }
  if (exceptions && written.state.recurrence)
    await writeDates(context, plan, written, { changes: exceptions, known: state.exceptions })
  return written
}

async function bodyOf(
  { graph }: SyncContext,
  plan: TwoWayPlan,
  { id, state, facts }: Theirs,
  { notes, isOnline, ...rest }: Omit<Change, 'exceptions'>,
): Promise<Record<string, unknown>> {
  const body = toGraph({ ...rest, ...(isOnline && plan.online ? { isOnline } : {}) }, spanZone(state.times))
  if (notes === undefined) return body
  if (!state.isOnline) return { ...body, ...toGraph({ notes }, state.times.zone) }
  const { body: answer } = await graph.send<{ body?: { content?: unknown } }>(readBody(id))
  const html = typeof answer?.body?.content === 'string' ? answer.body.content : ''
  const content = replaceNotes(html, notes, facts.joinUrl)
  return content === null ? body : { ...body, body: { contentType: 'html', content } }
}

/**
 * Brings occurrences to what they should be, each only where it differs.
 * @param known as Outlook had them before its series was written
 */
async function writeDates(
  context: SyncContext,
  plan: TwoWayPlan,
  written: Written,
  { changes, known }: { changes: NonNullable<Change['exceptions']>; known: State['exceptions'] },
): Promise<void> {
  const { state } = written
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
    const content = await writeDate(context, plan, state, { date, occurrence, wish, known: known[date] ?? null })
    if (content) exceptions[date] = content
    else delete exceptions[date]
  }
  written.state = { ...state, exceptions }
}

interface DateWrite {
  date: string
  occurrence: Found
  wish: DateContent | 'series'
  /** It before anything was written. */
  known: DateContent | null
}

async function writeDate(
  { graph }: SyncContext,
  plan: TwoWayPlan,
  state: State,
  { date, occurrence, wish, known }: DateWrite,
): Promise<DateContent | null> {
  const was = state.exceptions[date]
  if (wish === 'series' && occurrence.type !== 'exception') return null
  const plain = onDate(state, date)
  const next = wish === 'series' ? plain : wish
  const fields = changedFields(was ?? plain, next)
  if (fields.length === 0) return was ?? null
  const part = Object.fromEntries(fields.map((field) => [field, next[field]])) as Partial<Content>
  const answer = await graph.send(change(occurrence.id, toGraph(part, next.times.zone), null))
  const content = occurrenceOf(answer.body, plan.fields, next) ?? next
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
