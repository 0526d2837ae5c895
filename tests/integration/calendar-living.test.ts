import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections, cursors, subscriptions } from '@/drizzle/schema/connection'
import { listEvents } from '@/lib/features/calendar/queries'
import { announceLinked } from '@/lib/features/connection/link/mutations'
import { turnFeatureOff } from '@/lib/features/connection/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { heldBy } from '../support/held-by'
import { LivingWorld, type Person } from '../support/living-world'

const UPN = 'alex@contoso.test'
const FEATURES = ['calendar', 'shared-calendars', 'absence']
const DAY = 86_400_000
let tandem: LivingWorld
let alex: Person

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(async () => {
  await tandem.reset()
  alex = await tandem.settled(UPN, FEATURES)
})

const moment = (days: number, hour: number) => ({
  dateTime: `${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00`,
  timeZone: 'UTC',
})
const timed = (days: number, hour: number, more: Record<string, unknown> = {}) => ({
  subject: 'Visit',
  start: moment(days, hour),
  end: moment(days, hour + 1),
  ...more,
})
const put = async (event: object): Promise<string> =>
  (await tandem.control<{ ids: string[] }>('POST', `/users/${UPN}/events`, event)).ids[0] ?? ''
const change = (id: string, change: object) =>
  tandem.control('PATCH', `/users/${UPN}/events/${encodeURIComponent(id)}`, change)
const discard = (id: string) => tandem.control('DELETE', `/users/${UPN}/events/${encodeURIComponent(id)}`)
const agree = () => tandem.agree(alex)

/** An hour later, to the minute in which this connection is compared; a second time if a slow machine missed it. */
async function nextSweep(isDone: () => Promise<boolean>): Promise<void> {
  const [row] = await inSystem(async (db) =>
    db
      .select({ minute: sql<number>`abs(hashtext(${connections.id}::text)) % 60` })
      .from(connections)
      .where(eq(connections.id, alex.connectionId)),
  )
  for (let hour = 0; hour < 3 && !(await isDone()); hour++) {
    const { now } = await tandem.control<{ now: string }>('GET', '/clock')
    const left = ((row?.minute ?? 0) - new Date(now).getUTCMinutes() + 60) % 60
    await tandem.advance(3600 + (left - 2) * 60)
    for (let minute = 0; minute < 4 && !(await isDone()); minute++) await tandem.minute()
  }
}

describe('by signals alone', () => {
  it('calendars come in after linking, with one subscription and no mail asked for', async () => {
    expect(await agree()).toEqual([])
    expect(await tandem.subscriptions(UPN)).toHaveLength(1)
    expect(Object.keys((await tandem.calls(UPN)).routes).filter((route) => /message|mailFolder/i.test(route))).toEqual(
      [],
    )
  })

  it('events are right within two seconds of each change', async () => {
    const within = async (what: string) => {
      const began = Date.now()
      await tandem.until(async () => (await agree()).length === 0, what, 2_000)
      expect(Date.now() - began).toBeLessThan(2_000)
    }
    const id = await put(timed(3, 9))
    await within('a new event')
    await change(id, { ...timed(4, 10), subject: 'Moved' })
    await within('a moved event')
    await change(id, { sensitivity: 'private' })
    await within('a private event')
    await discard(id)
    await within('a deleted event')
    const series = await put({
      ...timed(1, 8),
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'thursday'] },
        range: { type: 'noEnd', startDate: moment(1, 8).dateTime.slice(0, 10) },
      },
    })
    await within('a new series')
    const range = `startDateTime=${new Date().toISOString()}&endDateTime=${new Date(Date.now() + 30 * DAY).toISOString()}`
    const days = await tandem.control<{ id: string }[]>(
      'GET',
      `/users/${UPN}/events/${encodeURIComponent(series)}/occurrences?${range}`,
    )
    await change(days[1]?.id ?? '', { subject: 'Once otherwise' })
    await within('an exception')
    await discard(days[2]?.id ?? '')
    await within('a deleted occurrence')
    await discard(series)
    await within('a deleted series')
  })

  it('a burst of changes ends right, whatever the order', async () => {
    const ids = await Promise.all(Array.from({ length: 25 }, (_, at) => put(timed(1 + at, 9))))
    for (const [at, id] of ids.entries()) {
      if (at % 3 === 0) await discard(id)
      else await change(id, { subject: `Again ${at}` })
    }
    await tandem.quiet({ timeoutMs: 60_000 })
    expect(await agree()).toEqual([])
  })
})

describe('signals that', () => {
  it.each(['duplicate-notification', 'reorder'])('are struck by %s lead to the same', async (kind) => {
    await tandem.fault({ kind, times: 10 })
    const ids = await Promise.all(Array.from({ length: 6 }, (_, at) => put(timed(2 + at, 9))))
    for (const id of ids) await change(id, { subject: 'Twice told' })
    await discard(ids[0] ?? '')
    await tandem.quiet({ timeoutMs: 60_000 })
    expect(await agree()).toEqual([])
  })

  it('get lost are made up for by the hourly comparison', async () => {
    await tandem.fault({ kind: 'drop-notification', times: -1 })
    const id = await put(timed(2, 9))
    await tandem.quiet()
    expect(await agree()).not.toEqual([])
    await nextSweep(() => agree().then((found) => found.length === 0))
    expect(await agree()).toEqual([])
    expect(id).not.toBe('')
  })

  it('come before the delta knows of it are looked at again', async () => {
    await tandem.fault({ kind: 'delta-lag', delayMs: 3_000, times: 2, match: { path: '*calendarView/delta*' } })
    await put(timed(2, 9))
    await tandem.quiet({ timeoutMs: 60_000 })
    expect(await agree()).toEqual([])
  })
})

describe('Microsoft', () => {
  it('lost its place: everything is compared and nothing doubled', async () => {
    await tandem.fault({ kind: 'delta-reset', times: 3, match: { path: '*calendarView/delta*' } })
    await put(timed(2, 9))
    await tandem.quiet({ timeoutMs: 60_000 })
    await tandem.healed()
    expect(await agree()).toEqual([])
  })

  it('slows down, and everything comes in later', async () => {
    await tandem.fault({ kind: 'throttle', retryAfter: 1, times: 4, match: { path: '/v1.0/*calendar*' } })
    const id = await put(timed(2, 9))
    await change(id, { subject: 'Slowly' })
    await tandem.quiet({ timeoutMs: 60_000 })
    expect(await agree()).toEqual([])
  })

  it('does not know a calendar any more: it leaves the schedule with its events', async () => {
    await tandem.control('DELETE', `/users/${UPN}/calendars/Customer%20visits`)
    await tandem.control('PATCH', `/users/${UPN}/calendars/Calendar`, { name: 'Agenda' })
    await nextSweep(async () => !(await calendars()).includes('Customer visits'))
    expect(await calendars()).not.toContain('Customer visits')
    expect(await calendars()).toContain('Agenda')
    expect(await agree()).toEqual([])
  })
})

const calendars = async (): Promise<string[]> => (await heldBy(alex.scope)).calendars.map(({ title }) => title)

describe('the window', () => {
  it('moves over the turn of the year, and what comes nearer comes in', async () => {
    const far = await put(timed(100, 9, { subject: 'Next spring' }))
    const gone = await put(timed(2, 9, { subject: 'This week' }))
    await tandem.quiet()
    const titles = async () => (await heldBy(alex.scope)).events.map(({ subject }) => subject)
    expect(await titles()).toContain('This week')
    await tandem.advance(45 * 86_400)
    await nextSweep(async () => (await titles()).includes('Next spring'))
    expect(await agree()).toEqual([])
    expect(await titles()).toContain('Next spring')
    // What has passed is history, not a deletion.
    expect(await titles()).toContain('This week')
    expect([far, gone]).not.toContain('')
  })
})

describe('a feature', () => {
  const resources = async () =>
    (await tandem.subscriptions(UPN)).map(({ resource }) => resource.replace(/^\//, '').toLowerCase()).sort()

  it('switched off ends its own signals and no others; on again, everything is caught up with', async () => {
    await tandem.reset()
    alex = await tandem.settled(UPN, ['mail', 'calendar'])
    expect(await resources()).toEqual(['me/events', 'me/messages'])
    const id = await inScope(alex.scope, (db) => turnFeatureOff(db, alex.scope, 'calendar'))
    await announceLinked(id ?? '')
    await tandem.quiet()
    expect(await resources()).toEqual(['me/messages'])
    await put(timed(4, 9, { subject: 'Meanwhile' }))
    await tandem.quiet()
    expect(await shown()).not.toContain('Meanwhile')
    await inSystem((db) => db.update(connections).set({ features: ['mail', 'calendar'] }))
    await announceLinked(alex.connectionId)
    await tandem.quiet({ timeoutMs: 60_000 })
    expect(await resources()).toEqual(['me/events', 'me/messages'])
    expect(await agree()).toEqual([])
    expect(await shown()).toContain('Meanwhile')
  })

  it('whose opening got lost is opened by the minute job', async () => {
    await inSystem((db) => db.delete(cursors).where(eq(cursors.connectionId, alex.connectionId)))
    await inSystem((db) => db.delete(subscriptions).where(eq(subscriptions.connectionId, alex.connectionId)))
    const id = await put(timed(4, 9, { subject: 'Unheard' }))
    await tandem.advance(180)
    await tandem.healed()
    expect(await agree()).toEqual([])
    expect(await resources()).toEqual(['me/events'])
    expect(id).not.toBe('')
  })
})

const shown = async () => {
  const [from, to] = [new Date(), new Date(Date.now() + 30 * DAY)]
  return (await inScope(alex.scope, (db) => listEvents(db, alex.scope, from, to))).map(({ title }) => title)
}
