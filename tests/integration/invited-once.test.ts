import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { inviteFromMine } from '@/lib/features/calendar/two-way/invite/mutations'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { purgeRows } from '@/lib/features/purge/sync/leave'
import { countHandedOn } from '@/lib/features/schedule/entry/queries'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'
import { day, TwoWayDesk } from '../support/two-way-desk'

// A person is invited to a meeting from one mailbox, whoever owns it here and whatever is disconnected meanwhile (R34).

const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
const UPN = 'alex@contoso.test'
const INVITED = 'REQUEST sam@elsewhere.example'

let world: World
let alex: UserScope
let adele: UserScope
let me: TwoWayDesk
let other: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('POST', '/reset', {})
  await emptyTandem()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  adele = await newMember(alex.workspaceId, { name: 'Adele Vance' })
  me = await TwoWayDesk.open(world, alex, UPN)
  other = await TwoWayDesk.open(world, adele, 'adele@contoso.test')
})

const make = (title: string, more = {}) =>
  me.here.make({
    kind: 'meeting',
    channel: null,
    title,
    attendees: [SAM],
    start: `${day(3)}T09:00`,
    end: `${day(3)}T10:00`,
    timeZone: 'UTC',
    ...more,
  })
const disconnect = (scope: UserScope, desk: TwoWayDesk) =>
  inScope(scope, (db) => db.delete(connections).where(eq(connections.id, desk.connectionId)))
const why = async (scope: UserScope, id: string) => (await deskOf(scope).see(id)).outlook
/** What both know is brought together, until nothing moves. */
const settle = async (...desks: TwoWayDesk[]) => {
  for (let round = 0; round < 2; round++) for (const desk of desks) await desk.turn({ full: true })
}

describe('a meeting that was given to a colleague', () => {
  it('invites nobody again when whoever gave it disconnects; the new owner is told, and may decide so', async () => {
    const id = await make('Given')
    await me.turn()
    await me.here.edit(id, { ownerId: adele.userId })
    await settle(other, me)
    expect(await why(adele, id)).toMatchObject({ state: 'not', sentence: expect.stringMatching(/from Alex Wilber’s/) })
    await disconnect(alex, me)
    await settle(other)
    await other.sweep()
    expect(await me.invitations()).toEqual([INVITED])
    expect(await other.events('Given', other.upn)).toEqual([])
    expect(await why(adele, id)).toMatchObject({
      sentence: expect.stringMatching(/no longer connected/),
      mayInvite: true,
    })
    // Anybody may change it meanwhile: nothing is mailed by that.
    await deskOf(adele).edit(id, { location: 'Harbour' })
    await settle(other)
    expect(await me.invitations()).toEqual([INVITED])
    expect(await inScope(adele, (db) => inviteFromMine(db, adele, id))).toEqual([other.connectionId])
    await settle(other)
    expect(await inScope(adele, (db) => inviteFromMine(db, adele, id))).toEqual([])
    await settle(other)
    expect(await me.invitations()).toEqual([INVITED, INVITED])
    expect(await other.events('Given', other.upn)).toHaveLength(1)
    expect((await why(adele, id)).state).toBe('in')
  })

  it('is followed by nobody else while the old owner cannot be reached, and divided without a mail', async () => {
    const id = await make('Weekly', {
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekday(3)] },
        range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 6 },
      },
    })
    await me.turn()
    await me.here.edit(id, { ownerId: adele.userId }, day(3), 'all')
    await settle(other)
    const { id: rest } = await deskOf(adele).edit(id, { title: 'Weekly, later' }, day(17), 'following')
    await settle(other, me)
    expect(rest).not.toBe(id)
    expect(await me.invitations()).toEqual([INVITED])
    expect(await why(adele, rest)).toMatchObject({ mayInvite: true })
  })

  it('has one inviter although the answer to its create was lost', async () => {
    const id = await make('Lost answer')
    await world.control('POST', '/faults', {
      match: { method: 'POST', path: '*/me/events', upn: UPN },
      kind: 'commit-then-504',
      times: 1,
    })
    await expect(me.turn()).rejects.toThrow()
    await me.here.edit(id, { ownerId: adele.userId })
    await settle(other, me)
    await settle(other, me)
    expect(await me.invitations()).toEqual([INVITED])
    expect(await me.events('Lost answer')).toHaveLength(1)
    expect(await other.events('Lost answer', other.upn)).toEqual([])
  })

  it('and came back stays with whoever invited last', async () => {
    const id = await make('There and back')
    await me.turn()
    await me.here.edit(id, { ownerId: adele.userId })
    await settle(other, me)
    await inScope(adele, (db) => inviteFromMine(db, adele, id))
    await settle(other, me)
    expect(await me.invitations()).toEqual([INVITED, INVITED])
    await deskOf(adele).edit(id, { ownerId: alex.userId })
    await settle(other, me)
    await me.here.edit(id, { location: 'Harbour' })
    await settle(other, me)
    expect(await me.invitations()).toEqual([INVITED, INVITED])
    expect(await why(alex, id)).toMatchObject({ sentence: expect.stringMatching(/Adele Vance’s/), mayInvite: true })
    await inScope(alex, (db) => inviteFromMine(db, alex, id))
    await settle(other, me)
    expect(await me.events('There and back')).toHaveLength(1)
    expect(await me.link(id)).toBeDefined()
    expect((await why(alex, id)).state).toBe('in')
  })

  it('goes to the new owner’s Outlook once nobody is on it any more', async () => {
    const id = await make('Emptied')
    await me.turn()
    await me.here.edit(id, { ownerId: adele.userId })
    await settle(other, me)
    await deskOf(adele).edit(id, { attendees: [] })
    await settle(other, me)
    expect(await other.events('Emptied', other.upn)).toHaveLength(1)
    expect((await me.invitations()).filter((each) => each === INVITED)).toHaveLength(1)
  })
})

describe('after Disconnect', () => {
  it('another mailbox invites nobody by itself', async () => {
    const id = await make('Moved')
    const alone = await make('Alone', { attendees: [] })
    await me.turn()
    await disconnect(alex, me)
    const next = await TwoWayDesk.open(world, alex, 'megan@contoso.test')
    await settle(next)
    await next.sweep()
    expect(await me.invitations()).toEqual([INVITED])
    expect(await next.events('Moved', next.upn)).toEqual([])
    expect(await next.events('Alone', next.upn)).toHaveLength(1)
    expect(await why(alex, id)).toMatchObject({
      sentence: expect.stringMatching(/no longer connected/),
      mayInvite: true,
    })
    expect((await why(alex, alone)).state).toBe('in')
  })

  it('the same mailbox invites nobody to what was deleted there meanwhile', async () => {
    const id = await make('Deleted there')
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    await disconnect(alex, me)
    await me.outlook.discard(event)
    me = await TwoWayDesk.open(world, alex, UPN)
    await settle(me)
    expect((await me.invitations()).filter((each) => each === INVITED)).toHaveLength(1)
    expect(await why(alex, id)).toMatchObject({ mayInvite: true })
  })

  it('a meeting that Outlook brought stays with the colleague to whom it was given, with its changed dates', async () => {
    await me.put({
      subject: 'Born there',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 4 },
      },
      attendees: [{ emailAddress: { name: SAM.name, address: SAM.address }, type: 'required' }],
    })
    const id = (await me.entry('Born there'))?.id ?? ''
    await me.here.edit(id, { location: 'Harbour' }, day(4))
    await me.turn()
    const before = await me.invitations()
    await me.here.edit(id, { ownerId: adele.userId }, day(3), 'all')
    const dates = await me.dates(id)
    // Outlook was not even told of it.
    expect(await inScope(alex, (db) => countHandedOn(db, me.connectionId))).toBe(1)
    const disconnectId = await inScope(alex, (db) => startDisconnect(db, alex, me.connectionId))
    expect(await purgeRows(me.connectionId, disconnectId, Date.now() + 60_000)).toBe(true)
    await settle(other)
    expect(await me.dates(id)).toEqual(dates)
    expect(await deskOf(adele).see(id, day(4))).toMatchObject({ location: 'Harbour', outlook: { mayInvite: true } })
    expect(await inScope(adele, (db) => countHandedOn(db, me.connectionId))).toBe(1)
    expect(await me.invitations()).toEqual(before)
  })
})

/** Day of the week of a day ahead, as Graph spells it. */
function weekday(ahead: number): string {
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  return names[new Date(`${day(ahead)}T00:00:00Z`).getUTCDay()] ?? ''
}
