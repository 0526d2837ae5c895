import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { takeOverFromOutlook } from '@/lib/features/calendar/two-way/sync/turn'
import { inScope } from '@/lib/platform/db/handle'
import { startWorld, type World } from '../support/tandem-world'
import { daily, dailyThere, day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
let world: World
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
})

const occurrences = async (entryId: string) => me.occurrences((await me.eventOf(entryId))?.id ?? '')
const on = async (entryId: string, date: string) => {
  const found = (await occurrences(entryId)).find((each) => each.date === date)
  if (!found) throw new Error(`nothing on ${date}`)
  return found
}

describe('one date of a series that both sides change at once', () => {
  const at = (time: string) => ({ dateTime: `${day(4)}T${time}:00`, timeZone: 'UTC' })

  it.each(['as planned until then', 'changed before'])('has what is new of both, on both sides: %s', async (which) => {
    const id = await me.here.make(daily({ location: 'Bonn' }))
    await me.turn()
    if (which === 'changed before') {
      await me.here.edit(id, { title: 'Guest' }, day(4))
      await me.turn()
    }
    const title = which === 'changed before' ? 'Guest' : 'Daily'
    const there = await on(id, day(4))
    await me.here.edit(id, { location: 'Berlin' }, day(4))
    await me.outlook.change(there.id, { start: at('15:00'), end: at('16:00') })
    await me.turn()
    for (const look of ['at once', 'after the hourly comparison']) {
      expect(await me.here.see(id, day(4)), look).toMatchObject({
        title,
        location: 'Berlin',
        start: `${day(4)}T15:00`,
        end: `${day(4)}T16:00`,
      })
      const now = await on(id, day(4))
      const seen = [now.subject, now.location, new Date(now.start).toISOString()]
      expect(seen, look).toEqual([title, 'Berlin', `${day(4)}T15:00:00.000Z`])
      await me.sweep()
    }
    expect(await me.ledger()).not.toContain('none difference')
  })

  it('is as the later change says where both changed the same, and the ledger says so', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    const there = await on(id, day(4))
    await me.here.edit(id, { title: 'Ours', location: 'Berlin' }, day(4))
    const [exception] = await me.entries('Ours')
    await inScope(me.person, (db) =>
      db
        .update(scheduleEntries)
        .set({ updatedAt: new Date(Date.now() - 60_000) })
        .where(eq(scheduleEntries.id, exception?.id ?? '')),
    )
    await me.outlook.change(there.id, { subject: 'Theirs' })
    // What is changed last of another date says nothing of this one.
    await me.here.edit(id, { title: 'Guest' }, day(6))
    await me.turn()
    await me.sweep()
    expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Theirs', location: 'Berlin' })
    const now = await on(id, day(4))
    expect([now.subject, now.location]).toEqual(['Theirs', 'Berlin'])
    expect((await me.ledger()).filter((line) => line === 'none difference')).toHaveLength(1)
  })
})

describe('“this and following” deleted', () => {
  const datesThere = async (id: string) => (await occurrences(id)).map(({ date }) => date)
  const all = [2, 3, 4, 5, 6, 7, 8, 9].map(day)

  it('leaves Outlook when it can no longer be taken back', async () => {
    const id = await me.here.make(daily({ attendees: [SAM] }))
    await me.turn()
    const before = await me.invitations()
    await me.here.remove(id, day(5), 'following')
    const { next } = await me.turn()
    expect(Date.parse(next ?? '') - Date.now()).toBeGreaterThan(5_000)
    await me.sweep()
    expect([await datesThere(id), await me.invitations()]).toEqual([all, before])
    await me.undoIsOver()
    await me.turn()
    await me.sweep()
    expect(await datesThere(id)).toEqual([2, 3, 4].map(day))
    expect((await me.invitations()).length).toBeGreaterThan(before.length)
  })

  it('and taken back was never gone there: changed dates are as they were, nobody is told', async () => {
    const id = await me.here.make(daily({ attendees: [SAM] }))
    await me.turn()
    await me.here.edit(id, { title: 'Guest' }, day(6))
    await me.here.edit(id, { title: 'Retro' }, day(3))
    await me.turn()
    const before = await me.invitations()
    const { undo } = await me.here.remove(id, day(5), 'following')
    await me.turn()
    // What people do to the dates that stay is not taken back.
    await me.here.edit(id, { title: 'Retrospective' }, day(3))
    await me.turn()
    expect(await me.invitations()).toEqual(before)
    await me.here.restore(undo)
    const { next } = await me.turn()
    expect(next).toBeNull()
    await me.sweep()
    expect(await datesThere(id)).toEqual(all)
    const changed = [
      [day(3), 'Retrospective'],
      [day(6), 'Guest'],
    ]
    expect(await me.dates(id)).toEqual(changed)
    expect((await me.eventOf(id))?.exceptions?.map(({ date, subject }) => [date, subject])).toEqual(changed)
  })

  it('takes in afterwards what Outlook changed meanwhile', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    const { undo } = await me.here.remove(id, day(5), 'following')
    await me.changeThere(event, { subject: 'Daily two' })
    await me.here.restore(undo)
    await me.turn()
    await me.sweep()
    expect([await datesThere(id), (await me.here.see(id, day(7))).title]).toEqual([all, 'Daily two'])
  })

  it('and taken back after it left, comes back there, with its changed dates', async () => {
    const id = await me.here.make(daily())
    await me.turn()
    await me.here.edit(id, { title: 'Guest' }, day(6))
    await me.turn()
    const { undo } = await me.here.remove(id, day(5), 'following')
    await me.undoIsOver()
    await me.turn()
    expect(await datesThere(id)).toEqual([2, 3, 4].map(day))
    await me.here.restore(undo)
    await me.turn()
    await me.sweep()
    expect(await datesThere(id)).toEqual(all)
    expect([(await on(id, day(6))).subject, await me.dates(id)]).toEqual(['Guest', [[day(6), 'Guest']]])
  })

  it('before Outlook has the series goes with it: people are invited once, to what is left', async () => {
    const id = await me.here.make(daily({ attendees: [SAM] }))
    await me.here.remove(id, day(5), 'following')
    await me.turn()
    expect(await me.events('Daily')).toEqual([])
    await me.undoIsOver()
    await me.turn()
    await me.sweep()
    expect(await datesThere(id)).toEqual([2, 3, 4].map(day))
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })
})

it('dates that a series of Outlook takes along when it is divided here follow both sides as before', async () => {
  const first = await me.put(dailyThere())
  const id = (await me.entry('Daily'))?.id ?? ''
  await me.changeThere((await on(id, day(6))).id, { subject: 'Guest' })
  await me.here.edit(id, { title: 'Retro' }, day(7))
  await me.turn()
  await me.here.edit(id, { title: 'Daily rest' }, day(5), 'following')
  await me.turn()
  const rest = (await me.entry('Daily rest'))?.id ?? ''
  expect((await me.occurrences(first)).map(({ date }) => date)).toEqual([2, 3, 4].map(day))
  expect(await me.dates(rest)).toEqual([
    [day(6), 'Guest'],
    [day(7), 'Retro'],
  ])
  await me.changeThere((await on(rest, day(6))).id, { subject: 'Guest two' })
  await me.outlook.change((await on(rest, day(7))).id, { subject: 'Retro two' })
  await me.here.edit(rest, { location: 'Bonn' }, day(7))
  await me.turn()
  await me.sweep()
  expect(await me.dates(rest)).toEqual([
    [day(6), 'Guest two'],
    [day(7), 'Retro two'],
  ])
  expect(await on(rest, day(7))).toMatchObject({ subject: 'Retro two', location: 'Bonn' })
  expect(await me.ledger()).not.toContain('none difference')
})

it('a series of Outlook with a changed date is read once when it comes in, and again when a date changes', async () => {
  const event = await me.outlook.put(dailyThere())
  const there = async (ahead: number) => (await me.occurrences(event)).find(({ date }) => date === day(ahead))?.id ?? ''
  await me.outlook.change(await there(4), { subject: 'Guest' })
  await me.signal(event, 'created')
  const id = (await me.entry('Daily'))?.id ?? ''
  expect(await me.dates(id)).toEqual([[day(4), 'Guest']])
  const before = await me.calls()
  await me.outlook.job('bulk', (context) => takeOverFromOutlook(context, [], 'sweep'))
  expect(await me.calls()).toBe(before)
  await me.changeThere(await there(5), { subject: 'Retro' })
  expect(await me.dates(id)).toEqual([
    [day(4), 'Guest'],
    [day(5), 'Retro'],
  ])
})
