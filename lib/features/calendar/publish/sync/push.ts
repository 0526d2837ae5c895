import 'server-only'
import { NO_MAILBOX } from '@/lib/graph/errors'
import { inScope } from '@/lib/platform/db/handle'
import { type AppError, toAppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import { ConnectionGone, type SyncContext } from '@/lib/sync/job'
import { type CopyBase, tryingBase } from '../map'
import { keepBases, noteAsked, unaskLinks } from '../mutations'
import { loadUnits, type Unit } from '../queries'
import { settle } from './settle'
import { CalendarMissing, type Judged, judge, type Outcome, type Plan, writeUnit } from './write'

/**
 * So many entries are prepared at once: the bulk lane (lib/graph/lanes.ts) sends two at a time, and always has the next
 * ones waiting while answers are written down.
 */
const WORKERS = 6
/** Entries read at once; before that their creates are noted as asked for. */
const CHUNK = 40
/** Answers written down together, and at the latest after so long: Microsoft's signals of our own writes follow soon. */
const SETTLE = 40
const SETTLE_MS = 500
/** After so many that Outlook did not answer, one after the other, the rest is not tried either. */
const MOST_FAILURES = 3

export interface Pushed {
  /** Links that were tried. */
  tried: string[]
  /** Of these, those whose copy is to be made anew: its old one is gone. */
  again: string[]
  /** Calls that wrote something in Outlook. */
  written: number
  /** Why it ended early: the mailbox waits, or the person has to do something. */
  stop: Stop | null
}

export type Stop = { error: AppError } | { problem: 'calendar-missing' | 'no-permission' | 'mailbox-full' }

interface Limits {
  why: string
  /** Epoch milliseconds. */
  until: number
  most: number
}

/**
 * Writes copies of entries to Outlook. Whatever happens, answers that came are written down; what was not answered stays
 * as it was and is done again. One entry's trouble holds up no other; the mailbox's does.
 */
export async function pushLinks(
  context: SyncContext,
  plan: Plan,
  ids: readonly string[],
  limits: Limits,
): Promise<Pushed> {
  const run = new Run(context, plan, ids, limits)
  await Promise.all(Array.from({ length: WORKERS }, () => run.work()))
  return run.end()
}

class Run {
  private readonly source: AsyncGenerator<Judged>
  private readonly tried: string[] = []
  private readonly again: string[] = []
  /** Creates that were noted as asked for and were not sent. */
  private readonly unsent = new Set<string>()
  /** Changes that were noted and not begun, with what was known of their copies. */
  private readonly untried = new Map<string, CopyBase | null>()
  private outcomes: Outcome[] = []
  private settled: Promise<void> = Promise.resolve()
  private settleAt = Date.now() + SETTLE_MS
  private written = 0
  private running = 0
  private failures = 0
  private stop: Stop | null = null
  /** What one entry met that Outlook did not answer. */
  private last: AppError | null = null
  private failure: unknown = null

  constructor(
    private readonly context: SyncContext,
    private readonly plan: Plan,
    ids: readonly string[],
    private readonly limits: Limits,
  ) {
    this.source = this.units(ids)
  }

  private isOver(): boolean {
    return (
      this.stop !== null ||
      this.failure !== null ||
      Date.now() >= this.limits.until ||
      this.written + this.running >= this.limits.most
    )
  }

  /** Units in order; the next ones are read while these are written. */
  private async *units(ids: readonly string[]): AsyncGenerator<Judged> {
    let next = this.load(ids.slice(0, CHUNK))
    for (let at = CHUNK; ; at += CHUNK) {
      const units = await next
      const more = ids.slice(at, at + CHUNK)
      if (more.length > 0) {
        next = this.load(more)
        // Its failure is met when it is waited for, or does not matter any more.
        next.catch(() => {})
      }
      yield* units
      if (more.length === 0) return
    }
  }

  private async load(ids: readonly string[]): Promise<Judged[]> {
    const { scope } = this.context
    return inScope(scope, async (db) => {
      const units = await loadUnits(db, scope.connectionId, ids)
      const judged = units.map((unit) => judge(unit, scope.userId, this.plan))
      const linkIds = judged.filter(({ deed }) => deed === 'create').map(({ unit }) => unit.link.id)
      await noteAsked(db, scope, linkIds)
      for (const id of linkIds) this.unsent.add(id)
      await keepBases(db, scope, this.noteTrying(judged))
      return judged
    })
  }

  /**
   * Changes say what they write before they are sent: one that is taken back before its answer has come is no return to
   * what was known.
   */
  private noteTrying(judged: readonly Judged[]): { id: string; base: CopyBase }[] {
    return judged.flatMap(({ unit: { link }, base, hash, deed }) => {
      if (deed !== 'change') return []
      this.untried.set(link.id, link.base as CopyBase | null)
      const trying = tryingBase(base, hash)
      link.base = { ...trying }
      return [{ id: link.id, base: trying }]
    })
  }

  async work(): Promise<void> {
    try {
      while (!this.isOver()) {
        const { value: judged, done } = await this.source.next()
        if (done) return
        if (this.isOver()) return
        this.tried.push(judged.unit.link.id)
        this.running++
        await this.attempt(judged).finally(() => this.running--)
      }
    } catch (thrown) {
      this.failure ??= thrown
    }
  }

  private async attempt(judged: Judged): Promise<void> {
    const { unit } = judged
    this.unsent.delete(unit.link.id)
    this.untried.delete(unit.link.id)
    try {
      const outcome = await writeUnit(this.context, judged, this.plan)
      const { error, verdict } = outcome
      if (error) log.warn({ code: error.code, reason: error.reason, verdict }, 'an entry was not written')
      else this.failures = 0
      if (verdict === 'waiting') this.last = error ?? this.last
      if (verdict === 'again') this.again.push(unit.link.id)
      if (outcome.what) this.written++
      this.outcomes.push(outcome)
      if (this.outcomes.length >= SETTLE || Date.now() >= this.settleAt) this.flush()
    } catch (thrown) {
      this.note(unit, thrown)
    }
  }

  private note(unit: Unit, thrown: unknown): void {
    if (thrown instanceof ConnectionGone) throw thrown
    if (thrown instanceof CalendarMissing) {
      this.stop ??= { problem: 'calendar-missing' }
      this.unsent.add(unit.link.id)
      return
    }
    const error = toAppError(thrown)
    log.warn({ err: thrown, code: error.code, reason: error.reason }, 'an entry waits')
    // Refused before anything was done.
    if (error.code === 'throttled' || error.code === 'forbidden') this.unsent.add(unit.link.id)
    if (error.job === 'pause' || error.reason === NO_MAILBOX || error.code === 'throttled') this.stop ??= { error }
    else if (error.code === 'forbidden') this.stop ??= { problem: 'no-permission' }
    else if (/quota/i.test(error.reason ?? '')) this.stop ??= { problem: 'mailbox-full' }
    else if (++this.failures >= MOST_FAILURES) this.stop ??= { error }
    else this.last = error
  }

  private flush(): void {
    const batch = this.outcomes
    this.outcomes = []
    this.settleAt = Date.now() + SETTLE_MS
    this.settled = this.settled
      .then(() => settle(this.context, batch, this.limits.why))
      .catch((thrown) => {
        this.failure ??= thrown
      })
  }

  async end(): Promise<Pushed> {
    this.flush()
    await this.settled
    await this.source.return(undefined)
    if (this.unsent.size + this.untried.size > 0 && !(this.failure instanceof ConnectionGone)) {
      const { scope } = this.context
      const bases = [...this.untried].map(([id, base]) => ({ id, base }))
      await inScope(scope, async (db) => {
        await unaskLinks(db, scope, [...this.unsent])
        await keepBases(db, scope, bases)
      })
    }
    if (this.failure) throw this.failure
    const stop = this.stop ?? (this.last && { error: this.last })
    return { tried: this.tried, again: this.again, written: this.written, stop }
  }
}
