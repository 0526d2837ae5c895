import { and, eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EntryInput } from '@/components/schedule/view'
import { people } from '@/drizzle/schema/people'
import { entryLinks, scheduleEntries } from '@/drizzle/schema/schedule'
import { memberships } from '@/drizzle/schema/workspaces'
import { savePublishing } from '@/lib/features/calendar/publish/choice/mutations'
import { answerInvitation } from '@/lib/features/calendar/two-way/answer/mutations'
import { rangeInput } from '@/lib/features/schedule/schema'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { deskOf } from '../support/entry-desk'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'
import { TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
const SAM = { name: 'Sam', address: 'sam@elsewhere.example', type: 'required' as const }
let world: World
let alex: UserScope
let adele: UserScope
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.control('POST', '/reset', {})
  await emptyTandem()
  const workspace = await newWorkspace('Contoso')
  alex = await newMember(workspace, { name: 'Alex Wilber' })
  adele = await newMember(workspace, { name: 'Adele Vance', role: 'admin' })
  me = await TwoWayDesk.open(world, alex, UPN)
})

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
const meeting = (title: string, more: Partial<EntryInput> = {}): Partial<EntryInput> => ({
  kind: 'meeting',
  channel: null,
  title,
  start: `${day(3)}T09:00`,
  end: `${day(3)}T10:00`,
  ...more,
})

describe('a colleague’s Outlook', () => {
  it('mails nobody because of somebody else: not by an entry in their name, nor a change, nor a deletion', async () => {
    const other = deskOf(adele)
    const refusal = { code: 'forbidden' }
    await expect(other.make(meeting('In your name', { ownerId: alex.userId, attendees: [SAM] }))).rejects.toMatchObject(
      refusal,
    )
    const id = await me.here.make(meeting('Mine', { attendees: [SAM] }))
    await me.turn()
    await expect(other.edit(id, { title: 'Yours' })).rejects.toMatchObject(refusal)
    await expect(other.edit(id, { ownerId: adele.userId })).rejects.toMatchObject(refusal)
    await expect(other.remove(id)).rejects.toMatchObject(refusal)
    const own = await other.make(meeting('Handed', { attendees: [SAM] }))
    await expect(other.edit(own, { ownerId: alex.userId })).rejects.toMatchObject(refusal)
    await me.turn({ full: true })
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })

  it('takes what has nobody on it, and what its owner changes', async () => {
    const id = await deskOf(adele).make(meeting('Prepared', { ownerId: alex.userId }))
    await deskOf(adele).edit(id, { location: 'Harbour' })
    await me.here.edit(id, { attendees: [SAM] })
    await me.turn()
    expect(await me.eventOf(id)).toMatchObject({ subject: 'Prepared' })
    expect(await me.invitations()).toEqual(['REQUEST sam@elsewhere.example'])
  })
})

describe('somebody else’s meeting', () => {
  const invited = async (more: Record<string, unknown> = {}) => {
    await world.control('POST', '/users/megan@contoso.test/events', {
      subject: 'Megan asks',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
      attendees: [{ emailAddress: { name: 'Alex', address: UPN }, type: 'required' }],
      ...more,
    })
    const [copy] = await me.events('Megan asks')
    await me.signal(copy?.id ?? '', 'created')
    const entry = await me.entry('Megan asks')
    if (!entry) throw new Error('it did not come in')
    return entry.id
  }

  it('stays where its organiser put it, with whom they asked, and belongs to who was asked', async () => {
    const id = await invited()
    const refusal = { code: 'forbidden' }
    await expect(me.here.move(id, null, `${day(4)}T09:00:00Z`, `${day(4)}T10:00:00Z`)).rejects.toMatchObject(refusal)
    await expect(me.here.edit(id, { start: `${day(4)}T09:00`, end: `${day(4)}T10:00` })).rejects.toMatchObject(refusal)
    await expect(me.here.edit(id, { attendees: [SAM] })).rejects.toMatchObject(refusal)
    await expect(me.here.edit(id, { ownerId: adele.userId })).rejects.toMatchObject(refusal)
    await me.here.edit(id, { reminderMinutes: 5, isPrivate: true })
    expect(await me.here.see(id)).toMatchObject({ reminderMinutes: 5, isPrivate: true })
    await me.turn()
    expect(await me.invitations()).toEqual(['REQUEST alex@contoso.test'])
  })

  it('that repeats is not divided by a guest: nobody is invited to a half of it', async () => {
    const id = await invited({
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 5 },
      },
    })
    await expect(me.here.edit(id, { reminderMinutes: 5 }, day(5), 'following')).rejects.toMatchObject({
      code: 'forbidden',
    })
    await me.here.edit(id, { reminderMinutes: 5 }, day(5), 'all')
    await me.turn()
    expect(await me.entries('Megan asks')).toHaveLength(1)
    expect(await me.invitations()).toEqual(['REQUEST alex@contoso.test'])
  })
})

describe('what came from a mailbox', () => {
  it('goes with it, also when it was deleted there and is made again because of an edit here', async () => {
    const event = await me.put({
      subject: 'From Outlook',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
    })
    const id = (await me.entry('From Outlook'))?.id ?? ''
    await me.here.edit(id, { title: 'Edited here' })
    await me.deleteThere(event)
    await me.turn()
    expect(await me.events('Edited here')).toHaveLength(1)
    expect(await me.entry('Edited here')).toMatchObject({ id, connectionId: me.connectionId })
  })

  it('shows colleagues what its mailbox’s person chose, whoever owns it', async () => {
    const ben = await newMember(alex.workspaceId, { name: 'Ben' })
    await me.put({
      subject: 'From Outlook',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
    })
    const id = (await me.entry('From Outlook'))?.id ?? ''
    await inScope(alex, async (db) => {
      const { workspaceId } = alex
      const [person] = await db.insert(people).values({ workspaceId, name: 'Tomás' }).returning()
      await db.insert(entryLinks).values({ workspaceId, entryId: id, personId: person?.id })
      await db.update(scheduleEntries).set({ ownerId: adele.userId }).where(eq(scheduleEntries.id, id))
      await db.update(memberships).set({ mailVisibility: 'metadata' }).where(eq(memberships.userId, alex.userId))
      await db.update(memberships).set({ mailVisibility: 'everything' }).where(eq(memberships.userId, adele.userId))
    })
    expect(await deskOf(ben).see(id)).toMatchObject({ title: 'Busy', notes: '', people: [] })
  })
})

describe('while Tandem only observes', () => {
  it('no answer leaves for an organiser', async () => {
    await world.control('POST', '/users/megan@contoso.test/events', {
      subject: 'Megan asks',
      start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
      end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
      attendees: [{ emailAddress: { name: 'Alex', address: UPN }, type: 'required' }],
    })
    await me.signal((await me.events('Megan asks'))[0]?.id ?? '', 'created')
    const entryId = (await me.entry('Megan asks'))?.id ?? ''
    await me.choose({ writes: 'observe' })
    const give = () => inScope(alex, (db) => answerInvitation(db, alex, { entryId }, 'accepted'))
    await expect(give()).rejects.toMatchObject({ code: 'conflict' })
    await me.choose({ writes: 'on' })
    await give()
    await me.turn()
    expect((await me.invitations()).filter((each) => each.startsWith('REPLY'))).toHaveLength(1)
  })
})

describe('two-way, off, and two-way again', () => {
  it('what was held back meanwhile goes its way, and nobody is mailed twice', async () => {
    const there = await me.here.make(meeting('There', { attendees: [SAM] }))
    await me.turn()
    await me.choose({ writes: 'observe' })
    const held = await me.here.make(meeting('Held', { start: `${day(5)}T09:00`, end: `${day(5)}T10:00` }))
    await me.here.edit(there, { location: 'Harbour' })
    await me.turn({ full: true })
    const choose = (mode: 'off' | 'two-way') =>
      inScope(alex, (db) =>
        savePublishing(
          db,
          { id: me.connectionId, workspaceId: alex.workspaceId },
          { mode, writes: 'on', reminderMinutes: 15 },
        ),
      )
    await choose('off')
    await me.turn({ full: true })
    await choose('two-way')
    await me.turn({ full: true })
    expect(await me.eventOf(held)).toMatchObject({ subject: 'Held' })
    expect(await me.eventOf(there)).toMatchObject({ location: 'Harbour' })
    expect(await me.events('There')).toHaveLength(1)
    expect((await me.invitations()).filter((each) => each.startsWith('REQUEST'))).toHaveLength(2)
  })
})

describe('a stretch of the schedule', () => {
  it('is asked for in years that there are', () => {
    for (const year of ['0001', '9999'])
      expect(rangeInput.safeParse({ from: `${year}-12-30T00:00:00Z`, to: `${year}-12-31T00:00:00Z` }).success).toBe(
        false,
      )
    expect(rangeInput.safeParse({ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00+01:00' }).success).toBe(true)
  })
})

describe('a series that becomes private in Outlook', () => {
  it('hides its changed dates from colleagues, too, and shows them when it no longer is', async () => {
    const id = await me.here.make(
      meeting('Retro', {
        recurrence: {
          pattern: { type: 'daily', interval: 1 },
          range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 5 },
        },
      }),
    )
    await me.here.edit(id, { title: 'Retro with Norrvik' }, day(4))
    await me.turn()
    const event = (await me.eventOf(id))?.id ?? ''
    const hidden = () =>
      inScope(alex, (db) =>
        db
          .select({ isPrivate: scheduleEntries.isPrivate })
          .from(scheduleEntries)
          .where(and(eq(scheduleEntries.seriesId, id), isNotNull(scheduleEntries.occurrenceDate))),
      )
    await me.changeThere(event, { sensitivity: 'private' })
    expect(await me.here.see(id)).toMatchObject({ isPrivate: true })
    expect(await hidden()).toEqual([{ isPrivate: true }])
    expect(await deskOf(await newMember(alex.workspaceId, { name: 'Ben' })).see(id, day(4))).toMatchObject({
      title: 'Private',
    })
    await me.changeThere(event, { sensitivity: 'normal' })
    expect(await hidden()).toEqual([{ isPrivate: false }])
    expect(await me.here.see(id, day(4))).toMatchObject({ title: 'Retro with Norrvik' })
  })
})
