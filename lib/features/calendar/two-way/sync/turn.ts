import 'server-only'
import { isOn } from '@/lib/features/connection/queries'
import { inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { closePauses, isImplausible, listPauses, mayGoOn } from '@/lib/sync/breaker'
import { assertActive, type SyncContext } from '@/lib/sync/job'
import { noteProblem, notePushed } from '../../publish/mutations'
import type { TurnInput, TurnResult } from '../../publish/sync/turn'
import { absorbTwoWay, markDrifted, markHinted, markTwoWayDrift, planTwoWay, release, relink } from '../mutations'
import { countTwoWay, listTwoWayWaiting, loadTwoWay, type TwoWayUnit } from '../queries'
import { isEmpty, type Keep } from '../rules'
import { findDeleted } from './lost-creates'
import { readPlan, type TwoWayPlan } from './plan'
import { plannedMerge, readTheirs, reconcile } from './reconcile'
import { adoptMarkedEvents, takeIn } from './take-in'

/** Links of one look. */
const MOST = 500
/** So many are worked on at once; the lane sends fewer. */
const WORKERS = 4
const STREAM = 'calendar'

/**
 * One turn of two-way mode (R34): what people changed here and in Outlook is brought together, link by link. Throws
 * AppError when the mailbox has to wait; nothing is lost, links say what is still to be done.
 */
export async function twoWayTurn(context: SyncContext, { full, why, left, until }: TurnInput): Promise<TurnResult> {
  const { scope } = context
  const plan = await readPlan(context, { why, creates: true })
  if (!plan) return { more: false, left }
  await findDeleted(context)
  while (await inScope(scope, (db) => absorbTwoWay(db, scope, plan.to)));
  const isFirst = plan.row.firstPushAt === null
  if (isFirst) await adoptMarkedEvents(context)
  if (full || isFirst) {
    await inScope(scope, async (db) => {
      await relink(db, scope.connectionId)
      await markTwoWayDrift(db, scope.connectionId)
    })
    while ((await inScope(scope, (db) => planTwoWay(db, scope, plan.to))) > 0);
  }
  await inScope(scope, (db) => markDrifted(db, scope.connectionId))
  const all = await takeIn(context, plan, until)
  if (plan.row.problem && !full) return { more: false, left }
  const done = await work(context, plan, { held: full, until })
  if (done === 'full') return { more: false, left }
  if (plan.row.problem) await inScope(scope, (db) => noteProblem(db, scope.connectionId, null))
  if (!all || !done) return { more: true, left }
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await notePushed(db, scope, { isFirst, waiting: 0 })
  })
  return { more: false, left }
}

/**
 * After rows of Outlook came in: what they change is taken over at once. Whatever ended the rows' way here, the next look
 * finds it by itself.
 * @param eventIds of which a signal spoke: those beyond the window have no row
 */
export async function takeOverFromOutlook(
  context: SyncContext,
  eventIds: string[] = [],
  why = 'signal',
): Promise<void> {
  const { scope, connection } = context
  const plan = await readPlan(context, { why, creates: false })
  if (!plan) return
  if (!isOn(connection, 'publishing')) {
    await inScope(scope, (db) => release(db, scope.connectionId))
    return
  }
  // The first turn ties what is there already, and has to come before.
  if (plan.row.firstPushAt === null) return
  await inScope(scope, async (db) => {
    await markHinted(db, scope.connectionId, eventIds)
    await markDrifted(db, scope.connectionId)
  })
  const until = Date.now() + 20_000
  await takeIn(context, plan, until)
  if (!plan.row.problem) await work(context, plan, { held: false, until })
}

interface Limits {
  held: boolean
  until: number
}

/**
 * Works on waiting links until none is left, or the time is over. Answers whether all were looked at; `full`: the mailbox
 * takes nothing more, which the person is told.
 */
async function work(context: SyncContext, plan: TwoWayPlan, limits: Limits): Promise<boolean | 'full'> {
  try {
    return await workOff(context, plan, limits)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !/quota/i.test(thrown.reason ?? '')) throw thrown
    const { scope } = context
    await inScope(scope, (db) => noteProblem(db, scope.connectionId, 'mailbox-full'))
    return 'full'
  }
}

async function workOff(context: SyncContext, plan: TwoWayPlan, { until, held }: Limits): Promise<boolean> {
  const { scope } = context
  const tried = new Set<string>()
  for (;;) {
    const ids = await inScope(scope, (db) =>
      listTwoWayWaiting(db, scope.connectionId, { creates: plan.creates, held, most: MOST }),
    )
    const queue = ids.filter((id) => !tried.has(id))
    if (queue.length === 0) return true
    for (const id of queue) tried.add(id)
    const allowed = await ask(context, plan, queue)
    const next = [...allowed]
    const worker = async () => {
      for (let each = next.shift(); each && Date.now() < until; each = next.shift())
        await reconcile(context, plan, each[0], each[1])
    }
    await Promise.all(Array.from({ length: WORKERS }, worker))
    if (next.length > 0) return false
  }
}

/** The circuit breaker (R54), for each direction: which links may be worked on, and what is to be kept of them. */
async function ask(context: SyncContext, plan: TwoWayPlan, ids: string[]): Promise<Map<string, Keep>> {
  const { scope } = context
  const { units, total, pause } = await inScope(scope, async (db) => ({
    pause: (await listPauses(db, scope.connectionId)).find(({ direction }) => direction === 'in'),
    units: await loadTwoWay(db, scope.connectionId, ids),
    total: await countTwoWay(db, scope.connectionId),
  }))
  const allowed = new Map<string, Keep>()
  // What became private goes at once, however much it is: keeping it would be the harm.
  const known = units.filter(({ link, base, isHidden }) => link.externalEventId !== null && base !== null && !isHidden)
  for (const { link } of units) if (!known.some((each) => each.link === link)) allowed.set(link.id, null)
  const isOut = ({ entry, link }: TwoWayUnit) => !entry || entry.version !== link.pushedVersion
  const out = known.filter(isOut)
  const come = known.filter((unit) => !isOut(unit))
  const isOdd = !pause && isImplausible(come.length, total)
  const lost = isOdd ? await countLost(context, plan, come) : (pause?.affected ?? come.length)
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    for (const [direction, list, affected] of [
      ['out', out, out.length],
      ['in', come, lost],
    ] as const) {
      if (list.length === 0) continue
      const examples = list.map(({ link }) => link.id)
      const answer = await mayGoOn(db, scope, { kind: STREAM, direction, affected, total, examples })
      const keep = direction === 'in' ? 'ours' : 'theirs'
      if (answer !== 'wait') for (const id of examples) allowed.set(id, answer === 'keep' ? keep : null)
      if (answer !== 'wait') await closePauses(db, scope.connectionId, { kind: STREAM, direction })
    }
  })
  return allowed
}

/** How many of these Outlook really changed or deleted: a new change key alone says little. */
async function countLost(context: SyncContext, plan: TwoWayPlan, units: TwoWayUnit[]): Promise<number> {
  let lost = 0
  for (const unit of units) {
    if (!unit.entry) continue
    const theirs = await readTheirs(context, plan, unit)
    if (!theirs || !isEmpty(plannedMerge({ ...unit, entry: unit.entry }, theirs, null).toOurs)) lost++
  }
  return lost
}
