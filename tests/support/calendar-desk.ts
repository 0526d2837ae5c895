import { acceptHints } from '@/lib/features/calendar/sync/accept'
import { importCalendars, openCalendars, pollCalendars, sweepCalendars } from '@/lib/features/calendar/sync/import'
import { runCalendarJob } from '@/lib/features/calendar/sync/upkeep'
import type { Lane } from '@/lib/graph/lanes'
import type { UserScope } from '@/lib/platform/scope'
import type { SyncContext } from '@/lib/sync/job'
import { heldBy } from './held-by'
import { linkMicrosoft } from './link-account'
import { eventDifferences, type HeldCalendar, type HeldEvent, type TrueEvent } from './oracle-events'
import type { World } from './tandem-world'

const DAY = 86_400_000

/** One person's Outlook calendar and Tandem's copy of it, driven by hand: each job when the test says so. */
export class CalendarDesk {
  private constructor(
    readonly world: World,
    readonly scope: UserScope,
    readonly upn: string,
    readonly connectionId: string,
  ) {}

  static async open(
    world: World,
    scope: UserScope,
    upn: string,
    features = ['calendar', 'shared-calendars', 'absence'],
  ): Promise<CalendarDesk> {
    return new CalendarDesk(world, scope, upn, await linkMicrosoft(scope, upn, features))
  }

  /** The desk of an account that is linked already. */
  static of = (world: World, scope: UserScope, upn: string, connectionId: string): CalendarDesk =>
    new CalendarDesk(world, scope, upn, connectionId)

  async job<T>(lane: Lane, work: (context: SyncContext) => Promise<T>): Promise<T> {
    const result = await runCalendarJob(this.connectionId, lane, work)
    if (!result.ran) throw new Error(`the job did not run: ${result.because}`)
    return result.value
  }

  /** First paint and import. */
  async begin(): Promise<void> {
    await this.job('bulk', openCalendars)
    if (!(await this.import())) throw new Error('the import did not end')
  }

  import = (): Promise<boolean> => this.job('bulk', (context) => importCalendars(context, Date.now() + 60_000))
  sweep = (why = 'sweep'): Promise<number> => this.job('bulk', (context) => sweepCalendars(context, why))
  poll = (): Promise<number> => this.job('bulk', pollCalendars)

  /** A signal of Microsoft about this event, as it is now. Answers how many hints are left open. */
  async signal(id: string, changeType: 'created' | 'updated' | 'deleted'): Promise<number> {
    const key = changeType === 'deleted' ? null : ((await this.one(id))?.changeKey ?? null)
    const hint = { id, changeType, ...(key === null ? {} : { etag: `W/"${key}"` }) }
    return (await this.job('live', (context) => acceptHints(context, [hint]))).left.length
  }

  /** The person makes an event in Outlook; answers its id. */
  async put(event: Record<string, unknown>): Promise<string> {
    const { ids } = (await this.control('POST', '/events', event)) as { ids: string[] }
    return ids[0] ?? ''
  }

  change = (id: string, change: Record<string, unknown>) =>
    this.control('PATCH', `/events/${encodeURIComponent(id)}`, change)
  discard = (id: string) => this.control('DELETE', `/events/${encodeURIComponent(id)}`)

  one = async (id: string): Promise<TrueEvent | null> =>
    this.control('GET', `/events/${encodeURIComponent(id)}`).then(
      (event) => event as TrueEvent,
      () => null,
    )

  control = (method: string, path: string, body?: unknown): Promise<unknown> =>
    this.world.control(method, `/users/${this.upn}${path}`, body)

  async held(): Promise<{ calendars: HeldCalendar[]; events: HeldEvent[] }> {
    return heldBy(this.scope)
  }

  /** Rows of an event, or of a series' occurrences, in order. */
  async rows(id: string): Promise<HeldEvent[]> {
    const { events } = await this.held()
    return events
      .filter((each) => each.externalCalendarEventId === id || each.seriesMasterId === id)
      .sort((a, b) => a.startDatetime.localeCompare(b.startDatetime))
  }

  /** The oracle, from Microsoft's present on. */
  async differences(): Promise<string[]> {
    return scheduleDifferences(this.world, this.upn, await this.held())
  }
}

/** Where the schedule's copy of the calendars differs, from Microsoft's present to 90 days ahead. */
export async function scheduleDifferences(
  world: Pick<World, 'control'>,
  upn: string,
  held: { calendars: HeldCalendar[]; events: HeldEvent[] },
): Promise<string[]> {
  if (held.calendars.length === 0) return []
  const { now } = (await world.control('GET', '/clock')) as { now: string }
  const from = new Date(now)
  const to = new Date(from.getTime() + 90 * DAY)
  return eventDifferences(held, await occurrencesOf(world, upn, from, to), { from, to })
}

/** What the mailbox's calendars show in a range: series taken apart into their occurrences. */
async function occurrencesOf(world: Pick<World, 'control'>, upn: string, from: Date, to: Date): Promise<TrueEvent[]> {
  const all = (await world.control('GET', `/users/${upn}/events`)) as TrueEvent[]
  const range = `startDateTime=${from.toISOString()}&endDateTime=${to.toISOString()}`
  const found: TrueEvent[] = []
  for (const event of all) {
    if (event.type === 'singleInstance') found.push(event)
    else {
      const path = `/users/${upn}/events/${encodeURIComponent(event.id)}/occurrences?${range}`
      found.push(...((await world.control('GET', path)) as TrueEvent[]))
    }
  }
  return found
}
