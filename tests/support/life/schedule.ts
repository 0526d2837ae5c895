import { randomUUID } from 'node:crypto'
import type { EntryInput, Recurrence, ScheduleItem } from '@/components/schedule/view'
import { announceCalendar } from '@/lib/features/calendar/link/mutations'
import { BadEntry } from '@/lib/features/schedule/rules'
import { AppError } from '@/lib/platform/errors'
import { deskOf } from '../entry-desk'
import { type State, some } from './state'

const DAY = 86_400_000
const KINDS = ['call', 'call', 'time_off', 'medical_event', 'meeting'] as const
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC']
const ASKED = [{ name: 'Megan Bowen', address: 'megan@contoso.test', type: 'required' as const }]

/** What the person plans in Tandem: each deed as the schedule's actions do it. */
export class ScheduleLife {
  /** Entries that were changed since somebody last looked. */
  readonly changed = new Set<string>()
  private made = 0
  private undo: string | null = null

  constructor(private readonly state: State) {}

  private get desk() {
    return deskOf(this.state.person.scope)
  }

  private note(what: string): void {
    this.state.log.push(`Tandem: ${what}`)
  }

  private async tell(id: string): Promise<void> {
    this.changed.add(id)
    // An engine that is away is made up for by the minute job.
    await announceCalendar([this.state.person.connectionId]).catch(() => {})
  }

  /** A time of 15 minutes to 2 hours within eleven weeks, by the quarter. */
  private times(): Pick<EntryInput, 'isAllDay' | 'start' | 'end' | 'timeZone'> {
    const { random } = this.state
    const day = Date.now() + (2 + random.int(75)) * DAY
    const from = Math.floor(day / DAY) * DAY + random.int(88) * 900_000
    const wall = (at: number) => new Date(at).toISOString().slice(0, 16)
    const timeZone = random.pick(ZONES)
    if (random.chance(20)) {
      const last = from + random.int(3) * DAY
      return { isAllDay: true, start: wall(from).slice(0, 10), end: wall(last).slice(0, 10), timeZone }
    }
    return { isAllDay: false, start: wall(from), end: wall(from + (1 + random.int(8)) * 900_000), timeZone }
  }

  private recurrence(start: string): Recurrence | null {
    const { random } = this.state
    if (!random.chance(35)) return null
    const startDate = start.slice(0, 10)
    const numbered = { type: 'numbered' as const, startDate, numberOfOccurrences: 2 + random.int(9) }
    const pattern: Recurrence['pattern'] = random.pick([
      { type: 'daily', interval: 3 + random.int(3) },
      { type: 'weekly', interval: 1 + random.int(2), daysOfWeek: ['monday'] },
      { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'friday'] },
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 28 + random.int(4) },
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['thursday'], index: 'last' },
    ])
    return { pattern, range: random.chance(50) ? numbered : { type: 'noEnd', startDate } }
  }

  async plan(): Promise<void> {
    const { random } = this.state
    const times = this.times()
    const kind = random.pick([...KINDS])
    const title = `Plan ${++this.made}`
    this.note(`plans ${title}`)
    const id = randomUUID()
    await this.tried(async () => {
      await this.desk.make(
        {
          ...times,
          kind,
          title,
          isPrivate: random.chance(15),
          recurrence: this.recurrence(times.start),
          attendees: kind === 'meeting' ? ASKED : [],
        },
        id,
      )
      await this.tell(id)
    })
  }

  /** Changes one: its title, its times, or that it is private; of a series one date, the rest, or all. */
  async change(): Promise<void> {
    const { random } = this.state
    const item = await this.one()
    if (!item) return
    const part = item.occurrenceDate ? random.pick(['this', 'this', 'following', 'all'] as const) : 'all'
    const typed: Partial<EntryInput> = random.pick([
      { title: `Plan ${++this.made}` },
      { isPrivate: !item.isPrivate },
      { location: `Room ${random.int(9)}` },
    ])
    this.note(`changes ${item.title}, ${part}: ${Object.keys(typed)}`)
    await this.tried(async () => {
      await this.desk.edit(item.id, typed, item.occurrenceDate, part)
      await this.tell(item.id)
    })
  }

  /** Drags one to another hour of its day. */
  async move(): Promise<void> {
    const { random } = this.state
    const item = await this.one()
    if (!item || item.isAllDay) return
    this.note(`moves ${item.title}`)
    const by = (1 + random.int(6)) * 900_000
    const later = (at: string) => new Date(Date.parse(at) + by).toISOString()
    await this.tried(async () => {
      await this.desk.move(item.id, item.occurrenceDate, later(item.startsAt), later(item.endsAt))
      await this.tell(item.id)
    })
  }

  async remove(): Promise<void> {
    const { random } = this.state
    const item = await this.one()
    if (!item) return
    const part = item.occurrenceDate ? random.pick(['this', 'this', 'following', 'all'] as const) : 'all'
    this.note(`deletes ${item.title}, ${part}`)
    await this.tried(async () => {
      this.undo = (await this.desk.remove(item.id, item.occurrenceDate, part)).undo
      await this.tell(item.id)
    })
  }

  /** Takes the last deletion back. */
  async restore(): Promise<void> {
    const { undo } = this
    this.undo = null
    if (!undo) return
    this.note('takes it back')
    await this.tried(async () => {
      await this.desk.restore(undo)
      await this.tell('')
    })
  }

  /** One of the person's own, as the schedule shows them now. */
  private async one(): Promise<ScheduleItem | undefined> {
    const { random } = this.state
    const from = new Date(Date.now() + (1 + random.int(70)) * DAY)
    const day = (at: Date) => at.toISOString().slice(0, 10)
    const items = await this.desk.items(day(from), day(new Date(from.getTime() + 14 * DAY)))
    return some(this.state, items, 1)[0]
  }

  /** What is not allowed, or was changed by somebody else meanwhile, is said to the person, who lets it be. */
  private async tried(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const isSaid = error instanceof BadEntry || (error instanceof AppError && error.code !== 'internal')
      if (!isSaid && !/somebody was faster/.test(String(error))) throw error
    }
  }
}
