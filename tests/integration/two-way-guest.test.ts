import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
const MEGAN = 'megan@contoso.test'
let world: World
let alex: UserScope
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  me = await TwoWayDesk.anew(world, UPN)
  alex = me.person
})

/** Megan invites Alex. Answers the event in her calendar, and its copy in Alex's. */
async function invited(more: Record<string, unknown> = {}): Promise<{ hers: string; copy: string }> {
  await world.control('POST', `/users/${MEGAN}/events`, {
    subject: 'Megan asks',
    start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
    attendees: [{ emailAddress: { name: 'Alex', address: UPN }, type: 'required' }],
    ...more,
  })
  const [hers] = await me.events('Megan asks', MEGAN)
  const [copy] = await me.events('Megan asks')
  await me.signal(copy?.id ?? '', 'created')
  return { hers: hers?.id ?? '', copy: copy?.id ?? '' }
}

const dayOf = async (upn: string, event: string, date: string) => {
  const found = (await me.occurrences(event, upn)).find((each) => each.date === date)
  if (!found) throw new Error(`nothing on ${date}`)
  return found
}
const daily = {
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 5 },
  },
}

describe('one date of a series that somebody else organises', () => {
  it('takes the guest’s own reminder and mark, in Outlook too; nobody is told, and the organiser’s is as it was', async () => {
    const { copy } = await invited(daily)
    const id = (await me.entry('Megan asks'))?.id ?? ''
    const before = await me.invitations()
    await me.here.edit(id, { reminderMinutes: 45 }, day(5))
    await me.here.edit(id, { isPrivate: true }, day(6))
    await me.turn()
    await me.sweep()
    await me.sweep()
    expect((await dayOf(UPN, copy, day(5))).reminder).toEqual({ on: true, minutes: 45 })
    expect((await dayOf(UPN, copy, day(6))).sensitivity).toBe('private')
    expect((await dayOf(UPN, copy, day(4))).reminder).not.toMatchObject({ minutes: 45 })
    expect(await me.here.see(id, day(5))).toMatchObject({ reminderMinutes: 45, title: 'Megan asks' })
    expect(await me.here.see(id, day(6))).toMatchObject({ isPrivate: true })
    expect(await me.invitations()).toEqual(before)
    const [hers] = await me.events('Megan asks', MEGAN)
    expect(hers?.exceptions ?? []).toEqual([])
  })

  it('keeps it when the organiser changes that date at the same time, and takes what they changed', async () => {
    const { hers, copy } = await invited(daily)
    const id = (await me.entry('Megan asks'))?.id ?? ''
    await me.here.edit(id, { reminderMinutes: 45 }, day(5))
    const hersThen = (await dayOf(MEGAN, hers, day(5))).id
    await world.control('PATCH', `/users/${MEGAN}/events/${encodeURIComponent(hersThen)}`, {
      location: { displayName: 'Elsewhere' },
    })
    await me.signal((await dayOf(UPN, copy, day(5))).id, 'updated')
    await me.turn()
    await me.sweep()
    expect(await me.here.see(id, day(5))).toMatchObject({ location: 'Elsewhere', reminderMinutes: 45 })
    expect((await dayOf(UPN, copy, day(5))).reminder).toEqual({ on: true, minutes: 45 })
  })

  it('is not changed otherwise: that is said before anything is saved', async () => {
    await invited(daily)
    const id = (await me.entry('Megan asks'))?.id ?? ''
    const said = (text: string) => ({ code: 'forbidden', userMessage: expect.stringContaining(text) })
    await expect(me.here.edit(id, { title: 'Mine' }, day(5))).rejects.toMatchObject(said('Only the organiser'))
    await expect(me.here.edit(id, { showAs: 'free' }, day(5))).rejects.toMatchObject(said('Only the organiser'))
    await expect(me.here.edit(id, { reminderMinutes: 5 }, day(5), 'following')).rejects.toMatchObject(
      said('Change this date alone, or all'),
    )
    await expect(me.here.remove(id, day(5))).rejects.toMatchObject(said('Decline it instead'))
  })
})

describe('an invitation that bears the mark of one’s own entry', () => {
  const MARK = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name TandemEntry'
  const mine = () =>
    me.here.make({ kind: 'meeting', title: 'Mine', channel: null, start: `${day(4)}T09:00`, end: `${day(4)}T10:00` })
  /** As if the mark had travelled with the invitation. */
  const hostile = async (entryId: string): Promise<string> => {
    await world.control('POST', `/users/${MEGAN}/events`, {
      subject: 'Megan asks',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
      attendees: [{ emailAddress: { name: 'Alex', address: UPN }, type: 'required' }],
    })
    const [copy] = await me.events('Megan asks')
    const id = copy?.id ?? ''
    await me.outlook.change(id, { singleValueExtendedProperties: [{ id: MARK, value: entryId }] })
    return id
  }
  const expectApart = async (entryId: string, copy: string) => {
    expect(await me.entry('Mine')).toMatchObject({ id: entryId, organizerAddress: null })
    expect(await me.entry('Megan asks')).toMatchObject({ organizerAddress: MEGAN })
    expect((await me.link(entryId))?.externalEventId).not.toBe(copy)
    expect(await me.events('Mine')).toHaveLength(1)
  }

  it('is a meeting of its own when it comes in', async () => {
    const id = await mine()
    const copy = await hostile(id)
    await me.signal(copy, 'created')
    expect((await me.link(id))?.externalEventId ?? null).toBeNull()
    await me.turn()
    await me.sweep()
    await expectApart(id, copy)
  })

  it('is not taken for the event whose create went unanswered', async () => {
    const id = await mine()
    const copy = await hostile(id)
    await world.control('POST', '/faults', { match: { method: 'POST', path: '*/me/events' }, kind: 'commit-then-504' })
    await expect(me.turn()).rejects.toThrow()
    await inScope(alex, (db) => db.update(connections).set({ throttledUntil: null }))
    await me.turn()
    await me.sweep()
    await expectApart(id, copy)
  })

  it('is not taken for an event of before when an account is connected again', async () => {
    await emptyTandem()
    alex = await newMember(await newWorkspace('Contoso again'), { name: 'Alex Wilber' })
    me = await TwoWayDesk.open(world, alex, UPN, { begin: false })
    const id = await mine()
    const copy = await hostile(id)
    await me.begin()
    await me.sweep()
    await expectApart(id, copy)
  })
})
