import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { setCalendarShown } from '@/lib/features/calendar/mutations'
import { listCalendars } from '@/lib/features/calendar/queries'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { listFreeTimes } from '@/lib/features/schedule/free/queries'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { wallOf } from '@/lib/platform/zones'
import { CalendarDesk } from '../support/calendar-desk'
import { deskOf } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
const ZONE = 'Europe/Berlin'
let world: World
let alex: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/reset', {})
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
})

const freeTimes = (scope = alex, zone = ZONE) => inScope(scope, (db) => listFreeTimes(db, scope, zone))
/** The last day that can be chosen, so that no present hour cuts it. */
async function lastDay() {
  const { days, hours, outlook } = await freeTimes()
  const day = days.at(-1)
  if (!day) throw new Error('no days')
  const wall = (at: string) => wallOf(new Date(at), hours.zone).slice(11)
  return { date: day.date, hours, outlook, free: day.free.map(({ from, to }) => `${wall(from)}–${wall(to)}`) }
}
const calls = async () => ((await world.control('GET', '/calls?since=0')) as { seq: number }).seq

/** Alex's mailbox, empty of events on the day in question, with hours of 08:00 to 16:00. */
async function connect(features?: string[]): Promise<CalendarDesk> {
  await world.control('PATCH', `/users/${UPN}/settings`, {
    timeZone: 'W. Europe Standard Time',
    workingHours: { startTime: '08:00:00', endTime: '16:00:00', timeZone: { name: 'W. Europe Standard Time' } },
  })
  for (const { id } of (await world.control('GET', `/users/${UPN}/events`)) as { id: string }[])
    await world.control('DELETE', `/users/${UPN}/events/${encodeURIComponent(id)}`)
  const desk = await CalendarDesk.open(world, alex, UPN, features)
  await desk.begin()
  return desk
}
const event = (date: string, from: string, to: string, more: Record<string, unknown> = {}) => ({
  subject: 'Visit',
  start: { dateTime: `${date}T${from}:00`, timeZone: ZONE },
  end: { dateTime: `${date}T${to}:00`, timeZone: ZONE },
  ...more,
})

it('without Outlook: two weeks of working days, nine to five, less one’s own entries', async () => {
  const { date, hours, outlook } = await lastDay()
  expect({ hours, outlook }).toEqual({
    hours: { from: '09:00', to: '17:00', zone: ZONE, isOutlooks: false },
    outlook: 'off',
  })
  const desk = deskOf(alex)
  await desk.make({ start: `${date}T10:30`, end: `${date}T12:00` })
  await desk.make({ start: `${date}T13:00`, end: `${date}T14:00`, showAs: 'free' })
  expect((await lastDay()).free).toEqual(['09:00–10:30', '12:00–17:00'])
  const { days } = await freeTimes()
  expect(days).toHaveLength(10)
  for (const day of days) expect([1, 2, 3, 4, 5]).toContain(new Date(`${day.date}T00:00:00Z`).getUTCDay())
  // A colleague has other things to do.
  const megan = await newMember(alex.workspaceId, { name: 'Megan' })
  expect((await freeTimes(megan)).days.at(-1)?.free).toHaveLength(1)
})

it('with Outlook: its working hours, and its events, private and tentative ones too; no request to Microsoft', async () => {
  const desk = await connect()
  const { date, hours, outlook } = await lastDay()
  expect({ hours, outlook }).toEqual({
    hours: { from: '08:00', to: '16:00', zone: ZONE, isOutlooks: true },
    outlook: 'on',
  })
  await desk.put(event(date, '09:00', '09:40', { sensitivity: 'private' }))
  await desk.put(event(date, '11:00', '12:00', { showAs: 'tentative' }))
  await desk.put(event(date, '14:00', '15:00', { showAs: 'free' }))
  await deskOf(alex).make({ start: `${date}T15:30`, end: `${date}T17:00` })
  await desk.sweep()
  const before = await calls()
  expect((await lastDay()).free).toEqual(['08:00–09:00', '09:45–11:00', '12:00–15:30'])
  expect(await calls()).toBe(before)
})

it('a whole day out of office is no free day; a calendar that is hidden does not count', async () => {
  const desk = await connect()
  const { date } = await lastDay()
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  await desk.put(
    event(date, '00:00', '00:00', {
      isAllDay: true,
      showAs: 'oof',
      end: { dateTime: `${next}T00:00:00`, timeZone: ZONE },
    }),
  )
  await desk.sweep()
  expect((await lastDay()).free).toEqual([])
  const { calendars } = await inScope(alex, (db) => listCalendars(db, alex))
  for (const { id } of calendars) await inScope(alex, (db) => setCalendarShown(db, alex, id, false))
  expect(await lastDay()).toMatchObject({ free: ['08:00–16:00'], outlook: 'off' })
})

it('whoever keeps Outlook’s settings to themselves has the usual hours of their own clock', async () => {
  await connect(['calendar'])
  expect(await lastDay()).toMatchObject({ hours: { from: '09:00', isOutlooks: false }, outlook: 'on' })
  expect((await freeTimes(alex, 'Asia/Tokyo')).hours.zone).toBe('Asia/Tokyo')
})

it('a paused connection counts as it was read last; one that is being left does not count', async () => {
  const desk = await connect()
  await inScope(alex, (db) =>
    db.update(connections).set({ state: 'paused' }).where(eq(connections.id, desk.connectionId)),
  )
  expect(await lastDay()).toMatchObject({ outlook: 'reconnect', hours: { isOutlooks: true } })
  await inScope(alex, (db) => startDisconnect(db, alex, desk.connectionId))
  expect(await lastDay()).toMatchObject({ outlook: 'off', hours: { isOutlooks: false } })
})
