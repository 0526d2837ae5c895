import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { calendarLinks, externalCalendarEvents } from '@/drizzle/schema/calendar'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { inScope } from '@/lib/platform/db/handle'
import { startWorld, type World } from '../support/tandem-world'
import { daily, dailyThere, day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
let world: World
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
})

describe('the mark “private” of one date', () => {
  it.each([
    { made: 'a series that is not private', isPrivate: false, when: 'before Outlook has it' },
    { made: 'a series that is not private', isPrivate: false, when: 'later' },
    { made: 'a private series', isPrivate: true, when: 'before Outlook has it' },
    { made: 'a private series', isPrivate: true, when: 'later' },
  ])('goes to Outlook and back: $made, $when', async ({ isPrivate, when }) => {
    const id = await me.here.make(daily({ isPrivate }))
    if (when === 'later') await me.turn()
    await me.here.edit(id, { isPrivate: !isPrivate, title: 'Other' }, day(4))
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    const marked = async () =>
      (await me.occurrences(event))
        .filter(({ sensitivity }) => (sensitivity === 'private') !== isPrivate)
        .map(({ date }) => date)
    const here = async () => (await me.here.see(id, day(4))).isPrivate
    expect(await marked()).toEqual([day(4)])
    await me.sweep()
    await me.sweep()
    expect([await marked(), await here()]).toEqual([[day(4)], !isPrivate])
    expect((await me.here.see(id, day(4))).title).toBe('Other')
    const date = (await me.occurrences(event)).find((each) => each.date === day(4))?.id ?? ''
    await me.changeThere(date, { sensitivity: isPrivate ? 'private' : 'normal' })
    await me.sweep()
    expect([await marked(), await here()]).toEqual([[], isPrivate])
    await me.here.edit(id, { isPrivate: !isPrivate }, day(4))
    await me.turn()
    await me.sweep()
    expect([await marked(), await here()]).toEqual([[day(4)], !isPrivate])
  })
})

describe('a date of a series that came from Outlook', () => {
  const begin = async () => {
    const event = await me.put(dailyThere())
    const there = async () => (await me.occurrences(event)).find(({ date }) => date === day(4))
    return { id: (await me.entry('Daily'))?.id ?? '', there }
  }

  it.each(['at once', 'one after the other'])(
    'retitled and made private here keeps its title while it is: %s',
    async (when) => {
      const { id, there } = await begin()
      if (when === 'at once') await me.here.edit(id, { title: 'Dentist', isPrivate: true }, day(4))
      else {
        await me.here.edit(id, { title: 'Dentist', location: 'Berlin' }, day(4))
        await me.turn()
        await me.sweep()
        await me.here.edit(id, { isPrivate: true }, day(4))
      }
      await me.turn()
      for (let look = 0; look < 2; look++) {
        await me.sweep()
        expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Dentist', isPrivate: true })
        expect(await there()).toMatchObject({ subject: 'Dentist', sensitivity: 'private' })
      }
      await me.here.edit(id, { location: 'Bonn' }, day(4))
      await me.turn()
      await me.sweep()
      expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Dentist', location: 'Bonn', isPrivate: true })
      // Of what is private Outlook's words are not read: what was typed here stands until they are.
      await me.changeThere((await there())?.id ?? '', { subject: 'Surgery' })
      await me.sweep()
      expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Dentist', location: 'Bonn', isPrivate: true })
      await me.changeThere((await there())?.id ?? '', { sensitivity: 'normal' })
      await me.sweep()
      expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Surgery', location: 'Bonn', isPrivate: false })
    },
  )

  it('made private here keeps nothing that Outlook said of it', async () => {
    const { id, there } = await begin()
    await me.here.edit(id, { title: 'Dentist' }, day(4))
    await me.turn()
    await me.changeThere((await there())?.id ?? '', { subject: 'Surgery', location: { displayName: 'Clinic' } })
    await me.here.edit(id, { isPrivate: true }, day(4))
    await me.turn()
    await me.sweep()
    expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Daily', location: '', isPrivate: true })
    expect(await there()).toMatchObject({ subject: 'Surgery', sensitivity: 'private' })
  })
})

it('of a date that becomes private in Outlook nothing is kept that came from there, but when it is', async () => {
  const id = await me.put(dailyThere())
  const there = async (ahead: number) => (await me.occurrences(id)).find(({ date }) => date === day(ahead))?.id ?? ''
  const details = { subject: 'Surgery', location: { displayName: 'Clinic' } }
  await me.changeThere(await there(4), { ...details, body: { contentType: 'text', content: 'Surgery' } })
  await me.changeThere(await there(5), { ...details, sensitivity: 'private' })
  const entry = (await me.entry('Daily'))?.id ?? ''
  expect(await me.here.see(entry, day(4))).toMatchObject({ title: 'Surgery', location: 'Clinic' })
  await me.changeThere(await there(4), { sensitivity: 'private' })
  await me.sweep()
  for (const ahead of [4, 5])
    expect(await me.here.see(entry, day(ahead))).toMatchObject({ title: 'Daily', location: '', isPrivate: true })
  const kept = await inScope(me.person, async (db) => [
    await db.select().from(scheduleEntries),
    await db.select().from(calendarLinks),
    await db.select().from(externalCalendarEvents),
  ])
  expect(JSON.stringify(kept)).not.toMatch(/Surgery|Clinic/)
  await me.changeThere(await there(4), { sensitivity: 'normal' })
  expect(await me.here.see(entry, day(4))).toMatchObject({ title: 'Surgery', isPrivate: false })
})

describe('a deleted date of a series', () => {
  const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
  const shownThere = async (id: string) =>
    (await me.occurrences((await me.eventOf(id))?.id ?? '')).filter(({ date }) => date === day(4)).length
  const isHere = (id: string) =>
    me.here.see(id, day(4)).then(
      () => true,
      () => false,
    )

  it('leaves Outlook when it can no longer be taken back; other changes of the series leave at once', async () => {
    const id = await me.here.make(daily({ attendees: [SAM] }))
    await me.turn()
    await me.here.remove(id, day(4))
    await me.here.edit(id, { title: 'Daily two' }, day(6))
    const { next } = await me.turn()
    expect(Date.parse(next ?? '') - Date.now()).toBeGreaterThan(5_000)
    await me.sweep()
    expect([await shownThere(id), await isHere(id)]).toEqual([1, false])
    expect(await me.events('Daily')).toMatchObject([{ exceptions: [{ subject: 'Daily two' }] }])
    expect(await me.invitations()).not.toContain('CANCEL sam@elsewhere.example')
    await me.undoIsOver()
    await me.turn()
    await me.sweep()
    expect([await shownThere(id), await isHere(id)]).toEqual([0, false])
    expect((await me.invitations()).filter((each) => /CANCEL/.test(each))).toEqual(['CANCEL sam@elsewhere.example'])
  })

  it('that had changed before leaves, too; one of a series that Outlook does not have yet goes with it', async () => {
    const id = await me.here.make(daily())
    await me.here.remove(id, day(3))
    await me.turn()
    await me.here.edit(id, { start: `${day(4)}T15:00`, end: `${day(4)}T16:00` }, day(4))
    await me.turn()
    await me.here.remove(id, day(4))
    await me.turn()
    await me.sweep()
    const event = (await me.eventOf(id))?.id ?? ''
    expect((await me.occurrences(event)).map(({ date }) => date)).toHaveLength(8)
    await me.undoIsOver()
    await me.turn()
    await me.sweep()
    expect((await me.occurrences(event)).map(({ date }) => date)).toEqual([2, 5, 6, 7, 8, 9].map(day))
    expect(await me.dates(id)).toEqual([
      [day(3), null],
      [day(4), null],
    ])
  })

  it('taken back in time was never gone there, and nobody is told', async () => {
    const id = await me.here.make(daily({ attendees: [SAM] }))
    await me.turn()
    const { undo } = await me.here.remove(id, day(4))
    await me.turn()
    await me.undoIsOver()
    await me.here.restore(undo)
    await me.turn()
    await me.sweep()
    expect([await shownThere(id), await isHere(id)]).toEqual([1, true])
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })

  it('cannot be taken back once it left Outlook, which the person is told', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    const { undo } = await me.here.remove(id, day(4))
    await me.undoIsOver()
    await me.turn()
    await expect(me.here.restore(undo)).rejects.toMatchObject({
      userMessage: expect.stringContaining('Make a new entry'),
    })
    await me.sweep()
    expect([await shownThere(id), await isHere(id)]).toEqual([0, false])
  })

  it('cannot be taken back when it was deleted in Outlook meanwhile', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    const { undo } = await me.here.remove(id, day(4))
    await me.outlook.discard((await me.occurrences(event)).find(({ date }) => date === day(4))?.id ?? '')
    await me.signal(event, 'updated')
    await expect(me.here.restore(undo)).rejects.toMatchObject({
      userMessage: expect.stringContaining('Make a new entry'),
    })
    await me.sweep()
    expect([await shownThere(id), await isHere(id)]).toEqual([0, false])
  })

  it('comes back when somebody changes it in Outlook before the deletion left', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    await me.here.remove(id, day(4))
    const date = (await me.occurrences(event)).find((each) => each.date === day(4))?.id ?? ''
    await me.changeThere(date, { subject: 'Kept' })
    await me.undoIsOver()
    await me.turn()
    await me.sweep()
    expect((await me.here.see(id, day(4))).title).toBe('Kept')
    expect(await shownThere(id)).toBe(1)
  })

  it('can be taken back at any time while Tandem only observes', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    await me.choose({ writes: 'observe' })
    const { undo } = await me.here.remove(id, day(4))
    await me.undoIsOver()
    await me.turn()
    await me.here.restore(undo)
    await me.turn()
    expect([await shownThere(id), await isHere(id)]).toEqual([1, true])
  })
})

describe('a deletion of a whole entry that is taken back after it left Outlook', () => {
  it.each(['made here', 'made in Outlook'])('goes there anew, once, and is followed: %s', async (where) => {
    const asked = [{ name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }]
    const id =
      where === 'made here'
        ? await me.here.make(daily({ recurrence: null, attendees: asked }))
        : await me
            .put({
              subject: 'Daily',
              start: { dateTime: `${day(2)}T10:00:00`, timeZone: 'UTC' },
              end: { dateTime: `${day(2)}T11:00:00`, timeZone: 'UTC' },
              attendees: [{ emailAddress: { address: 'sam@elsewhere.example' }, type: 'required' }],
            })
            .then(async () => (await me.entry('Daily'))?.id ?? '')
    await me.turn()
    const { undo } = await me.here.remove(id)
    await me.undoIsOver()
    await me.turn()
    expect(await me.events('Daily')).toEqual([])
    await me.here.restore(undo)
    await me.turn()
    await me.sweep()
    expect([(await me.events('Daily')).length, (await me.entries('Daily')).length]).toEqual([1, 1])
    const told = (await me.invitations()).map((line) => line.split(' ')[0])
    expect(told.slice(-2)).toEqual(['CANCEL', 'REQUEST'])
    const event = (await me.eventOf(id))?.id ?? ''
    await me.changeThere(event, { subject: 'Daily again' })
    expect(await me.entry('Daily again')).toMatchObject({ id })
  })
})

describe('whole days whose midnight does not exist', () => {
  // In these zones the clocks go forward at midnight. The year after next: the window has nothing to do with it.
  it.each([
    ['Asia/Beirut', (of: number) => lastSunday(of, 3)],
    ['America/Santiago', (of: number) => firstSunday(of, 9)],
  ])('go to Outlook, are followed there, and stay in their zone: %s', async (timeZone, dayIn) => {
    const gap = dayIn(new Date().getUTCFullYear() + 2)
    const made = (title: string, start: string, more: object = {}) =>
      me.here.make({ kind: 'meeting', title, channel: null, isAllDay: true, start, end: start, timeZone, ...more })
    const ids = [await made('On the day', gap), await made('Before', nextDay(gap, -1))]
    const weekly = {
      pattern: { type: 'daily' as const, interval: 7 },
      range: { type: 'numbered' as const, startDate: gap, numberOfOccurrences: 3 },
    }
    ids.push(await made('Sundays', gap, { recurrence: weekly }))
    await me.turn()
    for (const id of ids) expect((await me.link(id))?.state).toBe('linked')
    const [event] = await me.events('On the day')
    expect(event).toMatchObject({ isAllDay: true, start: `${gap}T00:00:00.0000000Z`, startZone: 'UTC' })
    await me.changeThere(event?.id ?? '', { subject: 'Renamed' })
    expect(await me.entry('Renamed')).toMatchObject({ startDate: gap, endDate: nextDay(gap, 1), timeZone })
    const [id = '', , series = ''] = ids
    await me.here.edit(id, { start: nextDay(gap, 7), end: nextDay(gap, 7) })
    await me.here.edit(series, { title: 'This Sunday' }, gap)
    await me.turn()
    expect((await me.events('Renamed'))[0]?.startZone).not.toBe('UTC')
    const [sundays] = await me.events('Sundays')
    expect(sundays?.exceptions).toMatchObject([{ date: gap, subject: 'This Sunday' }])
    await me.sweep()
    await me.sweep()
    expect([await me.dates(series), (await me.entry('Sundays'))?.version]).toEqual([[[gap, 'This Sunday']], 1])
  })
})

const nextDay = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const lastSunday = (year: number, month: number) => {
  const last = new Date(Date.UTC(year, month, 0))
  return nextDay(last.toISOString().slice(0, 10), -last.getUTCDay())
}
/** Clocks go forward on the first Sunday from the second on. */
const firstSunday = (year: number, month: number) => {
  const second = new Date(Date.UTC(year, month - 1, 2))
  return nextDay(second.toISOString().slice(0, 10), (7 - second.getUTCDay()) % 7)
}
