import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openCalendars } from '@/lib/features/calendar/sync/import'
import { CalendarDesk } from '../support/calendar-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
const DAY = 86_400_000
let world: World
let desk: CalendarDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('POST', '/reset', {})
  await emptyTandem()
  desk = await CalendarDesk.open(world, await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' }), UPN)
})

/** A wall time so many days ahead. */
const at = (days: number, time: string) => `${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}T${time}`
const timed = (days: number, from: string, to: string, more: Record<string, unknown> = {}) => ({
  subject: 'Visit',
  start: { dateTime: at(days, from), timeZone: 'UTC' },
  end: { dateTime: at(days, to), timeZone: 'UTC' },
  ...more,
})
const calls = async (since: number) => {
  const { seq, calls } = (await world.control('GET', `/calls?since=${since}`)) as {
    seq: number
    calls: Record<string, Record<string, number>>
  }
  const mine = Object.entries(calls[UPN] ?? {}).filter(([route]) => !/\$batch|token/.test(route))
  return { seq, count: mine.reduce((sum, [, each]) => sum + each, 0), routes: calls[UPN] ?? {} }
}

describe('calendars come in', () => {
  it('with the next days before the rest, and are as in Outlook, series and all', async () => {
    await desk.job('bulk', openCalendars)
    const first = (await desk.held()).events.length
    expect(first).toBeGreaterThan(5)
    expect(await desk.import()).toBe(true)
    expect(await desk.differences()).toEqual([])
    const { events, calendars } = await desk.held()
    expect(events.length).toBeGreaterThan(first)
    expect(new Set(events.map(({ type }) => type)).size).toBe(4)
    expect(events.some(({ sensitivity }) => sensitivity === 'private')).toBe(true)
    expect(calendars.filter(({ isAdded }) => isAdded).length).toBeGreaterThan(2)
    expect(calendars.filter(({ isDefaultCalendar }) => isDefaultCalendar)).toHaveLength(1)
  })

  it('also where Graph returns whole occurrences', async () => {
    await desk.control('PATCH', '/calendarSettings', { wholeOccurrences: true })
    await desk.begin()
    expect(await desk.differences()).toEqual([])
  })

  it('in pages of any size, series before or after their occurrences', async () => {
    await desk.put({ count: 120, seed: 3, spreadDays: 60 })
    await desk.begin()
    expect(await desk.differences()).toEqual([])
    await desk.begin()
    expect(await desk.differences()).toEqual([])
  })
})

describe('what a person does in Outlook', () => {
  beforeEach(() => desk.begin())

  it('made, moved and deleted, each with one call', async () => {
    let { seq } = await calls(0)
    const id = await desk.put(timed(3, '09:00', '10:00'))
    expect(await desk.signal(id, 'created')).toBe(0)
    expect(await desk.differences()).toEqual([])
    let made = await calls(seq)
    expect(made.count).toBe(1)
    seq = made.seq
    await desk.change(id, timed(5, '11:00', '11:30', { subject: 'Moved visit' }))
    expect(await desk.signal(id, 'updated')).toBe(0)
    expect(await desk.differences()).toEqual([])
    expect((await desk.rows(id))[0]).toMatchObject({ subject: 'Moved visit' })
    made = await calls(seq)
    expect(made.count).toBe(1)
    seq = made.seq
    await desk.discard(id)
    expect(await desk.signal(id, 'deleted')).toBe(0)
    expect(await desk.rows(id)).toEqual([])
    expect((await calls(seq)).count).toBe(1)
  })

  it('in another calendar of theirs, and moved from one to the other', async () => {
    const { seq } = await calls(0)
    const id = await desk.put(timed(4, '09:00', '10:00', { calendar: 'Customer visits' }))
    expect(await desk.signal(id, 'created')).toBe(0)
    expect(await desk.differences()).toEqual([])
    expect((await calls(seq)).count).toBeLessThanOrEqual(3)
  })

  it('to a series: made, one occurrence changed, one deleted, the rest moved, all deleted', async () => {
    const id = await desk.put({
      ...timed(1, '08:00', '08:30', { subject: 'Daily' }),
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: at(1, '').slice(0, 10), numberOfOccurrences: 12 },
      },
    })
    expect(await desk.signal(id, 'created')).toBe(0)
    expect(await desk.differences()).toEqual([])
    const occurrences = async () => (await desk.rows(id)).filter(({ type }) => type !== 'seriesMaster')
    expect(await occurrences()).toHaveLength(12)
    const [, second, third] = await occurrences()
    const changed = second?.externalCalendarEventId ?? ''
    await desk.change(changed, { subject: 'Not as always', location: { displayName: 'Harbour' } })
    await desk.signal(changed, 'updated')
    expect(await desk.differences()).toEqual([])
    expect((await occurrences())[1]).toMatchObject({ type: 'exception', subject: 'Not as always' })
    await desk.discard(third?.externalCalendarEventId ?? '')
    await desk.signal(id, 'updated')
    expect(await desk.differences()).toEqual([])
    expect(await occurrences()).toHaveLength(11)
    await desk.change(id, timed(1, '14:00', '14:45', { subject: 'Daily, later' }))
    await desk.signal(id, 'updated')
    expect(await desk.differences()).toEqual([])
    await desk.discard(id)
    await desk.signal(id, 'deleted')
    expect(await desk.rows(id)).toEqual([])
    expect(await desk.differences()).toEqual([])
  })

  it('to the title of a series alone: every occurrence says so', async () => {
    const { events, calendars } = await desk.held()
    const own = calendars.find(({ isDefaultCalendar }) => isDefaultCalendar)?.id
    const id =
      events.find(
        ({ calendarId, type, subject }) => calendarId === own && type === 'seriesMaster' && subject === 'Stand-up',
      )?.externalCalendarEventId ?? ''
    await desk.change(id, { subject: 'Called otherwise', categories: ['Green category'] })
    await desk.signal(id, 'updated')
    expect(await desk.differences()).toEqual([])
    expect((await desk.rows(id)).filter(({ subject }) => subject === 'Called otherwise').length).toBeGreaterThan(3)
  })

  it('private: nothing but R30 is kept, and it is honoured in both directions', async () => {
    const id = await desk.put(
      timed(2, '09:00', '10:00', {
        subject: 'Secret talk',
        location: { displayName: 'Secret place' },
        attendees: [{ emailAddress: { name: 'Sam', address: 'sam@elsewhere.example' }, type: 'required' }],
      }),
    )
    await desk.signal(id, 'created')
    expect((await desk.rows(id))[0]).toMatchObject({ subject: 'Secret talk', participants: expect.any(Array) })
    await desk.change(id, { sensitivity: 'private' })
    await desk.signal(id, 'updated')
    expect(await desk.differences()).toEqual([])
    expect(JSON.stringify(await desk.rows(id))).not.toMatch(/Secret|sam@elsewhere/)
    await desk.change(id, { sensitivity: 'normal' })
    await desk.signal(id, 'updated')
    expect((await desk.rows(id))[0]).toMatchObject({ subject: 'Secret talk', location: 'Secret place' })
    expect(await desk.differences()).toEqual([])
  })

  it.each(['W. Europe Standard Time', 'Pacific Standard Time', 'Tokyo Standard Time', 'Pacific/Auckland', 'UTC'])(
    'all-day in %s: dates, not instants',
    async (zone) => {
      const id = await desk.put({
        subject: 'Fair',
        isAllDay: true,
        start: { dateTime: at(6, '00:00:00'), timeZone: zone },
        end: { dateTime: at(8, '00:00:00'), timeZone: zone },
      })
      await desk.signal(id, 'created')
      expect((await desk.rows(id))[0]).toMatchObject({
        isAllDay: true,
        startDate: at(6, '').slice(0, 10),
        endDate: at(8, '').slice(0, 10),
      })
      expect(await desk.differences()).toEqual([])
    },
  )
})

describe('the past', () => {
  it('is not rewritten: what had ended before it was changed or deleted stays as it was (R27)', async () => {
    await desk.begin()
    const past = await desk.put(timed(-1, '00:10', '00:20', { subject: 'Afterwards' }))
    await desk.signal(past, 'created')
    expect(await desk.rows(past)).toEqual([])
    const soon = await desk.put({
      subject: 'Short',
      start: { dateTime: new Date(Date.now() + 60_000).toISOString().slice(0, 19), timeZone: 'UTC' },
      end: { dateTime: new Date(Date.now() + 120_000).toISOString().slice(0, 19), timeZone: 'UTC' },
    })
    await desk.signal(soon, 'created')
    expect(await desk.rows(soon)).toHaveLength(1)
    await advance(world, 600)
    await desk.change(soon, { subject: 'Renamed too late' })
    expect(await desk.signal(soon, 'updated')).toBe(0)
    expect((await desk.rows(soon))[0]).toMatchObject({ subject: 'Short' })
    await desk.change(soon, { sensitivity: 'private' })
    await desk.signal(soon, 'updated')
    expect((await desk.rows(soon))[0]).toMatchObject({ subject: null, sensitivity: 'private' })
    await desk.discard(soon)
    expect(await desk.signal(soon, 'deleted')).toBe(0)
    expect(await desk.rows(soon)).toHaveLength(1)
    expect(await desk.sweep()).toBe(0)
    expect(await desk.rows(soon)).toHaveLength(1)
  })
})

/** Microsoft's clock and the product's go forward together. */
async function advance(world: World, seconds: number): Promise<void> {
  const { offsetSeconds } = (await world.control('POST', '/clock', { advanceSeconds: seconds })) as {
    offsetSeconds: number
  }
  const store = globalThis as typeof globalThis & { tandemClock?: { offset: number; timer: null } }
  store.tandemClock = { offset: offsetSeconds * 1000, timer: null }
}
