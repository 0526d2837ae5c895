// Somebody who publishes their entries to a separate Outlook calendar, in a test's process.

import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { noteEntryChanged, noteEntryDeleted } from '@/lib/features/calendar/link/mutations'
import { type OutResult, outTurn, runOutJob } from '@/lib/features/calendar/link/sync/out'
import { announcePush, setPublishing } from '@/lib/features/publishing/mutations'
import { inScope } from '@/lib/platform/db/handle'
import type { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from './link-account'
import type { LivingWorld, Person } from './living-world'
import type { World } from './tandem-world'

export type NewEntry = Partial<typeof scheduleEntries.$inferInsert>

/** What Outlook has: the emulator's truth. */
export interface TrueEvent {
  id: string
  calendar: string
  calendarId: string
  type: string
  subject: string
  start: string
  end: string
  startZone: string
  isAllDay: boolean
  sensitivity: string
  showAs: string
  reminder: { on: boolean; minutes: number }
  location: string | null
  changeKey: string
  transactionId: string | null
  attendees: unknown[]
  extended?: Record<string, string>
  exceptions?: { date: string; subject: string; start: string; end: string }[]
  /** Dates of deleted occurrences. */
  cancelled?: string[]
}

const HOUR = 3_600_000
export const hoursFromNow = (hours: number): Date => new Date(Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR)

/** Graph's seven digits as ours. */
const instant = (text: string): string => new Date(text).toISOString()

export class Publisher {
  constructor(
    readonly world: World,
    readonly person: UserScope,
    readonly upn: string,
    readonly connectionId: string,
  ) {}

  /** Links the account and chooses the mode, as Settings does. */
  static async start(
    world: World,
    person: UserScope,
    upn: string,
    given: Partial<typeof publishing.$inferInsert> = {},
  ): Promise<Publisher> {
    const connectionId = await linkMicrosoft(person, upn, ['calendar', 'publishing'])
    const publisher = new Publisher(world, person, upn, connectionId)
    await publisher.choose(given)
    return publisher
  }

  /** Both sides as on the first day, and somebody new who may publish and has nothing yet. */
  static async anew(world: LivingWorld, upn: string): Promise<{ person: Person; publisher: Publisher }> {
    await world.reset()
    const person = await world.settled(upn, ['calendar', 'publishing'])
    return { person, publisher: new Publisher(world.world, person.scope, upn, person.connectionId) }
  }

  /** As the settings page does it, with whoever works in the background. */
  async press(mode: 'separate' | 'off' = 'separate'): Promise<void> {
    const choice = { mode, writes: 'on' as const, reminderMinutes: 15 }
    await announcePush(await inScope(this.person, (db) => setPublishing(db, this.person, choice)))
  }

  async choose(given: Partial<typeof publishing.$inferInsert> = {}): Promise<void> {
    const values = { mode: 'separate' as const, writes: 'on' as const, reminderMinutes: 15, ...given }
    await inScope(this.person, (db) =>
      db
        .insert(publishing)
        .values({ ...values, connectionId: this.connectionId, workspaceId: this.person.workspaceId })
        .onConflictDoUpdate({ target: publishing.connectionId, set: values }),
    )
  }

  /** Writes an entry and puts it on its way, in one transaction. */
  async add(given: NewEntry = {}): Promise<string> {
    const id = given.id ?? randomUUID()
    await inScope(this.person, async (db) => {
      await db.insert(scheduleEntries).values({ ...this.row(given), id })
      await noteEntryChanged(db, this.person, id)
    })
    return id
  }

  private row(given: NewEntry): typeof scheduleEntries.$inferInsert {
    const startAt = given.startAt ?? hoursFromNow(30)
    return {
      workspaceId: this.person.workspaceId,
      kind: 'call',
      ownerId: this.person.userId,
      title: 'A call',
      isAllDay: false,
      startAt,
      endAt: new Date(startAt.getTime() + HOUR),
      timeZone: 'Europe/Berlin',
      ...given,
    }
  }

  /** Many entries that nobody announced, an hour apart. */
  async addMany(count: number, firstHour = 24): Promise<void> {
    const rows = Array.from({ length: count }, (_, at) =>
      this.row({ title: `Call ${at}`, startAt: hoursFromNow(firstHour + (at % 2_000)) }),
    )
    for (let at = 0; at < count; at += 500)
      await inScope(this.person, (db) => db.insert(scheduleEntries).values(rows.slice(at, at + 500)))
  }

  async change(id: string, given: NewEntry): Promise<void> {
    await inScope(this.person, async (db) => {
      await db
        .update(scheduleEntries)
        .set({ ...given, version: sql`${scheduleEntries.version} + 1`, updatedAt: new Date() })
        .where(eq(scheduleEntries.id, id))
      await noteEntryChanged(db, this.person, id)
    })
  }

  async remove(id: string): Promise<void> {
    await inScope(this.person, async (db) => {
      await noteEntryDeleted(db, this.person, id)
      await db.delete(scheduleEntries).where(eq(scheduleEntries.id, id))
    })
  }

  /** One turn of the job. Throws what it threw. */
  async turn(given: { full?: boolean; goesOn?: boolean; left?: number; for?: number } = {}): Promise<OutResult> {
    const ran = await runOutJob(this.connectionId, (context) =>
      outTurn(context, {
        full: given.full ?? false,
        goesOn: given.goesOn ?? false,
        why: 'sweep',
        left: given.left ?? 10_000,
        until: Date.now() + (given.for ?? 120_000),
      }),
    )
    if (!ran.ran) throw new Error(`the job did not run: ${ran.because}`)
    return ran.value
  }

  /** As the engine does: again after what the mailbox could not do just then. What Microsoft wants to be waited is. */
  async turnUntilDone(tries = 20): Promise<void> {
    for (let at = 0; at < tries; at++) {
      try {
        const { more } = await this.turn({ full: true })
        if (!more) return
      } catch (error) {
        if (at === tries - 1) throw error
        const advanceSeconds = Math.ceil((error as AppError).retryAfter ?? 0)
        if (advanceSeconds > 1) await this.world.control('POST', '/clock', { advanceSeconds })
        await inScope(this.person, (db) =>
          db.update(connections).set({ throttledUntil: null }).where(eq(connections.id, this.connectionId)),
        )
      }
    }
  }

  /** What stands in Tandem's own calendar. */
  async copies(): Promise<TrueEvent[]> {
    return (await this.events()).filter(({ calendar }) => calendar.startsWith('Tandem - '))
  }

  async events(): Promise<TrueEvent[]> {
    const ask = () => this.world.control('GET', `/users/${this.upn}/events`)
    // A process that was busy for long finds its idle connections closed.
    const events = (await ask().catch(ask)) as TrueEvent[]
    return events.map((each) => ({ ...each, start: instant(each.start), end: instant(each.end) }))
  }

  async calendars(): Promise<{ id: string; name: string }[]> {
    return (await this.world.control('GET', `/users/${this.upn}/calendars`)) as { id: string; name: string }[]
  }

  async settings(): Promise<typeof publishing.$inferSelect> {
    const [row] = await inScope(this.person, (db) =>
      db.select().from(publishing).where(eq(publishing.connectionId, this.connectionId)),
    )
    if (!row) throw new Error('nothing was chosen')
    return row
  }

  async links(): Promise<(typeof calendarLinks.$inferSelect)[]> {
    return inScope(this.person, (db) =>
      db
        .select()
        .from(calendarLinks)
        .where(and(eq(calendarLinks.connectionId, this.connectionId), eq(calendarLinks.mode, 'published'))),
    )
  }

  async linkOf(entryId: string): Promise<typeof calendarLinks.$inferSelect | undefined> {
    return (await this.links()).find((link) => link.entryId === entryId)
  }

  /** Everything that left the mailbox as mail. */
  async sent(): Promise<unknown[]> {
    return (await this.world.control('GET', '/sent')) as unknown[]
  }
}
