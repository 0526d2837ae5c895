import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { BadEntry } from '@/lib/features/schedule/rules'
import { inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf, inputOf, weekly } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let alex: UserScope
let desk: ReturnType<typeof deskOf>

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
  desk = deskOf(alex)
})

/** Wednesdays at ten, from 25 November 2026. */
const wednesdays = () => desk.make({ title: 'Stand-up', recurrence: weekly('2026-11-25', ['wednesday']) })
/** "2026-12-02 10:00 Stand-up" by the clocks of Berlin. */
const shown = async (from = '2026-11-20', to = '2026-12-31') =>
  (await desk.items(from, to)).map(({ startsAt, title }) => {
    const wall = new Date(startsAt).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' })
    return `${wall.slice(0, 16)} ${title}`
  })
const rows = () => inSystem((db) => db.select().from(scheduleEntries).where(eq(scheduleEntries.ownerId, alex.userId)))
const badField = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof BadEntry)) throw new Error(`it was taken, or refused otherwise: ${String(thrown)}`)
  return [thrown.field, thrown.userMessage]
}

describe('a series', () => {
  it('keeps its hour while the clocks change, and its end', async () => {
    await desk.make({
      start: '2026-10-19T10:00',
      end: '2026-10-19T11:00',
      recurrence: weekly('2026-10-19', ['monday'], { type: 'numbered', numberOfOccurrences: 3 }),
    })
    const items = await desk.items('2026-10-01', '2026-12-01')
    expect(items.map(({ startsAt, occurrenceDate }) => [occurrenceDate, startsAt])).toEqual([
      ['2026-10-19', '2026-10-19T08:00:00.000Z'],
      ['2026-10-26', '2026-10-26T09:00:00.000Z'],
      ['2026-11-02', '2026-11-02T09:00:00.000Z'],
    ])
    expect((await rows())[0]?.seriesEndsAt?.toISOString()).toBe('2026-11-02T10:00:00.000Z')
  })

  it('begins on the first day that its rule names', async () => {
    const id = await desk.make({ recurrence: weekly('2026-11-25', ['friday']) })
    expect(await desk.see(id)).toMatchObject({ start: '2026-11-27T10:00', end: '2026-11-27T11:00' })
  })

  it('becomes one entry, and one entry a series', async () => {
    const id = await wednesdays()
    await desk.edit(id, { recurrence: null }, '2026-12-02', 'all')
    expect(await shown()).toEqual(['2026-12-02 10:00 Stand-up'])
    await desk.edit(id, {
      recurrence: weekly('2026-12-02', ['wednesday'], { type: 'numbered', numberOfOccurrences: 2 }),
    })
    expect(await shown()).toHaveLength(2)
  })
})

describe('one date of a series', () => {
  it('changed is a row of its own, found by its date and opened under the id of its series', async () => {
    const id = await wednesdays()
    const saved = await desk.edit(
      id,
      { title: 'Retro', start: '2026-12-03T14:00', end: '2026-12-03T15:00' },
      '2026-12-02',
    )
    expect(await shown('2026-11-30', '2026-12-10')).toEqual(['2026-12-03 14:00 Retro', '2026-12-09 10:00 Stand-up'])
    const [item] = await desk.items('2026-11-30', '2026-12-05')
    expect(item).toMatchObject({
      key: `${id}@2026-12-02`,
      id,
      occurrenceDate: '2026-12-02',
      isRecurring: true,
      version: saved.version,
    })
    expect(await desk.see(id, '2026-12-02')).toMatchObject({
      title: 'Retro',
      seriesId: id,
      occurrenceDate: '2026-12-02',
    })
    expect(await rows()).toHaveLength(2)
  })

  it('saved without a change gets none', async () => {
    const id = await wednesdays()
    await desk.edit(id, {}, '2026-12-02')
    expect(await rows()).toHaveLength(1)
  })

  it('is not overwritten by who saw an older one', async () => {
    const id = await wednesdays()
    const seen = await desk.see(id, '2026-12-02')
    await desk.edit(id, { title: 'First' }, '2026-12-02')
    const late = await desk.save({
      id,
      version: seen.version,
      on: '2026-12-02',
      part: 'this',
      input: { ...inputOf(seen), title: 'Second' },
    })
    expect(late).toMatchObject({ conflict: { title: 'First', occurrenceDate: '2026-12-02' } })
  })

  it('stays between its neighbours, as Outlook wants it', async () => {
    const id = await wednesdays()
    const move = (day: string) => desk.move(id, '2026-12-02', `${day}T09:00:00Z`, `${day}T10:00:00Z`)
    expect(await badField(move('2026-12-09'))).toEqual([
      'start',
      'It would reach or pass the one on 2026-12-09, which comes after it.',
    ])
    expect(await badField(move('2026-11-25'))).toEqual([
      'start',
      'It would reach or pass the one on 2026-11-25, which comes before it.',
    ])
    await move('2026-12-08')
    await desk.move(id, '2026-12-09', '2026-12-12T09:00:00Z', '2026-12-12T10:00:00Z')
    expect(await shown('2026-12-01', '2026-12-14')).toEqual(['2026-12-08 10:00 Stand-up', '2026-12-12 10:00 Stand-up'])
    // A neighbour that was moved is where it is now.
    expect((await badField(desk.move(id, '2026-12-16', '2026-12-12T11:00:00Z', '2026-12-12T12:00:00Z')))[0]).toBe(
      'start',
    )
    expect((await badField(desk.edit(id, { end: '2026-12-23T10:30' }, '2026-12-16')))[0]).toBe('end')
  })

  it('moves from one of its dates on, or as a whole, as many days and hours as the date that was dragged', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'With Megan' }, '2026-12-16')
    const thursday = (day: string) => [`${day}T13:00:00Z`, `${day}T14:00:00Z`] as const
    await desk.move(id, '2026-12-02', ...thursday('2026-12-03'), undefined, 'following')
    expect(await shown('2026-11-20', '2026-12-20')).toEqual([
      '2026-11-25 10:00 Stand-up',
      '2026-12-03 14:00 Stand-up',
      '2026-12-10 14:00 Stand-up',
      '2026-12-17 14:00 Stand-up',
    ])
    const later = (await desk.items('2026-12-01', '2026-12-05'))[0]?.id ?? ''
    await desk.move(later, '2026-12-10', '2026-12-09T07:00:00Z', '2026-12-09T07:30:00Z', undefined, 'all')
    expect(await shown('2026-11-20', '2026-12-20')).toEqual([
      '2026-11-25 10:00 Stand-up',
      '2026-12-02 08:00 Stand-up',
      '2026-12-09 08:00 Stand-up',
      '2026-12-16 08:00 Stand-up',
    ])
  })

  it('does not take over the words of the date by which it is dragged', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'With Megan' }, '2026-12-02')
    await desk.move(id, '2026-12-02', '2026-12-02T12:00:00Z', '2026-12-02T13:00:00Z', undefined, 'all')
    expect(await shown('2026-11-20', '2026-12-10')).toEqual([
      '2026-11-25 13:00 Stand-up',
      '2026-12-02 13:00 Stand-up',
      '2026-12-09 13:00 Stand-up',
    ])
  })

  it('goes, and comes back by its undo', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'Retro' }, '2026-12-09')
    const plain = await desk.remove(id, '2026-12-02')
    const changed = await desk.remove(id, '2026-12-09')
    expect(await shown('2026-11-25', '2026-12-17')).toEqual(['2026-11-25 10:00 Stand-up', '2026-12-16 10:00 Stand-up'])
    // What happens to the series meanwhile stays.
    await desk.edit(id, { location: 'Room 4' })
    await desk.restore(changed.undo)
    await desk.restore(plain.undo)
    expect(await shown('2026-11-25', '2026-12-17')).toEqual([
      '2026-11-25 10:00 Stand-up',
      '2026-12-02 10:00 Stand-up',
      '2026-12-09 10:00 Retro',
      '2026-12-16 10:00 Stand-up',
    ])
    expect((await desk.see(id, '2026-12-02')).location).toBe('Room 4')
    await expect(desk.see(id, '2026-12-03')).rejects.toThrow('no such entry')
  })
})

describe('a series from a date on', () => {
  it('is a new one; the old one ends before, and its changed dates go along', async () => {
    const id = await wednesdays()
    await desk.edit(id, { location: 'Room 4' }, '2026-12-16')
    await desk.remove(id, '2026-12-23')
    const saved = await desk.edit(id, { title: 'Weekly' }, '2026-12-09', 'following')
    expect(saved.id).not.toBe(id)
    expect(await shown('2026-11-20', '2027-01-08')).toEqual([
      '2026-11-25 10:00 Stand-up',
      '2026-12-02 10:00 Stand-up',
      '2026-12-09 10:00 Weekly',
      '2026-12-16 10:00 Weekly',
      '2026-12-30 10:00 Weekly',
      '2027-01-06 10:00 Weekly',
    ])
    expect(await desk.see(saved.id, '2026-12-16')).toMatchObject({ location: 'Room 4', title: 'Weekly' })
  })

  it('at another time drops the changed dates, as Outlook does', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'Retro' }, '2026-12-16')
    await desk.edit(id, { start: '2026-12-10T11:00', end: '2026-12-10T12:00' }, '2026-12-09', 'following')
    expect(await shown('2026-12-01', '2026-12-25')).toEqual([
      '2026-12-02 10:00 Stand-up',
      '2026-12-10 11:00 Stand-up',
      '2026-12-17 11:00 Stand-up',
      '2026-12-24 11:00 Stand-up',
    ])
  })

  it('keeps the number that was left, and asked for twice is made once', async () => {
    const id = await desk.make({
      recurrence: weekly('2026-11-25', ['wednesday'], { type: 'numbered', numberOfOccurrences: 4 }),
    })
    const view = await desk.see(id, '2026-12-09')
    const change = {
      id,
      version: view.version,
      on: '2026-12-09',
      part: 'following' as const,
      input: { ...inputOf(view), title: 'Rest' },
    }
    const first = await desk.save(change)
    expect(await desk.save(change)).toMatchObject({ id: 'id' in first ? first.id : '' })
    expect((await shown('2026-11-20', '2027-02-01')).map((each) => each.slice(0, 10))).toEqual([
      '2026-11-25',
      '2026-12-02',
      '2026-12-09',
      '2026-12-16',
    ])
    expect(await rows()).toHaveLength(2)
  })

  it('goes, and comes back whole', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'Retro' }, '2026-12-16')
    const before = await shown()
    const { undo } = await desk.remove(id, '2026-12-09', 'following')
    expect(await shown()).toHaveLength(2)
    await desk.restore(undo)
    expect(await shown()).toEqual(before)
    // From the first date on is all of it.
    await desk.remove(id, '2026-11-25', 'following')
    expect(await rows()).toEqual([])
  })
})

describe('all of a series', () => {
  it('renamed keeps changed dates, which take over what they had from it', async () => {
    const id = await wednesdays()
    await desk.edit(id, { start: '2026-12-03T14:00', end: '2026-12-03T15:00' }, '2026-12-02')
    await desk.edit(id, { title: 'Retro' }, '2026-12-09')
    await desk.remove(id, '2026-12-16')
    await desk.edit(id, { title: 'Daily', location: 'Room 4' }, '2026-12-09', 'all')
    expect(await shown('2026-11-30', '2026-12-24')).toEqual([
      '2026-12-03 14:00 Daily',
      '2026-12-09 10:00 Daily',
      '2026-12-23 10:00 Daily',
    ])
    expect(await desk.see(id, '2026-12-09')).toMatchObject({ location: 'Room 4' })
  })

  it('changed from a date that was moved is not moved with it', async () => {
    const id = await wednesdays()
    await desk.edit(id, { start: '2026-12-03T14:00', end: '2026-12-03T15:00' }, '2026-12-02')
    await desk.edit(id, { title: 'Daily' }, '2026-12-02', 'all')
    expect(await shown('2026-11-20', '2026-12-12')).toEqual([
      '2026-11-25 10:00 Daily',
      '2026-12-03 14:00 Daily',
      '2026-12-09 10:00 Daily',
    ])
  })

  it('moved from one of its dates moves as a whole, with the days of its rule', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'Retro' }, '2026-12-16')
    await desk.edit(id, { start: '2026-12-10T09:00', end: '2026-12-10T09:30' }, '2026-12-09', 'all')
    expect(await shown('2026-11-20', '2026-12-18')).toEqual([
      '2026-11-26 09:00 Stand-up',
      '2026-12-03 09:00 Stand-up',
      '2026-12-10 09:00 Stand-up',
      '2026-12-17 09:00 Stand-up',
    ])
    expect((await desk.see(id)).recurrence).toEqual(
      weekly('2026-11-26', ['thursday']).pattern && {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['thursday'], firstDayOfWeek: 'sunday' },
        range: { type: 'noEnd', startDate: '2026-11-26' },
      },
    )
  })

  it('ended earlier loses the changed dates after its end', async () => {
    const id = await wednesdays()
    await desk.edit(id, { title: 'Retro' }, '2026-12-16')
    await desk.edit(id, { recurrence: weekly('2026-11-25', ['wednesday'], { type: 'endDate', endDate: '2026-12-10' }) })
    expect(await shown()).toHaveLength(3)
    expect(await rows()).toHaveLength(1)
  })

  it('given to somebody else goes with its changed dates; one date alone cannot', async () => {
    const megan = await newMember(alex.workspaceId, { name: 'Megan' })
    const id = await wednesdays()
    await desk.edit(id, { title: 'Retro' }, '2026-12-09')
    expect((await badField(desk.edit(id, { ownerId: megan.userId }, '2026-12-02')))[0]).toBe('ownerId')
    await desk.edit(id, { ownerId: megan.userId })
    expect(await shown()).toEqual([])
    expect((await deskOf(megan).items('2026-12-09', '2026-12-10')).map(({ title }) => title)).toEqual(['Retro'])
  })
})
