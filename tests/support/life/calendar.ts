import { type MarkedEvent, markOf } from '../oracle-links'
import { type State, some } from './state'

const DAY = 86_400_000
const ZONES = ['W. Europe Standard Time', 'Eastern Standard Time', 'UTC', 'Tokyo Standard Time']

/** The person in Outlook's calendar. */
export class CalendarLife {
  /** Entries whose copies they changed, and deleted, in Tandem's own calendar. */
  readonly edited = new Set<string>()
  readonly deleted = new Set<string>()
  private made = 0

  constructor(private readonly state: State) {}

  private note(what: string): void {
    this.state.log.push(`Outlook: ${what}`)
  }

  private call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    return this.state.tandem.control<T>(method, `/users/${this.state.person.upn}/events${path}`, body)
  }

  private async own(): Promise<MarkedEvent[]> {
    return (await this.call<MarkedEvent[]>('GET', '')).filter(({ calendar }) => !calendar.startsWith('Tandem'))
  }

  private times(): Record<string, unknown> {
    const { random } = this.state
    const first = Math.floor((Date.now() + (1 + random.int(80)) * DAY) / DAY) * DAY
    const timeZone = random.pick(ZONES)
    const isAllDay = random.chance(20)
    const from = isAllDay ? first : first + random.int(88) * 900_000
    const to = isAllDay ? first + DAY : from + (1 + random.int(8)) * 900_000
    const wall = (at: number) => ({ dateTime: new Date(at).toISOString().slice(0, 19), timeZone })
    return { isAllDay, start: wall(from), end: wall(to) }
  }

  async put(): Promise<void> {
    const { random } = this.state
    this.note('a new event')
    const times = this.times()
    const startDate = (times.start as { dateTime: string }).dateTime.slice(0, 10)
    const recurrence = {
      pattern: { type: 'daily', interval: 2 + random.int(4) },
      range: { type: 'numbered', startDate, numberOfOccurrences: 2 + random.int(8) },
    }
    await this.call('POST', '', {
      subject: `Event ${++this.made}`,
      ...times,
      sensitivity: random.chance(20) ? 'private' : 'normal',
      ...(random.chance(30) && { recurrence }),
      ...(random.chance(20) && { calendar: 'Customer visits' }),
    })
  }

  async change(): Promise<void> {
    const [event] = some(this.state, await this.own(), 1)
    if (!event) return
    const { random } = this.state
    this.note(`changes ${event.subject}`)
    const target = random.chance(50) ? await this.occurrence(event) : event.id
    const change = random.pick<Record<string, unknown>>([
      { subject: `Event ${++this.made}` },
      { sensitivity: random.pick(['normal', 'private']) },
      { location: { displayName: `Pier ${random.int(9)}` } },
      event.type === 'singleInstance' ? this.times() : { showAs: 'free' },
    ])
    // What Outlook itself refuses is not done.
    await this.call('PATCH', `/${encodeURIComponent(target)}`, change).catch(() => null)
  }

  async remove(): Promise<void> {
    const [event] = some(this.state, await this.own(), 1)
    if (!event) return
    this.note(`deletes ${event.subject}`)
    const target = this.state.random.chance(50) ? await this.occurrence(event) : event.id
    await this.call('DELETE', `/${encodeURIComponent(target)}`).catch(() => null)
  }

  /** Touches a copy of an entry, where it is of no use. */
  async touchCopy(): Promise<void> {
    const copies = (await this.call<MarkedEvent[]>('GET', '')).filter(({ calendar }) => calendar.startsWith('Tandem'))
    const [copy] = some(this.state, copies, 1)
    const entry = copy && markOf(copy)
    if (!copy || !entry) return
    const isGone = this.state.random.chance(40)
    this.note(`${isGone ? 'deletes' : 'changes'} the copy ${copy.subject}`)
    ;(isGone ? this.deleted : this.edited).add(entry)
    const path = `/${encodeURIComponent(copy.id)}`
    await (isGone ? this.call('DELETE', path) : this.call('PATCH', path, { subject: 'Theirs' })).catch(() => null)
  }

  /** The event itself, or of a series one of its occurrences. */
  private async occurrence(event: MarkedEvent): Promise<string> {
    if (event.type !== 'seriesMaster') return event.id
    const range = `startDateTime=${new Date().toISOString()}&endDateTime=${new Date(Date.now() + 80 * DAY).toISOString()}`
    const days = await this.call<{ id: string }[]>('GET', `/${encodeURIComponent(event.id)}/occurrences?${range}`)
    return some(this.state, days, 1)[0]?.id ?? event.id
  }
}
