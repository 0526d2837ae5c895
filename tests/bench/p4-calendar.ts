import { sql } from 'drizzle-orm'
import type { ChangeHint } from '@/inngest/events'
import { noteEntryChanged } from '@/lib/features/calendar/link/mutations'
import { outTurn, runOutJob } from '@/lib/features/calendar/link/sync/out'
import { acceptHints } from '@/lib/features/calendar/sync/accept'
import { importCalendars, openCalendars } from '@/lib/features/calendar/sync/import'
import { CALENDAR_SIGNALS, runCalendarJob } from '@/lib/features/calendar/sync/upkeep'
import { takeOverFromOutlook } from '@/lib/features/calendar/two-way/sync/turn'
import { inScope, rawDatabase } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { noteHealth } from '@/lib/sync/job'
import { holdsSubscription } from '@/lib/sync/subscriptions'
import { linkMicrosoft } from '../support/link-account'
import { startStack } from '../support/stack'
import { newMember, newWorkspace } from '../support/tandem-world'
import { type BenchOptions, type Score, scoreValue } from './harness'
import { enterTandem } from './in-process'
import { control, startDatabase } from './rig'

const UPN = 'alex@contoso.test'

/** Before Outlook's limit of 10,000 requests in ten minutes its clock goes on. */
const PAUSE_S = 660

type Mode = 'in' | 'separate' | 'two-way'

interface Cost {
  graph: number
  sql: number
  frames: number
  ms: number
}

interface Counter {
  statements: number
  frames: number
}

/** Statements that read or write rows; opening, scoping and closing a transaction are counted beside them. */
const isFrame = (statement: string) => /^\s*(begin|commit|rollback|select set_config\('role')/i.test(statement)

/** P4 for calendars: what one change costs, in either direction and in both modes, as the calendar grows. Counted. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const counter: Counter = { statements: 0, frames: 0 }
  const postgres = await startDatabase((statement) => (isFrame(statement) ? counter.frames++ : counter.statements++))
  const microsoft = await startStack({ only: ['emulator'] })
  Object.assign(process.env, postgres.env)
  try {
    await enterTandem(microsoft.emulatorUrl)
    const scores: Score[] = []
    for (const mode of ['in', 'separate', 'two-way'] as const) {
      const all: Record<string, number[]> = {}
      for (const size of quick ? [50, 150] : [200, 2_000]) {
        const person = await Person.begin(microsoft.emulatorUrl, counter, mode, size)
        for (const [what, cost] of Object.entries(await person.costs())) {
          all[what] ??= []
          all[what].push(cost.sql)
          const label = `${mode}: ${what} at ${size.toLocaleString('en-GB')}`
          const limits = LIMITS[mode][what] ?? { graph: 0, sql: 0 }
          scores.push(scoreValue('P4', label, 'Graph calls', cost.graph, { must: limits.graph }))
          const note = `${cost.frames} frames of transactions; ${cost.ms.toFixed(0)} ms`
          scores.push(scoreValue('P4', label, 'SQL', cost.sql, { must: limits.sql }, note))
        }
      }
      const growth = Math.max(...Object.values(all).map((each) => Math.max(...each) / Math.min(...each)))
      scores.push(scoreValue('P4', `${mode}: SQL as the calendar grows`, '× growth', growth, { must: 1.3 }))
    }
    return scores
  } finally {
    await microsoft.stop()
    await postgres.stop()
  }
}

interface Limit {
  graph: number
  sql: number
}

/** What each may cost. Two-way reads an event before it changes anything, on either side. */
const LIMITS: Record<Mode, Record<string, Limit>> = {
  in: {
    'a new event in Outlook': { graph: 1, sql: 18 },
    'a change in Outlook': { graph: 1, sql: 16 },
    'a signal told twice': { graph: 0, sql: 7 },
  },
  separate: {
    'an entry changed': { graph: 1, sql: 29 },
    'the echo of our own write': { graph: 0, sql: 5 },
  },
  'two-way': {
    'a new event in Outlook': { graph: 2, sql: 44 },
    'a change in Outlook': { graph: 2, sql: 48 },
    'a signal told twice': { graph: 0, sql: 14 },
    'an entry changed': { graph: 2, sql: 46 },
    'the echo of our own write': { graph: 1, sql: 24 },
  },
}

class Person {
  private constructor(
    private readonly emulatorUrl: string,
    private readonly counter: Counter,
    private readonly mode: Mode,
    private readonly scope: UserScope,
    private readonly connectionId: string,
  ) {}

  /** Somebody with so many events in Outlook, or so many entries here, all of them known on both sides. */
  static async begin(emulatorUrl: string, counter: Counter, mode: Mode, size: number): Promise<Person> {
    await control(emulatorUrl, 'POST', '/reset', {})
    const scope = await newMember(await newWorkspace(mode), { name: 'Sarah Jones' })
    const features = mode === 'in' ? ['calendar'] : ['calendar', 'publishing']
    const connectionId = await linkMicrosoft(scope, UPN, features)
    const person = new Person(emulatorUrl, counter, mode, scope, connectionId)
    await person.fill(size)
    return person
  }

  private async fill(size: number): Promise<void> {
    const { connectionId, mode } = this
    const { workspaceId, userId } = this.scope
    const db = await rawDatabase()
    await db.execute(sql`insert into subscriptions (workspace_id, connection_id, resource, graph_id, expires_at)
      values (${workspaceId}, ${connectionId}, 'calendar', ${connectionId}, now() + interval '6 days')`)
    if (mode !== 'separate') await this.microsoft('POST', '/events', { count: size, seed: size, spreadDays: 28 })
    if (mode !== 'in')
      await db.execute(sql`insert into calendar_publishing (connection_id, workspace_id, mode)
        values (${connectionId}, ${workspaceId}, ${mode})`)
    if (mode === 'separate')
      await db.execute(sql`insert into schedule_entries
          (workspace_id, kind, owner_id, title, channel, is_all_day, start_at, end_at, time_zone)
        select ${workspaceId}, 'call', ${userId}, 'Call ' || n, 'phone', false,
          now() + n * interval '1 hour', now() + (n + 1) * interval '1 hour', 'Europe/Berlin'
        from generate_series(1, ${size}) n`)
    await runCalendarJob(connectionId, 'bulk', openCalendars)
    await runCalendarJob(connectionId, 'bulk', (context) => importCalendars(context, Date.now() + 600_000))
    if (mode !== 'in') await this.turn(true)
    await control(this.emulatorUrl, 'POST', '/clock', { advanceSeconds: PAUSE_S })
    await db.execute('analyze')
  }

  async costs(): Promise<Record<string, Cost>> {
    const found: Record<string, Cost> = {}
    if (this.mode !== 'separate') {
      const { ids } = await this.microsoft<{ ids: string[] }>('POST', '/events', eventAt(30))
      const id = ids[0] ?? ''
      found['a new event in Outlook'] = await this.signal(id, 'created')
      await this.microsoft('PATCH', `/events/${encodeURIComponent(id)}`, { subject: 'Changed in Outlook' })
      found['a change in Outlook'] = await this.signal(id, 'updated')
      found['a signal told twice'] = await this.signal(id, 'updated')
    }
    if (this.mode === 'in') return found
    const db = await rawDatabase()
    const { rows } = await db.execute<{ entry_id: string; external_event_id: string }>(
      sql`select entry_id, external_event_id from calendar_links l join schedule_entries e on e.id = l.entry_id
        where l.connection_id = ${this.connectionId} and l.state = 'linked' and e.start_at > now() + interval '1 hour'
        order by e.start_at limit 1`,
    )
    const link = rows[0]
    if (!link) throw new Error('nothing is linked')
    await inScope(this.scope, async (tx) => {
      await tx.execute(sql`update schedule_entries set title = 'Changed here', version = version + 1, updated_at = now()
        where id = ${link.entry_id}`)
      await noteEntryChanged(tx, this.scope, link.entry_id)
    })
    found['an entry changed'] = await this.count(() => this.turn(false))
    const event = await this.truth(link.external_event_id)
    if (event.subject !== 'Changed here') throw new Error('the entry did not leave')
    found['the echo of our own write'] = await this.signal(link.external_event_id, 'updated')
    return found
  }

  /** The step of calendar-sync (inngest/functions). */
  private async signal(id: string, changeType: ChangeHint['changeType']): Promise<Cost> {
    const hint = { id, etag: `W/"${(await this.truth(id)).changeKey}"`, changeType }
    return this.count(async () => {
      const result = await runCalendarJob(this.connectionId, 'live', async (context) => {
        await holdsSubscription(context.scope, CALENDAR_SIGNALS.resource, [this.connectionId])
        const { left, news } = await acceptHints(context, [hint])
        if (news.length > 0) await takeOverFromOutlook(context, news)
        await noteHealth(context.scope, { signal: true, synced: left.length === 0 })
        return left
      })
      if (!result.ran || result.value.length > 0) throw new Error('a change was not found')
    })
  }

  /** What leaves, as calendar-out does it. */
  private async turn(full: boolean): Promise<void> {
    for (let goesOn = false; ; goesOn = true) {
      const input = { full: full && !goesOn, goesOn, why: 'first', left: 10_000, until: Date.now() + 20_000 }
      const ran = await runOutJob(this.connectionId, (context) => outTurn(context, input))
      if (!ran.ran) throw new Error(`nothing leaves: ${ran.because}`)
      if (!ran.value.more) return
    }
  }

  private async count(work: () => Promise<unknown>): Promise<Cost> {
    const { seq } = await control<{ seq: number }>(this.emulatorUrl, 'GET', '/calls')
    Object.assign(this.counter, { statements: 0, frames: 0 })
    const began = performance.now()
    await work()
    const ms = performance.now() - began
    const { statements, frames } = this.counter
    const { calls } = await control<{ calls: Record<string, Record<string, number>> }>(
      this.emulatorUrl,
      'GET',
      `/calls?since=${seq}`,
    )
    const graph = Object.values(calls).flatMap((each) => Object.values(each))
    return { graph: graph.reduce((sum, each) => sum + each, 0), sql: statements, frames, ms }
  }

  private microsoft = <T = unknown>(method: string, path: string, body?: unknown): Promise<T> =>
    control<T>(this.emulatorUrl, method, `/users/${UPN}${path}`, body)

  private truth = (id: string) =>
    this.microsoft<{ changeKey: string; subject: string }>('GET', `/events/${encodeURIComponent(id)}`)
}

function eventAt(hours: number) {
  const time = (more: number) => ({
    dateTime: new Date(Date.now() + (hours + more) * 3_600_000).toISOString().slice(0, 19),
    timeZone: 'UTC',
  })
  return { subject: 'New in Outlook', start: time(0), end: time(1) }
}
