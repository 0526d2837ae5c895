import 'server-only'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import { log } from '@/lib/platform/log'
import { closePauses, mayGoOn } from '@/lib/sync/breaker'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { zoneOf } from '../../sync/upkeep'
import { absorbChanges, keepAsIs, markDrift, noteProblem, notePushed, planPage } from '../mutations'
import {
  countLinks,
  countUnplanned,
  getPublishing,
  hasAhead,
  listWaiting,
  loadUnits,
  type Publishing,
} from '../queries'
import { type Bounds, boundsOf, CALENDAR_DELETED, MOST_A_PUSH } from '../rules'
import { ensureCalendar, findAsked, isThere } from './calendar'
import { pushLinks } from './push'
import { judge, type Plan } from './write'

const STREAM = { kind: 'calendar', direction: 'out' } as const
/** Problems that may be over by themselves: the hourly look tries again. */
const PASSING = ['no-permission', 'mailbox-full']

export interface TurnInput {
  /** The whole schedule is compared: the first push, the hourly one, or somebody asked for it. */
  full: boolean
  /** A push that was begun goes on, also if nothing new was announced. */
  goesOn: boolean
  why: string
  /** Records that this push may still write (R32). */
  left: number
  /** Epoch milliseconds. */
  until: number
}

export interface TurnResult {
  /** There is more to do, now. */
  more: boolean
  left: number
}

/**
 * One turn of publishing to the person's separate calendar (R32): what changed is noted in the links, and links that
 * wait are pushed, nearest start first, until nothing waits, the push is full or the time is over. Throws AppError when
 * the mailbox has to wait; nothing is lost, links say what is still to be done.
 */
export async function publishTurn(context: SyncContext, input: TurnInput): Promise<TurnResult> {
  const { scope } = context
  const row = await inScope(scope, (db) => getPublishing(db, scope.connectionId))
  const idle = { more: false, left: input.left }
  if (row?.mode !== 'separate') return idle
  const bounds = boundsOf(now(), zoneOf(context), row.firstPushAt === null)
  await note(context, bounds, input.full)
  const problem = row.problem && input.full && PASSING.includes(row.problem) ? null : row.problem
  const plan = { bounds, reminder: row.reminderMinutes }
  if (row.writes === 'observe' || problem || (await ask(context, plan)) === 'wait') {
    // What is held back is shown.
    await tell(context)
    return idle
  }
  if (row.problem) await inScope(scope, (db) => noteProblem(db, scope.connectionId, null))
  return push(context, row, plan, input)
}

/** Takes changes out of the outbox, and with `full` compares everything. Nothing is written to Outlook. */
async function note({ scope }: SyncContext, bounds: Bounds, full: boolean): Promise<void> {
  while ((await inScope(scope, (db) => absorbChanges(db, scope, bounds))).more);
  if (full) {
    await inScope(scope, (db) => markDrift(db, scope))
    while ((await inScope(scope, (db) => planPage(db, scope, bounds))).more);
  }
}

/** The circuit breaker (R54): how many copies that are in Outlook would change or go? */
async function ask({ scope }: SyncContext, plan: Omit<Plan, 'calendarId'>): Promise<'go' | 'wait'> {
  return inScope(scope, async (db) => {
    await assertActive(db, scope)
    const { inOutlook: total, behind } = await countLinks(db, scope.connectionId)
    const ids = behind > 0 ? await listWaiting(db, scope.connectionId, behind) : []
    const units = (await loadUnits(db, scope.connectionId, ids)).filter((unit) => {
      const { deed } = judge(unit, scope.userId, plan)
      return deed === 'change' || deed === 'delete'
    })
    const examples = units.map(({ link }) => link.id)
    const answer = await mayGoOn(db, scope, { ...STREAM, affected: units.length, total, examples })
    if (answer === 'keep') {
      await keepAsIs(db, scope, examples)
      await closePauses(db, scope.connectionId, STREAM)
    }
    return answer === 'wait' ? 'wait' : 'go'
  })
}

async function push(
  context: SyncContext,
  row: Publishing,
  plan: Omit<Plan, 'calendarId'>,
  { full, why, left, until }: TurnInput,
): Promise<TurnResult> {
  const { scope } = context
  const tried = new Set<string>()
  let room = left
  for (;;) {
    const waiting = await inScope(scope, (db) => listWaiting(db, scope.connectionId, MOST_A_PUSH))
    const ids = waiting.filter((id) => !tried.has(id))
    if (ids.length === 0 || room <= 0) break
    if (Date.now() >= until) return { more: true, left: room }
    if (!row.calendarGraphId && !(await inScope(scope, (db) => hasAhead(db, scope.userId, plan.bounds.to)))) break
    const calendarId = await ensureCalendar(context, row)
    row.calendarGraphId = calendarId
    await findAsked(context, calendarId)
    const pushed = await pushLinks(context, { ...plan, calendarId }, ids, { why, until, most: room })
    room -= pushed.written
    if (pushed.stop) {
      if ('error' in pushed.stop) throw pushed.stop.error
      await stopFor(context, calendarId, pushed.stop.problem)
      return { more: false, left: room }
    }
    for (const id of pushed.tried) tried.add(id)
    for (const id of pushed.again) tried.delete(id)
    if (pushed.tried.length === 0 && Date.now() < until) break
  }
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    await closePauses(db, scope.connectionId, STREAM)
    await notePushed(db, scope, {
      isFirst: full && row.firstPushAt === null && row.calendarGraphId !== null,
      waiting: await countUnplanned(db, scope.connectionId, scope.userId, plan.bounds),
    })
  })
  // Hints are rare while a push runs: the last figures are told for certain.
  await tell(context)
  return { more: false, left: room }
}

/** The screens read anew. */
async function tell({ scope }: SyncContext): Promise<void> {
  await inScope(scope, (db) => notifyLive(db, { ...hintOf(scope), topics: ['schedule'] }))
}

async function stopFor(context: SyncContext, calendarId: string, problem: string): Promise<void> {
  const { scope } = context
  if (problem === 'calendar-missing') {
    // Outlook may know nothing of an event for other reasons; only the calendar itself tells.
    if (await isThere(context, calendarId)) return
    problem = CALENDAR_DELETED
  }
  log.warn({ problem }, 'publishing stopped')
  await inScope(scope, (db) => noteProblem(db, scope.connectionId, problem))
  await tell(context)
}
