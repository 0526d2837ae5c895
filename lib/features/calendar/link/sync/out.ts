import 'server-only'
import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { publishing } from '@/drizzle/schema/calendar'
import { outbox } from '@/drizzle/schema/sync'
import { isOn } from '@/lib/features/connection/queries'
import { now } from '@/lib/platform/clock'
import { inScope } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { type JobResult, runJob, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { deleteCalendar } from '../../publish/graph'
import { publishTurn, type TurnInput } from '../../publish/sync/turn'
import { sendAnswers } from '../../two-way/sync/answers'
import { twoWayTurn } from '../../two-way/sync/turn'
import { ANSWER, CLOSE, PUSH } from '../rules'

export interface OutResult {
  /** There is more to do, now. */
  more: boolean
  /** Records that this push may still write. */
  left: number
  /** When the next change is due that must not leave yet, ISO 8601; null: none. */
  next: string | null
}

/** A job on what leaves for the calendar: only while publishing is chosen and granted (R2). */
export async function runOutJob<T>(
  connectionId: string,
  work: (context: SyncContext) => Promise<T>,
): Promise<JobResult<T>> {
  return runJob(connectionId, 'bulk', work, (connection) => isOn(connection, 'publishing'))
}

/** One turn of what leaves for a person's calendar, in the mode that they chose. Throws AppError. */
export async function outTurn(context: SyncContext, input: TurnInput): Promise<OutResult> {
  const { scope } = context
  const { due, next, mode } = await look(context)
  const done = { more: false, left: input.left, next }
  if (due.size === 0 && !input.full && !input.goesOn) return done
  if (due.has(CLOSE)) await closeCalendars(context)
  if (due.has(ANSWER)) await sendAnswers(context)
  if (mode === 'separate') return { ...(await publishTurn(context, input)), next }
  if (mode === 'two-way') return { ...(await twoWayTurn(context, input)), next }
  if (mode === 'off') {
    // Nobody wants these any more.
    await inScope(scope, (db) =>
      db.delete(outbox).where(and(eq(outbox.connectionId, scope.connectionId), eq(outbox.kind, PUSH))),
    )
  }
  return done
}

const KINDS: string[] = [PUSH, CLOSE, ANSWER]
/** Rows of one look. */
const MOST = 500

/** What the outbox holds for the calendar, and how the person publishes. */
async function look({ scope }: SyncContext) {
  return inScope(scope, async (db) => {
    const rows = await db
      .select({ kind: outbox.kind, notBefore: outbox.notBefore })
      .from(outbox)
      .where(and(eq(outbox.connectionId, scope.connectionId), eq(outbox.state, 'waiting'), inArray(outbox.kind, KINDS)))
      .orderBy(asc(outbox.notBefore))
      .limit(MOST)
    const [row] = await db
      .select({ mode: publishing.mode })
      .from(publishing)
      .where(eq(publishing.connectionId, scope.connectionId))
    const at = now()
    const later = rows.find(({ notBefore }) => notBefore > at)
    const isAll = rows.length < MOST
    return {
      /** Kinds of what is to leave now; of too many rows nobody looked at all. */
      due: new Set(isAll ? rows.flatMap(({ kind, notBefore }) => (notBefore <= at ? [kind] : [])) : KINDS),
      next: later?.notBefore.toISOString() ?? null,
      mode: row?.mode ?? 'off',
    }
  })
}

/** Calendars that the person has done with are removed from Outlook. Gone already is done. */
async function closeCalendars({ scope, graph }: SyncContext): Promise<void> {
  const jobs = await inScope(scope, (db) =>
    db
      .select({ id: outbox.id, payload: outbox.payload })
      .from(outbox)
      .where(and(eq(outbox.connectionId, scope.connectionId), eq(outbox.kind, CLOSE), lte(outbox.notBefore, now()))),
  )
  for (const { id, payload } of jobs) {
    let requestId: string | null = null
    try {
      if (typeof payload.calendarGraphId === 'string')
        requestId = (await graph.send(deleteCalendar(payload.calendarGraphId))).requestId
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not_found') throw thrown
    }
    await inScope(scope, async (db) => {
      await db.delete(outbox).where(eq(outbox.id, id))
      await writeLedger(db, scope, [{ direction: 'out', kind: 'calendar', what: 'deleted', why: 'person', requestId }])
    })
  }
}
