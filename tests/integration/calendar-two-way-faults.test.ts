import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { calendarLinks, externalCalendarEvents } from '@/drizzle/schema/calendar'
import { connections } from '@/drizzle/schema/connection'
import { outbox } from '@/drizzle/schema/sync'
import { savePublishing } from '@/lib/features/calendar/publish/choice/mutations'
import { answerInvitation } from '@/lib/features/calendar/two-way/answer/mutations'
import { takeOverFromOutlook } from '@/lib/features/calendar/two-way/sync/turn'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { newMember, startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
let world: World
let alex: UserScope
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
  alex = me.person
})

const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
const make = (title: string, ahead = 3, more: Record<string, unknown> = {}) =>
  me.here.make({
    kind: 'meeting',
    title,
    channel: null,
    start: `${day(ahead)}T09:00`,
    end: `${day(ahead)}T10:00`,
    ...more,
  })
/** So many days from day 3 on. */
const daily = (numberOfOccurrences: number) => ({
  pattern: { type: 'daily' as const, interval: 1 },
  range: { type: 'numbered' as const, startDate: day(3), numberOfOccurrences },
})
const fault = (given: Record<string, unknown>) => world.control('POST', '/faults', given)
const undoIsOver = () => inScope(alex, (db) => db.update(outbox).set({ notBefore: new Date(Date.now() - 1000) }))
const again = async () => {
  await inScope(alex, (db) => db.update(connections).set({ throttledUntil: null }))
  await me.turn()
}

describe('answers that get lost', () => {
  it.each(['commit-then-504', 'commit-then-reset'])('a create (%s): one event, one invitation', async (kind) => {
    await fault({ match: { method: 'POST', path: '*/me/events' }, kind })
    const id = await make('Once', 3, { attendees: [SAM] })
    await expect(me.turn()).rejects.toThrow()
    // Outlook tells of the event before the answer is known.
    const [event] = await me.events('Once')
    await me.signal(event?.id ?? '', 'created')
    await again()
    await me.turn({ full: true })
    expect(await me.events('Once')).toHaveLength(1)
    expect(await me.entries('Once')).toHaveLength(1)
    expect((await me.link(id))?.externalEventId).toBe(event?.id)
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })

  it.each(['no signal', 'a signal'])(
    'a create, and the entry is deleted meanwhile (%s): its event goes',
    async (how) => {
      await fault({ match: { method: 'POST', path: '*/me/events' }, kind: 'commit-then-504' })
      const id = await make('Short', 3, { attendees: [SAM] })
      await expect(me.turn()).rejects.toThrow()
      const [event] = await me.events('Short')
      await me.here.remove(id)
      if (how === 'a signal') await me.signal(event?.id ?? '', 'created')
      await again()
      expect(await me.entries('Short')).toEqual([])
      await undoIsOver()
      await me.turn()
      await me.sweep()
      expect([await me.events('Short'), await me.entries('Short')]).toEqual([[], []])
      expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example', 'CANCEL sam@elsewhere.example'])
    },
  )

  it.each(['no signal', 'a signal'])('a create, and a deletion that is taken back (%s): one of each', async (how) => {
    await fault({ match: { method: 'POST', path: '*/me/events' }, kind: 'commit-then-504' })
    const id = await make('Back', 3, { attendees: [SAM] })
    await expect(me.turn()).rejects.toThrow()
    const [event] = await me.events('Back')
    const { undo } = await me.here.remove(id)
    if (how === 'a signal') await me.signal(event?.id ?? '', 'created')
    await me.here.restore(undo ?? '')
    await again()
    await me.sweep()
    expect([(await me.events('Back')).length, (await me.entries('Back')).map((each) => each.id)]).toEqual([1, [id]])
    expect((await me.link(id))?.externalEventId).toBe(event?.id)
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })

  it('a create of a series with changed and deleted dates: they stay so', async () => {
    const id = await make('Daily', 3, { recurrence: daily(8) })
    await me.here.edit(id, { title: 'Guest' }, day(5))
    await me.here.remove(id, day(7))
    await undoIsOver()
    const dates = await me.dates(id)
    await fault({ match: { method: 'POST', path: '*/me/events' }, kind: 'commit-then-504' })
    await expect(me.turn()).rejects.toThrow()
    await again()
    await me.sweep()
    const [event, ...others] = await me.events('Daily')
    expect([await me.dates(id), others]).toEqual([dates, []])
    expect([event?.exceptions?.map(({ date, subject }) => [date, subject]), event?.cancelled]).toEqual([
      [[day(5), 'Guest']],
      [day(7)],
    ])
  })

  it('a change: told once', async () => {
    const id = await make('Changed', 3, { attendees: [SAM] })
    await me.turn()
    await fault({ match: { method: 'PATCH', path: '*/events/*' }, kind: 'commit-then-504' })
    await me.here.edit(id, { title: 'Changed once' })
    await expect(me.turn()).rejects.toThrow()
    await again()
    expect(await me.eventOf(id)).toMatchObject({ subject: 'Changed once' })
    expect(await me.invitations()).toHaveLength(2)
  })

  it.each([
    ['its own answer', { match: { method: 'PATCH', path: '*/events/*' }, kind: 'commit-then-504' }],
    ['what was to follow it', { match: { path: '*/instances*' }, kind: 'status', status: 503, times: 3 }],
  ])('of a series that becomes longer (%s): its changed and deleted dates stay so', async (_, lost) => {
    const id = await make('Daily', 3, { recurrence: daily(8) })
    await me.here.edit(id, { title: 'Guest' }, day(5))
    await me.here.remove(id, day(7))
    await undoIsOver()
    await me.turn()
    const dates = await me.dates(id)
    expect(dates).toEqual([
      [day(5), 'Guest'],
      [day(7), null],
    ])
    await fault(lost)
    await me.here.edit(id, { recurrence: daily(10) })
    await me.turn().catch(() => null)
    const [event] = await me.events('Daily')
    await me.signal(event?.id ?? '', 'updated').catch(() => null)
    await world.control('DELETE', '/faults')
    await again()
    await me.sweep()
    const [after] = await me.events('Daily')
    expect(await me.dates(id)).toEqual(dates)
    expect([after?.exceptions?.map(({ date, subject }) => [date, subject]), after?.cancelled]).toEqual([
      [[day(5), 'Guest']],
      [day(7)],
    ])
  })

  it('a deletion: cancelled once', async () => {
    const id = await make('Deleted', 3, { attendees: [SAM] })
    await me.turn()
    await fault({ match: { method: 'DELETE', path: '*/events/*' }, kind: 'commit-then-504' })
    await me.here.remove(id)
    await me.turn()
    expect(await me.events('Deleted')).toHaveLength(1)
    await undoIsOver()
    await expect(me.turn()).rejects.toThrow()
    await again()
    expect(await me.events('Deleted')).toEqual([])
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example', 'CANCEL sam@elsewhere.example'])
  })

  it('what Outlook refuses is said, holds nobody up, and is tried again when it changes', async () => {
    await fault({ match: { method: 'POST', path: '*/me/events' }, kind: 'status', status: 400 })
    const id = await make('Refused')
    await me.turn()
    expect((await me.here.see(id)).outlook.state).toBe('refused')
    await make('Taken', 4)
    await me.turn({ full: true })
    expect([await me.events('Refused'), (await me.events('Taken')).length]).toEqual([[], 1])
    await me.here.edit(id, { location: 'Elsewhere' })
    await me.turn()
    expect(await me.events('Refused')).toHaveLength(1)
  })
})

it('a full mailbox is said; what was made meanwhile goes when there is room again', async () => {
  await world.control('POST', `/users/${UPN}/account`, { mailboxFull: true })
  await make('No room', 3, { attendees: [SAM] })
  await me.turn()
  expect((await me.settings()).problem).toBe('mailbox-full')
  await make('None either', 4)
  await me.turn()
  await world.control('POST', `/users/${UPN}/account`, { mailboxFull: false })
  await me.turn({ full: true })
  expect((await me.settings()).problem).toBeNull()
  expect([(await me.events('No room')).length, (await me.events('None either')).length]).toEqual([1, 1])
  expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
})

describe('signals', () => {
  it('doubled ones change nothing twice, dropped ones are caught by the hourly look', async () => {
    const id = await make('Signals')
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    for (let times = 0; times < 3; times++) await me.signal(event, 'updated')
    expect((await me.entry('Signals'))?.version).toBe(1)
    await me.outlook.change(event, { subject: 'Nobody told' })
    await me.sweep()
    expect((await me.entry('Nobody told'))?.version).toBe(2)
    await me.outlook.discard(event)
    await me.sweep()
    expect(await me.entry('Nobody told')).toMatchObject({ isCancelled: true })
  })

  it('a deletion in Outlook is not forgotten, though the read failed that was to tell', async () => {
    const id = await make('Gone there')
    await me.turn()
    await me.sweep()
    await me.outlook.discard((await me.eventOf(id))?.id ?? '')
    await fault({ match: { method: 'GET', path: '*/me/events/*' }, kind: 'status', status: 503, times: 9 })
    await expect(me.outlook.sweep()).rejects.toThrow()
    await world.control('DELETE', '/faults')
    await inScope(alex, (db) => db.update(connections).set({ throttledUntil: null }))
    await me.sweep()
    expect(await me.entry('Gone there')).toMatchObject({ isCancelled: true })
  })

  it.each([0, 9])('a date deleted while Outlook lost track of its changes goes (%i reads fail)', async (times) => {
    const id = await make('Daily', 3, { recurrence: daily(8) })
    const gone = await make('Gone there', 4)
    await me.turn()
    await me.sweep()
    const rows = () =>
      inScope(alex, (db) =>
        db.$count(externalCalendarEvents, eq(externalCalendarEvents.seriesMasterId, link?.externalEventId ?? '')),
      )
    const link = await me.link(id)
    expect(await rows()).toBe(8)
    const series = await me.eventOf(id)
    const shown = (await world.control(
      'GET',
      `/users/${UPN}/events/${encodeURIComponent(series?.id ?? '')}/occurrences?startDateTime=${day(0)}T00:00:00Z&endDateTime=${day(20)}T00:00:00Z`,
    )) as { id: string }[]
    await me.outlook.discard(shown[4]?.id ?? '')
    await me.outlook.discard((await me.eventOf(gone))?.id ?? '')
    await fault({ match: { path: '*calendarView/delta*' }, kind: 'delta-reset', times: 20 })
    if (times > 0) await fault({ match: { method: 'GET', path: '*/me/events/*' }, kind: 'status', status: 503, times })
    await me.outlook.sweep().catch(() => null)
    await world.control('DELETE', '/faults')
    await inScope(alex, (db) => db.update(connections).set({ throttledUntil: null }))
    await me.sweep()
    expect(await rows()).toBe(7)
    expect(await me.dates(id)).toEqual([[day(7), null]])
    expect(await me.entry('Gone there')).toMatchObject({ isCancelled: true })
  })

  it('our own writes come back and change nothing, without a call about the event', async () => {
    const id = await make('Echo')
    await me.turn()
    await me.here.edit(id, { title: 'Echo two' })
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    await me.outlook.sweep()
    const before = await me.calls()
    await me.outlook.job('live', (context) => takeOverFromOutlook(context, [event]))
    expect(await me.calls()).toBe(before)
    expect((await me.entry('Echo two'))?.version).toBe(2)
  })
})

describe('what must not cancel', () => {
  it('a lost permission: nothing is mailed, and with it back both are one again', async () => {
    const id = await make('Scoped', 3, { attendees: [SAM] })
    await me.turn()
    const [row] = await inScope(alex, (db) => db.select().from(connections))
    const features = (row?.features ?? []).filter((each) => each !== 'publishing')
    await inScope(alex, (db) => db.update(connections).set({ features }))
    await me.outlook.job('live', (context) => takeOverFromOutlook(context))
    expect(await me.link(id)).toMatchObject({ state: 'unlinked', reason: null })
    await inScope(alex, (db) => db.update(connections).set({ features: row?.features ?? [] }))
    await me.here.edit(id, { title: 'Scoped again' })
    await me.turn({ full: true })
    expect(await me.link(id)).toMatchObject({ state: 'linked' })
    expect(await me.events('Scoped again')).toHaveLength(1)
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example', 'REQUEST sam@elsewhere.example'])
  })

  it('another mode: both stay, unlinked; what came from Outlook is shown as Outlook’s', async () => {
    const id = await make('Stays', 3, { attendees: [SAM] })
    await me.turn()
    const shown = async () => (await me.here.items(day(0), day(20))).length
    const before = await shown()
    const [row] = await inScope(alex, (db) => db.select().from(connections))
    if (!row) throw new Error('no connection')
    await inScope(alex, (db) => savePublishing(db, row, { mode: 'off', writes: 'on', reminderMinutes: 15 }))
    await me.turn({ full: true })
    expect(await me.events('Stays')).toHaveLength(1)
    expect(await me.link(id)).toMatchObject({ state: 'unlinked' })
    expect(before).toBeGreaterThan(await shown())
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
    await me.choose()
    await me.turn({ full: true })
    expect(await shown()).toBe(before)
    expect(await me.entries('Stays')).toHaveLength(1)
  })

  it('another owner: with people on it the event stays with who invited them, without it moves', async () => {
    const adele = await newMember(alex.workspaceId, { name: 'Adele Vance' })
    const other = await TwoWayDesk.open(world, adele, 'adele@contoso.test')
    const guests = await make('Guests', 3, { attendees: [SAM] })
    const alone = await make('Alone', 4)
    await me.turn()
    await me.here.edit(guests, { ownerId: adele.userId })
    await me.here.edit(alone, { ownerId: adele.userId })
    await other.turn()
    await me.turn()
    await other.turn()
    await other.turn({ full: true })
    expect(await me.events('Guests')).toHaveLength(1)
    expect(await other.events('Guests', 'adele@contoso.test')).toEqual([])
    expect(await me.events('Alone')).toEqual([])
    expect(await other.events('Alone', 'adele@contoso.test')).toHaveLength(1)
    expect(await me.link(guests)).toMatchObject({ state: 'unlinked', reason: 'owner' })
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
    // And back: both are one once more.
    await me.here.edit(guests, { ownerId: alex.userId })
    await other.turn()
    await me.turn()
    expect(await me.link(guests)).toMatchObject({ state: 'linked' })
    expect(await me.invitations()).toHaveLength(1)
  })

  it('disconnect and connect again: adopted by the marker, nobody is mailed, nothing is there twice', async () => {
    const id = await make('Adopted', 3, { attendees: [SAM] })
    const far = await make('Adopted far', 130)
    await me.turn()
    const taken = (await me.here.items(day(0), day(20))).length
    await inScope(alex, (db) => db.delete(connections).where(eq(connections.id, me.connectionId)))
    me = await TwoWayDesk.open(world, alex, UPN)
    expect((await me.here.items(day(0), day(20))).length).toBe(taken)
    for (const title of ['Adopted', 'Adopted far']) {
      expect(await me.events(title)).toHaveLength(1)
      expect(await me.entries(title)).toHaveLength(1)
    }
    expect([(await me.link(id))?.state, (await me.link(far))?.state]).toEqual(['linked', 'linked'])
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })
})

describe('meetings of others', () => {
  const invite = async () => {
    const { ids } = (await world.control('POST', '/users/megan@contoso.test/events', {
      subject: 'Megan asks',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
      attendees: [{ emailAddress: { name: 'Alex', address: UPN }, type: 'required' }],
    })) as { ids: string[] }
    const [copy] = await me.events('Megan asks')
    await me.signal(copy?.id ?? '', 'created')
    return { original: ids[0] ?? '', copy: copy?.id ?? '' }
  }

  it('come in, are answered from here once, and go when they are called off', async () => {
    const { original, copy } = await invite()
    const entry = await me.entry('Megan asks')
    expect(entry).toMatchObject({ organizerAddress: 'megan@contoso.test', responseStatus: 'notResponded' })
    await fault({ match: { method: 'POST', path: '*/accept' }, kind: 'commit-then-504' })
    await inScope(alex, (db) => answerInvitation(db, alex, { entryId: entry?.id ?? '' }, 'accepted'))
    await expect(me.turn()).rejects.toThrow()
    await again()
    const mails = (await me.invitations()).filter((each) => each.startsWith('REPLY'))
    expect(mails).toEqual(['REPLY megan@contoso.test'])
    await me.signal(copy, 'updated')
    expect(await me.entry('Megan asks')).toMatchObject({ responseStatus: 'accepted' })
    await world.control('DELETE', `/users/megan@contoso.test/events/${encodeURIComponent(original)}?cancel`)
    await me.signal(copy, 'updated')
    const rows = await inScope(alex, (db) => db.select().from(calendarLinks))
    expect(rows.find(({ externalEventId }) => externalEventId === copy)).toMatchObject({ state: 'linked' })
    expect((await me.entries('Canceled: Megan asks'))[0]).toMatchObject({ isCancelled: true })
  })

  it('only the reminder, how it shows and the mark “private” are one’s own', async () => {
    await invite()
    const entry = await me.entry('Megan asks')
    await me.here.edit(entry?.id ?? '', { reminderMinutes: 45 })
    await me.turn()
    expect(await me.eventOf(entry?.id ?? '')).toMatchObject({ reminder: { on: true, minutes: 45 } })
    expect(await me.invitations()).toHaveLength(1)
  })
})
