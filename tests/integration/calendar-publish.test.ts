import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CALENDAR_MARKER, calendarMark } from '@/lib/features/calendar/link/rules'
import type { UserScope } from '@/lib/platform/scope'
import { hoursFromNow, Publisher } from '../support/publisher'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
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

const DAY_HOURS = 24

describe('the separate calendar', () => {
  it('is made with the first entry ahead, under the person’s name, and not before', async () => {
    await me.turn({ full: true })
    expect(await me.calendars()).not.toContainEqual(expect.objectContaining({ name: 'Tandem - Sarah Jones' }))
    await me.add({ startAt: hoursFromNow(120 * DAY_HOURS) })
    await me.turn({ full: true })
    expect((await me.settings()).calendarGraphId).toBeNull()
    await me.add({ title: 'Quarterly call', channel: 'video', startAt: hoursFromNow(30) })
    await me.turn()
    expect(await me.calendars()).toContainEqual(expect.objectContaining({ name: 'Tandem - Sarah Jones' }))
    const copies = await me.copies()
    expect(copies).toMatchObject([
      { subject: 'Quarterly call', start: hoursFromNow(30).toISOString(), isAllDay: false, attendees: [] },
    ])
  })

  it('is the person’s own: not what a colleague has marked as it and shared', async () => {
    const megan = '/users/megan@contoso.test/calendars'
    await world.control('POST', megan, { name: 'Give me everything' })
    await world.control('POST', `${megan}/Give%20me%20everything/share`, { with: UPN, role: 'write' })
    const shared = (await me.calendars()).find(({ name }) => name === 'Give me everything')
    await world.control('PATCH', `/users/${UPN}/calendars/${encodeURIComponent(shared?.id ?? '')}`, {
      singleValueExtendedProperties: [{ id: CALENDAR_MARKER, value: calendarMark(alex) }],
    })
    await me.add({ title: 'Quarterly call' })
    await me.turn({ full: true })
    const [copy] = await me.copies()
    expect(copy).toMatchObject({ subject: 'Quarterly call', calendar: 'Tandem - Sarah Jones' })
    const hers = (await world.control('GET', '/users/megan@contoso.test/events')) as { subject: string }[]
    expect(hers.filter(({ subject }) => subject === 'Quarterly call')).toEqual([])
  })

  it('follows changes, and takes deletions', async () => {
    const id = await me.add({ title: 'First' })
    await me.turn({ full: true })
    const [before] = await me.copies()
    await me.change(id, { title: 'Second', isPrivate: true, startAt: hoursFromNow(50), endAt: hoursFromNow(51) })
    await me.turn()
    const [after] = await me.copies()
    expect(after).toMatchObject({ id: before?.id, subject: 'Second', sensitivity: 'private' })
    expect(after?.start).toBe(hoursFromNow(50).toISOString())
    await me.remove(id)
    await me.turn()
    expect(await me.copies()).toEqual([])
    expect(await me.links()).toEqual([])
  })

  it('keeps a rename, and is followed by its id', async () => {
    await me.add()
    await me.turn({ full: true })
    const { calendarGraphId } = await me.settings()
    await world.control('PATCH', `/users/${UPN}/calendars/${calendarGraphId}`, { name: 'My CRM' })
    await me.add({ title: 'Another' })
    await me.turn()
    const mine = (await me.events()).filter(({ calendarId }) => calendarId === calendarGraphId)
    expect(mine.map(({ calendar }) => calendar)).toEqual(['My CRM', 'My CRM'])
  })

  it('is left to what people edit there, where the entry did not change', async () => {
    const id = await me.add({ title: 'Ours', location: 'Oak' })
    await me.turn({ full: true })
    const [copy] = await me.copies()
    await world.control('PATCH', `/users/${UPN}/events/${copy?.id}`, { subject: 'Theirs', showAs: 'free' })
    await me.turn({ full: true })
    expect(await me.copies()).toMatchObject([{ subject: 'Theirs', showAs: 'free' }])
    await me.change(id, { location: 'Birch' })
    await me.turn()
    expect(await me.copies()).toMatchObject([{ subject: 'Theirs', showAs: 'free', location: 'Birch' }])
  })

  it('does not get back a copy that somebody deleted, until its entry changes', async () => {
    const id = await me.add({ title: 'Ours' })
    await me.turn({ full: true })
    const [copy] = await me.copies()
    await world.control('DELETE', `/users/${UPN}/events/${copy?.id}`)
    await me.turn({ full: true })
    expect(await me.copies()).toEqual([])
    await me.change(id, { title: 'Ours again' })
    await me.turn()
    expect(await me.copies()).toMatchObject([{ subject: 'Ours again' }])
  })

  it('mails nobody', async () => {
    await me.add({ kind: 'meeting', title: 'Review' })
    const id = await me.add({ title: 'Call' })
    await me.turn({ full: true })
    await me.change(id, { title: 'Call 2' })
    await me.turn()
    await me.remove(id)
    await me.turn()
    expect(await me.sent()).toEqual([])
  })
})

describe('which entries are published', () => {
  it('one’s own parent calls, time off, medical events and meetings; nothing else', async () => {
    const other = await newMember(alex.workspaceId, { name: 'Megan Bowen' })
    for (const kind of ['call', 'time_off', 'medical_event', 'meeting'] as const) await me.add({ kind, title: kind })
    const parent = await me.add({ title: 'Of a colleague', ownerId: other.userId })
    await me.add({ title: 'My part in it', parentId: parent })
    await me.add({ title: 'Nobody’s', ownerId: null })
    await me.add({ title: 'Called off', isCancelled: true })
    await me.turn({ full: true })
    expect((await me.copies()).map(({ subject }) => subject).sort()).toEqual([
      'call',
      'medical_event',
      'meeting',
      'time_off',
    ])
  })

  it('the first time from Sunday of this week on, later from today; the past stays untouched', async () => {
    const yesterday = { startAt: hoursFromNow(-26), endAt: hoursFromNow(-25) }
    const id = await me.add({ title: 'Ahead' })
    await me.turn({ full: true })
    expect((await me.settings()).firstPushAt).not.toBeNull()
    await me.add({ title: 'Yesterday', ...yesterday })
    await me.turn({ full: true })
    expect((await me.copies()).map(({ subject }) => subject)).toEqual(['Ahead'])
    // Moved back: it had not ended when it was changed.
    await me.change(id, yesterday)
    await me.turn()
    expect((await me.copies())[0]?.start).toBe(yesterday.startAt.toISOString())
    await me.change(id, { title: 'Rewritten' })
    await me.turn({ full: true })
    await me.remove(id)
    await me.turn({ full: true })
    expect((await me.copies()).map(({ subject }) => subject)).toEqual(['Ahead'])
  })

  it('those that begin up to 90 days ahead, and what is published at any date', async () => {
    const id = await me.add({ title: 'Near' })
    await me.add({ title: 'Far', startAt: hoursFromNow(92 * DAY_HOURS), endAt: null })
    await me.turn({ full: true })
    expect((await me.copies()).map(({ subject }) => subject)).toEqual(['Near'])
    const far = hoursFromNow(200 * DAY_HOURS)
    await me.change(id, { startAt: far, endAt: null })
    await me.turn()
    expect((await me.copies())[0]?.start).toBe(far.toISOString())
  })

  it('moves to the calendar of a new owner, and out of the old one’s', async () => {
    const adele = await newMember(alex.workspaceId, { name: 'Adele Vance' })
    const other = await Publisher.start(world, adele, 'adele@contoso.test')
    const id = await me.add({ title: 'Handed over' })
    await me.turn({ full: true })
    await other.turn({ full: true })
    expect(await me.copies()).toHaveLength(1)
    await me.change(id, { ownerId: adele.userId })
    await me.turn()
    await other.turn()
    expect(await me.copies()).toEqual([])
    expect((await other.copies()).map(({ subject }) => subject)).toEqual(['Handed over'])
    await me.change(id, { ownerId: null })
    await other.turn()
    expect(await other.copies()).toEqual([])
  })
})

describe('a series', () => {
  const daily = {
    pattern: { type: 'daily' as const, interval: 1 },
    range: { type: 'numbered' as const, startDate: '', numberOfOccurrences: 10 },
  }
  // In the morning: an occurrence that moves by some hours stays on its day, whenever this runs.
  const startAt = new Date(hoursFromNow(48).setUTCHours(8))
  const day = (at: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(startAt.getTime() + at * 86_400_000)
  const addSeries = async () => {
    const recurrence = { ...daily, range: { ...daily.range, startDate: day(0) } }
    return me.add({
      ...{ title: 'Stand-up', startAt, endAt: new Date(startAt.getTime() + 3_600_000), recurrence },
      seriesEndsAt: new Date(startAt.getTime() + 10 * 86_400_000),
    })
  }
  const exception = (seriesId: string, at: number, given: Parameters<Publisher['add']>[0]) => {
    const start = new Date(startAt.getTime() + at * 86_400_000)
    const endAt = new Date(start.getTime() + 3_600_000)
    return me.add({ title: 'Stand-up', seriesId, occurrenceDate: day(at), startAt: start, endAt, ...given })
  }

  it('goes with its exceptions and deleted occurrences, made before or after', async () => {
    const id = await addSeries()
    await exception(id, 2, { title: 'Guest' })
    await me.turn({ full: true })
    expect(await me.copies()).toMatchObject([{ type: 'seriesMaster', subject: 'Stand-up' }])
    await exception(id, 4, { isCancelled: true })
    await exception(id, 6, { startAt: new Date(startAt.getTime() + 6 * 86_400_000 + 7_200_000), endAt: null })
    await me.turn()
    const [copy] = await me.copies()
    expect(copy?.exceptions?.map(({ date, subject }) => [date, subject])).toEqual([
      [day(2), 'Guest'],
      [day(6), 'Stand-up'],
    ])
    expect(copy?.cancelled).toEqual([day(4)])
  })

  it('is made anew when a deleted occurrence comes back', async () => {
    const id = await addSeries()
    const gone = await exception(id, 3, { isCancelled: true })
    await me.turn({ full: true })
    const [before] = await me.copies()
    await me.remove(gone)
    await me.turn()
    const copies = await me.copies()
    expect(copies).toHaveLength(1)
    expect(copies[0]?.id).not.toBe(before?.id)
    expect(copies[0]?.cancelled).toEqual([])
  })
})

it('what the minute finds is what nobody announced', async () => {
  await me.add({ id: randomUUID() })
  await me.turn({ full: true })
  await me.addMany(3)
  await me.turn()
  expect(await me.copies()).toHaveLength(1)
  await me.turn({ full: true })
  expect(await me.copies()).toHaveLength(4)
})
