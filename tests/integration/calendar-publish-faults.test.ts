import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { syncPauses } from '@/drizzle/schema/sync'
import { getPublishingNotice, whyNot } from '@/lib/features/calendar/publish/why/queries'
import { recreateCalendar } from '@/lib/features/publishing/mutations'
import { getPublishingView } from '@/lib/features/publishing/queries'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from '../support/link-account'
import { hoursFromNow, Publisher } from '../support/publisher'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
/** For a long night: 10000. */
const MANY = Number(process.env.TANDEM_TEST_ENTRIES ?? 300)
const PATIENCE = 60_000 + MANY * 100
let world: World
let alex: UserScope
let me: Publisher

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/reset', {})
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Sarah Jones' })
  me = await Publisher.start(world, alex, UPN)
})

const CREATE = { method: 'POST', path: '/v1.0/me/calendars/*/events' }
const fault = (kind: string, given: object = {}) => world.control('POST', '/faults', { match: CREATE, kind, ...given })

/** Every entry stands exactly once in Outlook, under its own marker. */
async function expectAll(count: number): Promise<void> {
  const copies = await me.copies()
  const marks = copies.map(({ extended }) =>
    Object.values(extended ?? {}).find((value) => /^[0-9a-f-]{36}$/.test(value)),
  )
  expect(copies).toHaveLength(count)
  expect(new Set(marks).size).toBe(count)
  const links = await me.links()
  expect(links.map(({ state }) => state)).toEqual(links.map(() => 'linked'))
  expect(new Set(links.map(({ externalEventId }) => externalEventId))).toEqual(new Set(copies.map(({ id }) => id)))
  expect(await me.sent()).toEqual([])
}

describe('what is taken back while nobody knows whether it arrived', () => {
  const lost = (method: string) =>
    fault('commit-then-reset', { match: { method, path: '/v1.0/me/events/*' }, times: 3 })

  it('is taken back in Outlook, too', async () => {
    const id = await me.add({ title: 'Before' })
    await me.turnUntilDone()
    await lost('PATCH')
    await me.change(id, { title: 'After' })
    await me.turn().catch(() => {})
    expect((await me.copies()).map(({ subject }) => subject)).toEqual(['After'])
    await me.change(id, { title: 'Before' })
    await world.control('DELETE', '/faults')
    await me.turnUntilDone()
    expect((await me.copies()).map(({ subject }) => subject)).toEqual(['Before'])
    expect((await me.links()).map(({ state }) => state)).toEqual(['linked'])
  })

  it('a deleted date is there again', async () => {
    const startAt = hoursFromNow(30)
    const date = startAt.toISOString().slice(0, 10)
    const recurrence = {
      pattern: { type: 'daily' as const, interval: 1 },
      range: { type: 'numbered' as const, startDate: date, numberOfOccurrences: 4 },
    }
    const id = await me.add({ startAt, timeZone: 'UTC', recurrence })
    await me.turnUntilDone()
    await lost('DELETE')
    const occurrenceDate = new Date(startAt.getTime() + 86_400_000).toISOString().slice(0, 10)
    const part = await me.add({ startAt, timeZone: 'UTC', seriesId: id, occurrenceDate, isCancelled: true })
    await me.turn().catch(() => {})
    expect((await me.copies())[0]?.cancelled).toEqual([occurrenceDate])
    await me.remove(part)
    await world.control('DELETE', '/faults')
    await me.turnUntilDone()
    const copies = await me.copies()
    expect(copies).toHaveLength(1)
    expect(copies[0]?.cancelled ?? []).toEqual([])
    expect(await me.sent()).toEqual([])
  })
})

describe('no copy is made twice', () => {
  it('when Outlook made it and the answer got lost', async () => {
    await me.addMany(12)
    await fault('commit-then-504', { times: 2, after: 3 })
    await expect(me.turn({ full: true })).rejects.toThrow()
    await me.turnUntilDone()
    await expectAll(12)
  })

  it('when the connection broke after Outlook had made it', async () => {
    await me.addMany(8)
    await fault('commit-then-reset', { times: 1, after: 2 })
    await me.turnUntilDone()
    await expectAll(8)
  })

  it('when Outlook does not recognise a create that is repeated, either', async () => {
    await me.add()
    await fault('commit-then-504')
    await expect(me.turn({ full: true })).rejects.toThrow()
    // Microsoft does not promise to know a transaction id for ever.
    await inScope(alex, (db) => db.update(calendarLinks).set({ transactionId: crypto.randomUUID() }))
    await me.turnUntilDone()
    await expectAll(1)
  })

  it(
    `when the process dies in the middle of ${MANY}, again and again`,
    async () => {
      await me.addMany(MANY)
      for (let kill = 0; kill < 3; kill++) {
        await me.turn({ full: true, for: 400 }).catch(() => {})
        // Dead before it could write down what Outlook answered last.
        await inScope(alex, (db) =>
          db.execute(sql`update calendar_links set external_event_id = null, change_key = null, base = null,
          state = 'waiting', asked_at = now() where id in (
            select id from calendar_links where external_event_id is not null order by updated_at desc limit 30)`),
        )
      }
      await me.turnUntilDone()
      await expectAll(MANY)
    },
    PATIENCE,
  )

  it(
    'after Disconnect and Connect, which find what is there and write nothing anew',
    async () => {
      await me.addMany(MANY)
      await me.turnUntilDone()
      const before = await me.copies()
      await inSystem((db) => db.delete(connections).where(eq(connections.id, me.connectionId)))
      const again = new Publisher(world, alex, UPN, await linkMicrosoft(alex, UPN, ['calendar', 'publishing']))
      me = again
      await me.choose()
      const { seq } = (await world.control('GET', '/calls')) as { seq: number }
      await me.turnUntilDone()
      await expectAll(MANY)
      const { calls } = (await world.control('GET', `/calls?since=${seq}`)) as {
        calls: Record<string, Record<string, number>>
      }
      const writes = Object.keys(calls[UPN] ?? {}).filter((call) => !call.startsWith('GET'))
      expect(writes).toEqual([])
      const keys = (events: typeof before) => new Map(events.map(({ id, changeKey }) => [id, changeKey]))
      expect(keys(await me.copies())).toEqual(keys(before))
    },
    PATIENCE,
  )
})

describe('what changed while nothing was connected', () => {
  it('is caught up with: deletions go, changes are written, the past stays', async () => {
    const [gone, changed] = [await me.add({ title: 'Gone' }), await me.add({ title: 'Before' })]
    const over = await me.add({ title: 'Over', startAt: hoursFromNow(-1), endAt: hoursFromNow(0) })
    await me.turnUntilDone()
    await inSystem((db) => db.delete(connections).where(eq(connections.id, me.connectionId)))
    await inScope(alex, async (db) => {
      await db.delete(scheduleEntries).where(eq(scheduleEntries.id, gone))
      await db.update(scheduleEntries).set({ title: 'After' }).where(eq(scheduleEntries.id, changed))
    })
    me = new Publisher(world, alex, UPN, await linkMicrosoft(alex, UPN, ['calendar', 'publishing']))
    await me.choose()
    await me.turnUntilDone()
    expect((await me.copies()).map(({ subject }) => subject).sort()).toEqual(['After', 'Over'])
    expect(await me.linkOf(over)).toBeDefined()
  })
})

describe('trouble stops a push with a sentence, and loses nothing', () => {
  it('throttled: goes on afterwards', async () => {
    await me.addMany(10)
    await fault('throttle', { times: 3, after: 4, retryAfter: 1 })
    await expect(me.turn({ full: true })).rejects.toMatchObject({ code: 'throttled' })
    const id = (await me.links()).find(({ externalEventId }) => !externalEventId)?.entryId ?? ''
    expect((await inScope(alex, (db) => whyNot(db, alex, id))).sentence).toMatch(/slow/i)
    await me.turnUntilDone()
    await expectAll(10)
  })

  it('the calendar was deleted in Outlook: says so, and waits for the person', async () => {
    const first = await me.add({ title: 'One' })
    await me.turn({ full: true })
    await world.control('DELETE', `/users/${UPN}/calendars/${(await me.settings()).calendarGraphId}`)
    const second = await me.add({ title: 'Two' })
    await me.turn()
    expect((await me.settings()).problem).toBe('calendar-deleted')
    await me.turn({ full: true })
    expect(await me.copies()).toEqual([])
    expect((await inScope(alex, (db) => whyNot(db, alex, second))).sentence).toMatch(/deleted/i)
    expect((await inScope(alex, (db) => whyNot(db, alex, first))).state).toBe('not')
    const counts = async () => (await inScope(alex, (db) => getPublishingView(db, alex))).counts
    expect(await counts()).toMatchObject({ inOutlook: 0, waiting: 2 })
    expect((await inScope(alex, (db) => getPublishingNotice(db, alex))).notice?.deed).toBe('recreate')
    await inScope(alex, (db) => recreateCalendar(db, alex))
    await me.turn({ full: true })
    expect((await counts()).inOutlook).toBe(2)
  })

  it('one entry that Outlook refuses holds up no other', async () => {
    const ids = await Promise.all([1, 2, 3].map((at) => me.add({ title: `Call ${at}` })))
    await fault('status', { status: 400 })
    await me.turn({ full: true })
    expect(await me.copies()).toHaveLength(2)
    const refused = (await me.links()).find(({ state }) => state === 'refused')
    expect(ids).toContain(refused?.entryId)
    await me.change(refused?.entryId ?? '', { title: 'Better' })
    await me.turn()
    await expectAll(3)
  })

  it('without permission: stops at once, and tries again with the hourly look', async () => {
    await me.addMany(5)
    await me.add({ title: 'One more' })
    await fault('status', { times: 6, status: 403 })
    await me.turn()
    expect((await me.settings()).problem).toBe('no-permission')
    await world.control('DELETE', '/faults')
    await me.turn()
    expect(await me.copies()).toEqual([])
    await me.turn({ full: true })
    await expectAll(6)
    expect((await me.settings()).problem).toBeNull()
  })
})

it('observe only: nothing is written; turned on, all of it is', async () => {
  await me.choose({ writes: 'observe' })
  const id = await me.add({ title: 'Seen' })
  await me.turn({ full: true })
  await me.change(id, { title: 'Seen again' })
  await me.turn()
  expect((await me.settings()).calendarGraphId).toBeNull()
  expect(await me.copies()).toEqual([])
  await me.choose({ writes: 'on' })
  await me.turn({ full: true })
  expect((await me.copies()).map(({ subject }) => subject)).toEqual(['Seen again'])
})

describe('the circuit breaker', () => {
  const wipe = () => inScope(alex, (db) => db.delete(scheduleEntries).where(eq(scheduleEntries.ownerId, alex.userId)))
  const pauses = () => inScope(alex, (db) => db.select().from(syncPauses))
  const decide = (decision: 'apply' | 'keep') =>
    inScope(alex, (db) => db.update(syncPauses).set({ decision, decidedAt: new Date() }))

  beforeEach(async () => {
    await me.addMany(40)
    await me.turnUntilDone()
    await wipe()
    await me.turn({ full: true })
  })

  it('asks before an implausible share of copies goes, and lets go on the person’s word', async () => {
    expect(await me.copies()).toHaveLength(40)
    expect(await pauses()).toMatchObject([{ kind: 'calendar', direction: 'out', affected: 40, total: 40 }])
    await me.turn({ full: true })
    expect(await pauses()).toHaveLength(1)
    await decide('apply')
    await me.turn({ full: true })
    expect(await me.copies()).toEqual([])
    expect(await pauses()).toEqual([])
  })

  it('leaves Outlook alone if the person says so, and goes on with the rest', async () => {
    await decide('keep')
    await me.add({ title: 'New' })
    await me.turn({ full: true })
    expect(await me.copies()).toHaveLength(41)
    await me.turn({ full: true })
    expect(await me.copies()).toHaveLength(41)
    expect(await pauses()).toEqual([])
  })
})

it('a push takes so many and leaves the rest to the next, nearest start first', async () => {
  await me.addMany(30)
  await me.turn({ full: true, left: 12 })
  const starts = (await me.copies()).map(({ start }) => start).sort()
  expect(starts).toHaveLength(12)
  expect(starts.at(-1)).toBe(hoursFromNow(24 + 11).toISOString())
  await me.turn({ full: true })
  await expectAll(30)
})
