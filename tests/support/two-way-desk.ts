// Somebody whose meetings are the same here and in Outlook (two-way mode), in a test's process.

import { and, eq, isNull } from 'drizzle-orm'
import type { EntryInput } from '@/components/schedule/view'
import { calendarLinks, publishing } from '@/drizzle/schema/calendar'
import { entryAttendees, scheduleEntries } from '@/drizzle/schema/schedule'
import { ledger, outbox } from '@/drizzle/schema/sync'
import { type OutResult, outTurn, runOutJob } from '@/lib/features/calendar/link/sync/out'
import { acceptHints } from '@/lib/features/calendar/sync/accept'
import { takeOverFromOutlook } from '@/lib/features/calendar/two-way/sync/turn'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { CalendarDesk } from './calendar-desk'
import { deskOf } from './entry-desk'
import type { TrueEvent } from './publisher'
import { emptyTandem, newMember, newWorkspace, type World } from './tandem-world'

export type Entry = typeof scheduleEntries.$inferSelect

/** A date so many days from now. */
export const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

/** A meeting on eight days, the first the day after tomorrow, as a form sends it. */
export const daily = (more: Partial<EntryInput> = {}) => ({
  kind: 'meeting' as const,
  title: 'Daily',
  channel: null,
  timeZone: 'UTC',
  start: `${day(2)}T10:00`,
  end: `${day(2)}T11:00`,
  recurrence: {
    pattern: { type: 'daily' as const, interval: 1 },
    range: { type: 'numbered' as const, startDate: day(2), numberOfOccurrences: 8 },
  },
  ...more,
})

/** The same series as somebody makes it in Outlook. */
export const dailyThere = () => {
  const wall = (time: string) => ({ dateTime: `${day(2)}T${time}:00`, timeZone: 'UTC' })
  return { subject: 'Daily', start: wall('10:00'), end: wall('11:00'), recurrence: daily().recurrence }
}

/** One of a series, with its original date. */
interface Occurrence extends TrueEvent {
  date: string
}

interface Sent {
  via: string
  to: string[]
  subject?: string
  mime?: string
}

export class TwoWayDesk {
  private constructor(
    readonly world: World,
    readonly person: UserScope,
    readonly upn: string,
    readonly outlook: CalendarDesk,
    readonly here: ReturnType<typeof deskOf>,
  ) {}

  /** Links the account; `begin` also brings both sides together for the first time. */
  static async open(
    world: World,
    person: UserScope,
    upn: string,
    given: { begin?: boolean } = {},
  ): Promise<TwoWayDesk> {
    const outlook = await CalendarDesk.open(world, person, upn, ['calendar', 'publishing', 'absence'])
    const desk = new TwoWayDesk(world, person, upn, outlook, deskOf(person))
    if (given.begin !== false) await desk.begin()
    return desk
  }

  /** Both sides as on the first day, and somebody new in a workspace of their own, who begins. */
  static async anew(world: World, upn: string, name = 'Alex Wilber'): Promise<TwoWayDesk> {
    await world.control('POST', '/reset', {})
    await emptyTandem()
    return TwoWayDesk.open(world, await newMember(await newWorkspace('Contoso'), { name }), upn)
  }

  get connectionId(): string {
    return this.outlook.connectionId
  }

  async choose(given: Partial<typeof publishing.$inferInsert> = {}): Promise<void> {
    const values = { mode: 'two-way' as const, writes: 'on' as const, reminderMinutes: 15, ...given }
    await inScope(this.person, (db) =>
      db
        .insert(publishing)
        .values({ ...values, connectionId: this.connectionId, workspaceId: this.person.workspaceId })
        .onConflictDoUpdate({ target: publishing.connectionId, set: values }),
    )
  }

  async settings(): Promise<typeof publishing.$inferSelect> {
    const [row] = await inScope(this.person, (db) =>
      db.select().from(publishing).where(eq(publishing.connectionId, this.connectionId)),
    )
    if (!row) throw new Error('nothing was chosen')
    return row
  }

  async begin(): Promise<void> {
    await this.choose()
    await this.outlook.begin()
    await this.turn({ full: true })
  }

  /** What leaves for Outlook, as the job does it. */
  async turn(given: { full?: boolean } = {}): Promise<OutResult> {
    const ran = await runOutJob(this.connectionId, (context) =>
      outTurn(context, {
        full: given.full ?? false,
        goesOn: false,
        why: 'sweep',
        left: 10_000,
        until: Date.now() + 120_000,
      }),
    )
    if (!ran.ran) throw new Error(`the job did not run: ${ran.because}`)
    return ran.value
  }

  /** So much time goes by that no deletion can be taken back any more. */
  async undoIsOver(): Promise<void> {
    await inScope(this.person, (db) => db.update(outbox).set({ notBefore: new Date(Date.now() - 1000) }))
  }

  /** A signal of Microsoft about an event, and what follows from it. */
  async signal(id: string, changeType: 'created' | 'updated' | 'deleted'): Promise<void> {
    const key = changeType === 'deleted' ? null : ((await this.outlook.one(id))?.changeKey ?? null)
    const hint = { id, changeType, ...(key === null ? {} : { etag: `W/"${key}"` }) }
    await this.outlook.job('live', async (context) => {
      await acceptHints(context, [hint])
      await takeOverFromOutlook(context, [id])
    })
  }

  /** The hourly comparison. */
  async sweep(): Promise<void> {
    await this.outlook.sweep()
    await this.outlook.job('bulk', (context) => takeOverFromOutlook(context, [], 'sweep'))
    await this.turn({ full: true })
  }

  /** The person makes an event in Outlook, and Tandem hears of it. */
  async put(event: Record<string, unknown>): Promise<string> {
    const id = await this.outlook.put(event)
    await this.signal(id, 'created')
    return id
  }

  async changeThere(id: string, change: Record<string, unknown>): Promise<void> {
    await this.outlook.change(id, change)
    await this.signal(id, 'updated')
  }

  async deleteThere(id: string, told = false): Promise<void> {
    if (told) await this.outlook.control('DELETE', `/events/${encodeURIComponent(id)}?cancel`)
    else await this.outlook.discard(id)
    await this.signal(id, 'deleted')
  }

  /** Entries of a title, series before their occurrences. */
  async entries(title: string): Promise<Entry[]> {
    return inScope(this.person, (db) =>
      db
        .select()
        .from(scheduleEntries)
        .where(and(eq(scheduleEntries.title, title), isNull(scheduleEntries.parentId)))
        .orderBy(scheduleEntries.occurrenceDate),
    )
  }

  async entry(title: string): Promise<Entry | undefined> {
    const found = (await this.entries(title)).filter(({ seriesId }) => seriesId === null)
    if (found.length > 1) throw new Error(`${found.length} entries of that title`)
    return found[0]
  }

  /** Changed and deleted occurrences of a series, by date. */
  async dates(seriesId: string): Promise<[string | null, string | null][]> {
    const rows = await inScope(this.person, (db) =>
      db
        .select()
        .from(scheduleEntries)
        .where(and(eq(scheduleEntries.seriesId, seriesId), isNull(scheduleEntries.parentId)))
        .orderBy(scheduleEntries.occurrenceDate),
    )
    return rows.map(({ occurrenceDate, isCancelled, title }) => [occurrenceDate, isCancelled ? null : title])
  }

  async guests(entryId: string): Promise<{ address: string; response: string }[]> {
    return inScope(this.person, (db) =>
      db
        .select({ address: entryAttendees.address, response: entryAttendees.response })
        .from(entryAttendees)
        .where(eq(entryAttendees.entryId, entryId))
        .orderBy(entryAttendees.address),
    )
  }

  async link(entryId: string): Promise<typeof calendarLinks.$inferSelect | undefined> {
    const [row] = await inScope(this.person, (db) =>
      db.select().from(calendarLinks).where(eq(calendarLinks.entryId, entryId)),
    )
    return row
  }

  /** The event of an entry as the mailbox has it. */
  async eventOf(entryId: string): Promise<TrueEvent | null> {
    const id = (await this.link(entryId))?.externalEventId
    return id ? ((await this.outlook.one(id)) as TrueEvent | null) : null
  }

  /** Events of the mailbox with this subject. */
  async events(subject: string, upn = this.upn): Promise<TrueEvent[]> {
    const all = (await this.world.control('GET', `/users/${upn}/events`)) as TrueEvent[]
    return all.filter((each) => each.subject === subject)
  }

  /** Occurrences of a series as a mailbox has them. */
  async occurrences(eventId: string, upn = this.upn): Promise<Occurrence[]> {
    const range = `startDateTime=${day(-5)}T00:00:00Z&endDateTime=${day(400)}T00:00:00Z`
    const path = `/users/${upn}/events/${encodeURIComponent(eventId)}/occurrences?${range}`
    return (await this.world.control('GET', path)) as Occurrence[]
  }

  /** Mails about meetings that left, one line for each person of each. */
  async invitations(): Promise<string[]> {
    const sent = (await this.world.control('GET', '/sent')) as Sent[]
    return sent
      .filter(({ via }) => via === 'invitation')
      .flatMap(({ to, mime }) => to.map((each) => `${/METHOD:(\w+)/i.exec(mime ?? '')?.[1] ?? '?'} ${each}`))
  }

  async calls(): Promise<number> {
    const { calls } = (await this.world.control('GET', '/calls?since=0')) as {
      calls: Record<string, Record<string, number>>
    }
    return Object.entries(calls[this.upn] ?? {}).reduce((sum, [, count]) => sum + count, 0)
  }

  async ledger(): Promise<string[]> {
    const rows = await inScope(this.person, (db) => db.select().from(ledger).orderBy(ledger.id))
    return rows.filter(({ kind }) => kind === 'entry').map(({ direction, what }) => `${direction} ${what}`)
  }
}
