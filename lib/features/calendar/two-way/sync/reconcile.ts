import 'server-only'
import { announceCalendar, noteEntryChanged } from '@/lib/features/calendar/link/mutations'
import { inScope } from '@/lib/platform/db/handle'
import { AppError, toAppError } from '@/lib/platform/errors'
import { notifyLive } from '@/lib/platform/live'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { type LedgerEntry, writeLedger } from '@/lib/sync/ledger'
import { applyToEntry, writeFacts } from '../entry/mutations'
import { readFull } from '../graph'
import { mergeGuest } from '../guest/rules'
import { type Theirs, theirsOf } from '../map'
import { dropLink, noteInviter, noteTwoWayAsked, type Settled, settleLink, tie } from '../mutations'
import { type LinkBase, loadTwoWay, type TwoWayUnit } from '../queries'
import {
  type Base,
  baseWaiting,
  hasPeople,
  isEmpty,
  type Keep,
  type Merged,
  merge,
  mergeKeeping,
  type Side,
  type State,
} from '../rules'
import { afterGivenAway, afterGone, deleteTheirs } from './endings'
import { findMade } from './lost-creates'
import type { TwoWayPlan } from './plan'
import { type Living, lockAsRead, oursOf } from './sides'
import { changeEvent, createEvent, type Written } from './write'

/** So often a link is looked at again in one turn, when somebody was faster. */
const TRIES = 4

/**
 * Makes an entry and its event the same again: reads both, merges, writes what differs on either side. Everything may be
 * repeated; what is written is remembered at once. Throws AppError when the mailbox has to wait.
 */
export async function reconcile(context: SyncContext, plan: TwoWayPlan, linkId: string, keep: Keep): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { scope } = context
    const [unit] = await inScope(scope, (db) => loadTwoWay(db, scope.connectionId, [linkId]))
    if (unit?.link.state !== 'waiting' || unit.mayReturn) return
    try {
      if ((await once(context, plan, unit, keep)) === 'done') return
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'conflict') continue
      if (!isRefusal(thrown, error)) throw thrown
      await refuse(context, unit, error)
      return
    }
  }
}

/** Microsoft understood and will not have it: it is not asked again until the entry changes. */
const isRefusal = (thrown: unknown, { code, reason }: AppError): boolean =>
  thrown instanceof AppError && ((code === 'internal' && Boolean(reason)) || code === 'forbidden')

async function refuse({ scope }: SyncContext, { link, entry }: TwoWayUnit, error: AppError): Promise<void> {
  await inScope(scope, async (db) => {
    await settleLink(db, link, {
      state: 'refused',
      reason: error.reason ?? error.code,
      version: entry?.version ?? null,
    })
    // Nothing left, so nobody was invited.
    if (entry?.invitedFrom === scope.connectionId && !link.externalEventId) await noteInviter(db, entry, null)
    const requestId = error.requestId ?? null
    await writeLedger(db, scope, [
      { direction: 'out', kind: 'entry', what: 'updated', why: 'two-way', result: 'failed', requestId },
    ])
  })
}

async function once(context: SyncContext, plan: TwoWayPlan, unit: TwoWayUnit, keep: Keep): Promise<'done' | 'again'> {
  const { scope } = context
  const { link, entry } = unit
  const eventId = link.externalEventId
  if (!eventId) {
    if (!plan.creates) return 'done'
    if (entry && entry.ownerId === scope.userId && !entry.isCancelled) return make(context, plan, { ...unit, entry })
    if (entry && link.askedAt && (await adoptAsked(context, entry.id))) return 'again'
    await forget(context, unit)
    return 'done'
  }
  const theirs = await readTheirs(context, plan, unit)
  if (!theirs) return afterGone(context, plan, unit, keep)
  if (!entry) return deleteTheirs(context, plan, unit, theirs, keep)
  if (entry.ownerId !== scope.userId) return afterGivenAway(context, plan, { ...unit, entry }, theirs)
  if (theirs.facts.isPrivate && entry.connectionId) return afterGone(context, plan, unit, 'theirs')
  return bring(context, plan, { ...unit, entry }, theirs, keep)
}

/** The event as it is now; null: it is gone. */
export async function readTheirs(context: SyncContext, plan: TwoWayPlan, unit: TwoWayUnit): Promise<Theirs | null> {
  try {
    const { body } = await context.graph.send(readFull(unit.link.externalEventId ?? ''))
    const before = unit.base?.theirs ?? (unit.entry ? oursOf({ ...unit, entry: unit.entry }) : null)
    const theirs = theirsOf(body, plan.fields, before, Boolean(unit.entry?.connectionId))
    if (!theirs) throw new AppError('unavailable', 'an event that cannot be understood')
    return theirs
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not_found') throw thrown
    return null
  }
}

/** How the two sides are brought together. */
export function plannedMerge(unit: Living, theirs: Theirs, keep: Keep): Merged {
  const ours = oursOf(unit, theirs.state)
  const touched = Math.max(...[unit.entry, ...unit.exceptions].map(({ updatedAt }) => updatedAt.getTime()))
  const { modifiedAt, datesModifiedAt, isOrganizer } = theirs.facts
  const later = touched > modifiedAt.getTime() ? 'ours' : 'theirs'
  const laterOn: Record<string, Side> = {}
  for (const { occurrenceDate: date, updatedAt } of unit.exceptions) {
    const at = date && datesModifiedAt[date]
    if (at) laterOn[date] = updatedAt > at ? 'ours' : 'theirs'
  }
  if (!isOrganizer) return mergeGuest(unit.base, ours, theirs.state, later, laterOn)
  if (keep === 'ours') return mergeKeeping(ours, theirs.state)
  if (keep === 'theirs') {
    const { toTheirs, toOurs, lost } = mergeKeeping(theirs.state, ours)
    return { toOurs: toTheirs, toTheirs: toOurs, lost }
  }
  return merge(unit.base, ours, theirs.state, later, laterOn)
}

async function bring(
  context: SyncContext,
  plan: TwoWayPlan,
  unit: Living,
  theirs: Theirs,
  keep: Keep,
): Promise<'done' | 'again'> {
  const merged = plannedMerge(unit, theirs, keep)
  const isPending = !isEmpty(merged.toTheirs)
  const taken = await takeOver(context, plan, unit, theirs, merged)
  if (!taken) return 'again'
  if (!isPending || !plan.writes) return 'done'
  const written = await changeEvent(context, plan, theirs, merged.toTheirs, unit.base)
  await noteWritten(context, plan, { unit, taken, written, what: 'updated' })
  return 'done'
}

/** What is known after the entry took over its part. */
interface Taken {
  ours: State
  version: number
  updatedAt: Date
}

/** The entry's part, in one transaction with what is remembered of it. Null: somebody changed the entry meanwhile. */
async function takeOver(
  { scope }: SyncContext,
  plan: TwoWayPlan,
  unit: Living,
  theirs: Theirs,
  { toOurs, toTheirs, lost }: Merged,
): Promise<Taken | null> {
  const { link, entry } = unit
  return inScope(scope, async (db) => {
    await assertActive(db, scope)
    const standing = await lockAsRead(db, unit)
    if (!standing) return null
    const isChanged = !isEmpty(toOurs)
    const version = isChanged ? await applyToEntry(db, scope, entry, toOurs) : entry.version
    const isNews = await writeFacts(db, entry, theirs.facts)
    const [next] = isChanged ? await loadTwoWay(db, scope.connectionId, [link.id]) : [unit]
    if (!next?.entry) return null
    // What was held back when the sides were merged is held back in what is remembered of them.
    const ours = oursOf({ ...next, entry: next.entry, held: unit.held }, theirs.state)
    const isPending = !isEmpty(toTheirs)
    const updatedAt = await settleLink(db, link, {
      state: isPending ? 'waiting' : 'linked',
      reason: isPending && !plan.writes ? 'observed' : null,
      changeKey: theirs.facts.changeKey,
      base: linkBase(unit, baseWaiting(unit.base, ours, theirs.state, toTheirs), theirs.facts.isOrganizer),
      version: isPending ? (link.pushedVersion ?? null) : version,
      iCalUid: theirs.facts.iCalUid,
    })
    const isInvited = !theirs.facts.isOrganizer || hasPeople(theirs.state) || (plan.writes && hasPeople(ours))
    await noteInviter(db, standing, isInvited ? scope.connectionId : null)
    const lines: LedgerEntry[] = []
    if (isChanged) lines.push({ direction: 'in', kind: 'entry', what: 'updated', why: plan.why })
    if (lost.length > 0)
      lines.push({ direction: 'none', kind: 'entry', what: 'difference', why: 'both sides', count: lost.length })
    await writeLedger(db, scope, lines)
    if (isChanged || isNews) await notifyLive(db, { ...hintOf(scope), topics: ['schedule', 'people'] })
    return { ours, version, updatedAt }
  })
}

const linkBase = ({ rowKey, rowDates }: TwoWayUnit, base: Base, isOrganizer: boolean): LinkBase => ({
  ...base,
  rowKey,
  rowDates,
  isOrganizer,
})

interface Wrote {
  unit: TwoWayUnit
  taken: Taken
  written: Written
  what: 'created' | 'updated'
  settled?: Partial<Settled>
}

async function noteWritten({ scope }: SyncContext, plan: TwoWayPlan, wrote: Wrote): Promise<void> {
  const { unit, taken, written, what, settled } = wrote
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await settleLink(
      db,
      { id: unit.link.id, updatedAt: taken.updatedAt },
      {
        state: 'linked',
        eventId: written.id,
        changeKey: written.changeKey,
        base: linkBase(unit, { ours: taken.ours, theirs: written.state }, unit.base?.isOrganizer ?? true),
        version: taken.version,
        ...(written.iCalUid === undefined ? {} : { iCalUid: written.iCalUid }),
        ...settled,
      },
    )
    const requestId = written.requestId
    await writeLedger(db, scope, [{ direction: 'out', kind: 'entry', what, why: plan.why, requestId }])
    await notifyLive(db, { ...hintOf(scope), topics: ['schedule'] })
  })
}

/** Makes the event of an entry, or finds the one whose create went unanswered. */
async function make(context: SyncContext, plan: TwoWayPlan, unit: Living): Promise<'done' | 'again'> {
  const { scope } = context
  const { link, entry } = unit
  if (!plan.writes) {
    await inScope(scope, (db) => settleLink(db, link, { state: 'waiting', reason: 'observed' }))
    return 'done'
  }
  if (link.askedAt && (await adoptAsked(context, entry.id))) return 'again'
  const ours = oursOf(unit)
  const may = await mayInvite(context, unit, ours)
  if (may !== 'yes') return may
  const written = await createEvent(context, plan, { entryId: entry.id, transactionId: link.transactionId, ours })
  const hasDates = Object.keys(ours.exceptions).length > 0
  await noteWritten(context, plan, {
    unit,
    taken: { ours: { ...ours, exceptions: {} }, version: entry.version, updatedAt: link.updatedAt },
    written,
    what: 'created',
    settled: hasDates ? { state: 'waiting', reason: null } : { reason: link.reason },
  })
  return hasDates ? 'again' : 'done'
}

/** Looks for the event of a create that went unanswered, and ties it. Answers whether it is there. */
async function adoptAsked(context: SyncContext, entryId: string): Promise<boolean> {
  const { scope } = context
  const eventId = await findMade(context, entryId)
  if (eventId === null) return false
  await inScope(scope, (db) => tie(db, scope, { entryId, eventId }))
  return true
}

/**
 * The word before a create, in one commit with the entry as it is then: from this mailbox its people are invited. So no
 * two mailboxes ever invite them, whoever owns the entry meanwhile. `again`: it is no longer as it was read.
 */
async function mayInvite({ scope }: SyncContext, unit: Living, ours: State): Promise<'yes' | 'again' | 'done'> {
  const { link } = unit
  return inScope(scope, async (db) => {
    await assertActive(db, scope)
    const standing = await lockAsRead(db, unit)
    if (!standing) return 'again'
    if (hasPeople(ours)) {
      if (standing.invitedFrom !== null && standing.invitedFrom !== scope.connectionId) {
        await dropLink(db, link.id)
        return 'done'
      }
      await noteInviter(db, standing, scope.connectionId)
    }
    await noteTwoWayAsked(db, link.id)
    return 'yes'
  })
}

/** Nothing of it is in this mailbox: a new owner's may have it. */
async function forget({ scope }: SyncContext, { link, entry }: TwoWayUnit): Promise<void> {
  const touched = await inScope(scope, async (db) => {
    await dropLink(db, link.id)
    if (!entry) return []
    if (entry.invitedFrom === scope.connectionId) await noteInviter(db, entry, null)
    return entry.ownerId === scope.userId ? [] : noteEntryChanged(db, scope, entry.id)
  })
  await announceCalendar(touched)
}
