import 'server-only'
import { randomUUID } from 'node:crypto'
import { announceCalendar, noteEntryChanged } from '@/lib/features/calendar/link/mutations'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { cancelEntry, removeEntry } from '../entry/mutations'
import type { Theirs } from '../map'
import { dropEventRows, dropLink, noteInviter, settleLink } from '../mutations'
import type { TwoWayUnit } from '../queries'
import { type Keep, sameState } from '../rules'
import type { TwoWayPlan } from './plan'
import { isAsRead, oursOf } from './sides'
import { removeEvent } from './write'

type Outcome = Promise<'done' | 'again'>
const TOPICS = ['schedule', 'people'] as const

/** Whether the person changed the entry since both sides were alike. */
function isEdited({ entry, ...unit }: TwoWayUnit): boolean {
  return entry !== null && unit.base !== null && !sameState(unit.base.ours, oursOf({ ...unit, entry }))
}

/**
 * The event was deleted in Outlook, or is private now. What came from there goes with it; what was entered here is called
 * off and kept, and goes there again when somebody changes it. An edit that was on its way wins over the deletion.
 */
export async function afterGone({ scope }: SyncContext, plan: TwoWayPlan, unit: TwoWayUnit, keep: Keep): Outcome {
  const { link, entry, base } = unit
  const isMine = base?.isOrganizer ?? true
  const isEnded = entry !== null && (entry.seriesEndsAt ?? entry.endAt ?? entry.startAt) <= now() && !entry.recurrence
  const staysUp = entry?.ownerId === scope.userId && isMine && keep !== 'theirs' && (keep === 'ours' || isEdited(unit))
  const touched = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    // Another job was faster, or the person: an edit wins over the deletion, and an event made since is not forgotten.
    if (!(await isAsRead(db, unit))) return null
    let touched: string[] = []
    const line = { direction: 'in' as const, kind: 'entry', why: plan.why }
    if (!entry) await dropLink(db, link.id)
    else if (staysUp && !isEnded) {
      // What came from the mailbox still goes with it.
      const anew = { eventId: null, changeKey: null, base: null, transactionId: randomUUID() }
      await settleLink(db, link, { state: 'waiting', reason: 'made-again', ...anew })
      await writeLedger(db, scope, [{ ...line, direction: 'none', what: 'difference', why: 'deleted and edited' }])
      if (!plan.creates) touched = await noteEntryChanged(db, scope, entry.id)
    } else if (entry.connectionId) {
      await removeEntry(db, entry.id)
      await dropLink(db, link.id)
      await writeLedger(db, scope, [{ ...line, what: 'deleted' }])
    } else {
      const version = isEnded ? entry.version : await cancelEntry(db, scope, entry)
      await settleLink(db, link, { state: 'unlinked', reason: 'deleted', eventId: null, version })
      await writeLedger(db, scope, [{ ...line, what: 'deleted' }])
    }
    await notifyLive(db, { ...hintOf(scope), topics: [...TOPICS] })
    return touched
  })
  if (touched === null) return 'again'
  await announceCalendar(touched)
  return staysUp && !isEnded ? 'again' : 'done'
}

/** The entry was deleted here: its event goes, unless somebody changed it in Outlook meanwhile. Then it comes in anew. */
export async function deleteTheirs(
  context: SyncContext,
  plan: TwoWayPlan,
  { link, base }: TwoWayUnit,
  theirs: Theirs,
  keep: Keep,
): Outcome {
  const { scope } = context
  const isEdited = base !== null && !sameState(base.theirs, theirs.state)
  if (keep === 'theirs' || isEdited) {
    await inScope(scope, async (db) => {
      await dropLink(db, link.id)
      await writeLedger(db, scope, [
        { direction: 'none', kind: 'entry', what: 'difference', why: isEdited ? 'deleted and edited' : plan.why },
      ])
    })
    return 'done'
  }
  if (!plan.writes) {
    await inScope(scope, (db) => settleLink(db, link, { state: 'waiting', reason: 'observed' }))
    return 'done'
  }
  const requestId = await removeEvent(context, theirs.id, theirs.facts.changeKey)
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await dropLink(db, link.id)
    await dropEventRows(db, scope.connectionId, theirs.id)
    await writeLedger(db, scope, [{ direction: 'out', kind: 'entry', what: 'deleted', why: plan.why, requestId }])
    await notifyLive(db, { ...hintOf(scope), topics: ['schedule'] })
  })
  return 'done'
}

/**
 * The entry belongs to somebody else now. With people on it the event stays with whoever invited them, no longer linked:
 * nobody is cancelled and nobody is invited twice. Without, it moves to the new owner's Outlook.
 */
export async function afterGivenAway(
  context: SyncContext,
  plan: TwoWayPlan,
  { link, entry }: TwoWayUnit & { entry: NonNullable<TwoWayUnit['entry']> },
  theirs: Theirs,
): Outcome {
  const { scope } = context
  const stays = theirs.state.attendees.length > 0 || !theirs.facts.isOrganizer
  if (!stays && !plan.writes) {
    await inScope(scope, (db) => settleLink(db, link, { state: 'waiting', reason: 'observed' }))
    return 'done'
  }
  const requestId = stays ? null : await removeEvent(context, theirs.id, theirs.facts.changeKey)
  const touched = await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await noteInviter(db, entry, stays ? scope.connectionId : null)
    if (stays) {
      await settleLink(db, link, { state: 'unlinked', reason: 'owner' })
      await writeLedger(db, scope, [{ direction: 'none', kind: 'entry', what: 'unlinked', why: 'owner' }])
      return []
    }
    await dropLink(db, link.id)
    await dropEventRows(db, scope.connectionId, theirs.id)
    await writeLedger(db, scope, [{ direction: 'out', kind: 'entry', what: 'deleted', why: 'owner', requestId }])
    return noteEntryChanged(db, scope, entry.id)
  })
  await announceCalendar(touched)
  return 'done'
}
