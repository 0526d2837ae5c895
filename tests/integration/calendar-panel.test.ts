import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { setCalendarFields } from '@/lib/features/calendar/fields/mutations'
import {
  addCalendars,
  announcePoll,
  declineCalendar,
  noteBrowserZone,
  removeCalendar,
  setCalendarShown,
} from '@/lib/features/calendar/mutations'
import { findEvents, getEvent, listCalendars, listEvents } from '@/lib/features/calendar/queries'
import { openCalendars } from '@/lib/features/calendar/sync/import'
import { runCalendarJob } from '@/lib/features/calendar/sync/upkeep'
import { turnFeatureOff } from '@/lib/features/connection/mutations'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { closeConnection, endSignals, purgeRows } from '@/lib/features/purge/sync/leave'
import { type Db, inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { CalendarDesk } from '../support/calendar-desk'
import { putPerson } from '../support/mailboxes'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
const DAY = 86_400_000
let world: World
let alex: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('POST', '/reset', {})
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber', role: 'admin' })
})

const as = <T>(work: (db: Db, scope: UserScope) => Promise<T>, scope = alex) => inScope(scope, (db) => work(db, scope))
const events = (scope = alex) =>
  as((db, who) => listEvents(db, who, new Date(Date.now() - 8 * DAY), new Date(Date.now() + 50 * DAY)), scope)
const panel = (scope = alex) => as(listCalendars, scope)
const begun = async (features?: string[]) => {
  const desk = await CalendarDesk.open(world, alex, UPN, features)
  await desk.begin()
  return desk
}
const at = (days: number, time: string) => `${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}T${time}`
const timed = (days: number, more: Record<string, unknown> = {}) => ({
  subject: 'Visit',
  start: { dateTime: at(days, '09:00:00'), timeZone: 'UTC' },
  end: { dateTime: at(days, '10:00:00'), timeZone: 'UTC' },
  ...more,
})
const seq = async () => ((await world.control('GET', '/calls?since=0')) as { seq: number }).seq
const callsSince = async (since: number) => {
  const { calls } = (await world.control('GET', `/calls?since=${since}`)) as {
    calls: Record<string, Record<string, number>>
  }
  return Object.entries(calls[UPN] ?? {}).filter(([route]) => !/\$batch|token/.test(route))
}

describe('the schedule', () => {
  it('prompts until the person connects or says Not Now, and says when it is off or needs them', async () => {
    expect(await panel()).toMatchObject({ outlook: 'prompt', calendars: [], window: null })
    await as(declineCalendar)
    expect((await panel()).outlook).toBe('declined')
    const desk = await CalendarDesk.open(world, alex, UPN, ['calendar'])
    expect((await panel()).outlook).toBe('on')
    const pause = (state: 'paused' | 'active') =>
      as((db) => db.update(connections).set({ state }).where(eq(connections.id, desk.connectionId)))
    await pause('paused')
    expect((await panel()).outlook).toBe('reconnect')
    await pause('active')
    await as((db, scope) => turnFeatureOff(db, scope, 'calendar'))
    expect((await panel()).outlook).toBe('off')
  })

  it('shows events of the calendars that are checked, in the window, and whose they are', async () => {
    await putPerson(alex, 'Robin Marsh', ['robin@outside.example'])
    const desk = await begun()
    const id = await desk.put(
      timed(3, {
        subject: 'With Robin',
        attendees: [{ emailAddress: { name: 'R.', address: 'Robin@outside.example' }, type: 'required' }],
      }),
    )
    const far = await desk.put(timed(94, { subject: 'Beyond' }))
    await desk.signal(id, 'created')
    await desk.signal(far, 'created')
    const all = await events()
    expect(all.length).toBeGreaterThan(5)
    expect(all.every(({ source, kind, mayChange }) => source === 'outlook' && kind === 'event' && !mayChange)).toBe(
      true,
    )
    expect(all.map(({ startsAt }) => startsAt)).toEqual(all.map(({ startsAt }) => startsAt).toSorted())
    const robin = all.find(({ title }) => title === 'With Robin')
    expect(robin).toMatchObject({ people: ['Robin Marsh'], isExternal: true, isPrivate: false })
    expect(all.some(({ title, isPrivate }) => title === null && isPrivate)).toBe(true)
    const beyond = await as((db, scope) =>
      listEvents(db, scope, new Date(Date.now() + 80 * DAY), new Date(Date.now() + 120 * DAY)),
    )
    expect(beyond.some(({ title }) => title === 'Beyond')).toBe(false)
    expect(await as((db, scope) => getEvent(db, scope, robin?.id ?? ''))).toMatchObject({
      title: 'With Robin',
      isOrganizer: true,
      mayAnswer: false,
      attendees: [expect.objectContaining({ name: 'Robin Marsh', personId: expect.any(String) })],
      calendar: { title: 'Calendar', ownerName: null },
    })
    const { calendars } = await panel()
    const main = calendars.find(({ isDefault }) => isDefault)
    await as((db, scope) => setCalendarShown(db, scope, main?.id ?? '', false))
    expect((await events()).some(({ title }) => title === 'With Robin')).toBe(false)
    await as((db, scope) => setCalendarShown(db, scope, main?.id ?? '', true))
    expect((await events()).some(({ title }) => title === 'With Robin')).toBe(true)
  })

  it('is nobody else’s: not a colleague’s, not another workspace’s', async () => {
    const desk = await begun()
    const [event] = await events()
    const colleague = await newMember(alex.workspaceId, { name: 'Megan' })
    const stranger = await newMember(await newWorkspace('Elsewhere'), { name: 'Eve', role: 'admin' })
    const [calendar] = (await panel()).calendars
    for (const scope of [colleague, stranger]) {
      expect(await events(scope)).toEqual([])
      expect((await panel(scope)).calendars).toEqual([])
      expect(await as((db, who) => getEvent(db, who, event?.id ?? ''), scope)).toBeNull()
      const deeds: ((db: Db, who: UserScope) => Promise<unknown>)[] = [
        (db, who) => setCalendarShown(db, who, calendar?.id ?? '', false),
        (db, who) => removeCalendar(db, who, calendar?.id ?? ''),
        (db, who) => addCalendars(db, who, [calendar?.id ?? '']),
      ]
      for (const deed of deeds) await expect(as(deed, scope)).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await desk.differences()).toEqual([])
  })

  it('is found by words of a subject, a series once, what is private or others’ never', async () => {
    const desk = await begun()
    const id = await desk.put(timed(2, { subject: 'Zephyr handover' }))
    const secret = await desk.put(timed(3, { subject: 'Zephyr secret', sensitivity: 'private' }))
    for (const each of [id, secret]) await desk.signal(each, 'created')
    const find = (...words: string[]) => as((db, scope) => findEvents(db, scope, words, 6))
    expect((await find('zephyr')).map(({ title }) => title)).toEqual(['Zephyr handover'])
    expect(await find('zephyr', 'nothing')).toEqual([])
    expect(await find('%')).toEqual([])
    const titles = (await find('stand-up')).map(({ title }) => title)
    expect(titles.length).toBeLessThan(3)
    const colleague = await newMember(alex.workspaceId, { name: 'Megan' })
    expect(await as((db, scope) => findEvents(db, scope, ['zephyr'], 6), colleague)).toEqual([])
  })

  it('knows its person’s zone by Outlook, or else by the browser', async () => {
    const desk = await begun(['calendar', 'absence'])
    const zone = () =>
      as(async (db) => (await db.select().from(connections).where(eq(connections.id, desk.connectionId)))[0]?.timeZone)
    expect(await zone()).toMatch(/^[A-Z]/)
    const known = await zone()
    await as((db, scope) => noteBrowserZone(db, scope, 'Asia/Tokyo'))
    expect(await zone()).toBe(known)
    await as((db, scope) => turnFeatureOff(db, scope, 'absence'))
    await as((db, scope) => noteBrowserZone(db, scope, 'Asia/Tokyo'))
    expect(await zone()).toBe('Asia/Tokyo')
    await as((db, scope) => noteBrowserZone(db, scope, 'Not/AZone'))
    expect(await zone()).toBe('Asia/Tokyo')
  })
})

describe('the panel', () => {
  it('takes a calendar out with its events, and in again', async () => {
    const desk = await begun()
    const visits = (await panel()).calendars.find(({ title }) => title === 'Customer visits')
    const id = visits?.id ?? ''
    const held = async () => (await desk.held()).events.filter(({ calendarId }) => calendarId !== '').length
    const before = await held()
    await as((db, scope) => removeCalendar(db, scope, id))
    expect((await panel()).addable.map(({ title }) => title)).toContain('Customer visits')
    expect(await held()).toBeLessThan(before)
    await desk.sweep('asked')
    expect((await panel()).calendars.map((each) => each.id)).not.toContain(id)
    await as((db, scope) => addCalendars(db, scope, [id]))
    expect((await panel()).calendars.find((each) => each.id === id)).toMatchObject({ isLoading: true, isShown: true })
    await desk.import()
    expect(await held()).toBe(before)
    expect((await panel()).calendars.find((each) => each.id === id)).toMatchObject({ isLoading: false })
    expect(await desk.differences()).toEqual([])
  })

  it('never offers Tandem’s own calendar, and takes nothing of it in', async () => {
    const marker = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name TandemCalendar'
    await world.control('POST', `/users/${UPN}/calendars`, {
      name: 'Tandem - Alex Wilber',
      singleValueExtendedProperties: [{ id: marker, value: 'somebody somewhere' }],
    })
    const desk = await begun()
    await desk.put(timed(2, { subject: 'A copy', calendar: 'Tandem - Alex Wilber' }))
    await desk.sweep()
    const { calendars, addable } = await panel()
    expect([...calendars, ...addable].some(({ title }) => title.startsWith('Tandem'))).toBe(false)
    expect((await events()).some(({ title }) => title === 'A copy')).toBe(false)
  })
})

describe('calendars of others', () => {
  it('are followed only by who wants them, show whose they are, and hide what is private', async () => {
    const alone = await begun(['calendar', 'absence'])
    expect((await panel()).calendars.every(({ role }) => role === 'own')).toBe(true)
    expect((await alone.held()).calendars.some(({ role }) => role !== 'own')).toBe(true)
    await world.control('POST', '/reset', {})
    await emptyTandem()
    alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
    await begun()
    const others = (await panel()).calendars.filter(({ role }) => role !== 'own')
    expect(others.length).toBeGreaterThan(0)
    expect(others.every(({ ownerName }) => ownerName)).toBe(true)
    const ids = new Set(others.map(({ id }) => id))
    expect((await events()).filter(({ calendarId }) => ids.has(calendarId ?? '')).length).toBeGreaterThan(0)
  })

  it('are compared because somebody looks, when five minutes have passed', async () => {
    const desk = await begun()
    expect((await panel()).pollDue).toBeNull()
    const { offsetSeconds } = (await world.control('POST', '/clock', { advanceSeconds: 301 })) as {
      offsetSeconds: number
    }
    setClock(offsetSeconds)
    const due = (await panel()).pollDue
    expect(due).toBe(desk.connectionId)
    await announcePoll(due)
    await announcePoll(due)
    expect(world.events.filter(({ name }) => name === 'calendar/poll')).toHaveLength(1)
    const since = await seq()
    await desk.poll()
    const asked = await callsSince(since)
    const others = (await desk.held()).calendars.filter(({ role, isAdded }) => role !== 'own' && isAdded)
    expect(asked.reduce((sum, [, count]) => sum + count, 0)).toBe(others.length)
    expect((await panel()).pollDue).toBeNull()
    setClock(0)
  })

  it('whose owner takes the right back leave the rest alone', async () => {
    const desk = await begun()
    const shared = (await desk.held()).calendars.find(({ role, isAdded }) => role === 'delegate' && isAdded)
    const all = (await world.control('GET', '/users/adele@contoso.test/calendars')) as {
      name: string
      sharedWith: { upn: string }[]
    }[]
    for (const { name } of all.filter(({ sharedWith }) => sharedWith.some(({ upn }) => upn === UPN)))
      await world.control('POST', `/users/adele@contoso.test/calendars/${encodeURIComponent(name)}/share`, {
        with: UPN,
        role: 'none',
      })
    await desk.poll()
    await desk.sweep()
    expect((await desk.held()).calendars.map(({ id }) => id)).not.toContain(shared?.id)
    expect(await desk.differences()).toEqual([])
  })
})

it('a sweep asks once for the list and once for each calendar', async () => {
  const desk = await begun()
  const since = await seq()
  await desk.sweep()
  const followed = (await desk.held()).calendars.filter(({ isAdded }) => isAdded).length
  const asked = await callsSince(since)
  expect(asked.reduce((sum, [, count]) => sum + count, 0)).toBe(followed + 1)
})

it('fields that the workspace does not pull stay out from then on, and stay in until their event changes', async () => {
  const desk = await begun()
  const id = await desk.put(timed(2, { subject: 'Old words', location: { displayName: 'Harbour' } }))
  await desk.signal(id, 'created')
  await as((db, scope) => setCalendarFields(db, scope, ['location', 'organizer', 'attendees']))
  await desk.sweep('asked')
  expect((await desk.rows(id))[0]).toMatchObject({ subject: 'Old words', location: 'Harbour' })
  await desk.change(id, { location: { displayName: 'Quay' } })
  await desk.signal(id, 'updated')
  expect((await desk.rows(id))[0]).toMatchObject({ subject: null, location: 'Quay' })
  expect((await events()).find(({ location }) => location === 'Quay')).toMatchObject({ isPrivate: false })
  await as((db, scope) => setCalendarFields(db, scope, ['subject', 'location', 'organizer', 'attendees']))
  await desk.change(id, { location: { displayName: 'Pier' } })
  await desk.signal(id, 'updated')
  expect((await desk.rows(id))[0]).toMatchObject({ subject: 'Old words', location: 'Pier', webLink: null })
})

it('an account without a mailbox pauses, and asks nothing more', async () => {
  const noma = await newMember(alex.workspaceId, { name: 'Noma' })
  const desk = await CalendarDesk.open(world, noma, 'noma@contoso.test')
  expect(await runCalendarJob(desk.connectionId, 'bulk', openCalendars)).toEqual({ ran: false, because: 'paused' })
})

it('Disconnect takes everything of it, and the receipt counts it', async () => {
  const desk = await begun()
  const { events: held } = await desk.held()
  const id = await as((db, scope) => startDisconnect(db, scope, desk.connectionId))
  expect(await events()).toEqual([])
  await endSignals(desk.connectionId, id, true)
  await purgeRows(desk.connectionId, id, Date.now() + 30_000)
  await closeConnection(desk.connectionId, id)
  const after = await desk.held()
  expect([after.events, after.calendars]).toEqual([[], []])
  const { disconnects } = after as unknown as { disconnects: { counts: Record<string, { removed: number }> }[] }
  expect(disconnects[0]?.counts.external_calendar_event?.removed).toBe(held.length)
})

/** The product follows Microsoft's clock. */
function setClock(seconds: number): void {
  const store = globalThis as typeof globalThis & { tandemClock?: { offset: number; timer: null } }
  store.tandemClock = { offset: seconds * 1000, timer: null }
}
